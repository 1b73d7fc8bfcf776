"""People of a class as seen from outside: a browser's cookies and forms, and a room's socket."""

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
from secrets import token_hex

from tests.playground.live.page import PATIENCE_S, Page

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.url = response.geturl()
        self.text = response.read().decode()


class Person:
    """One browser. Pages by path, forms by path."""

    def __init__(self, site):
        self.site = site
        self.jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path):
        return self._answer(urllib.request.Request(urllib.parse.urljoin(self.site.url, path)))

    def token(self):
        return TOKEN.search(self.get("/classroom/join/").text)[1]

    def post(self, path, **fields):
        """As a form of ours would."""
        token = fields.pop("token", None) or self.token()
        data = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        url = urllib.parse.urljoin(self.site.url, path)
        return self._answer(urllib.request.Request(url, data, {"Origin": self.site.url}))

    def _answer(self, request):
        try:
            return Answer(self._opener.open(request, timeout=PATIENCE_S))
        except urllib.error.HTTPError as refused:
            return Answer(refused)

    def open_room(self, **fields):
        """The code of a new room of which this person is host."""
        answer = self.post("/classroom/open/", **fields)
        return re.search(r"/classroom/([0-9A-Z]{6})/host/$", answer.url)[1]

    def join(self, code, **fields):
        return self.post("/classroom/join/", code=code, **fields)

    def seat_in(self, code):
        """The number by which the host's page knows this person's seat."""
        return re.search(r'data-seat="(\d+)"', self.get(f"/classroom/{code}/").text)[1]

    def socket(self, code, role="learner", **options):
        return RoomSocket(self, code, role, **options)


class RoomSocket(Page):
    """A socket of a room. Says, hears and acknowledges as a page does."""

    def __init__(self, person, code, role, *, acknowledges=True):
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in person.jar)
        super().__init__(
            person.site, acknowledges=acknowledges, path=f"/ws/classroom/{code}/{role}/", ping_interval=None,
            additional_headers={"Cookie": cookies} if cookies else {},
        )  # fmt: skip

    def say(self, kind, *, name=None, **fields):
        """Each page has names of its own for what it says."""
        return super().say(kind, name=name or token_hex(8), **fields)

    def watch(self):
        """Open; the `opened` and the snapshot."""
        return self.open()

    def hear_notice(self, topic):
        """The last notice of this topic; it need not be the next message."""

        def wanted(message):
            return message["type"] == "notice" and message["topic"] == topic

        return next(filter(wanted, reversed(self.heard)), None) or self.until(wanted)
