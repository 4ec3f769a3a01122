"""The words of consents: administrators read all versions and publish the next."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from people import rules
from people.actions.consents import publish_clause
from people.forms.accounts import ClauseForm
from people.models import ConsentClause
from people.views.base import MemberRequest, RoomView, attempt
from people.views.organisations import form_page

WORDS = ("title_pl", "text_pl", "title_en", "text_en")


class AdminView(RoomView):
    """A page for administrators."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Turn away everybody else who is logged in."""
        if request.user.is_authenticated and not rules.is_admin(request.user, None):
            raise PermissionDenied(" ".join(rules.is_admin.why_not(request.user, None)))
        return super().dispatch(request, *args, **kwargs)


class Clauses(AdminView):
    """All clauses with their versions and how many people stand by each."""

    def get(self, request: MemberRequest) -> HttpResponse:
        """Show the list."""
        standing = Count("consents", filter=Q(consents__withdrawn_at__isnull=True))
        clauses = ConsentClause.objects.annotate(standing=standing)
        context = {"title": _("Consents and their words"), "clauses": clauses}
        return render(request, "people/clauses.html", context)


class NextClause(AdminView):
    """Publish the next version of a clause."""

    def get(self, request: MemberRequest, key: str) -> HttpResponse:
        """Show the present words, to be changed."""
        present = self.present(key)
        return self.show(
            present, ClauseForm(initial={name: getattr(present, name) for name in WORDS})
        )

    def post(self, request: MemberRequest, key: str) -> HttpResponse:
        """Publish."""
        present, form = self.present(key), ClauseForm(request.POST)
        if form.is_valid() and attempt(
            form, partial(publish_clause, key=key, by=request.user, **form.cleaned_data)
        ):
            messages.success(
                request, _("Published. Earlier consents keep the words they were given to.")
            )
            return redirect("people:clauses")
        return self.show(present, form)

    def present(self, key: str) -> ConsentClause:
        """Return the newest version of the clause `key`; 404 when there is none."""
        clause = ConsentClause.objects.newest().filter(key=key).first()
        if clause is None:
            raise Http404
        return clause

    def show(self, present: ConsentClause, form: ClauseForm) -> HttpResponse:
        """Show the form with what was typed."""
        title = _("New words: %(title)s") % {"title": present.title}
        url = reverse("people:clauses")
        return form_page(
            self.request, form, title, url, _("Consents and their words"), submit=_("Publish")
        )
