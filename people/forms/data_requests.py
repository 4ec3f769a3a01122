"""What somebody asks about their data, and how an administrator answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import WAYS, DataRequest
from workflows import clock
from workflows.forms import SaysWhoReads

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
READ_BY_ADMINISTRATORS = _(
    "You and the administrators of this installation read this, nobody else."
)
READ_BY_THE_PERSON = _(
    "The person gets this in a letter; besides them only administrators read it."
)
SEVERAL_LINES = forms.Textarea(attrs={"rows": 5})
WITHOUT_WORDS = ("copy", "erasure")


class AskForm(SaysWhoReads, forms.ModelForm[DataRequest]):
    """What a person asks for, in their own words."""

    readers = {"words": READ_BY_ADMINISTRATORS}

    class Meta:
        model = DataRequest
        fields = ["kind", "words"]
        widgets = {"kind": forms.RadioSelect, "words": SEVERAL_LINES}
        help_texts = {
            "words": _(
                "What is wrong and how it should be, or what should no longer happen. A copy and being forgotten need no words."
            )
        }
        error_messages = {"kind": {"required": _("Choose what you ask for.")}}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = DataRequest.Kind.choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for words where the request says nothing without them."""
        typed: dict[str, Any] = super().clean() or {}
        kind = typed.get("kind")
        if kind and kind not in WITHOUT_WORDS and not typed.get("words", "").strip():
            self.add_error("words", _("Write what it is about, so that we can do it."))
        return typed


class TakeDownForm(AskForm):
    """The same, as it came by telephone, on paper, by e-mail or in person."""

    readers = {"words": READ_BY_THE_PERSON}

    came = forms.ChoiceField(
        label=_("How it reached you"),
        choices=WAYS,
        error_messages={"required": _("Say how it reached you.")},
    )
    received_on = forms.DateField(
        label=_("On what day"),
        widget=DAY,
        help_text=_("The month for the answer runs from this day."),
    )
    field_order = ("kind", "came", "received_on", "words")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["received_on"].initial = clock.today()
        self.fields["words"].label = _("In their words")


class AnswerForm(SaysWhoReads, forms.Form):
    """What was done."""

    readers = {"answer": READ_BY_THE_PERSON}

    answer = forms.CharField(
        label=_("What was done"),
        max_length=2000,
        widget=SEVERAL_LINES,
        error_messages={"required": _("Write what was done: the person reads it.")},
    )


class RefusalForm(AnswerForm):
    """Why nothing is done."""

    answer = forms.CharField(
        label=_("Why it is refused"),
        max_length=2000,
        widget=SEVERAL_LINES,
        help_text=_(
            "Below it the letter says by itself that they may complain to the President of the Personal Data Protection Office, and go to court."
        ),
        error_messages={"required": _("Write why: the person reads it.")},
    )


class LongerForm(SaysWhoReads, forms.Form):
    """Until when it takes, and why."""

    readers = {"reason": READ_BY_THE_PERSON}

    longer_until = forms.DateField(label=_("It will be answered by"), widget=DAY)
    reason = forms.CharField(
        label=_("Why it takes longer"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only because it is complicated, or because there are many requests."),
        error_messages={"required": _("Say why it takes longer: the person reads it.")},
    )

    def __init__(self, *args: Any, object: DataRequest, **options: Any) -> None:  # noqa: A002 -- the engine's name
        super().__init__(*args, **options)
        self.fields["longer_until"].initial = object.may_last_until
