"""`manage.py import_assessments CALL FILE.xlsx`: the sheets of a call that was assessed on paper."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from grants.importing.paper import apply_plan, plan_import
from grants.models import Call
from people.models import User
from workflows.errors import MoveRefused


class Command(BaseCommand):
    help = "Brings assessments in from a table (application, assessor, criterion, points, comment); all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The call, the file, who enters them, and whether to look only."""
        parser.add_argument("call", metavar="CALL", help="the call's code in addresses")
        parser.add_argument("file", metavar="FILE.xlsx", type=Path)
        parser.add_argument("--by", required=True, metavar="EMAIL", help="who enters them")
        parser.add_argument("--dry-run", action="store_true", help="show what would happen")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import; CommandError with a line for each bad row, and then nothing was changed."""
        call = Call.objects.filter(code=options["call"]).first()
        if call is None:
            raise CommandError(_("There is no call with the code %s.") % options["call"])
        user = User.objects.filter(email__iexact=options["by"]).first()
        if user is None:
            raise CommandError(_("There is no account with the address %s.") % options["by"])
        plan = plan_import(call, self._content(options["file"]))
        if plan.problems:
            raise CommandError("\n".join([*plan.problems, _("Nothing was changed.")]))
        for number, assessor in plan.new:
            self.stdout.write(f"+ {number} {assessor}")
        for number, assessor in plan.same:
            self.stdout.write(f"= {number} {assessor}")
        if not options["dry_run"]:
            self._apply(plan, user)

    def _content(self, path: Path) -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            raise CommandError(_("%s: there is no such file.") % path) from error

    def _apply(self, plan: Any, user: User) -> None:
        try:
            count = apply_plan(plan, by=user)
        except MoveRefused as refusal:
            sentences = [*map(str, refusal.sentences), _("Nothing was changed.")]
            raise CommandError("\n".join(sentences)) from refusal
        self.stdout.write(_("Brought in: %(count)d.") % {"count": count})
