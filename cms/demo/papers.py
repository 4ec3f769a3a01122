"""Files that the demo's people attach: papers that open and say what they are, and a drawing in place of a photograph."""

from __future__ import annotations

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw


def paper(name: str, line: str) -> SimpleUploadedFile:
    """A PDF called `name`, one page that says `line` (ASCII without brackets). By hand: a full demo has hundreds."""
    said = b"BT /F1 18 Tf 72 740 Td (%s) Tj ET" % line.encode("ascii")
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(said), said),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(b"%010d 00000 n \n" % len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, b"".join(places))
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(out))
    return SimpleUploadedFile(name, bytes(out) + table + end, content_type="application/pdf")


def photograph(name: str = "podwórko dziś.png") -> SimpleUploadedFile:
    """A quiet drawing of a courtyard in place of a photograph."""
    picture = Image.new("RGB", (960, 640), "#dfe8e2")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 420, 960, 640), fill="#c9b79c")
    for left in (90, 380, 690):
        draw.rectangle((left, 120, left + 180, 430), fill="#b9c7c4")
    draw.ellipse((560, 300, 700, 440), fill="#5f8f6d")
    data = BytesIO()
    picture.save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), content_type="image/png")
