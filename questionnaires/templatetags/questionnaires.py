"""What templates ask of a form made of blocks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from questionnaires.blocks import Condition, Question
from questionnaires.forms import AnswersForm

register = template.Library()


@register.filter
def condition_of(form: AnswersForm, key: str) -> Condition | None:
    """The condition under which the question `key` is asked; None when it always is."""
    block = form.by_key.get(key)
    return block.only_if if isinstance(block, Question) else None


@register.filter
def theirs_of(conflicts: Any, key: str) -> Any:
    """The conflict at `key`, if there is one."""
    return conflicts.get(key) if isinstance(conflicts, Mapping) else None
