"""The public directory of practitioners: people who completed a pair and agreed to be found."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.generic import View

from mentoring.models import Enrolment
from mentoring.models.practitioner import practitioners
from people.regions import Region

ON_A_PAGE = 25


class Directory(View):
    """Everybody reads it; `?region=` keeps those of one region, an unknown one keeps all."""

    def get(self, request: HttpRequest) -> HttpResponse:
        region = request.GET.get("region", "")
        chosen = region if region in Region.values else ""
        rows = Enrolment.objects.in_directory()
        found = practitioners(rows.filter(region=chosen) if chosen else rows)
        context: dict[str, Any] = {
            "page_obj": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
            "regions": Region.choices,
            "chosen": chosen,
        }
        return TemplateResponse(request, "mentoring/directory.html", context)
