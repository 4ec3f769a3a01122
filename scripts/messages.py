"""Collect the words of code and templates into the catalogue; with --check say what is missing."""

import subprocess
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
POLISH = ROOT / "cms" / "locale" / "pl" / "LC_MESSAGES" / "django.po"
SHOWN = 20


def collect() -> None:
    """Run makemessages the one way the catalogue is kept: file names without lines, nothing old."""
    options = ["--no-obsolete", "--no-wrap", "--add-location", "file", "-v", "0"]
    ignored = [f"--ignore={name}" for name in (".venv", "node_modules", "var", "tests", "scripts")]
    command = [sys.executable, "manage.py", "makemessages", "-l", "pl", *options, *ignored]
    earlier = read()
    subprocess.run(command, cwd=ROOT, check=True)
    catalogue = read()
    # A date of its own in every change would make each two changes collide.
    catalogue.creation_date = earlier.creation_date
    with POLISH.open("wb") as file:
        write_po(file, catalogue, width=0, include_previous=False)


def read() -> Catalog:
    """Read the Polish catalogue."""
    with POLISH.open("rb") as file:
        return read_po(file, locale="pl")


def words(catalogue: Catalog) -> set[tuple[str | None, object]]:
    """Return what the catalogue knows, by context and English words."""
    return {(message.context, message.id) for message in catalogue if message.id}


def untranslated(catalogue: Catalog) -> list[object]:
    """Return the messages without Polish, or with Polish that nobody has confirmed."""
    missing = []
    for message in catalogue:
        parts = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.id and (message.fuzzy or not all(parts)):
            missing.append(message.id)
    return missing


def check() -> int:
    """Compare the catalogue with the code, leave it as it was, print what differs."""
    kept, before = POLISH.read_bytes(), read()
    try:
        collect()
        after = read()
    finally:
        POLISH.write_bytes(kept)
    new, old, bare = (
        words(after) - words(before),
        words(before) - words(after),
        untranslated(before),
    )
    for sentence, found in (
        ("not in the catalogue", new),
        ("no longer in the code", old),
        ("without Polish", bare),
    ):
        if found:
            print(f"{len(found)} {sentence}, for instance:")
            print("\n".join(f"  {each!r}" for each in list(found)[:SHOWN]))
    return 1 if new or old or bare else 0


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(check())
    collect()
