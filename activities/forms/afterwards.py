"""After a visit: what one will apply at home, and how the group is asked what it thinks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.models import StudyVisit, Takeaway
from questionnaires.blocks import ConsentBlock, Files, Rows, questions
from questionnaires.models import Questionnaire, Version
from workflows.forms import Versioned

FEWEST, MOST = 3, 50  # answers below which nothing is shown


class TakeawayForm(Versioned):
    """What somebody will apply at home."""

    readers = {
        "words": _("The team reads it, and it stands under your name in the report of the visit.")
    }

    class Meta:
        model = Takeaway
        fields = ["words"]
        widgets = {"words": forms.Textarea(attrs={"rows": 8})}
        help_texts = {
            "words": _(
                "Two or three sentences: what you saw, what you will do, with whom and by when."
            ),
        }
        error_messages = {
            "words": {"required": _("Write in a few sentences what you will apply at home.")}
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["words"].required = True


class EvaluationSetupForm(Versioned):
    """Which form the group answers, and with how few answers nothing is shown."""

    evaluation_floor = forms.IntegerField(
        label=_("Fewest answers to be shown"),
        min_value=FEWEST,
        max_value=MOST,
        help_text=_("With fewer, somebody might be recognised by what they answered."),
    )

    class Meta:
        model = StudyVisit
        fields = ["evaluation", "evaluation_floor"]

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        chooser: Any = self.fields["evaluation"]
        seen = Questionnaire.objects.visible_to(user)
        chooser.queryset = (
            Version.objects.published()
            .filter(questionnaire__in=seen)
            .select_related("questionnaire")
        )
        chooser.label = _("Form of the evaluation")
        chooser.empty_label = _("no evaluation")
        chooser.help_text = _("A published form; whoever was there answers it without their name.")

    def clean_evaluation(self) -> Version | None:
        """Only what can be answered without a name."""
        version: Version | None = self.cleaned_data["evaluation"]
        if version is None:
            return None
        telling = (Files, Rows, ConsentBlock)
        if any(isinstance(block, telling) for block in questions(version.read())):
            raise forms.ValidationError(
                _(
                    "This form asks for files, tables or consents, which tell who answers. Choose another."
                )
            )
        return version

    def clean(self) -> dict[str, Any]:
        """Once somebody has answered, neither the questions nor the promise change."""
        given = super().clean() or {}
        if self.instance.evaluations.exists() and self.has_changed():
            raise forms.ValidationError(
                _("Somebody has answered already: the form stays as it is.")
            )
        return given

    def written_fields(self) -> list[str]:
        return ["evaluation", "evaluation_floor"]
