"""What templates ask of a form made of blocks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.translation import gettext

from questionnaires.blocks import NO, YES, Condition, Note, Question
from questionnaires.blocks import condition_of as condition_of_block
from questionnaires.forms import AnswersForm
from questionnaires.views.kinds import name_of

register = template.Library()


@register.filter
def key_of(item: BoundField | Note) -> str:
    """The key of the block behind a field, or of a note."""
    return item.key if isinstance(item, Note) else item.name


@register.filter
def condition_of(form: AnswersForm, key: str) -> Condition | None:
    """The condition under which the block `key` is shown; None when it always is."""
    block = form.by_key.get(key)
    return condition_of_block(block) if block else None


@register.filter
def answer_of(form: AnswersForm, key: str) -> str:
    """What was answered to `key`, as words of a condition, for pages on which that question does not stand."""
    block, value = form.by_key.get(key), form.typed.get(key)
    if isinstance(block, Question) and block.is_tick:
        return YES if value else NO
    return " ".join(str(one) for one in value) if isinstance(value, list) else str(value or "")


@register.filter
def is_tick(form: AnswersForm, key: str) -> bool:
    """Whether the question `key` is answered by ticking."""
    block = form.by_key.get(key)
    return block is not None and block.is_tick


@register.filter
def title_of(form: AnswersForm, key: str) -> str:
    """The label of the question `key`, in the reader's language."""
    return form.by_key[key].title


@register.filter
def answers_of(form: AnswersForm, condition: Condition) -> str:
    """The answers that meet `condition`, as their question offers them, in the reader's language."""
    block = form.by_key[condition.key]
    offered = {option.key: str(option) for option in getattr(block, "options", ())}
    if block.is_tick:
        offered = {YES: gettext("ticked"), NO: gettext("not ticked")}
    return ", ".join(offered.get(key, key) for key in condition.among)


@register.filter
def kind_name(kind: str) -> str:
    """What a kind of block is called."""
    return name_of(kind)


@register.filter
def theirs_of(conflicts: Any, key: str) -> Any:
    """The conflict at `key`, if there is one."""
    return conflicts.get(key) if isinstance(conflicts, Mapping) else None
