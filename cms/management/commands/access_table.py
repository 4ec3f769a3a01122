"""Print who may open what."""

import csv
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cms.access import ROLES, TABLE


class Command(BaseCommand):
    help = "Prints route, method, role, allowed for every address; as CSV with --csv."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--csv", action="store_true", help="as CSV, one row a role")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["csv"]:
            self.print_csv()
        else:
            self.print_table()

    def print_csv(self) -> None:
        """Print one row for each route, method and role."""
        writer = csv.writer(self.stdout, lineterminator="\n")
        writer.writerow(["route", "method", "role", "allowed"])
        for route, access in sorted(TABLE.items()):
            for method in ("GET", "POST"):
                for role in ROLES:
                    allowed = "yes" if access.allows(method, role) else "no"
                    writer.writerow([route, method, role, allowed])

    def print_table(self) -> None:
        """Print one line for each route and method that is open to anybody."""
        for route, access in sorted(TABLE.items()):
            for method, roles in (("GET", access.get), ("POST", access.post)):
                if roles:
                    names = "everybody" if roles == set(ROLES) else ", ".join(sorted(roles))
                    self.stdout.write(f"{route:40} {method:5} {names}")
