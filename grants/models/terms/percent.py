"""A share of something, as calls state it."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class PercentField(models.DecimalField):
    """A percentage from 0 to 100 with two places."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_digits", 5)
        options.setdefault("decimal_places", 2)
        options.setdefault("validators", [MinValueValidator(0), MaxValueValidator(100)])
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        """Be a plain decimal column in migrations."""
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.DecimalField", args, options
