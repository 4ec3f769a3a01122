"""Write one archive with the database and all files."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.backup import BackupFailedError, write_backup
from workflows import clock


class Command(BaseCommand):
    help = "Writes the database and all files into one archive under TANDEM_BACKUPS."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            archive = write_backup(at=timezone.localtime(clock.now()))
        except BackupFailedError as reason:
            raise CommandError(str(reason)) from reason
        size = archive.stat().st_size / 1024 / 1024
        self.stdout.write(f"{archive}  ({size:.1f} MB). Copy it to another machine.")
