"""Writing a form: begun, changed block by block, published as a version that never changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from people.names import slug
from questionnaires import rules
from questionnaires.blocks import BadBlocks, problems_of
from questionnaires.models import Questionnaire, Version
from workflows import clock
from workflows.errors import GuardsFailed, NotFromHere, NotYours, SomeoneWasFaster
from workflows.models.link import type_of

Blocks = list[dict[str, Any]]
RESERVED_CODES = frozenset({"new"})
BLOCKS_AT_MOST = 200


@transaction.atomic
def begin_questionnaire(
    *, name: str, owner: models.Model | None, by: Any, blocks: Iterable[Mapping[str, Any]] = ()
) -> Version:
    """Make a form of `owner` (None: of the installation) with a draft of `blocks`; return the draft."""
    questionnaire = Questionnaire(
        code=_free_code(name),
        name=name,
        owner_type=type_of(owner) if owner is not None else None,
        owner_id=owner.pk if owner is not None else None,
    )
    if not rules.may_edit(by, questionnaire):
        raise NotYours(rules.may_edit.why_not(by, questionnaire))
    questionnaire.save()
    return _draft(questionnaire, 1, [dict(one) for one in blocks], by)


def _free_code(name: str) -> str:
    base = slug(name)[:50].strip("-") or "form"
    taken = set(Questionnaire.objects.values_list("code", flat=True)) | RESERVED_CODES
    return next(
        code
        for number in range(len(taken) + 1)
        if (code := f"{base}-{number + 1}" if number else base) not in taken
    )


def _draft(questionnaire: Questionnaire, number: int, blocks: Blocks, by: Any) -> Version:
    return Version.objects.create(
        questionnaire=questionnaire,
        number=number,
        blocks=blocks,
        edited_at=clock.now(),
        edited_by=by,
    )


@transaction.atomic
def start_draft(*, questionnaire: Questionnaire, by: Any) -> Version:
    """The draft of the next version, with the words of the last; the one there is, if somebody writes one."""
    form = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    _refuse_strangers(form, by)
    if (draft := form.versions.drafts().first()) is not None:
        return draft
    last = form.versions.order_by("-number").first()
    return _draft(form, last.number + 1 if last else 1, deepcopy(last.blocks) if last else [], by)


def _refuse_strangers(questionnaire: Questionnaire, by: Any) -> None:
    if not rules.may_edit(by, questionnaire):
        raise NotYours(rules.may_edit.why_not(by, questionnaire))


def _opened(draft: Version, *, seen: int, by: Any) -> Version:
    """The draft under its lock, if `by` may change it and it is as they saw it."""
    fresh = (
        Version.objects.select_for_update(of=("self",))
        .select_related("questionnaire", "edited_by")
        .filter(pk=draft.pk)
        .first()
    )
    if fresh is None:
        raise NotFromHere([_("This draft is gone: somebody threw it away.")])
    _refuse_strangers(fresh.questionnaire, by)
    if fresh.published_at is not None:
        raise NotFromHere([_("This version is published and never changes. Start a new one.")])
    if fresh.revision != seen:
        raise SomeoneWasFaster(
            [
                _(
                    "Somebody was faster: %(who)s changed this form meanwhile. Look at it, then change it again."
                )
                % {"who": fresh.edited_by}
            ]
        )
    return fresh


@transaction.atomic
def change_draft(
    *, draft: Version, seen: int, by: Any, change: Callable[[Blocks], Blocks]
) -> Version:
    """Write what `change` makes of the draft's blocks. Raises NotYours, NotFromHere or SomeoneWasFaster."""
    fresh = _opened(draft, seen=seen, by=by)
    blocks = change(deepcopy(fresh.blocks))
    if len(blocks) > BLOCKS_AT_MOST:
        raise GuardsFailed([_("A form has at most %(most)d blocks.") % {"most": BLOCKS_AT_MOST}])
    fresh.blocks, fresh.revision = blocks, fresh.revision + 1
    fresh.edited_at, fresh.edited_by = clock.now(), by
    fresh.save()
    return fresh


def _place(blocks: Blocks, key: str) -> int:
    place = next((at for at, one in enumerate(blocks) if one["key"] == key), None)
    if place is None:
        raise NotFromHere([_("This block is gone already.")])
    return place


