"""Macros in office files: small programs that run when somebody opens the file, told by what the file holds."""

from __future__ import annotations

import re
import zipfile
from typing import IO

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = (
    128  # bytes of an entry in the directory of an OLE file, which begins at a multiple of them
)
_STREAM = b"\x02"
# every VBA project has this stream (MS-OVBA 2.2.1); its name stands in the directory as UTF-16
_PROJECT = re.compile(re.escape("_VBA_PROJECT\0".encode("utf-16-le")), re.IGNORECASE)
_KINDS = "[Content_Types].xml"
_KINDS_WITH_MACROS = re.compile(rb"vbaproject|macroenabled|macrosheet", re.IGNORECASE)
_MOST = 1024 * 1024  # bytes read of the list of kinds
_LISTS_OF_BASIC = ("script-lc.xml", "script-lb.xml")  # a library without any macro may stand there


def has_macros(file: IO[bytes]) -> bool:
    """Whether `file`, an office document of whatever kind, holds macros; False for what is no such document."""
    file.seek(0)
    ole = file.read(len(OLE)) == OLE
    file.seek(0)
    found = _in_ole(file.read()) if ole else _in_package(file)
    file.seek(0)
    return found


def _in_ole(content: bytes) -> bool:
    return any(_is_entry(content, found) for found in _PROJECT.finditer(content))


def _is_entry(content: bytes, found: re.Match[bytes]) -> bool:
    """Whether the name stands in the directory, not in the words of the document."""
    start, length = found.start(), len(found[0])
    kept = int.from_bytes(content[start + 64 : start + 66], "little")
    return start % _ENTRY == 0 and kept == length and content[start + 66 : start + 67] == _STREAM


def _in_package(file: IO[bytes]) -> bool:
    try:
        with zipfile.ZipFile(file) as package:
            return any(map(_is_macro, package.namelist())) or _names_macros(package)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return False


def _is_macro(member: str) -> bool:
    """A part that holds macros, in an Office file or an open document."""
    name = member.lower()
    basic = name.startswith("basic/") and name.endswith(".xml")
    return (
        "vbaproject" in name
        or "/macrosheets/" in name
        or (basic and not name.endswith(_LISTS_OF_BASIC))
        or (name.startswith("scripts/") and not name.endswith("/"))
    )


def _names_macros(package: zipfile.ZipFile) -> bool:
    """A part of another name that the list of kinds calls a macro."""
    if _KINDS not in package.namelist():
        return False
    with package.open(_KINDS) as kinds:
        return _KINDS_WITH_MACROS.search(kinds.read(_MOST)) is not None
