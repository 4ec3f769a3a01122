"""What counts when people are chosen, a note of a talk, and which candidates a list shows."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.forms.selection import MOST_CRITERIA, CriterionForm
from mentoring.models import Edition, Enrolment, InterviewNote, SelectionCriterion, Topic
from people.regions import Region
from programmes.forms.listing import ListFilter, in_state, one_of, ordered_by, with_words
from workflows import clock
from workflows.forms import SaysWhoReads

MINE = (
    ("without", pgettext_lazy("candidates", "without my points")),
    ("with", pgettext_lazy("candidates", "with my points")),
)
SORTS = {
    "name": ("person__sort_key", "pk"),
    "newest": ("-pk",),
    "line": ("waiting_rank", "pk"),
}
SORT_NAMES = (
    ("name", pgettext_lazy("ordered by", "their name")),
    ("newest", pgettext_lazy("ordered by", "the newest first")),
    ("line", pgettext_lazy("ordered by", "their place in line")),
)


class SelectionCriterionForm(CriterionForm):
    """One criterion of an edition."""

    class Meta(CriterionForm.Meta):
        model = SelectionCriterion  # type: ignore[assignment]


SelectionCriterionFormSet = forms.inlineformset_factory(
    Edition,
    SelectionCriterion,
    form=SelectionCriterionForm,
    extra=2,
    can_delete=True,
    max_num=MOST_CRITERIA,
    validate_max=True,
)


class InterviewNoteForm(SaysWhoReads, forms.ModelForm[InterviewNote]):
    """What was said in a talk, and when."""

    readers = {
        "text": _(
            "Only the team that chooses the people reads this; never mentors, mentees or employers."
        )
    }

    class Meta:
        model = InterviewNote
        fields = ["held_on", "text"]
        widgets = {
            "held_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "text": forms.Textarea(attrs={"rows": 5}),
        }
        error_messages = {"text": {"required": _("Write what you noted.")}}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("held_on", clock.today())

    def clean_held_on(self) -> Any:
        """Notes are taken of talks that were held."""
        if self.cleaned_data["held_on"] > clock.today():
            raise forms.ValidationError(_("This day is still to come."))
        return self.cleaned_data["held_on"]


class CandidateFilter(ListFilter):
    """Show candidates in a state, from a region, with a topic, with words, with or without my points."""

    orders = SORTS
    state = in_state(Enrolment.States.choices)
    region = one_of(
        Region.choices, pgettext_lazy("filter", "from"), pgettext_lazy("filter", "every region")
    )
    topics = django_filters.ModelChoiceFilter(
        queryset=Topic.objects.none(),
        label=pgettext_lazy("filter", "with the topic"),
        empty_label=pgettext_lazy("filter", "any topic"),
    )
    mine = one_of(
        MINE,
        pgettext_lazy("filter", "points"),
        pgettext_lazy("filter", "with or without my points"),
        "with_my_points",
    )
    words = with_words()
    sort = ordered_by(SORT_NAMES)

    class Meta:
        model = Enrolment
        fields = ["state", "region", "topics", "mine", "words", "sort"]

    def __init__(self, *args: Any, edition: Edition, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer("topics", edition.topics.all())

    def with_my_points(self, rows: Any, name: str, value: str) -> Any:
        mine = {"sheets__scorer": self.request.user}
        return rows.filter(**mine) if value == "with" else rows.exclude(**mine)
