"""Bring an installation up to date before it serves: tables, pages, the demo, the first log-in."""

from argparse import ArgumentParser
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cms.first_steps import link_for_first_administrator, needs_first_administrator
from people.demo_accounts import PASSWORD, offered
from people.models import User


class Command(BaseCommand):
    help = "Migrates, makes the site's pages, fills an empty database with the demo in demo mode."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--without-demo", action="store_true", help="leave the database empty")

    def handle(self, *args: Any, **options: Any) -> None:
        self.make_tables()
        self.step("Preparing the site's pages", "setup_site", verbosity=0)
        if settings.TANDEM_DEMO and not options["without_demo"] and not User.objects.exists():
            self.step("Filling the demo: five programmes, about 120 invented people", "demo")
        self.leave_welcome()

    def make_tables(self) -> None:
        """Migrate; on a new database the libraries' tables first.

        Each of Wagtail's 150 migrations rebuilds all models known so far in memory: without our
        rooms among them a first start takes half the time. Signals are sent once, at the end.
        """
        executor = MigrationExecutor(connection)
        if not executor.loader.applied_migrations:
            self.stdout.write("· Making the tables of a new database")
            self.stdout.flush()
            leaves = executor.loader.graph.leaf_nodes()
            executor.migrate([leaf for leaf in leaves if leaf[0] not in settings.ROOMS])
        self.step("Bringing the database up to date", "migrate", verbosity=0)

    def step(self, sentence: str, command: str, **options: Any) -> None:
        """Say what happens, do it, say how long it took."""
        self.stdout.write(f"· {sentence}")
        self.stdout.flush()
        began = monotonic()
        call_command(command, stdout=self.stdout, **options)
        self.stdout.write(f"· Done in {monotonic() - began:.0f} s")

    def leave_welcome(self) -> None:
        """Write what the terminal shows once the site answers; the next start reads it again.

        `{site}` stands for the address, which another start may choose differently.
        """
        var = Path(settings.TANDEM_FILES).parent
        awaited = needs_first_administrator()
        lines = "\n".join(self.welcome(awaited=awaited))
        (var / "welcome.txt").write_text(lines.replace(settings.TANDEM_URL, "{site}"))
        marker = var / "awaits_administrator"
        marker.touch() if awaited else marker.unlink(missing_ok=True)

    @staticmethod
    def welcome(*, awaited: bool) -> list[str]:
        """Return the lines that say where the site is and who can log in."""
        lines = ["", f"  Tandem is ready:  {settings.TANDEM_URL}/", ""]
        if settings.TANDEM_DEMO:
            lines += ["  Log in as", *(f"    {one.email:36} {one.role}" for one in offered())]
            lines += [f"  Password: {PASSWORD}", ""]
        elif awaited:
            lines += ["  Nobody can log in yet. Make the first administrator (works once):"]
            lines += [f"    {link_for_first_administrator()}", ""]
        if settings.TANDEM_DEVELOPMENT:
            lines += [f"  Mail is not sent but kept:  {settings.TANDEM_URL}/dev/mail/"]
        return [*lines, "  Ctrl-C ends everything.", ""]
