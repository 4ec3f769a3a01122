"""Asking about a call, and answering."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.guards.question import WORDS
from grants.models import CallQuestion
from grants.models.question import Topic


class AskForm(forms.Form):
    """What a reader of the public page wants to know; a stranger says where the answer goes."""

    topic = forms.ChoiceField(label=_("What is it about?"), choices=Topic)
    text = forms.CharField(
        label=_("Your question"),
        help_text=_("Leave out names and numbers of people: we may publish question and answer."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write your question.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_("Only for the answer; it is not published."),
        max_length=254,
        error_messages={"required": _("Give the e-mail to which the answer goes.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    subject_line = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if user.is_authenticated:
            del self.fields["email"]

    def shown(self) -> list[forms.BoundField]:
        """The fields that people see: all but the trap for robots."""
        return [field for field in self if field.name != "subject_line"]

    def clean_subject_line(self) -> str:
        """Refuse what filled a field that nobody sees; what was typed stays, so a person just sends it again."""
        if self.cleaned_data["subject_line"]:
            raise forms.ValidationError(
                _(
                    "Something filled in a field that people do not see. Check your words and send them again."
                )
            )
        return ""


class PublishForm(forms.Form):
    """Question and answer as everybody reads them, in one language or both."""

    topic = forms.ChoiceField(label=_("About"), choices=Topic)
    wording_pl = forms.CharField(
        label=_("Question, in Polish"),
        help_text=_("Take out names, places and numbers by which somebody could be known."),
        max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    answer_pl = forms.CharField(
        label=_("Answer, in Polish"),
        max_length=6000, required=False, widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip
    wording_en = forms.CharField(
        label=_("Question, in English"),
        max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    answer_en = forms.CharField(
        label=_("Answer, in English"),
        max_length=6000, required=False, widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip

    def __init__(self, *args: Any, object: CallQuestion, **options: Any) -> None:  # noqa: A002 -- MoveView names it so
        super().__init__(*args, **options)
        self.fields["topic"].initial = object.topic
        for name in WORDS:
            self.fields[name].initial = getattr(object, name) or ""
        own = f"wording_{'en' if object.language == 'en' else 'pl'}"
        self.fields[own].initial = getattr(object, own) or object.asked_text


class AnswerAskerForm(forms.Form):
    """The answer that the asker alone reads."""

    answer = forms.CharField(
        label=_("Answer"),
        help_text=_("It goes in a letter to the asker and is not published."),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write the answer; the asker will read it.")},
    )


class DeclineForm(forms.Form):
    """Why there is no answer."""

    reason = forms.CharField(
        label=_("Why is there no answer?"),
        help_text=_("The asker reads this. Leave it empty for spam: then no letter goes."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
