"""For the playground's page: the panel of what one can take away, and where the code of a control is."""

from typing import Any

from django import template
from django.template.context import RequestContext

from playground.copyas.targets import TARGETS
from playground.exporting.exports import EXPORTS
from playground.takeaway import show_code

register = template.Library()


@register.filter
def line_of(knob: str) -> str:
    """The address of the lines; empty for a control that governs no pattern."""
    return show_code.line_of(knob)


@register.inclusion_tag("playground/take/_panel.html", takes_context=True)
def take_panel(context: RequestContext) -> dict[str, Any]:
    return {
        "scenario": context["scenario"],
        "recipe": context["recipe"],
        "copy_targets": TARGETS.values(),
        "export_kinds": EXPORTS.items(),
    }
