"""Which topics an assessor knows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TopicsForm(forms.Form):
    """The topics of a call to tick, or all, or none; `seen` is the declaration that the page showed, 0 for none."""

    class Answer(models.TextChoices):
        THESE = "these", pgettext_lazy("topics known", "These, ticked below")
        ANY = "any", pgettext_lazy("topics known", "Any of them: share with me whatever is left")
        NONE = "none", pgettext_lazy("topics known", "None of them")

    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=2**53,
        error_messages={"required": _("This page is incomplete. Open it again.")},
    )
    answer = forms.ChoiceField(
        label=_("Which of the topics?"),
        choices=Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say which topics: some, any or none.")},
    )
    topics = forms.MultipleChoiceField(
        label=_("Topics known"),
        help_text=_("Tick what somebody has worked with and can judge."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("The list has changed since you opened it. Go through it again.")
        },
    )

    def __init__(self, *args: Any, labels: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["topics"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 -- declared above
        field.choices = list(labels.items())
        self.every = list(labels)

    @classmethod
    def answered(cls, known: Collection[str] | None, labels: Mapping[str, str]) -> dict[str, Any]:
        """What the form shows of an answer given before: `known` topics (keys), None where there was none."""
        if known is None:
            return {"answer": cls.Answer.THESE}
        if set(known) >= set(labels):
            return {"answer": cls.Answer.ANY}
        return {"answer": cls.Answer.THESE if known else cls.Answer.NONE, "topics": list(known)}

    def clean(self) -> dict[str, Any]:
        """All topics for “any”, no topic for “none”; what is ticked must agree with the answer."""
        given = super().clean() or {}
        answer, ticked = given.get("answer"), given.get("topics", [])
        if answer == self.Answer.ANY:
            given["topics"] = self.every
        elif answer == self.Answer.THESE and not ticked and "topics" not in self.errors:
            self.add_error("topics", _("Tick at least one topic, or choose “any” or “none” above."))
        elif answer == self.Answer.NONE and ticked:
            self.add_error("answer", _("Topics are ticked below. Untick them, or choose “these”."))
        return given
