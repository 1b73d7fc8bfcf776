import pytest

from tests.browser.screens import ALL_SCREENS

PATHS = ["/", "/playground/", "/playground/published/", "/practice/", "/classroom/"]


@pytest.mark.parametrize("screen", ALL_SCREENS, ids=str)
@pytest.mark.parametrize("path", PATHS)
def test_a_page_breaks_no_rule_of_wcag_22_aa(page, axe, path):
    page.goto(path)
    axe(page)


def test_a_missing_page_says_so_and_leads_back(page, axe, expected_problems):
    expected_problems.append("404 (Not Found)")
    page.goto("/nowhere")
    axe(page)
    page.get_by_role("link", name="start of the lesson").click()
    page.wait_for_url("/")
