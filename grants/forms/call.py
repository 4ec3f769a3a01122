"""Setting up a call: a short page to begin it, then a page for each chapter of its rules."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext_lazy as _

from grants.actions.amendment import amend_call
from grants.actions.call import USUAL_CHECKLIST, create_call
from grants.models import Call
from grants.models.terms.outline import CHOSEN_FORMS, Chapter
from grants.models.terms.snapshot import columns
from programmes.models import Activity
from questionnaires.models import Questionnaire, Version
from workflows.errors import GuardsFailed

from .call_fields import form_field, lines_of, refuse_unthinkable_days
from .call_rows import formsets_of
from .paid_from import against_line

if TYPE_CHECKING:
    from people.models import User

FIRST_FIELDS = (
    "activity",
    "code",
    "kind",
    "title",
    "pool",
    "min_grant",
    "max_grant",
    "budget_line",
    "who_may_apply",
    "opens_at",
    "closes_at",
    "eligible_from",
    "eligible_to",
    "questionnaire",
)
USUAL_DAYS_TO_ACCEPT = 5  # working days for whoever moves up from the reserve list
ADDRESSES = frozenset({"new", "import"})  # words that stand in the place of a code in an address
HELP = {
    "code": _("Small letters, digits and hyphens; it stands in the public address."),
    "closes_at": _("Warsaw time. An application that arrives at this minute is too late."),
    "territory": _(
        "TERYT codes with commas between: 24 is a voivodeship, 2412 a powiat, 2412011 a gmina. Empty means everywhere."
    ),
    "ngo_max_months": _("Counted on the day of the application, for young organisations."),
    "own_contribution_min": _("Leave empty when none is asked for."),
    "threshold_total": _("Of the points on all criteria together. Leave empty when there is none."),
    "further_rules_pl": _(
        "Only what is not said by the other chapters; the page makes sentences of those."
    ),
    "check_days": _("Counted from the closing; applicants read the day in their receipt."),
    "formal_appeal_days": _("Counted from the letter. Leave empty when there is no appeal."),
    "reserve_offer_days": _(
        "Tandem offers what becomes free to the next one by itself. Leave empty to move the list up by hand."
    ),
    "merit_appeal_days": _("Counted from the publication. Leave empty when there is no appeal."),
    "tie_breaks": _("What decides first, what then. The number of the application comes last."),
    "lot_seed_rule_pl": _("For example: the Lotto numbers drawn on the day after the closing."),
    "questions_until": _(
        "To the end of that day. Leave empty to take questions until the closing."
    ),
    "interim_report_on": _("Leave empty when there is none."),
    "interim_form": _("Leave empty for the usual one."),
    "report_form": _(
        "Leave empty for the usual one. Answers with the keys participants, volunteers and things are counted."
    ),
}
ORDERS = (
    ("opens_at", "closes_at", _("The call has to close after it opens."), True),
    ("eligible_from", "eligible_to", _("Projects have to end after they may start."), False),
    ("min_grant", "max_grant", _("The largest grant is smaller than the smallest one."), False),
    ("max_grant", "pool", _("The pool is smaller than the largest grant."), False),
)


def activities_of(user: User) -> Any:
    """The grant activities of programmes that `user` runs."""
    calls = Activity.objects.filter(kind="grant_call").select_related("programme")
    return calls.visible_to(user)


def forms_for(user: User, present: int | None) -> Any:
    """The published forms that `user` may choose: shared ones, those of their programmes, the `present` one (key)."""
    seen = Questionnaire.objects.visible_to(user)
    known = Version.objects.published().select_related("questionnaire")
    return known.filter(Q(questionnaire__in=seen) | Q(pk=present))


class TermsForm(forms.ModelForm[Call]):
    """Some of the rules of a call."""

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, text in HELP.items():
            if name in self.fields:
                self.fields[name].help_text = text
        if "activity" in self.fields:
            self.fields["activity"].queryset = activities_of(user)  # type: ignore[attr-defined]
        for name in set(CHOSEN_FORMS) & set(self.fields):
            present = getattr(self.instance, f"{name}_id")
            self.fields[name].queryset = forms_for(user, present)  # type: ignore[attr-defined]
        if "budget_line" in self.fields:
            self.fields["budget_line"].offer_lines(user)  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        """Refuse the words that are addresses of their own."""
        code = str(self.cleaned_data["code"])
        if code in ADDRESSES:
            raise ValidationError(_("Choose another code; this word is taken."))
        return code

    def _check_line(self, given: dict[str, Any]) -> None:
        activity = given.get("activity") or (self.instance.activity_id and self.instance.activity)
        line = given.get("budget_line")
        if line and activity and (sentence := against_line(line, activity)):
            self.add_error("budget_line", str(sentence))

    def clean(self) -> dict[str, Any]:
        """Refuse limits and dates that contradict one another, at the field that can be changed."""
        given = super().clean() or {}
        for first, second, sentence, strictly in ORDERS:
            low, high = given.get(first), given.get(second)
            if low is not None and high is not None and (high < low or (strictly and high == low)):
                self.add_error(second, sentence)
        self._check_line(given)
        refuse_unthinkable_days(self)
        for name in ("pool", "min_grant", "max_grant"):
            if given.get(name) is not None and given[name] <= 0:
                self.add_error(name, _("Write an amount above zero."))
        return given


@cache
def terms_form(fields: tuple[str, ...]) -> type[TermsForm]:
    """The form over `fields` of a call, a translated one in each language."""
    made: Any = forms.modelform_factory(
        Call, form=TermsForm, fields=columns(Call, fields), formfield_callback=form_field
    )
    return made


class NewCallForm:
    """The page on which a call begins: what cannot be left for later."""

    def __init__(self, *, user: User, data: Any = None) -> None:
        self.user = user
        self.form = terms_form(FIRST_FIELDS)(data, user=user, instance=Call())
        if data is None:
            only = list(activities_of(user)[:2])
            self.form.initial["activity"] = only[0] if len(only) == 1 else None
            usual = Version.objects.published().filter(questionnaire__code="micro-grant")
            self.form.initial["questionnaire"] = usual.first()

    def is_valid(self) -> bool:
        """Whether the call can be made."""
        return self.form.is_valid()

    def save(self) -> Call:
        """Make the call, with the usual formal card to begin with."""
        card = [{"text_pl": pl, "text_en": en} for pl, en in USUAL_CHECKLIST]
        return create_call(
            by=self.user,
            criteria=[],
            checklist=card,
            reserve_offer_days=USUAL_DAYS_TO_ACCEPT,
            **self.form.cleaned_data,
        )


class ReasonForm(forms.Form):
    """Why the rules of an open call change."""

    reason = forms.CharField(
        label=_("Why the rules change"),
        help_text=_("It stands on the public page and in a letter to everybody who has applied."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why: the people concerned will read it.")},
    )


class ChapterSheet:
    """One chapter of a call's rules: its fields and its tables, valid and saved together."""

    def __init__(self, *, user: User, call: Call, chapter: Chapter, data: Any = None) -> None:
        self.user, self.call, self.chapter = user, call, chapter
        self.is_amendment = call.state != "draft"
        self.form = terms_form(chapter.fields_in(call.state))(data, user=user, instance=call)
        self.formsets = formsets_of(chapter.rows, call, data)
        self.reason = ReasonForm(data) if self.is_amendment else None

    def is_valid(self) -> bool:
        """Whether everything on the page may be saved."""
        parts: list[Any] = [self.form, *self.formsets, *([self.reason] if self.reason else [])]
        valid = [part.is_valid() for part in parts]  # every part, so that every mistake is shown
        return all(valid)

    def lines(self) -> list[list[forms.BoundField]]:
        """The fields of the chapter line by line."""
        return lines_of(self.form)

    def mistakes(self) -> list[tuple[str, str, str]]:
        """Every mistake on the page as (id to jump to, label, sentence), in the page's order."""
        rows = [form for formset in self.formsets for form in formset.forms]
        forms_here = [self.form, *rows, *([self.reason] if self.reason else [])]
        found = [one for form in forms_here if form.is_bound for one in mistakes_of(form)]
        general = [
            str(sentence)
            for formset in self.formsets
            if formset.is_bound
            for sentence in formset.non_form_errors()
        ]
        return found + [("", "", sentence) for sentence in general]

    @transaction.atomic
    def save(self, *, seen: int) -> None:
        """Save the chapter, or amend it with its reason once the call is open.

        Raises SomeoneWasFaster when the call changed since version `seen`, and what `amend_call` raises.
        """
        if self.reason is None:
            self._write(seen)
            return
        amend_call(
            call=self.call,
            chapter=self.chapter,
            change=lambda: self._write(seen),
            reason=self.reason.cleaned_data["reason"],
            by=self.user,
            seen=seen,
        )

    def _write(self, seen: int) -> None:
        self.call.save_draft(seen=seen, fields=[*self.form.cleaned_data])
        try:
            for formset in self.formsets:
                formset.save()
        except ProtectedError as error:
            sentence = str(_("Something is in use already and cannot be taken away."))
            raise GuardsFailed([sentence]) from error


def mistakes_of(form: Any) -> Iterable[tuple[str, str, str]]:
    """The mistakes of one form as (id, label, sentence)."""
    at_fields = [
        (field.id_for_label or field.auto_id, str(field.label), str(sentence))
        for field in form
        for sentence in field.errors
    ]
    return [*(("", "", str(sentence)) for sentence in form.non_field_errors()), *at_fields]
