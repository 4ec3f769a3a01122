"""Say what does not fit together; status 1 when anything does not."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from workflows.integrity import findings


class Command(BaseCommand):
    help = "Checks history, states, seals, letters, files and turns; a line for each finding."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for line in findings():
            self.stdout.write(line)
            found += 1
        if found:
            self.stdout.write(f"{found} findings.")
            sys.exit(1)
        self.stdout.write("Everything fits together.")
