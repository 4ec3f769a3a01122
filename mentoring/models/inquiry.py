"""What a pair is asked on its way: the mentee's self-assessment before and after, surveys of both half-way and at the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mentoring import notices, rules
from mentoring.querysets import InquiryQuerySet
from questionnaires.blocks import Block, Choice, questions
from workflows.lifecycle import Category, Lifecycle, Owes, StateField
from workflows.lifecycle import States as BaseStates
from workflows.moves import transition
from workflows.predicates import nobody
from workflows.workdays import end_of_day, end_of_window

from .enrolment import Enrolment
from .pairing import Pairing

ANSWER_WITHIN = 14  # days
LAST_DAYS = 21  # before an edition ends, when the closing questions are asked


class Inquiry(Lifecycle):
    """Planned when the pair begins, asked when its day has come, answered once."""

    class Kind(models.TextChoices):
        BEFORE = "before", pgettext_lazy("inquiry", "self-assessment at the beginning")
        MIDDLE = "middle", pgettext_lazy("inquiry", "survey half-way")
        AFTER = "after", pgettext_lazy("inquiry", "self-assessment at the end")
        CLOSING = "closing", pgettext_lazy("inquiry", "survey at the end")

    class States(BaseStates):
        PLANNED = "planned", Category.DRAFT, pgettext_lazy("inquiry", "its day is still to come")
        ASKED = "asked", Category.IN_HANDS, pgettext_lazy("inquiry", "waits for answers")
        GIVEN = "given", Category.DONE, pgettext_lazy("inquiry", "answered")
        LAPSED = "lapsed", Category.REFUSED, pgettext_lazy("inquiry", "no longer asked")

    state = StateField(States, default=States.PLANNED)
    pairing = models.ForeignKey(
        Pairing, on_delete=models.PROTECT, related_name="inquiries", verbose_name=_("pair")
    )
    of = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="inquiries")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    form = models.ForeignKey("questionnaires.Version", on_delete=models.PROTECT, related_name="+")
    opens_on = models.DateField()
    answers = models.OneToOneField(
        "questionnaires.AnswerSet", on_delete=models.PROTECT, null=True, related_name="+"
    )

    path = [States.PLANNED, States.ASKED, States.GIVEN]
    owes = {
        States.PLANNED: [Owes("open", _("Asked when its day has come"), who=lambda i: [])],
        States.ASKED: [
            Owes(
                "give",
                _("Answer a few questions"),
                who=lambda i: i.of.answering(),
                due=lambda i: end_of_window(i.opens_at, days=ANSWER_WITHIN),
            )
        ],
    }
    inbox_related = [
        "of__person__user",
        "of__edition__activity__programme",
        "pairing__mentor__person__user",
        "pairing__mentee__person__user",
        "pairing__edition__activity__programme",
    ]

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("questions to a pair")
        verbose_name_plural = _("questions to pairs")
        ordering = ("opens_on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["pairing", "of", "kind"], name="one_inquiry_of_a_kind_per_side"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display().capitalize()} · {self.pairing}"

    def role_scopes(self) -> list[models.Model]:
        return self.pairing.role_scopes()

    def get_absolute_url(self) -> str:
        return reverse("mentoring:inquiry", args=[self.pk])

    @property
    def opens_at(self) -> datetime:
        return end_of_day(self.opens_on)

    @property
    def is_about_skills(self) -> bool:
        """Whether the mentor reads it too: what the mentee can do is what the two work on."""
        return self.kind in (self.Kind.BEFORE, self.Kind.AFTER)

    def readers(self) -> str:
        """Who reads the answers, as the sentence of the page."""
        if self.is_about_skills:
            return gettext(
                "You, your mentor and the programme's coordinators read this. Employers never do."
            )
        return gettext(
            "Only you and the programme's coordinators read this. The other side of the pair never does."
        )

    @property
    def comment_readers(self) -> str:  # type: ignore[override]
        """Who reads what is written beside the answers: the same people."""
        return self.readers()

    def readers_of(self, blocks: Iterable[Block]) -> dict[str, str]:
        """The same sentence for each of the questions, by key."""
        return dict.fromkeys([block.key for block in questions(blocks)], self.readers())

    @transition(
        source=States.PLANNED,
        target=States.ASKED,
        label=_("Ask"),
        may=nobody,
        tells=[notices.inquiry_asked],
    )
    def open(self, *, by: object) -> None:
        """Its day has come."""

    @transition(
        source=States.ASKED,
        target=States.GIVEN,
        label=_("Send the answers"),
        primary=True,
        may=rules.is_asked,
        instead="none",
    )
    def give(self, *, by: object, answers: Any) -> None:
        """What was answered does not change any more, so that before and after can be compared."""
        self.answers = answers

    @transition(
        source=[States.PLANNED, States.ASKED],
        target=States.LAPSED,
        label=_("No longer asked"),
        may=nobody,
    )
    def lapse(self, *, by: object) -> None:
        """The pair ended early."""


def opening_days(pairing: Pairing) -> dict[str, date]:
    """On which day each kind is asked: half-way and the last weeks are counted from when the pair began."""
    begun, ends = pairing.started_on or pairing.edition.starts_on, pairing.edition.ends_on
    last = max(begun, ends - timedelta(days=LAST_DAYS))
    return {
        Inquiry.Kind.BEFORE: begun,
        Inquiry.Kind.MIDDLE: begun + max(ends - begun, timedelta()) / 2,
        Inquiry.Kind.AFTER: last,
        Inquiry.Kind.CLOSING: last,
    }


@dataclass(frozen=True)
class Change:
    """One competence before and after, each from 1 to 5; None where it was not answered."""

    label: str
    before: int | None
    after: int | None

    @property
    def change(self) -> int | None:
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def signed(self) -> str:
        """The change with its sign; a minus as it is printed."""
        if self.change is None:
            return "–"
        return f"{self.change:+d}".replace("-", "\N{MINUS SIGN}") if self.change else "0"


def changes(before: Inquiry, after: Inquiry | None) -> list[Change]:
    """The competences of the first form with both answers; questions that are not on a scale are left out."""
    first = before.answers.values if before.answers else {}
    second = after.answers.values if after and after.answers else {}
    scales = [block for block in questions(before.form.read()) if isinstance(block, Choice)]
    return [
        Change(block.title, _mark(first.get(block.key)), _mark(second.get(block.key)))
        for block in scales
        if all(option.key.isdecimal() for option in block.options)
    ]


def bars(rows: Sequence[Change]) -> list[dict[str, Any]]:
    """The changes as bars of the chart, before and after one below the other."""
    found: list[dict[str, Any]] = []
    for row in rows:
        for value, words, speaks in (
            (row.before, gettext("%(skill)s: before"), False),
            (row.after, gettext("%(skill)s: after"), True),
        ):
            if value is not None:
                label = words % {"skill": row.label}
                found.append({"label": label, "value": value, "text": value, "speaks": speaks})
    return found


def _mark(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 3 else None
