"""`manage.py export_ranking CALL --csv`: place, number, points, outcome, amount."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from grants.documents.lists import ranking_rows
from grants.models import Call
from workflows.spreadsheets import comma_separated


class Command(BaseCommand):
    help = "Prints the ranking of a call: as decided, else as it stands. Columns: place, number, points, outcome, amount."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The call, and in which form."""
        parser.add_argument("call", metavar="CALL", help="the call's code in addresses")
        parser.add_argument("--csv", action="store_true", help="as CSV, to be read by a program")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it; CommandError when there is no such call."""
        call = Call.objects.filter(code=options["call"]).first()
        if call is None:
            raise CommandError(_("There is no call with the code %s.") % options["call"])
        rows = list(ranking_rows(call))
        if options["csv"]:
            self.stdout.write(comma_separated(rows).decode("utf-8-sig"), ending="")
            return
        for place, number, points, outcome, amount in rows:
            self.stdout.write(
                f"{place!s:>6}  {number:<12} {points!s:>10}  {outcome:<16} {amount!s:>14}"
            )
