"""Make the pages and the editors' group every installation starts with."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.tree import set_up_site


class Command(BaseCommand):
    help = "Makes the site's first pages in Polish and English and the editors' group; safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        set_up_site()
        if options["verbosity"]:
            self.stdout.write("The site's pages stand.")
