"""The rules of a call in plain words, made from its data, so that the page never says anything else than the door."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grants.rules.question import questions_until
from workflows.deadlines import in_words

from .afterwards import duties, reserve, results
from .applicants import applicants
from .judging import judging, order
from .money import costs, money, partial
from .rule import Rule, RuleChapter

if TYPE_CHECKING:
    from grants.models import Call

__all__ = ["Rule", "RuleChapter", "chapters_of", "main_rules_of", "order_rules_of", "rules_of"]


def when(call: Call) -> Iterator[Rule]:
    """From when to when one sends it."""
    instants = {"opens": in_words(call.opens_at), "closes": in_words(call.closes_at)}
    sentence = _("From %(opens)s to %(closes)s. What arrives at that minute or later is too late.")
    yield Rule(_("When do we send it?"), sentence % instants)
    until = {"when": in_words(questions_until(call))}
    yield Rule(_("When may we ask?"), _("Until %(when)s; we answer by mail.") % until)


CHAPTERS = (
    ("applicants", gettext_lazy("Who may apply"), applicants),
    ("money", gettext_lazy("Money"), money),
    ("dates", gettext_lazy("Sending it in"), when),
    ("costs", gettext_lazy("The project and its costs"), costs),
    ("judging", gettext_lazy("How we choose"), judging),
    ("results", gettext_lazy("Results and appeals"), results),
    ("duties", gettext_lazy("After the award"), duties),
)
MAIN = ("applicants", "money", "dates", "costs", "judging")


def chapters_of(call: Call) -> list[RuleChapter]:
    """The rules that the data of `call` make, by what they are about, in the order in which people ask for them."""
    return [RuleChapter(key, title, tuple(rules(call))) for key, title, rules in CHAPTERS]


def rules_of(call: Call) -> list[Rule]:
    """Every rule of `call`, one after another."""
    return [rule for chapter in chapters_of(call) for rule in chapter.rules]


def order_rules_of(call: Call) -> list[Rule]:
    """The rules from which a ranking follows: how points make an order, and how the pool is spent along it."""
    return [*order(call), partial(call), reserve(call)]


def main_rules_of(call: Call) -> list[Rule]:
    """The first rule of each chapter that one reads before one begins to write; the rest is not even asked for."""
    return [next(rules(call)) for key, _title, rules in CHAPTERS if key in MAIN]
