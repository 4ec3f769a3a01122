"""`manage.py match EDITION --plan total|fair|stable --csv`: who with whom, by the defaults or by the latest run."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from mentoring.actions import against_inputs, gather_inputs, latest_terms
from mentoring.matching import KINDS, compute
from mentoring.models import Edition, Enrolment
from workflows.spreadsheets import comma_separated


class Command(BaseCommand):
    help = (
        "Prints a plan of pairs for an edition without keeping or sending anything. "
        "Columns: mentee, mentor, points; who stays without a mentor has the reason's code instead."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The edition, which plan, and in which form."""
        parser.add_argument("edition", metavar="EDITION", help="the edition's code in addresses")
        parser.add_argument("--plan", choices=KINDS, default=KINDS[0], help="total unless said")
        parser.add_argument("--csv", action="store_true", help="as CSV, to be read by a program")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it; CommandError when there is no such edition or nobody to pair."""
        edition = Edition.objects.filter(code=options["edition"]).first()
        if edition is None:
            raise CommandError(_("There is no edition with the code %s.") % options["edition"])
        inputs = gather_inputs(edition, latest_terms(edition))
        if sentences := against_inputs(inputs):
            raise CommandError(" ".join(sentences))
        rows = _rows(edition, compute(inputs)[options["plan"]])
        if options["csv"]:
            self.stdout.write(comma_separated(rows).decode("utf-8-sig"), ending="")
            return
        for mentee, mentor, points in rows:
            self.stdout.write(f"{mentee:<30} {mentor:<30} {points!s:>6}")


def _rows(edition: Edition, plan: dict[str, Any]) -> list[tuple[str, str, Any]]:
    """Names by the order of the plan; without a mentor last."""
    people = Enrolment.objects.filter(edition=edition).select_related("person")
    names = {each.pk: str(each.person) for each in people}
    paired = [(names[one], names[other], points) for one, other, points in plan["pairs"]]
    return paired + [(names[one], "", why) for one, why in plan["without"]]
