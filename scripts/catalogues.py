"""Compile the translations with Babel, so that a machine without gettext speaks Polish too."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent


def compile_stale() -> int:
    """Compile every catalogue that is newer than its compiled form; return how many."""
    compiled = 0
    for source in ROOT.glob("*/locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name)
        # Written beside and renamed: a running server never reads half a catalogue.
        half = target.with_suffix(f".{os.getpid()}.part")
        with half.open("wb") as file:
            write_mo(file, catalogue)
        half.replace(target)
        compiled += 1
    return compiled


if __name__ == "__main__":
    compile_stale()
