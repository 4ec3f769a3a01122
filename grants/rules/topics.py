"""The topics of a call: the answers to those questions of its form that staff marked as topics.

A topic is known by the keys of its question and its answer, which stay the same across versions of the form.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from questionnaires.blocks import Choice, MultipleChoice, is_asked

if TYPE_CHECKING:
    from grants.models import Call


class Topics:
    """The topics of one call, its form read once; `labels` by key in the order of the form."""

    def __init__(self, call: Call) -> None:
        """Nothing where the form has no such question, or is not chosen yet."""
        blocks = call.form.read() if call.questionnaire_id else []
        self.blocks = {block.key: block for block in blocks}
        self.marked = [
            one for one in blocks if isinstance(one, Choice | MultipleChoice) and one.is_topic
        ]
        self.labels = {
            f"{block.key}:{option.key}": str(option)
            for block in self.marked
            for option in block.options
        }

    def named_in(self, values: Mapping[str, Any]) -> frozenset[str]:
        """The topics that somebody named who answered the form with `values`, as typed."""
        answered = {
            f"{block.key}:{answer}"
            for block in self.marked
            if is_asked(block, self.blocks, values)
            for answer in _chosen(values.get(block.key))
        }
        return frozenset(answered & self.labels.keys())


def known_in_words(known: Collection[str] | None, labels: Mapping[str, str]) -> str:
    """What an assessor knows of the topics `labels`, for a list; None: they have not said."""
    if known is None:
        return _("topics not said yet")
    said = [label for key, label in labels.items() if key in known]
    if len(said) == len(labels):
        return _("any topic")
    return ", ".join(said) or pgettext("topics known", "none of the topics")


def _chosen(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
