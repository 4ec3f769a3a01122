"""How staff describe an event or a visit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.kinds import EVENT_KINDS
from activities.models import Event, Gathering, SessionChoice, Stop, StudyVisit
from people.names import slug
from people.regions import Region
from programmes.models import Activity, Programme
from workflows.forms import READ_BY_EVERYBODY, InstantField, SaysWhoReads, Versioned

MOST_PLACES = 5000
WHOLE_LINK = _("Write the whole link, such as https://example.org/room.")


class GatheringForm(Versioned):
    """What events and visits are described by; `version` is the one the person saw."""

    readers = dict.fromkeys(
        ("title_pl", "title_en", "description_pl", "description_en", "place"), READ_BY_EVERYBODY
    )
    kinds: tuple[str, ...] = ()
    starts_at = InstantField(label=_("Starts"))
    ends_at = InstantField(label=_("Ends"))
    apply_until = InstantField(
        label=_("Applications until"),
        required=False,
        help_text=_("Leave it empty to take applications until the beginning."),
    )

    class Meta:
        fields = [
            "activity",
            "title_pl",
            "title_en",
            "description_pl",
            "description_en",
            "place",
            "starts_at",
            "ends_at",
            "apply_until",
            "capacity",
        ]
        widgets = {
            "description_pl": forms.Textarea(attrs={"rows": 6}),
            "description_en": forms.Textarea(attrs={"rows": 6}),
        }

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        activity: Any = self.fields["activity"]
        activity.queryset = (
            Activity.objects.filter(
                kind__in=self.kinds,
                programme__in=Programme.objects.run_by(user).in_state("draft", "running"),
            )
            .select_related("programme")
            .order_by("programme__code", "position", "code")
        )
        activity.label_from_instance = lambda activity: f"{activity.programme}: {activity}"
        activity.empty_label = _("Choose")
        activity.error_messages["required"] = _(
            "Choose the activity of the programme it belongs to."
        )
        self.fields["title_pl"].label = _("Title in Polish")
        self.fields["title_pl"].required = True
        for name, sentence in (
            ("title_pl", _("Write what it is called.")),
            ("place", _("Write where it takes place.")),
            ("capacity", _("Write how many persons may come.")),
        ):
            self.fields[name].error_messages["required"] = sentence
        self.fields["title_en"].label = _("Title in English")
        self.fields["description_pl"].label = _("Description in Polish")
        self.fields["description_en"].label = _("Description in English")
        self.fields["capacity"].widget.attrs["data-unit"] = _("persons")
        if self.instance.pk:
            del self.fields["activity"]

    def clean_capacity(self) -> int:
        capacity: int = self.cleaned_data["capacity"]
        if not 1 <= capacity <= MOST_PLACES:
            raise forms.ValidationError(
                _("Give a number between 1 and %(most)d."), params={"most": MOST_PLACES}
            )
        if self.instance.pk and capacity < (
            taken := self.instance.registrations.taking_a_place().count()
        ):
            raise forms.ValidationError(
                _("%(taken)d persons have a place already."), params={"taken": taken}
            )
        return capacity

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        starts, ends, until = (given.get(name) for name in ("starts_at", "ends_at", "apply_until"))
        if starts and ends and ends < starts:
            self.add_error("ends_at", _("It cannot end before it starts."))
        if starts and until and until > starts:
            self.add_error("apply_until", _("Applications must end before it starts."))
        return given

    def free_code(self) -> str:
        """An address on the site that nobody has: the title, the year, and a number if need be."""
        stem = slug(self.cleaned_data["title_pl"][:45])
        stem = f"{stem or 'spotkanie'}-{self.cleaned_data['starts_at'].year}"
        model: type[Gathering] = self._meta.model
        taken = set(
            model._default_manager.filter(code__startswith=stem).values_list("code", flat=True)
        )
        numbers = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
        return stem if stem not in taken else next(code for code in numbers if code not in taken)


class EventForm(GatheringForm):
    readers = {
        **GatheringForm.readers,
        "link": _("Only those who have a place read this, in their letters and on their page."),
        "materials": _(
            "Those who were there read this, in a letter and on the page of their place."
        ),
    }
    kinds = EVENT_KINDS
    regions = forms.MultipleChoiceField(
        label=_("Only people from these voivodeships"),
        choices=Region.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "in-columns"}),
        required=False,
        help_text=_("Leave all empty when everybody may come."),
    )
    link = forms.URLField(
        label=_("Link to join online"),
        help_text=_("For those who join by video. Leave it empty when everybody comes."),
        max_length=400,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": WHOLE_LINK},
    )

    class Meta(GatheringForm.Meta):
        model = Event
        fields = [
            *GatheringForm.Meta.fields,
            "link",
            "by_invitation",
            "regions",
            "for_minors",
            "materials",
        ]
        labels = {
            "by_invitation": _("Only those who got the link of the invitation sign up"),
            "for_minors": _("People under 18 come too"),
            "materials": _("What stays afterwards"),
        }
        widgets = {**GatheringForm.Meta.widgets, "materials": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "by_invitation": _(
                "The event is not listed; you find the link to send on the page of the event."
            ),
            "materials": _(
                "Links to slides, recordings, notes. It goes out when the event is closed."
            ),
            "for_minors": _("Then the form asks for the name and the consent of a guardian."),
        }


class StudyVisitForm(GatheringForm):
    kinds = ("study_visit",)

    class Meta(GatheringForm.Meta):
        model = StudyVisit
        fields = [*GatheringForm.Meta.fields, "claim_days", "travel_cap", "travel_pool"]
        help_texts = {
            "claim_days": _(
                "Counted from the last day of the visit. Leave it empty when no travel is paid back."
            ),
        }


class StopForm(SaysWhoReads, forms.ModelForm[Stop]):
    readers = dict.fromkeys(("title_pl", "title_en", "place", "host"), READ_BY_EVERYBODY)

    class Meta:
        model = Stop
        fields = ["day", "starts", "ends", "title_pl", "title_en", "place", "host"]
        widgets = {
            "day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "starts": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "ends": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def __init__(self, *args: Any, gathering: Gathering, **options: Any) -> None:
        super().__init__(*args, **options)
        self.gathering = gathering
        self.fields["title_pl"].label = _("What happens, in Polish")
        self.fields["title_pl"].required = True
        self.fields["title_en"].label = _("What happens, in English")
        if not self.instance.pk and len(gathering.days) == 1:
            self.fields["day"].initial = gathering.days[0]

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day not in self.gathering.days:
            raise forms.ValidationError(_("It does not last on this day."))
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        starts, ends = given.get("starts"), given.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("It cannot end before it starts."))
        return given


class SessionForm(StopForm):
    """A point of an event; with a number of places it is a session that people choose."""

    readers = {
        **StopForm.readers,
        "link": _("Only those who have a place read this, in their letters and on their page."),
    }

    link = forms.URLField(
        label=_("Link to join online"),
        max_length=400,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": WHOLE_LINK},
    )

    class Meta(StopForm.Meta):
        fields = [*StopForm.Meta.fields, "link", "capacity"]
        labels = {
            "place": _("Room"),
            "host": _("Who leads it"),
            "capacity": _("Places, if people choose it"),
        }
        help_texts = {"capacity": _("Leave it empty when everybody comes.")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["ends"].required = True
        self.fields["ends"].error_messages["required"] = _("Say when it ends.")

    def clean_capacity(self) -> int | None:
        """Nobody who chose a session loses it by a smaller number."""
        capacity: int | None = self.cleaned_data["capacity"]
        chosen = self.chosen()
        if capacity is not None and not 1 <= capacity <= MOST_PLACES:
            raise forms.ValidationError(
                _("Give a number between 1 and %(most)d."), params={"most": MOST_PLACES}
            )
        if chosen and (capacity is None or capacity < chosen):
            raise forms.ValidationError(
                _("%(taken)d persons chose this session already."), params={"taken": chosen}
            )
        return capacity

    def chosen(self) -> int:
        """How many chose it."""
        if not self.instance.pk:
            return 0
        return SessionChoice.objects.standing().filter(stop=self.instance).count()


class KeepsWhatIsChosen(forms.BaseInlineFormSet[Stop, Event, SessionForm]):
    """A session that somebody chose stays."""

    def clean(self) -> None:
        """Refuse to remove it; a form that removes is not checked by itself."""
        super().clean()
        for form in self.forms:
            if form.cleaned_data.get("DELETE") and form.chosen():
                raise forms.ValidationError(
                    _("“%(session)s” can not be removed: somebody chose it."),
                    params={"session": form.instance},
                )


SessionFormSet = forms.inlineformset_factory(
    Event,
    Stop,
    form=SessionForm,
    formset=KeepsWhatIsChosen,
    extra=2,
    can_delete=True,
    max_num=60,
    validate_max=True,
)
StopFormSet = forms.inlineformset_factory(
    StudyVisit, Stop, form=StopForm, extra=2, can_delete=True, max_num=60, validate_max=True
)


class ReportForm(Versioned):
    """The report of a visit, while it is being written."""

    readers = {"report": _("The team reads this, and whoever the team gives the report to.")}

    class Meta:
        model = StudyVisit
        fields = ["report"]
        widgets = {"report": forms.Textarea(attrs={"rows": 14})}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
