"""How somebody applies for mentoring."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.models import Edition, Enrolment, Hours, Language, Topic, Way


def _several(label: Any, choices: Any, **options: Any) -> forms.TypedMultipleChoiceField:
    """Boxes to tick, none of them compulsory; kept as a list of codes."""
    return forms.TypedMultipleChoiceField(
        label=label,
        choices=choices.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        **options,
    )


class EnrolmentForm(forms.ModelForm[Enrolment]):
    """One form for both sides: a mentor tells what they can do, a mentee what they want to do."""

    role = forms.ChoiceField(
        label=_("I want to take part"),
        widget=forms.RadioSelect,
        choices=[
            (Enrolment.Role.MENTEE, _("as a mentee: I want to do something and need advice")),
            (Enrolment.Role.MENTOR, _("as a mentor: I know how and want to share it")),
        ],
        help_text=_(
            "Once you are accepted, accepted people of the other side see your name and region, to say with whom they would like to work."
        ),
        error_messages={"required": _("Choose whether you want to be a mentor or a mentee.")},
    )
    topics: Any = forms.ModelMultipleChoiceField(
        Topic.objects.none(),
        label=_("Topics"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("We look for pairs that share topics."),
    )
    languages = _several(_("Languages you can talk in"), Language, initial=[Language.POLISH])
    forms = _several(_("How you can meet"), Way)
    availability = _several(
        _("When you have time"),
        Hours,
        help_text=_("The more you mark, the easier it is to find you a pair."),
    )

    class Meta:
        model = Enrolment
        fields = [
            "role", "topics", "region", "languages", "forms", "availability", "need", "experience",
        ]  # fmt: skip
        widgets = {
            "need": forms.Textarea(attrs={"rows": 5}),
            "experience": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts = {
            "need": _(
                "A mentee writes this: what shall change in your town, and where are you stuck?"
            ),
            "experience": _(
                "What have you done so far with residents, an office or an organisation?"
            ),
        }
        error_messages = {"region": {"required": _("Choose the region you live in.")}}

    def __init__(self, *args: Any, edition: Edition, **options: Any) -> None:
        super().__init__(*args, **options)
        topics: Any = self.fields["topics"]
        topics.queryset = edition.topics.all()
        if not edition.topics.exists():
            del self.fields["topics"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("role") == Enrolment.Role.MENTEE and not given.get("need", "").strip():
            self.add_error("need", _("Write what you want to do and what help you need."))
        if given.get("role") == Enrolment.Role.MENTOR and not given.get("experience", "").strip():
            self.add_error("experience", _("Write what you have done: mentees will trust it."))
        return given
