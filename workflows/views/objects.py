"""Pages of objects and lists of them, always through `visible_to`: what one may not see is 404."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import models
from django.views import generic


class Visible(LoginRequiredMixin):
    """Rows of `model` that this person may see."""

    model: Any
    request: Any
    select_related: ClassVar[tuple[str, ...]] = ()

    def get_queryset(self) -> models.QuerySet[Any]:
        """The rows of `model` visible to the person, with `select_related` joined."""
        rows: models.QuerySet[Any] = self.model.objects.visible_to(self.request.user)
        return rows.select_related(*self.select_related) if self.select_related else rows


class ObjectView(Visible, generic.DetailView[Any]):
    """The page of one object; its template extends `components/object_page.html`."""


class ListView(Visible, generic.ListView[Any]):
    """A list: 25 rows a page, filtered by `filterset_class` (django-filter) when there is one."""

    paginate_by = 25
    filterset_class: ClassVar[Any] = None
    title: ClassVar[Any] = ""

    def get_rows(self) -> models.QuerySet[Any]:
        """The rows before the filter; a room adds here what a row shows, and its order."""
        return super().get_queryset()

    def get_queryset(self) -> models.QuerySet[Any]:
        """The rows that pass the filter; a filter that cannot be read shows its error and all rows."""
        rows = self.get_rows()
        if self.filterset_class is None:
            return rows
        self.filter = self.filterset_class(
            self.request.GET or None, queryset=rows, request=self.request
        )
        return self.filter.qs  # type: ignore[no-any-return]

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds `filter` (or None) and `title`."""
        return super().get_context_data(
            **{"filter": getattr(self, "filter", None), "title": self.title, **given}
        )
