"""How somebody applies, and how staff keep the list."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from activities.models import Event, Gathering, Registration, Stop, StudyVisit
from people.models import ConsentClause, Person
from workflows.forms import SaysWhoReads

from .consents import NEEDS, READ_BY_ORGANISERS, AsksNeeds
from .guardians import AsksWhoMayCome
from .sessions import SESSIONS, SessionsField

IMAGE = "image"
ANSWERS = ("motivation", "diet", "access_needs", "region", "guardian_name", "guardian_contact")


class RegistrationForm(SaysWhoReads, AsksWhoMayCome, AsksNeeds, forms.ModelForm[Registration]):
    """A visit asks why somebody wants to come; an event does not. Consent to pictures is always free to refuse."""

    readers = {
        "motivation": _(
            "Only the team that chooses the group reads this; never the others who apply, nor employers."
        ),
        "diet": READ_BY_ORGANISERS,
        "access_needs": READ_BY_ORGANISERS,
        "guardian_name": READ_BY_ORGANISERS,
        "guardian_contact": READ_BY_ORGANISERS,
    }

    class Meta:
        model = Registration
        fields = ["motivation", "diet", "access_needs"]
        widgets = {"motivation": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "diet": _("For example: vegetarian."),
            "access_needs": _("For example: a ramp, sign language, a break for medicine."),
        }

    def __init__(
        self, *args: Any, subject: Gathering, person: Person | None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.clause = ConsentClause.objects.newest().filter(key=IMAGE).first()
        if isinstance(subject, StudyVisit):
            self.fields["motivation"].required = True
            self.fields["motivation"].label = _(
                "Why do you want to come, and where will you apply what you see?"
            )
            self.fields["motivation"].error_messages["required"] = _(
                "Write in a few sentences why you want to come."
            )
        else:
            del self.fields["motivation"]
        if isinstance(subject, Event) and not (sessions := SessionsField(subject)).is_empty:
            self.fields[SESSIONS] = sessions
        if isinstance(subject, Event):
            self.ask_as_the_event_wants(subject)
        agreed = person is not None and person.consents.standing().to(IMAGE).exists()
        if self.clause and not agreed:
            self.fields[IMAGE] = forms.BooleanField(label=self.clause.text, required=False)
        self.ask_needs(person)
        told = ("motivation", "diet", "access_needs", NEEDS)  # the consent stands by what it is for
        self.order_fields([*(self.field_order or ()), *told])

    def answers(self) -> dict[str, str]:
        """What was answered, by the names of the registration's columns."""
        return {name: self.cleaned_data[name] for name in ANSWERS if name in self.fields}

    def sessions(self) -> list[Stop]:
        """The sessions chosen."""
        return list(self.cleaned_data.get(SESSIONS, ()))

    def agreed_clauses(self) -> list[ConsentClause]:
        """The clauses the person has just agreed to."""
        image = self.clause if self.cleaned_data.get(IMAGE) else None
        given = (image, self.needs_agreed(), self.guardian_agreed())
        return [each for each in given if each is not None]


class VisitorForm(RegistrationForm):
    """The same for whoever has no account: who they are, and where the letter goes."""

    readers = {
        **RegistrationForm.readers,
        "subject_line": _("People leave this empty."),
        "email": READ_BY_ORGANISERS,
        **dict.fromkeys(
            ("given_name", "family_name"),
            _(
                "Only the organisers see this. Name and surname stand on your badge and on the attendance list."
            ),
        ),
    }

    given_name = forms.CharField(
        label=_("Given name"),
        max_length=80,
        error_messages={"required": _("Write your given name.")},
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    family_name = forms.CharField(
        label=_("Family name"),
        max_length=120,
        error_messages={"required": _("Write your family name.")},
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("There we write whether you have a place, and how to give it up."),
        max_length=254,
        error_messages={
            "required": _("Give the e-mail to which we write."),
            "invalid": _("Write the whole e-mail, such as anna@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    subject_line = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    field_order = ("given_name", "family_name", "email")

    def who(self) -> dict[str, str]:
        """Names and address, by the names of a person's columns."""
        return {name: self.cleaned_data[name] for name in ("given_name", "family_name", "email")}

    def clean_subject_line(self) -> str:
        """Refuse what filled a field that nobody sees; what was typed stays, so a person just sends it again."""
        if self.cleaned_data["subject_line"]:
            raise forms.ValidationError(
                _(
                    "Something filled in a field that people do not see. Check your words and send them again."
                )
            )
        return ""


class ParticipantForm(SaysWhoReads, forms.Form):
    """Somebody who told staff, or who came without registering: known already, or entered now."""

    readers = dict.fromkeys(
        ("given_name", "family_name", "email"), _("The team reads this, and the person themselves.")
    )

    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("A person we know"), required=False
    )
    given_name = forms.CharField(
        label=_("Or a new person: given name"), max_length=80, required=False
    )
    family_name = forms.CharField(label=_("Family name"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)

    def __init__(self, *args: Any, user: Any, subject: Gathering, **options: Any) -> None:
        super().__init__(*args, **options)
        on_list = subject.registrations.open().values("person")
        chooser: Any = self.fields["person"]
        chooser.empty_label = _("Choose")
        chooser.queryset = (
            Person.objects.visible_to(user).present().exclude(pk__in=on_list).order_by("sort_key")
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        named = given.get("given_name") and given.get("family_name")
        if not given.get("person") and not named and not self.errors:
            raise forms.ValidationError(
                _("Choose a person, or write the given name and the family name.")
            )
        return given

    def new_person(self) -> dict[str, str]:
        """The details of the person to be entered."""
        return {name: self.cleaned_data[name] for name in ("given_name", "family_name", "email")}


def read_attendance(data: QueryDict, gathering: Gathering) -> tuple[date | None, set[int]]:
    """The day and the keys ticked on a sent attendance list; what is no day of the gathering is None."""
    written = data.get("day", "")
    day = next((each for each in gathering.days if each.isoformat() == written), None)
    return day, _keys(data.getlist("present"))


def read_seen(data: QueryDict) -> set[int]:
    """The keys that were ticked when the list was shown."""
    return _keys(data.get("seen", "").split(","))


def _keys(written: list[str]) -> set[int]:
    return {int(key) for key in written if key.isdecimal() and len(key) < 19}
