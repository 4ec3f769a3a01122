"""What the page editor holds about accounts. Its rows keep the account they name: page history is
history, and the name behind it goes when the person is forgotten (people.actions.privacy)."""

from people.traces import library_keeps

for _library in ("wagtailcore", "wagtailadmin", "wagtailusers", "wagtaildocs", "wagtailimages"):
    library_keeps(_library, "who wrote, uploaded, locked or approved a page stays page history")
