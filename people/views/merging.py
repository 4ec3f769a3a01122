"""Merging two records of one person: choose, look at both sides, confirm; and read it later."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from people import rules
from people.actions.merging import merge_persons, preview_merge
from people.forms.persons import MergeForm, PersonSearchForm
from people.models import MergeRecord, Person
from people.registries import traces
from people.views.base import MemberRequest, RoomView, attempt


class MergePersons(RoomView):
    """The record in the address is kept; `with` names the one that goes into it."""

    def get(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Offer records to merge, or show both sides of a chosen pair."""
        kept = self.person(pk)
        if refused := self.refuse(rules.can_merge, kept, kept.get_absolute_url()):
            return refused
        chosen = request.GET.get("with", "")
        if chosen.isdecimal():
            return self.compare(kept, self.person(int(chosen)), MergeForm())
        return self.choose(kept)

    def post(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Merge."""
        kept, chosen = self.person(pk), request.POST.get("with", "")
        if not chosen.isdecimal():
            return self.choose(kept)
        merged, form = self.person(int(chosen)), MergeForm(request.POST)
        if form.is_valid():
            note = form.cleaned_data["note"]
            action = partial(merge_persons, kept=kept, merged=merged, by=request.user, note=note)
            if record := attempt(form, action):
                messages.success(request, _("Merged. What moved is listed below."))
                return redirect("people:merge", record.pk)
        return self.compare(kept, merged, form)

    def choose(self, kept: Person) -> HttpResponse:
        """Offer the records that look alike first, then whatever the search finds."""
        search = PersonSearchForm(self.request.GET or None)
        others = Person.objects.visible_to(self.request.user).present().exclude(pk=kept.pk)
        found = search.narrow(others)[:20] if self.request.GET.get("words") else others.none()
        context = {
            "title": _("Merge with %(name)s") % {"name": kept},
            "kept": kept,
            "search": search,
            "alike": Person.objects.alike(kept).visible_to(self.request.user)[:10],
            "found": found,
            "back": kept.get_absolute_url(),
            "back_label": str(kept),
        }
        return render(self.request, "people/merge_choose.html", context)

    def compare(self, kept: Person, merged: Person, form: MergeForm) -> HttpResponse:
        """Show what either record holds, what moves, and why it may not be."""
        context = {
            "title": _("Are these one person?"),
            "preview": preview_merge(kept=kept, merged=merged, by=self.request.user),
            "form": form,
            "back": kept.get_absolute_url(),
            "back_label": str(kept),
        }
        return render(
            self.request,
            "people/merge_preview.html",
            context,
            status=200 if not form.errors else 422,
        )


class MergePage(RoomView):
    """The roll of a merge: for whoever sees the kept record and works in the office."""

    def get(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Show what moved, by whom and why."""
        seen = Person.objects.visible_to(request.user)
        records = MergeRecord.objects.filter(kept__in=seen).select_related(
            "kept", "merged", "merged_by"
        )
        record = get_object_or_404(records, pk=pk)
        if refused := self.refuse(rules.works_in_office, None, record.kept.get_absolute_url()):
            return refused
        says = {trace.field: trace.says for trace in traces}
        lines = [
            (says.get(name, name), len(part["moved"]), len(part["stayed"]))
            for name, part in record.moved.items()
        ]
        context = {
            "title": _("Merged records: %(name)s") % {"name": record.kept},
            "record": record,
            "lines": lines,
            "back": record.kept.get_absolute_url(),
            "back_label": str(record.kept),
        }
        return render(request, "people/merge.html", context)
