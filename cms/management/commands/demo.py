"""Fill an empty database with the demo: five programmes and about 120 invented people."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.demo import stage
from people.models import Person


class Command(BaseCommand):
    help = (
        "Fills an empty database with the demo; refuses in production and where people already are."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to add the large edition."""
        parser.add_argument(
            "--full",
            action="store_true",
            help="with a complete edition of 150 applications besides; it takes a minute or two more",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.TANDEM_DEMO:
            raise CommandError(
                "The demo is for trying Tandem out: set TANDEM_DEMO=1 (never in production)."
            )
        if Person.objects.exists():
            raise CommandError(
                "There are people in this database already; the demo fills an empty one only."
            )
        stage.play(self.stdout.write, full=options["full"])
