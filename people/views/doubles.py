"""Records that may be of one person: the list, and saying that two are two people."""

from functools import partial

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from people import rules
from people.actions.doubles import likely_doubles, tell_apart
from people.models import Person
from people.views.base import PAGE, MemberRequest, RoomView


class Doubles(RoomView):
    """Pairs of records that have something in common, the likeliest first."""

    def get(self, request: MemberRequest) -> HttpResponse:
        """Show a page of them."""
        if refused := self.refuse(rules.works_in_office, None, reverse("people:people")):
            return refused
        seen = Person.objects.visible_to(request.user).present()
        page = Paginator(likely_doubles(seen), PAGE).get_page(request.GET.get("page"))
        keys = {key for each in page for key in (each.one, each.other)}
        people = Person.objects.prefetch_related("memberships__organisation").in_bulk(keys)
        context = {
            "title": _("Perhaps entered twice"),
            "page_obj": page,
            "pairs": [(people[each.one], people[each.other], each.says) for each in page],
            "back": reverse("people:people"),
            "back_label": _("People"),
        }
        return render(request, "people/doubles.html", context)


class TellApart(RoomView):
    """Two records are two people."""

    http_method_names = ["post"]

    def post(self, request: MemberRequest, pk: int, other: int) -> HttpResponse:
        """Note it."""
        one, two = self.person(pk), self.person(other)
        action = partial(tell_apart, one=one, other=two, by=request.user)
        done = _("Noted: %(one)s and %(other)s are two people.") % {"one": one, "other": two}
        return self.do(action, done, reverse("people:doubles"))
