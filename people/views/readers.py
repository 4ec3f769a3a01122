"""Who can see my data, and why."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.actions.readers import Readers, Seen, who_gets_outside, who_sees
from people.models import Person
from people.views.base import MemberRequest, RoomView

NAMES = 8
THINGS = 4


class WhoSeesMe(RoomView):
    """The names of those who see my record and what I do here, with the reason, read off the rules that let them in."""

    def get(self, request: MemberRequest) -> HttpResponse:
        """Show the page; an account without a person is asked for its name first."""
        person = Person.objects.filter(user=request.user).select_related("entered_by").first()
        if person is None:
            return redirect("people:me")
        context = {
            "title": _("Who can see my data"),
            "readers": [told(each) for each in who_sees(person)],
            "outside": who_gets_outside(person),
            "back": reverse("people:me"),
            "back_label": _("My data"),
        }
        return render(request, "people/readers.html", context)


def told(seen: Seen) -> dict[str, Any]:
    """One entry of the page: who, and what they see with the reasons."""
    number = len(seen.accounts)
    if seen.named:
        who = _few([str(account) for account in seen.accounts], NAMES)
    else:
        said = ngettext(
            "%(number)s person, whose name stays with the committee",
            "%(number)s people, whose names stay with the committee",
            number,
        )
        who = said % {"number": number}
    return {
        "who": who,
        "sees": [(each.says, [why(readers) for readers in each.readers]) for each in seen.matters],
    }


def why(readers: Readers) -> dict[str, Any]:
    """One reason of the page: as what, through what, since when."""
    return {
        "role": readers.role,
        "what": readers.who,
        "why": _few(readers.reasons, THINGS),
        "since": readers.since,
    }


def _few(words: Any, most: int) -> str:
    """The first of `words`, and how many more there are."""
    listed = ", ".join(words[:most])
    more = len(words) - most
    if more < 1:
        return listed
    return ngettext("%(listed)s and %(n)s more", "%(listed)s and %(n)s more", more) % {
        "listed": listed,
        "n": more,
    }
