"""`manage.py import_call FILE.yaml …`: bring calls in from files."""

from __future__ import annotations

from grants.importing.calls import call_files
from programmes.management.files import FileCommand


class Command(FileCommand):
    help = "Imports call files (docs/call-file.md); a bad file changes nothing."
    files = call_files
