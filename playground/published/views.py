"""The page that sets published figures beside ours."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from playground.headless.columns import plain
from playground.published.catalogue import Check, Published, every_check, measured, published

DIGITS = 3


def page(request: HttpRequest) -> HttpResponse:
    checks = [check for _, check in every_check()]
    context = {
        "groups": _by_group(),
        "figures": len(checks),
        "reproduced": sum(not check.not_reproduced for check in checks),
    }
    return render(request, "playground/published/page.html", context)


def _by_group() -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for result in published():
        rows = [_row(result, check) for check in result.checks]
        groups.setdefault(result.group, []).append({"result": result, "rows": rows})
    return groups


def _row(result: Published, check: Check) -> dict[str, Any]:
    ours = measured()[result.name(check)]
    return {
        "check": check,
        "expected": plain(check.expected),
        "ours": plain(ours),
        "off": _off(check, ours),
        "allowed": _allowed(check),
    }


def _off(check: Check, ours: float) -> str:
    """How far ours is from theirs: in parts of theirs where there is something to be a part of."""
    if ours == check.expected:
        return "exact"
    if not check.expected:
        return f"+{plain(ours, 2)}"
    return f"{(ours / check.expected - 1) * 100:+.1f}%".replace("-", "−")


def _allowed(check: Check) -> str:
    if check.within is not None:
        return f"± {plain(check.within)}" if check.within else "exact"
    return f"± {plain((check.tolerance or 0.0) * 100)}%"
