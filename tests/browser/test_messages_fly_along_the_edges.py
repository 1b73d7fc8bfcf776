"""The canvas above the shop: shapes in the inks of the grammar, where the frame's flights say."""

from tests.browser.recorded import NEXT_DRAWING, Recording, until

# Counts the pixels of the sky whose colour is near that of a style-sheet variable.
INK = """name => {
  const sky = document.querySelector('[data-part="sky"]');
  const probe = document.createElement('canvas').getContext('2d');
  probe.fillStyle = getComputedStyle(sky).getPropertyValue(name);
  probe.fillRect(0, 0, 1, 1);
  const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
  const { data } = sky.getContext('2d').getImageData(0, 0, sky.width, sky.height);
  let found = 0;
  for (let i = 0; i < data.length; i += 4) {
    const distance = Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b);
    if (data[i + 3] > 200 && distance < 24) found++;
  }
  return found;
}"""


def ink(page, name):
    return page.evaluate(INK, name)


def stands_still(page):
    pixels = "() => document.querySelector('[data-part=sky]').toDataURL()"
    before = page.evaluate(pixels)
    page.evaluate(NEXT_DRAWING)
    return page.evaluate(pixels) == before


def flight(kind, departs, arrives, *, fate=None, source="checkout", target="payment"):
    return [1, source, target, kind, departs, arrives, fate, 1093]


def test_a_stepped_message_stands_where_it_truly_is(page):
    recording = Recording(page).open(t=1.0)
    recording.push(t=1.1, flights=[flight("request", 1.05, 1.2)])
    until(page, lambda: ink(page, "--request") > 40)


def test_a_landed_message_is_gone(page):
    recording = Recording(page).open(t=1.0)
    recording.push(t=1.1, flights=[flight("request", 1.05, 1.2)])
    until(page, lambda: ink(page, "--request") > 40)
    recording.push(t=1.5)
    until(page, lambda: ink(page, "--request") == 0)


def test_a_lost_answer_ends_in_a_cross_half_way(page):
    recording = Recording(page).open(t=1.0)
    recording.push(t=1.3, flights=[flight("answer", 1.1, 1.2, fate="lost", source="payment", target="checkout")])
    until(page, lambda: ink(page, "--lost") > 20)
    assert ink(page, "--answer") == 0


def test_a_second_charge_is_a_purple_diamond(page):
    recording = Recording(page).open(t=1.0)
    recording.push(t=1.3, marks=[[1.2, "payment", "charged_again", 1093]])
    until(page, lambda: ink(page, "--double") > 20)


def test_a_paused_picture_stands_still(page):
    recording = Recording(page)
    recording.playing = True
    recording.open(t=1.0)
    recording.push(t=1.1, flights=[flight("request", 1.0, 1.9)])
    recording.push(t=1.2, playing=False)
    until(page, lambda: stands_still(page))
    assert ink(page, "--request") > 40  # it hangs where it was, half way


def test_a_snapshot_clears_the_air(page):
    recording = Recording(page).open(t=1.0)
    recording.push(t=1.1, flights=[flight("request", 1.05, 1.2)])
    until(page, lambda: ink(page, "--request") > 40)
    recording.send(recording.frame("snapshot", t=1.1))
    until(page, lambda: ink(page, "--request") == 0)


def test_an_unknown_station_is_not_drawn_and_breaks_nothing(page):
    recording = Recording(page).open(t=1.0)
    recording.push(t=1.3, flights=[flight("request", 1.0, 2.0, target="recommendations")])
    assert ink(page, "--request") == 0


def test_while_time_runs_a_short_flight_is_drawn_slower_than_it_flew(page):
    recording = Recording(page)
    recording.playing = True
    recording.open(t=1.0)
    recording.push(t=1.2, flights=[flight("request", 1.05, 1.06)])
    until(page, lambda: ink(page, "--request") > 40)  # at 1.2 s it has long landed
    assert page.get_by_text("drawn slower than they flew").is_visible()
