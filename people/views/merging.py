"""Merging two records of one person: choose, look at both sides, confirm; read it later, take it back."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from people import rules
from people.actions.merging import merge_persons, preview_merge
from people.actions.parting import part_persons, preview_parting
from people.forms.persons import MergeForm, PartForm, PersonSearchForm
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


class OfMerge(RoomView):
    """What the pages of one merge share."""

    def record(self, pk: int) -> MergeRecord:
        """Return a merge whose kept record the reader sees; 404 otherwise."""
        seen = Person.objects.visible_to(self.request.user)
        records = MergeRecord.objects.filter(kept__in=seen)
        return get_object_or_404(
            records.select_related("kept__user", "merged__user", "merged_by", "undone_by"), pk=pk
        )


class MergePage(OfMerge):
    """The roll of a merge: for whoever sees the kept record and works in the office."""

    def get(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Show what moved, by whom and why."""
        record = self.record(pk)
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
            "may_part": not record.undone_at and self.allowed(rules.can_merge, record.kept),
            "back": record.kept.get_absolute_url(),
            "back_label": str(record.kept),
        }
        return render(request, "people/merge.html", context)


class TakeBackMerge(OfMerge):
    """Two records that were merged wrongly become two again."""

    def get(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Show what goes back, what stays, and what stands in the way."""
        record = self.record(pk)
        refused = self.refuse(rules.can_merge, record.kept, self.roll(record))
        return refused or self.show(record, PartForm())

    def post(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Take the merge back."""
        record, form = self.record(pk), PartForm(request.POST)
        if form.is_valid():
            note = form.cleaned_data["note"]
            action = partial(part_persons, merge=record, by=request.user, note=note)
            left = attempt(form, action)
            if left is not None:
                done = _("These are two records again: %(kept)s and %(merged)s.")
                messages.success(
                    request, done % {"kept": record.kept, "merged": self.name_of(record)}
                )
                for sentence in left:
                    messages.warning(request, sentence)
                return redirect(self.roll(record))
        return self.show(record, form)

    def show(self, record: MergeRecord, form: PartForm) -> HttpResponse:
        """Show both sides with the form."""
        context = {
            "title": _("Take the merge back?"),
            "record": record,
            "merged_name": self.name_of(record),
            "preview": preview_parting(merge=record, by=self.request.user),
            "form": form,
            "back": self.roll(record),
            "back_label": _("Merged records: %(name)s") % {"name": record.kept},
        }
        return render(
            self.request, "people/merge_undo.html", context, status=422 if form.errors else 200
        )

    def roll(self, record: MergeRecord) -> str:
        """Return the address of the merge's page."""
        return reverse("people:merge", args=[record.pk])

    def name_of(self, record: MergeRecord) -> str:
        """Return what the merged record was called."""
        before = record.before
        return f"{before.get('given_name', '')} {before.get('family_name', '')}".strip()
