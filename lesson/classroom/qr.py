"""An address as a QR code: SVG to stand in a page, without a style or script of its own."""

import io

import segno
from django.utils.safestring import SafeString, mark_safe


def svg(address: str, says: str) -> SafeString:
    """`says` is what a screen reader is told. Error correction M: a fifth of it may be hidden by somebody's head."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2, svgclass="qr", lineclass=None, title=says
    )
    return mark_safe(out.getvalue().decode().replace("<svg ", '<svg role="img" ', 1))  # noqa: S308 (drawn by us)
