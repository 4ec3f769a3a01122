"""Setting up a call: its terms, its criteria and its formal card on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from grants.actions.call import create_call, free_key
from grants.forms.paid_from import PaidFromForm
from grants.models import Call, ChecklistItem, Criterion
from grants.models.terms.judging import TieBreak, usual_tie_breaks
from grants.rules.parties import ApplicantKind
from programmes.models import Activity
from questionnaires.models import Version
from workflows.forms import InstantField

if TYPE_CHECKING:
    from people.models import User

SECTIONS = (
    (_("What it is"), ("activity", "code", "title_pl", "title_en", "summary_pl", "summary_en")),
    (_("Money"), ("pool", "min_grant", "max_grant", "own_contribution_min", "budget_line")),
    (_("Who and when"), ("who_may_apply", "opens_at", "closes_at", "eligible_from", "eligible_to")),
    (_("The form"), ("questionnaire", "further_rules_pl", "further_rules_en")),
    (_("Formal check"), ("check_days", "correction_days")),
    (
        _("Assessment"),
        (
            "assessments_needed",
            "threshold_total",
            "assessment_due_at",
            "tie_break",
            "assessors_see_others",
        ),
    ),
    (_("Afterwards"), ("report_days", "refund_days")),
)
USUAL_CHECKLIST = (
    ("Wniosek złożono w terminie.", "The application came in time."),
    (
        "Wnioskodawca należy do grona uprawnionych w tym naborze.",
        "The applicant is among those who may apply.",
    ),
    (
        "Wniosek wypełniono w całości i zrozumiale.",
        "The application is filled in completely and clearly.",
    ),
    (
        "Projekt mieści się w okresie podanym w naborze.",
        "The project lies within the period of the call.",
    ),
    (
        "Kwota i wkład własny mieszczą się w granicach naboru.",
        "The amount and own contribution keep to the limits.",
    ),
    ("Złożono wymagane oświadczenia.", "The required statements are there."),
)


def activities_of(user: User) -> Any:
    """The grant activities of programmes that `user` runs."""
    calls = Activity.objects.filter(kind="grant_call").select_related("programme")
    return calls.visible_to(user)


def name_languages(form: forms.ModelForm[Any]) -> None:
    """Label each text with the language it is written in, in words."""
    languages = {"pl": _("in Polish"), "en": _("in English")}
    for name, field in form.fields.items():
        base, _gap, language = name.rpartition("_")
        if base and language in languages:
            label = form._meta.model._meta.get_field(base).verbose_name
            field.label = format_lazy("{} ({})", capfirst(str(label)), languages[language])


class CallForm(PaidFromForm, forms.ModelForm[Call]):
    """The terms of a call."""

    opens_at = InstantField(label=_("Opens"), help_text=_("Warsaw time."))
    closes_at = InstantField(
        label=_("Closes"),
        help_text=_("Warsaw time. An application that arrives at this minute is too late."),
    )
    assessment_due_at = InstantField(label=_("Assessments are due"), required=False)
    tie_break = forms.ChoiceField(label=_("Equal points are decided by"), choices=TieBreak.choices)
    who_may_apply = forms.MultipleChoiceField(
        label=_("Who may apply"), choices=ApplicantKind.choices, widget=forms.CheckboxSelectMultiple
    )
    activity: forms.ModelChoiceField[Activity] = forms.ModelChoiceField(
        Activity.objects.none(), label=_("Activity of the programme")
    )
    questionnaire = forms.ModelChoiceField(
        Version.objects.none(), label=_("Form that applicants fill in"), required=False
    )

    class Meta:
        model = Call
        fields = [name for _legend, names in SECTIONS for name in names if name != "tie_break"]
        localized_fields = ["own_contribution_min", "threshold_total"]
        widgets = {
            **{name: forms.Textarea(attrs={"rows": 3}) for name in ("summary_pl", "summary_en")},
            **{
                name: forms.Textarea(attrs={"rows": 6})
                for name in ("further_rules_pl", "further_rules_en")
            },
            **{
                name: forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
                for name in ("eligible_from", "eligible_to")
            },
        }
        help_texts = {
            "code": _("Small letters, digits and hyphens; it stands in the public address."),
            "own_contribution_min": _("Leave empty when none is asked for."),
            "threshold_total": _(
                "Of the points on all criteria together. Leave empty when there is none."
            ),
            "further_rules_pl": _(
                "Only what is not said by the fields above; the page makes sentences of those."
            ),
            "check_days": _("Counted from the closing; applicants read the day in their receipt."),
        }

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["activity"].queryset = activities_of(user)  # type: ignore[attr-defined]
        versions = Version.objects.published().select_related("questionnaire")
        self.fields["questionnaire"].queryset = versions  # type: ignore[attr-defined]
        self.offer_lines(user)
        name_languages(self)
        self.initial["tie_break"] = self.instance.tie_breaks[0]
        self.fields["title_pl"].required = True
        for name in ("title_en", "summary_en", "further_rules_en"):
            self.fields[name].required = False
        if not self.instance.pk and not self.is_bound:
            only = list(self.fields["activity"].queryset[:2])  # type: ignore[attr-defined]
            self.initial["activity"] = only[0] if len(only) == 1 else None
            self.initial["questionnaire"] = versions.filter(
                questionnaire__code="micro-grant"
            ).first()

    def clean_code(self) -> str:
        """Refuse the one word that is an address of its own."""
        code = str(self.cleaned_data["code"])
        if code == "new":
            raise ValidationError(_("Choose another code; this word is taken."))
        return code

    def clean(self) -> dict[str, Any]:
        """Refuse limits and dates that contradict one another, at the field that can be changed."""
        given = super().clean() or {}
        self._in_order(
            given,
            "opens_at",
            "closes_at",
            _("The call has to close after it opens."),
            strictly=True,
        )
        self._in_order(
            given, "eligible_from", "eligible_to", _("Projects have to end after they may start.")
        )
        self._in_order(
            given,
            "min_grant",
            "max_grant",
            _("The largest grant is smaller than the smallest one."),
        )
        self._in_order(given, "max_grant", "pool", _("The pool is smaller than the largest grant."))
        for name in ("pool", "min_grant", "max_grant"):
            if given.get(name) is not None and given[name] <= 0:
                self.add_error(name, _("Write an amount above zero."))
        if given.get("assessments_needed") == 0:
            self.add_error(
                "assessments_needed", _("At least one person has to assess each application.")
            )
        if first := given.pop("tie_break", None):
            rest = [rule for rule in usual_tie_breaks() if rule != first]
            given["tie_breaks"] = self.instance.tie_breaks = [first, *rest]
        return given

    def _in_order(
        self, given: dict[str, Any], first: str, second: str, says: Any, *, strictly: bool = False
    ) -> None:
        low, high = given.get(first), given.get(second)
        if low is not None and high is not None and (high < low or (strictly and high == low)):
            self.add_error(second, says)

    def sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields under their headings."""
        return [(legend, [self[name] for name in names]) for legend, names in SECTIONS]


