"""`manage.py import_programme FILE.yaml …`: bring programmes in from files."""

from __future__ import annotations

from programmes.importing import programme_files
from programmes.management.files import FileCommand


class Command(FileCommand):
    help = "Imports programme files (docs/programme-file.md); a bad file changes nothing."
    files = programme_files
