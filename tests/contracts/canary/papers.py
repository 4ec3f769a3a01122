"""Files that say inside who made them."""

from __future__ import annotations

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfWriter

from workflows.spreadsheets import Table, workbook


def picture() -> SimpleUploadedFile:
    """A picture that carries its maker's name."""
    out, note = io.BytesIO(), PngInfo()
    note.add_text("Author", "kanmetka")
    Image.new("RGB", (4, 4)).save(out, "PNG", pnginfo=note)
    return SimpleUploadedFile("kanplik.png", out.getvalue(), content_type="image/png")


def paper() -> SimpleUploadedFile:
    """A PDF that carries its author's name."""
    out, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Author": "kanmetka"})
    writer.write(out)
    return SimpleUploadedFile("kanpapier.pdf", out.getvalue(), content_type="application/pdf")


def table() -> SimpleUploadedFile:
    """A workbook, which nobody can clean for sure."""
    return SimpleUploadedFile("kanarkusz.xlsx", workbook([Table("Plan", [["kanmetka"]])]))
