"""Photographs: the place where one was taken stays with whoever took it, and a small one is made for lists."""

from __future__ import annotations

import io
from typing import IO, Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from PIL import ExifTags, Image, ImageOps

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
SMALL = (
    640  # pixels of the longest side: sharp in a list and in a row of photos, on a dense screen too
)
QUALITY, SMALL_QUALITY = 95, 80


def without_place(upload: UploadedFile[bytes], content_type: str) -> UploadedFile[bytes] | None:
    """`upload` as it came, or its picture without where it was taken; None where that can't be taken out.

    What else the camera wrote (when, how, which way up) stays, and so do the pixels, as far as the format lets them.
    """
    if content_type not in FORMATS:
        return upload
    upload.seek(0)
    with Image.open(upload, formats=[FORMATS[content_type]]) as picture:
        exif = picture.getexif()
        if not _tells_place(picture, exif):
            upload.seek(0)
            return upload
        exif.pop(ExifTags.Base.GPSInfo, None)
        try:
            content = _written(picture, FORMATS[content_type], exif.tobytes())
        except (OSError, ValueError, SyntaxError):
            return None
    plain: Any = ContentFile(content, name=upload.name)
    return plain  # type: ignore[no-any-return]


def _tells_place(picture: Image.Image, exif: Image.Exif) -> bool:
    """Whether the camera's notes or Adobe's (XMP, in one of two places) hold coordinates."""
    adobe = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or ""
    notes = adobe if isinstance(adobe, bytes) else str(adobe).encode()
    return bool(exif.get_ifd(ExifTags.IFD.GPSInfo)) or b"GPS" in notes


def _written(picture: Image.Image, kind: str, exif: bytes) -> bytes:
    out = io.BytesIO()
    # “keep” holds the tables of a plain JPEG; a phone's file of two pictures in one goes without
    quality: Any = "keep" if picture.format == "JPEG" else QUALITY
    colours = picture.info.get("icc_profile")
    picture.save(out, kind, quality=quality, exif=exif, icc_profile=colours)
    return out.getvalue()


def small_picture(file: IO[bytes], content_type: str) -> bytes:
    """A JPEG of at most `SMALL` pixels a side, upright and on white, nothing of the camera's notes in it.

    Raises FileNotFoundError where the picture is broken: there is none to show.
    """
    out = io.BytesIO()
    try:
        with Image.open(file, formats=[FORMATS[content_type]]) as picture:
            picture.draft(None, (SMALL, SMALL))
            picture.thumbnail((SMALL, SMALL))
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, ValueError, SyntaxError) as broken:
        raise FileNotFoundError(str(broken)) from broken
    white = Image.new("RGB", upright.size, "white")
    white.paste(upright, mask=upright.getchannel("A"))
    white.save(out, "JPEG", quality=SMALL_QUALITY, optimize=True)
    return out.getvalue()
