"""How staff describe an edition of mentoring."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.actions.inquiries import FORMS, usual_forms
from mentoring.models import Edition
from mentoring.models.agreement import PLACES
from mentoring.models.asked import why_no_recruitment_form
from people.names import slug
from programmes.models import Activity, Programme
from questionnaires.models import Questionnaire, Version
from workflows.forms import READ_BY_EVERYBODY, InstantField, Versioned
from workflows.letters import Letter

LONGEST_TOPIC = 100
RECRUITMENT = ("mentee_form", "mentor_form")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def topic_lines(edition: Edition) -> str:
    """The topics of an edition as they are typed: one a line, “Polish | English”."""
    names = ((getattr(t, "name_pl", ""), getattr(t, "name_en", "")) for t in edition.topics.all())
    return "\n".join(" | ".join(filter(None, pair)) for pair in names)


class EditionForm(Versioned):
    """An edition with its rules of completion, and its topics: one a line, “Polish | English”."""

    readers = dict.fromkeys(
        (
            *("title_pl", "title_en", "description_pl", "description_en", "topics"),
            *("mentee_call_pl", "mentee_call_en", "mentor_call_pl", "mentor_call_en"),
        ),
        READ_BY_EVERYBODY,
    ) | dict.fromkeys(
        ("agreement_text_pl", "agreement_text_en"), _("Both sides of every pair read this.")
    )

    recruits_until = InstantField(label=_("Applications until"))
    topics = forms.CharField(
        label=_("Topics"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "One a line. After a vertical bar you may add English: budżet obywatelski | participatory budget"
        ),
    )
    like = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    class Meta:
        model = Edition
        fields = [
            "activity",
            "title_pl",
            "title_en",
            "description_pl",
            "description_en",
            "mentee_call_pl",
            "mentee_call_en",
            "mentor_call_pl",
            "mentor_call_en",
            "recruits_until",
            "mentee_places",
            "mentor_places",
            "mentee_form",
            "mentor_form",
            "starts_on",
            "ends_on",
            "mentor_capacity",
            "sessions_due",
            "hours_due",
            "sessions_share",
            "milestones_due",
            "contract_hours",
            "month_hours",
            "hour_rate",
            "confirm_after_days",
            "self_assessment",
            "midterm_survey",
            "closing_survey",
            "agreement_text_pl",
            "agreement_text_en",
        ]
        widgets = {
            "description_pl": forms.Textarea(attrs={"rows": 6}),
            "description_en": forms.Textarea(attrs={"rows": 6}),
            "mentee_call_pl": forms.Textarea(attrs={"rows": 4}),
            "mentee_call_en": forms.Textarea(attrs={"rows": 4}),
            "mentor_call_pl": forms.Textarea(attrs={"rows": 4}),
            "mentor_call_en": forms.Textarea(attrs={"rows": 4}),
            "agreement_text_pl": forms.Textarea(attrs={"rows": 8}),
            "agreement_text_en": forms.Textarea(attrs={"rows": 8}),
            "starts_on": DAY,
            "ends_on": DAY,
        }

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        activity: Any = self.fields["activity"]
        activity.queryset = Activity.objects.filter(
            kind="mentoring", programme__in=Programme.objects.run_by(user)
        ).select_related("programme")
        activity.label_from_instance = lambda activity: f"{activity.programme}: {activity}"
        for name, label in (
            ("title_pl", _("Title in Polish")),
            ("title_en", _("Title in English")),
            ("description_pl", _("Description in Polish")),
            ("description_en", _("Description in English")),
            ("mentee_call_pl", _("Whom we look for as mentees, in Polish")),
            ("mentee_call_en", _("Whom we look for as mentees, in English")),
            ("mentor_call_pl", _("Whom we look for as mentors, in Polish")),
            ("mentor_call_en", _("Whom we look for as mentors, in English")),
            ("agreement_text_pl", _("Agreement of a pair in Polish")),
            ("agreement_text_en", _("Agreement of a pair in English")),
        ):
            self.fields[name].label = label
        self._offer_forms(user)
        self.fields["title_pl"].required = True
        names = ", ".join(f"{{{{ {name} }}}}" for name in PLACES)
        self.fields["agreement_text_pl"].help_text = _(
            "Both sides of a pair accept it when they begin. Empty: no agreement. Places that are filled in: %(names)s"
        ) % {"names": names}
        self.fields["sessions_share"].widget.attrs["data-unit"] = "%"
        if self.instance.pk:
            del self.fields["activity"], self.fields["like"]
            self.initial.setdefault("topics", topic_lines(self.instance))

    def _offer_forms(self, user: Any) -> None:
        """The published forms this person may see; a new edition starts with the usual ones."""
        seen = Questionnaire.objects.visible_to(user)
        rows = Version.objects.published().filter(questionnaire__in=seen)
        rows = rows.select_related("questionnaire")
        choices = [(each.pk, str(each)) for each in rows]  # read once for all the fields
        for name in FORMS:
            field: Any = self.fields[name]
            empty = _("the usual form") if name in RECRUITMENT else _("nothing is asked")
            field.queryset, field.choices = rows, [("", empty), *choices]
        for name in RECRUITMENT:
            self.fields[name].help_text = _(
                "Asked beside region, topics, time and needs, which every form asks. Make or change forms under “Forms”."
            )
        if not self.instance.pk:
            for name, version in usual_forms().items():
                self.initial.setdefault(name, version.pk)

    def clean_mentee_form(self) -> Version | None:
        return self._for_candidates("mentee_form")

    def clean_mentor_form(self) -> Version | None:
        return self._for_candidates("mentor_form")

    def _for_candidates(self, name: str) -> Version | None:
        """The form chosen under `name`, if candidates can be asked its questions."""
        chosen: Version | None = self.cleaned_data[name]
        if chosen and (sentences := why_no_recruitment_form(chosen.read())):
            raise forms.ValidationError(sentences)
        return chosen

    def clean_agreement_text_pl(self) -> str:
        return self._known_places(self.cleaned_data["agreement_text_pl"])

    def clean_agreement_text_en(self) -> str:
        return self._known_places(self.cleaned_data["agreement_text_en"])

    def _known_places(self, text: str) -> str:
        """The text, if it names only what can be filled in for a pair."""
        if unknown := sorted(Letter("", text or "").places() - set(PLACES)):
            raise forms.ValidationError(
                _("The agreement has no place called %(names)s."),
                params={"names": ", ".join(unknown)},
            )
        return text or ""

    def clean_topics(self) -> list[dict[str, str]]:
        lines = [line.strip() for line in self.cleaned_data["topics"].splitlines() if line.strip()]
        found = []
        for line in lines:
            polish, _bar, english = (part.strip() for part in line.partition("|"))
            if not polish or max(len(polish), len(english)) > LONGEST_TOPIC:
                raise forms.ValidationError(
                    _("A topic has between 1 and %(most)d characters: “%(line)s”."),
                    params={"most": LONGEST_TOPIC, "line": line[:60]},
                )
            found.append({"pl": polish, "en": english})
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        starts, ends, until = (
            given.get(name) for name in ("starts_on", "ends_on", "recruits_until")
        )
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("It cannot end before it starts."))
        if ends and until and until.date() > ends:
            self.add_error("recruits_until", _("Applications must end before the edition does."))
        return given

    def free_code(self) -> str:
        """An address on the site that nobody has."""
        stem = slug(self.cleaned_data["title_pl"][:45]) or "mentoring"
        taken = set(Edition.objects.filter(code__startswith=stem).values_list("code", flat=True))
        numbers = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
        return stem if stem not in taken else next(code for code in numbers if code not in taken)

    def written_fields(self) -> list[str]:
        return [name for name in super().written_fields() if name not in ("topics", "like")]
