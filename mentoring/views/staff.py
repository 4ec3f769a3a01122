"""How staff run an edition: plan it, choose people, propose pairs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from mentoring import rules
from mentoring.actions import begin_edition, change_edition, copy_template
from mentoring.forms import EditionForm, copied
from mentoring.models import Edition, Enrolment, Hours, Language, Way
from mentoring.models.contract import contract_of
from mentoring.models.journeys import journeys, travellers
from programmes.models import Programme
from workflows.errors import MoveRefused
from workflows.forms import say_refusal
from workflows.views import ListView, MoveView, ObjectView

from .overview import edition_tabs


class Editions(ListView):
    """Editions of the programmes one works in, the latest first."""

    model = Edition
    template_name = "mentoring/editions.html"
    title = _("Editions of mentoring")

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = super().get_queryset()
        rows = rows.select_related("activity__programme").with_counts()
        activity = self.request.GET.get("activity", "")
        return (
            rows.filter(activity=int(activity))
            if activity.isdecimal() and len(activity) < 19
            else rows
        )

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        may_plan = Programme.objects.run_by(self.request.user).exists()
        return super().get_context_data(
            action_url=reverse("mentoring:edition-new") if may_plan else "",
            action_label=_("New edition"),
            tabs=edition_tabs("editions"),
            **given,
        )


class EditionPage(ObjectView):
    """Everything about one edition: its rules, who applied, who still has no pair."""

    model = Edition
    template_name = "mentoring/edition.html"
    slug_field = slug_url_kwarg = "code"
    select_related = ("activity__programme",)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        edition, runs = self.object, rules.is_staff(self.request.user, self.object)
        enrolments = (
            edition.enrolments.select_related("person")
            .with_load()
            .order_by("person__sort_key", "pk")
        )
        people = list(enrolments) if runs else []
        going = [each for each in people if each.state == Enrolment.States.ACCEPTED]
        found = journeys(edition, [each.person_id for each in going])
        return super().get_context_data(
            runs=runs,
            templates=edition.milestone_templates.all() if runs else [],
            mentors=[each for each in people if each.role == Enrolment.Role.MENTOR],
            mentees=[each for each in people if each.role == Enrolment.Role.MENTEE],
            unpaired=edition.enrolments.without_mentor().count() if runs else 0,
            pairs_count=edition.pairings.in_state("active", "paused").count(),
            journeys=found,
            travellers=travellers(found, going) if found else [],
            **given,
        )


class EditionMove(MoveView):
    model = Edition


class EnrolmentPage(ObjectView):
    """One application, for the person it is of and for staff."""

    model = Enrolment
    template_name = "mentoring/enrolment.html"

    def get_queryset(self) -> QuerySet[Any]:
        return (
            super()
            .get_queryset()
            .select_related("person__user", "edition__activity__programme", "answers__questions")
        )

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        user, enrolment = self.request.user, self.object
        pairs = enrolment.pairings().visible_to(user).with_people()
        confides = rules.reads_confidence(user, enrolment)
        return super().get_context_data(
            runs=rules.is_staff(user, enrolment),
            is_mine=rules.is_own(user, enrolment),
            reads_confidence=confides,
            selects=rules.selects(user, enrolment),
            number_waiting=enrolment.number_waiting(),
            own_answers=enrolment.own_answers(),
            pairs=pairs,
            topics=enrolment.topics.all(),
            offers=offers_of(enrolment),
            sets_places=enrolment.state == "accepted" and rules.sets_places(user, enrolment),
            may_wish=enrolment.takes_wishes and rules.writes_wishes(user, enrolment),
            contract=contract_of(enrolment),
            # one of the team who may be meant themselves learns neither from here
            wishes=confides and enrolment.wishes.select_related("about__person"),
            excludes=confides
            and enrolment.excludes.select_related("person").order_by("person__sort_key"),
            **given,
        )


def offers_of(enrolment: Enrolment) -> list[tuple[Any, list[Any]]]:
    """Languages, forms and hours the person named, in words; what was left empty is left out."""
    named = (("languages", Language), ("forms", Way), ("availability", Hours))
    found = [
        (
            Enrolment._meta.get_field(name).verbose_name,
            [choices(code).label for code in getattr(enrolment, name)],
        )
        for name, choices in named
    ]
    return [(capfirst(label), values) for label, values in found if values]


class EnrolmentMove(MoveView):
    model = Enrolment


class ForStaff(LoginRequiredMixin, View):
    """A page about one edition for those who run it; nobody else learns that it exists."""

    object: Edition

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        rows = Edition.objects.visible_to(request.user).select_related("activity__programme")
        self.object = get_object_or_404(rows, code=kwargs["code"])
        if not rules.is_staff(request.user, self.object):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class NewEdition(LoginRequiredMixin, View):
    """Plan an edition: it begins as a draft."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not Programme.objects.run_by(request.user).exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        chosen: dict[str, Any] = {"activity": request.GET.get("activity")}
        if code := request.GET.get("copy"):
            edition = self.like(code)
            if edition is None:
                raise Http404
            chosen = copied(edition)
            about = gettext("Copied from “%(edition)s”. Look at the days, then save the draft.")
            messages.info(request, about % {"edition": edition})
        return self.page(EditionForm(user=request.user, initial=chosen))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = EditionForm(request.POST, user=request.user)
        if not form.is_valid():
            return self.page(form, status=422)
        fields = {name: form.cleaned_data[name] for name in form.written_fields()}
        like = self.like(form.cleaned_data["like"])
        edition = begin_edition(
            by=request.user,
            code=form.free_code(),
            topics=form.cleaned_data["topics"],
            like=like,
            **fields,
        )
        if like:
            copy_template(edition=like, into=edition)
        messages.success(request, gettext("The draft is saved. Only your team sees it."))
        return redirect(edition)

    def like(self, code: str) -> Edition | None:
        """The edition with that `code`, if this person runs it and may copy it."""
        rows = Edition.objects.visible_to(self.request.user).select_related("activity__programme")
        edition = rows.filter(code=code[:60]).first()
        return edition if edition and rules.is_staff(self.request.user, edition) else None

    def page(self, form: EditionForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "title": _("New edition of mentoring"),
            "submit_label": _("Save the draft"),
            "back": reverse("mentoring:editions"),
            "back_label": _("Editions of mentoring"),
        }
        return TemplateResponse(self.request, "mentoring/form.html", context, status=status)


class EditEdition(ForStaff):
    """Change the description and the rules of an edition that is not finished."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self.page(EditionForm(instance=self.object, user=request.user))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        form = EditionForm(request.POST, instance=self.object, user=request.user)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            change_edition(
                edition=form.instance,
                seen=form.cleaned_data["version"] or 0,
                fields=form.written_fields(),
                topics=form.cleaned_data["topics"],
                by=request.user,
            )
        except MoveRefused as refusal:
            say_refusal(form, refusal)
            return self.page(form, status=refusal.status)
        messages.success(request, gettext("Saved."))
        return redirect(self.object)

    def page(self, form: EditionForm, status: int = 200) -> HttpResponse:
        if self.object.state == Edition.States.FINISHED:
            raise Http404
        context = {
            "form": form,
            "title": _("Change the description"),
            "submit_label": _("Save the changes"),
            "back": self.object.get_absolute_url(),
            "back_label": str(self.object),
        }
        return TemplateResponse(self.request, "mentoring/form.html", context, status=status)
