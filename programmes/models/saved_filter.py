"""A filter of a list that somebody keeps under a name, for oneself or for the team of a programme."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programmes.querysets import SavedFilterQuerySet

from .programme import Programme

OF_THE_PAGE = ("page",)  # says where one is in the list, not what the list shows
LONGEST_QUERY = 1000


def query_of(given: QueryDict) -> str:
    """What `given` asks of a list, in an order of its own: two ways to say the same are one text."""
    asked = [
        (key, value)
        for key, values in sorted(given.lists())
        for value in values
        if value and key not in OF_THE_PAGE
    ]
    query = QueryDict(mutable=True)
    for key, value in asked:
        query.appendlist(key, value)
    return query.urlencode()


class SavedFilter(models.Model):
    """`place` is the name of the list's address, `query` what it is asked, as `query_of` gives it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    place = models.CharField(max_length=80)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=LONGEST_QUERY)
    shared_with = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("shared with")
    )  # fmt: skip

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "place", "name"],
                name="saved_filter_name_once",
                violation_error_message=_("You have a filter with this name in this list."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where its owner renames, shares or deletes it."""
        return reverse("programmes:filter", args=[self.pk])

    @property
    def names(self) -> list[str]:
        """The columns that it asks for."""
        return list(QueryDict(self.query))
