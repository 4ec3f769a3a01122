"""Taking a merge back: what moved returns to the record it came from, or nothing does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people import rules
from people.actions.checks import record, require
from people.actions.persons import DETAILS, as_read
from people.models import MergeRecord, Person, User
from people.registries import OnMerge, Text, Trace, traces
from workflows import clock
from workflows.errors import GuardsFailed
from workflows.models import Turn
from workflows.turns import refresh_turns
from workflows.workdays import day_in_warsaw


@dataclass(frozen=True)
class PartingLine:
    """Of what one trace holds: how many rows go back, how many stay (they came since, or were there before)."""

    says: Text
    back: int
    stay: int


@dataclass
class PartingPreview:
    """What taking a merge back would do; `problems` are sentences that forbid it."""

    problems: list[str]
    lines: list[PartingLine] = field(default_factory=list)
    details: list[tuple[Text, object, object]] = field(default_factory=list)


def preview_parting(*, merge: MergeRecord, by: User) -> PartingPreview:
    """Count what would go back and what would stay, and say what stands in the way; change nothing."""
    preview = PartingPreview(list(_problems(merge, by)))
    if preview.problems:
        return preview
    for trace in traces:
        if trace.on_merge is not OnMerge.MOVES:
            continue
        held, back = _held(trace, merge), len(_to_return(trace, merge))
        if back or (held and trace.model is not Person):
            preview.lines.append(PartingLine(trace.says, back, held - back))
    for name, value in _taken_over(merge):
        column: Any = Person._meta.get_field(name)
        now, then = as_read(name, value), as_read(name, merge.kept_before[name])
        preview.details.append((column.verbose_name, now, then))
    return preview


def _problems(merge: MergeRecord, by: User) -> Iterator[str]:
    kept, merged = merge.kept, merge.merged
    if merge.undone_at:
        day = date_format(day_in_warsaw(merge.undone_at))
        yield _("This merge was taken back on %(day)s.") % {"day": day}
        return
    if kept.merged_into is not None:
        yield _("%(name)s was merged into another record since. Take that merge back first.") % {
            "name": kept
        }
    elif merged.merged_into_id != kept.pk:
        yield _("The two records are not one any more.")
    if kept.erased_at or merged.erased_at:
        yield _("The person was forgotten; what was held about them cannot be told apart any more.")
    if merge.before.get("user") and merge.kept_before.get("user") and not rules.is_admin(by, None):
        yield _("Both people have accounts; an administrator takes the merge back.")


def _keys(trace: Trace, merge: MergeRecord) -> tuple[int | None, int | None]:
    """The keys of the kept and of the merged side as the trace knows them."""
    if trace.is_about_account:
        return merge.kept_before.get("user"), merge.before.get("user")
    return merge.kept_id, merge.merged_id


def _held(trace: Trace, merge: MergeRecord) -> int:
    key, _other = _keys(trace, merge)
    return trace.rows(key).count() if key else 0


def _to_return(trace: Trace, merge: MergeRecord) -> list[object]:
    """The keys of rows that moved with the merge and that the kept side still has."""
    moved = merge.moved.get(trace.field, {}).get("moved", [])
    key, origin = _keys(trace, merge)
    if not (moved and key and origin):
        return []
    return list(trace.rows(key).filter(pk__in=moved).order_by("pk").values_list("pk", flat=True))


def _taken_over(merge: MergeRecord) -> Iterator[tuple[str, object]]:
    """The details that the kept record took from the merged one, and that nobody has changed since."""
    for name in DETAILS if merge.kept_before else ():
        now = getattr(merge.kept, name)
        if now != merge.kept_before[name] and now == merge.before[name]:
            yield name, now


@transaction.atomic
def part_persons(*, merge: MergeRecord, by: User, note: str = "") -> list[str]:
    """Give back what moved with `merge`, details and account too; return what could not go back, as sentences.

    What came to the kept record since stays with it: nobody can say whose it is. Raise NotYours, and GuardsFailed
    with what stands in the way; then nothing has changed.
    """
    merge = MergeRecord.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    pair = Person.objects.select_for_update(of=("self",)).in_bulk([merge.kept_id, merge.merged_id])
    merge.kept, merge.merged = pair[merge.kept_id], pair[merge.merged_id]
    require(rules.can_merge, by, merge.kept)
    if problems := list(_problems(merge, by)):
        raise GuardsFailed(problems)
    accounts = {key for said in (merge.before, merge.kept_before) if (key := said.get("user"))}
    waiting = _waiting(accounts)
    left = [sentence for trace in traces for sentence in _give_back(trace, merge)]
    _give_back_details(merge)
    refresh_turns({**waiting, **_waiting(accounts)}.values())
    merge.undone_at, merge.undone_by, merge.undone_why = clock.now(), by, note
    merge.save(update_fields=["undone_at", "undone_by", "undone_why"])
    record(merge.merged, "parted", by=by, note=note)
    record(merge.kept, "parted", by=by, note=note, changes={"merged": merge.merged_id})
    return left


def _waiting(accounts: set[int]) -> dict[tuple[int, int], object]:
    """What waits for one of `accounts`, each thing once."""
    turns = Turn.objects.filter(holder__in=accounts)
    return {(one.about_type_id, one.about_id): one.about for one in turns if one.about}


def _give_back(trace: Trace, merge: MergeRecord) -> Iterator[str]:
    _key, origin = _keys(trace, merge)
    stuck = 0
    for key in _to_return(trace, merge):
        try:
            with transaction.atomic():
                trace.model._base_manager.filter(pk=key).update(**{trace.column.name: origin})
        except IntegrityError:
            stuck += 1
    if stuck:
        yield _("%(what)s: %(count)d stay, because the other record has the same again.") % {
            "what": trace.says,
            "count": stuck,
        }


def _give_back_details(merge: MergeRecord) -> None:
    kept, merged = merge.kept, merge.merged
    for name, _value in list(_taken_over(merge)):
        setattr(kept, name, merge.kept_before[name])
    account = merge.before.get("user")
    if account and kept.user_id == account:
        kept.user = None
    kept.save()
    merged.user_id, merged.merged_into = account, None
    merged.save(update_fields=["user", "merged_into"])
    if kept.user_id:
        User.objects.filter(pk=kept.user_id).update(name=kept.full_name)
    if account:
        User.objects.filter(pk=account).update(name=merged.full_name)
    if kept.user_id and merge.before.get("logs_in"):  # of two accounts the merge closed this one
        User.objects.filter(pk=account).update(is_active=True)
