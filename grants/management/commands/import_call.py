"""`manage.py import_call FILE.yaml …`: bring calls in from files."""

from __future__ import annotations

from grants.importing.calls import apply_text, compare_text
from programmes.management.files import FileCommand


class Command(FileCommand):
    help = "Imports call files (docs/call-file.md); a bad file changes nothing."
    apply_text = staticmethod(apply_text)
    compare_text = staticmethod(compare_text)
