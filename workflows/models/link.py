"""The one way to point at any object: history, turns, files, comments and roles all use it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self, TypeVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

Row = TypeVar("Row", bound=models.Model)


def type_of(obj: models.Model | type[models.Model]) -> ContentType:
    """The content type of an object or a class, from Django's cache."""
    return ContentType.objects.get_for_model(obj, for_concrete_model=False)


class LinkQuerySet(models.QuerySet[Row]):
    """Rows that point at objects."""

    def of(self, obj: models.Model) -> Self:
        """Those that point at `obj`."""
        return self.filter(about_type=type_of(obj), about_id=obj.pk)

    def of_all(self, objects: Iterable[models.Model]) -> Self:
        """Those that point at any of `objects`, loaded rows of whatever models."""
        keys: dict[ContentType, list[Any]] = {}
        for obj in objects:
            keys.setdefault(type_of(obj), []).append(obj.pk)
        any_of_them = models.Q(pk__in=())
        for kind, pks in keys.items():
            any_of_them |= models.Q(about_type=kind, about_id__in=pks)
        return self.filter(any_of_them)

    def about_any(self, objects: models.QuerySet[Any]) -> Self:
        """Those that point at any row of `objects`."""
        return self.filter(about_type=type_of(objects.model), about_id__in=objects.values("pk"))


class Link(models.Model):
    """Abstract: this row is about some object, of whatever room."""

    about_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    about_id = models.PositiveBigIntegerField()
    about = GenericForeignKey("about_type", "about_id", for_concrete_model=False)

    class Meta:
        abstract = True
