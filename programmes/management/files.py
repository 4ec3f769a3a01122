"""Commands that bring in files: each whole or not at all, with the difference on the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from people.models import User
from programmes.importing import Change, Importer, NotImported, Result
from workflows.moves import SYSTEM

_SIGNS = {"new": "+", "changed": "~", "removed": "-"}


class FileCommand(BaseCommand):
    """The base; `files` reads them."""

    files: Importer

    def add_arguments(self, parser: CommandParser) -> None:
        """The files, in whose name, and whether to look only."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE.yaml")
        parser.add_argument(
            "--by",
            metavar="EMAIL",
            help="the account in whose name it is done; a new programme is coordinated by it",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="show the difference, change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import each file by itself; CommandError at the first bad one."""
        by = self._actor(options["by"])
        for path in options["files"]:
            content = self._content(path)
            try:
                read = self.files.compare_text if options["dry_run"] else self.files.apply_text
                result = read(content, by=by)
            except NotImported as error:
                lines = [f"{path}: {problem}" for problem in error.problems]
                raise CommandError("\n".join([*lines, _("Nothing was changed.")])) from error
            self._show(path, result)

    def _actor(self, email: str | None) -> Any:
        if email is None:
            return SYSTEM
        user = User.objects.filter(email=email.lower()).first()
        if user is None:
            raise CommandError(_("There is no account with the address %s.") % email)
        return user

    def _content(self, path: Path) -> str:
        try:
            return path.read_text(encoding="utf-8-sig")
        except FileNotFoundError as error:
            raise CommandError(_("%s: there is no such file.") % path) from error
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(_("%s: expected a text file in UTF-8.") % path) from error

    def _show(self, path: Path, result: Result) -> None:
        self.stdout.write(f"{path}: {result.subject}")
        for change in result.differing:
            self.stdout.write(
                f"  {_SIGNS[change.how]} {change.section}: {change.name}{self._fields(change)}"
            )
        if not result.differing:
            self.stdout.write("  " + _("Nothing to change."))

    def _fields(self, change: Change) -> str:
        parts = [f"{each.label}: “{each.before}” → “{each.after}”" for each in change.fields]
        return f" ({'; '.join(parts)})" if parts else ""
