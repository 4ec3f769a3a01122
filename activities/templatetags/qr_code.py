"""A QR code in the page itself: drawn by the server, so that it needs no script and no other address."""

from __future__ import annotations

from typing import Any

import qrcode
from django import template

register = template.Library()


@register.inclusion_tag("activities/qr_code.html")
def qr_code(text: str, label: str) -> dict[str, Any]:
    """The code of `text` as SVG; `label` says what it is to whoever does not see it."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    dots = "".join(
        f"M{column} {row}h1v1h-1z"
        for row, line in enumerate(rows)
        for column, dark in enumerate(line)
        if dark
    )
    return {"dots": dots, "side": len(rows), "label": label}
