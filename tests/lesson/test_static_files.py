import http.client
import secrets
from urllib.parse import urlsplit

import pytest

from tests.site import START_S_MAX, Site

PRODUCTION = {
    "FAULTLINE_PRODUCTION": "1",
    "SECRET_KEY": secrets.token_urlsafe(60),
    "ALLOWED_HOSTS": "faultline.example",
    "CSRF_TRUSTED_ORIGINS": "https://faultline.example",
}
THROUGH_PROXY = {"Host": "faultline.example", "X-Forwarded-Proto": "https"}


def ask(site, path, method="GET", **headers):
    connection = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=START_S_MAX)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): text for name, text in headers.items()})
        response = connection.getresponse()
        response.body = response.read()
    finally:
        connection.close()
    return response


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/static/css/base.css", "text/css"),
        ("/static/vendor/uplot/uPlot.esm.js", "text/javascript"),
        ("/static/vendor/inter/inter-latin-400-normal.woff2", "font/woff2"),
        ("/static/django_htmx/htmx-4.min.js", "text/javascript"),
        ("/static/django_htmx/ext/hx-ws-4.min.js", "text/javascript"),
    ],
)
def test_a_static_file_is_served_from_where_it_lies(live_site, path, content_type):
    response = ask(live_site, path)
    assert response.status == 200
    assert response.headers["Content-Type"].startswith(content_type)
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert len(response.body) == int(response.headers["Content-Length"])


def test_a_known_version_is_not_sent_again(live_site):
    etag = ask(live_site, "/static/css/base.css").headers["ETag"]
    response = ask(live_site, "/static/css/base.css", If_None_Match=etag)
    assert (response.status, response.body) == (304, b"")


def test_a_head_request_gets_headers_only(live_site):
    response = ask(live_site, "/static/css/base.css", "HEAD")
    assert (response.status, response.body) == (200, b"")
    assert int(response.headers["Content-Length"]) > 0


@pytest.mark.parametrize(
    "path",
    ["/static/nothing.css", "/static/../manage.py", "/static/%2e%2e/manage.py", "/static/vendor/uplot/uPlot.cjs.js"],
)
def test_a_file_that_is_not_listed_is_a_page_not_found(live_site, path):
    assert ask(live_site, path).status == 404


@pytest.fixture(scope="module")
def production_site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("production")
    site = Site(folder, PRODUCTION | {"FAULTLINE_STATIC_ROOT": str(folder / "static")})
    site.manage("collectstatic", "--noinput", "--verbosity", "0")
    with site:
        yield site


def stylesheet(site) -> str:
    page = ask(site, "/", **THROUGH_PROXY).body.decode()
    return page.split('rel="stylesheet" href="')[1].split('"')[0]


def test_in_production_a_file_s_name_holds_its_hash_and_is_kept_for_ever(production_site):
    response = ask(production_site, stylesheet(production_site))
    assert response.status == 200
    assert "immutable" in response.headers["Cache-Control"]


def test_in_production_files_travel_compressed(production_site):
    response = ask(production_site, "/static/vendor/uplot/uPlot.esm.js", Accept_Encoding="gzip")
    assert response.headers["Content-Encoding"] == "gzip"


def test_in_production_plain_http_is_sent_to_https(production_site):
    response = ask(production_site, "/", Host="faultline.example")
    assert (response.status, response.headers["Location"]) == (301, "https://faultline.example/")


def test_in_production_the_health_probe_may_speak_plain_http(production_site):
    assert ask(production_site, "/healthz", Host="10.0.0.7").status == 200


def test_in_production_browsers_are_told_to_stay_with_https(production_site):
    assert "max-age=31536000" in ask(production_site, "/", **THROUGH_PROXY).headers["Strict-Transport-Security"]


def test_production_passes_django_s_own_deployment_check(production_site):
    production_site.manage("check", "--deploy", "--fail-level", "WARNING")
