"""Why coordinators should look after a pair: plain rules with plain words, no score."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """Which rule spoke; OTHER is what people notice by themselves."""

    SILENCE = "silence", pgettext_lazy("signal", "no meeting for a long time")
    LATE = "late", pgettext_lazy("signal", "a late milestone")
    RETURNED = "returned", pgettext_lazy("signal", "a milestone returned again")
    PULSE = "pulse", pgettext_lazy("signal", "a hard meeting")
    OTHER = "other", pgettext_lazy("signal", "something else")


class Signal(str):
    """A sentence for the page that knows the rule behind it."""

    __slots__ = ("kind",)
    kind: str

    def __new__(cls, kind: str, says: str) -> Self:
        made = super().__new__(cls, says)
        made.kind = kind
        return made
