import pytest

PATHS = ["/", "/playground/", "/practice/", "/classroom/", "/nowhere"]

pytestmark = pytest.mark.django_db


@pytest.fixture(params=PATHS)
def response(request, client):
    return client.get(request.param)


def directives(response) -> dict[str, str]:
    policy = response.headers["Content-Security-Policy"]
    return dict(directive.strip().split(" ", 1) for directive in policy.split(";"))


def test_only_this_site_may_supply_anything(response):
    assert directives(response) == {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "connect-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }


def test_a_page_tells_other_sites_nothing_and_keeps_its_type(response):
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_gives_up_camera_microphone_and_place(response):
    for feature in ("camera", "microphone", "geolocation"):
        assert f"{feature}=()" in response.headers["Permissions-Policy"]


def test_just_looking_sets_no_cookie_for_the_session(response):
    assert "sessionid" not in response.cookies


def test_no_page_asks_another_site_for_anything(response):
    for attribute in (b'src="http', b'src="//', b'<link href="http', b"<script>", b"<style", b" style=", b" onclick="):
        assert attribute not in response.content
