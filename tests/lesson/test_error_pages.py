import pytest
from django.test import Client, RequestFactory
from django.views import defaults
from django.views.csrf import csrf_failure

FACTORY = RequestFactory()


def error_pages():
    request = FACTORY.get("/")
    return {
        400: defaults.bad_request(request, ValueError()),
        403: defaults.permission_denied(request, PermissionError()),
        404: defaults.page_not_found(request, ValueError()),
        500: defaults.server_error(request),
    }


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_an_error_page_says_what_happened_in_the_site_s_own_frame(status):
    page = error_pages()[status]
    assert page.status_code == status
    assert b'<nav aria-label="Main"' in page.content or b"<nav" in page.content
    assert b"<h1" in page.content


def test_a_form_without_proof_of_origin_is_refused_and_explained():
    page = csrf_failure(FACTORY.post("/"))
    assert page.status_code == 403
    assert b"Nothing was changed" in page.content


def test_a_host_we_do_not_serve_is_refused():
    assert Client().get("/", headers={"host": "elsewhere.example"}).status_code == 400


def test_the_health_probe_answers_whatever_host_it_uses_and_touches_no_database():
    response = Client().get("/healthz", headers={"host": "10.0.0.7"})
    assert (response.status_code, response.content) == (200, b"ok\n")