def add_block(
    *, draft: Version, data: Mapping[str, Any], after: str, seen: int, by: Any
) -> Version:
    """Put the block `data` behind the one with the key `after`, or last when that is empty."""

    def change(blocks: Blocks) -> Blocks:
        at = _place(blocks, after) + 1 if after else len(blocks)
        return [*blocks[:at], dict(data), *blocks[at:]]

    return change_draft(draft=draft, seen=seen, by=by, change=change)


def replace_block(
    *, draft: Version, key: str, data: Mapping[str, Any], seen: int, by: Any
) -> Version:
    """Put the block `data` in the place of the one with the key `key`; conditions on it follow its new key."""

    def change(blocks: Blocks) -> Blocks:
        blocks[_place(blocks, key)] = dict(data)
        for block in blocks:
            if (block.get("only_if") or {}).get("key") == key:
                block["only_if"] = {**block["only_if"], "key": data["key"]}
        return blocks

    return change_draft(draft=draft, seen=seen, by=by, change=change)


def move_block(*, draft: Version, key: str, by_places: int, seen: int, by: Any) -> Version:
    """Move the block `key` by so many places, down when positive; at an end it stays there."""

    def change(blocks: Blocks) -> Blocks:
        block = blocks.pop(at := _place(blocks, key))
        blocks.insert(max(0, at + by_places), block)
        return blocks

    return change_draft(draft=draft, seen=seen, by=by, change=change)


def remove_block(*, draft: Version, key: str, seen: int, by: Any) -> Version:
    """Take the block `key` out of the draft; earlier versions keep it."""

    def change(blocks: Blocks) -> Blocks:
        del blocks[_place(blocks, key)]
        return blocks

    return change_draft(draft=draft, seen=seen, by=by, change=change)


def copy_block(*, draft: Version, key: str, seen: int, by: Any) -> Version:
    """Put a copy of the block `key` behind it, under a key of its own."""

    def change(blocks: Blocks) -> Blocks:
        at = _place(blocks, key)
        twin = deepcopy(blocks[at])
        twin["key"] = free_key(key, [one["key"] for one in blocks])
        return [*blocks[: at + 1], twin, *blocks[at + 1 :]]

    return change_draft(draft=draft, seen=seen, by=by, change=change)


def free_key(words: str, taken: Iterable[str]) -> str:
    """A key made of `words` that is not yet `taken`: small letters, digits and _, a letter first."""
    base = slug(words).replace("-", "_")[:50].strip("_")
    base = re.sub(r"_\d+$", "", base) or "block"
    base = base if base[0].isalpha() else f"q_{base}"
    used = set(taken)
    return next(
        key
        for number in range(1, len(used) + 2)
        if (key := f"{base}_{number}" if number > 1 else base) not in used
    )


@transaction.atomic
def publish_draft(*, draft: Version, seen: int, by: Any) -> Version:
    """Publish the draft; consents whose words changed get the next number. Raises GuardsFailed with what to mend."""
    fresh = _opened(draft, seen=seen, by=by)
    if sentences := [one.sentence for one in problems_of(fresh.draft_blocks())]:
        raise GuardsFailed(sentences)
    fresh.blocks = _consents_numbered(fresh)
    try:
        fresh.publish(by=by)
    except BadBlocks as bad:
        raise GuardsFailed(bad.sentences) from bad
    return fresh


def _consents_numbered(draft: Version) -> Blocks:
    """The draft's blocks; a consent has the number of the last published words, one more when they changed."""
    known: dict[str, dict[str, Any]] = {}
    for version in draft.questionnaire.versions.published().order_by("number"):
        known |= {one["key"]: one for one in version.blocks if one["kind"] == "consent"}
    blocks = deepcopy(draft.blocks)
    for block in blocks:
        if block["kind"] == "consent":
            last = known.get(block["key"])
            block["version"] = _number_of_words(block, last)
    return blocks


def _number_of_words(block: Mapping[str, Any], last: Mapping[str, Any] | None) -> int:
    if last is None:
        return 1
    same = all(block.get(part) == last.get(part) for part in ("label", "text"))
    return int(last.get("version", 1)) + (0 if same else 1)


@transaction.atomic
def discard_draft(*, draft: Version, seen: int, by: Any) -> None:
    """Throw the draft away; a form that was never published goes with it."""
    fresh = _opened(draft, seen=seen, by=by)
    questionnaire = fresh.questionnaire
    fresh.delete()
    if not questionnaire.versions.exists():
        questionnaire.delete()
