"""What persons and organisations share: columns by which a database sorts and searches in Polish."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.db import models

from people import names


class Named(models.Model):
    """A row with a sort key and a search column, both derived from its other columns.

    They are derived on `save()`; whoever writes with `bulk_create` or `update` calls `derive()` first.
    """

    sort_key = models.CharField(max_length=420, editable=False, db_index=True)
    search_text = models.CharField(max_length=700, editable=False)

    class Meta:
        abstract = True

    def sorted_by(self) -> tuple[str, ...]:
        """Return the texts the row is sorted by, the weightiest first."""
        raise NotImplementedError

    def found_by(self) -> tuple[str, ...]:
        """Return the texts the row is found by."""
        raise NotImplementedError

    def derive(self) -> None:
        """Write the two derived columns from the others."""
        self.sort_key = names.sort_key(*self.sorted_by())[:420]
        self.search_text = names.fold(" ".join(filter(None, self.found_by())))[:700]

    def fingerprint(self, columns: Iterable[str]) -> str:
        """Return a short digest of `columns`: a form carries it, so that two editors notice each other."""
        said = "\x1f".join(str(getattr(self, name) or "") for name in columns)
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the derived columns, also when only some columns are saved."""
        self.derive()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "sort_key", "search_text"}
        super().save(*args, **kwargs)
