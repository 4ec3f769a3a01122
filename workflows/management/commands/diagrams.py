"""Draw the lifecycles into docs/workflows/; with --check only say which have drifted."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from workflows import diagrams


class Command(BaseCommand):
    help = "Draws every lifecycle from the code into docs/workflows/."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.BASE_DIR / "docs" / "workflows"
        if not options["check"]:
            diagrams.write(folder)
        elif drifted := diagrams.drifted(folder):
            raise CommandError(f"Drawn differently from the code: {', '.join(drifted)}")