class CriterionForm(forms.ModelForm[Criterion]):
    """One criterion."""

    class Meta:
        model = Criterion
        fields = ["title_pl", "title_en", "help_pl", "help_en", "maximum", "threshold"]
        localized_fields = ["maximum", "threshold"]
        widgets = {name: forms.Textarea(attrs={"rows": 2}) for name in ("help_pl", "help_en")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_languages(self)
        self.fields["title_pl"].required = True

    def clean(self) -> dict[str, Any]:
        """Refuse a threshold above the maximum."""
        given = super().clean() or {}
        if (
            given.get("maximum")
            and given.get("threshold")
            and given["threshold"] > given["maximum"]
        ):
            self.add_error("threshold", _("More points are needed than can be given."))
        return given

    def save(self, commit: bool = True) -> Criterion:
        """Save, under a key that stays when the words change."""
        if not self.instance.key:
            taken = self.instance.call.criteria.values_list("key", flat=True)
            self.instance.key = free_key(self.cleaned_data["title_pl"], taken)
        return super().save(commit)


class ChecklistItemForm(forms.ModelForm[ChecklistItem]):
    """One item of the formal card."""

    class Meta:
        model = ChecklistItem
        fields = ["text_pl", "text_en"]
        widgets = {name: forms.Textarea(attrs={"rows": 2}) for name in ("text_pl", "text_en")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_languages(self)
        self.fields["text_pl"].required = True


class OrderedFormSet(forms.BaseInlineFormSet):
    """Rows that keep the order in which they stand on the page."""

    def save_new(self, form: Any, commit: bool = True) -> Any:
        """Save a new row after those before it."""
        form.instance.position = self.forms.index(form) + 1
        return super().save_new(form, commit)


CriterionFormSet = forms.inlineformset_factory(
    Call,
    Criterion,
    form=CriterionForm,
    formset=OrderedFormSet,
    extra=3,
    max_num=30,
    validate_max=True,
)
ChecklistFormSet = forms.inlineformset_factory(
    Call,
    ChecklistItem,
    form=ChecklistItemForm,
    formset=OrderedFormSet,
    extra=2,
    max_num=40,
    validate_max=True,
)


def _mistakes_of(form: Any) -> list[tuple[str, str, str]]:
    at_fields = [
        (field.id_for_label or field.auto_id, str(field.label), str(sentence))
        for field in form
        for sentence in field.errors
    ]
    return [*(("", "", str(sentence)) for sentence in form.non_field_errors()), *at_fields]


class CallSheet:
    """The call's page of terms, criteria and checklist as one thing that is valid and saved together."""

    def __init__(self, *, user: User, call: Call | None = None, data: Any = None) -> None:
        self.user, self.call = user, call
        instance = call or Call()
        self.form = CallForm(data, user=user, instance=instance)
        # Only offered on a new page: posted back unchanged, the usual items have to count as typed.
        usual = [{"text_pl": pl, "text_en": en} for pl, en in USUAL_CHECKLIST]
        offered = usual if call is None and data is None else []
        self.criteria = CriterionFormSet(data, instance=instance, prefix="criteria")
        self.checklist = ChecklistFormSet(
            data, instance=instance, prefix="checklist", initial=offered
        )
        if offered:
            self.checklist.extra = len(offered)

    @property
    def formsets(self) -> tuple[Any, Any]:
        """The two tables under the terms."""
        return self.criteria, self.checklist

    def is_valid(self) -> bool:
        """Whether everything on the page may be saved."""
        return all([self.form.is_valid(), *(formset.is_valid() for formset in self.formsets)])

    def mistakes(self) -> list[tuple[str, str, str]]:
        """Every mistake on the page as (id to jump to, label, sentence), in the page's order."""
        forms_here = [self.form, *(form for formset in self.formsets for form in formset.forms)]
        found = [one for form in forms_here if form.is_bound for one in _mistakes_of(form)]
        general = [
            str(sentence)
            for formset in self.formsets
            if formset.is_bound
            for sentence in formset.non_form_errors()
        ]
        return found + [("", "", sentence) for sentence in general]

    @transaction.atomic
    def save(self, *, seen: int | None = None) -> Call:
        """Save everything. Raises SomeoneWasFaster when the call changed since version `seen`."""
        call = self._saved_call(seen)
        for formset in self.formsets:
            formset.instance = call
            formset.save()
        return call

    def _saved_call(self, seen: int | None) -> Call:
        if self.call is None:
            return create_call(by=self.user, criteria=[], checklist=[], **self.form.cleaned_data)
        call = self.form.save(commit=False)
        if seen is None:
            raise ValidationError(
                _("Open the page again: it does not say which version of the call it shows.")
            )
        call.save_draft(seen=seen, fields=[*self.form.cleaned_data])
        return call
