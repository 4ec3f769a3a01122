"""Find: one search over everything that somebody may see."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.views.generic import TemplateView

from people.finding import find, findables, is_enough, rows_of, words_of

EACH, EACH_IN_LIST = 5, 3
PAGE = 30


class Find(LoginRequiredMixin, TemplateView):
    """What was found, by kind; one kind as a list of pages; as one types, a short list for the field."""

    def get_template_names(self) -> list[str]:
        """Give the list alone to the field that asks as one types."""
        return ["cms/find_list.html" if self.asks_as_one_types else "cms/find.html"]

    @property
    def asks_as_one_types(self) -> bool:
        return "HX-Request" in self.request.headers

    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Keep the list and the page apart in every cache: they have one address."""
        response = super().dispatch(*args, **kwargs)
        patch_vary_headers(response, ["HX-Request"])
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the groups, or the page of the one kind that the address names."""
        asked = self.request.GET.get("q", "").strip()
        words = words_of(asked)
        enough = is_enough(words)
        context: dict[str, Any] = {"q": asked, "enough": enough}
        if enough:
            context |= self._found(words)
        return super().get_context_data(**context, **kwargs)

    def _found(self, words: list[str]) -> dict[str, Any]:
        kind = findables.get(self.request.GET.get("kind", ""))
        if kind is not None:
            rows = rows_of(kind, self.request.user, words)
            page = Paginator(rows, PAGE).get_page(self.request.GET.get("page"))
            hits = [(row, kind.tells(row)) for row in page]
            return {"page_obj": page, "kind": kind, "hits": hits}
        each = EACH_IN_LIST if self.asks_as_one_types else EACH
        groups = find(self.request.user, words, each=each)
        return {"groups": groups, "total": sum(group.total for group in groups)}
