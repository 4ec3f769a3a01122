"""`manage.py import_programme FILE.yaml …`: bring programmes in from files."""

from __future__ import annotations

from programmes.importing import apply_text, compare_text
from programmes.management.files import FileCommand


class Command(FileCommand):
    help = "Imports programme files (docs/programme-file.md); a bad file changes nothing."
    apply_text = staticmethod(apply_text)
    compare_text = staticmethod(compare_text)
