"""Merging two records of one person: everything held about one goes to the other, or nothing does."""

from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from people import rules
from people.actions.checks import record, require
from people.actions.persons import DETAILS, as_read
from people.models import MergeRecord, Person, User
from people.registries import OnMerge, Text, Trace, traces
from workflows import clock
from workflows.errors import GuardsFailed


@dataclass(frozen=True)
class MergeLine:
    """What one trace holds on either side, and whether it moves."""

    says: Text
    kept: int
    merged: int
    moves: bool


@dataclass
class MergePreview:
    """Both sides of a merge before it is made; `problems` are sentences that forbid it."""

    kept: Person
    merged: Person
    lines: list[MergeLine] = field(default_factory=list)
    details: list[tuple[Text, Any, Any, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    account: Text = ""


def preview_merge(*, kept: Person, merged: Person, by: User) -> MergePreview:
    """Count what either record holds and say what would move; change nothing."""
    preview = MergePreview(
        kept, merged, problems=_problems(kept, merged, by), account=_account(kept, merged)
    )
    for trace in traces:
        ours, theirs = (_count(trace, person) for person in (kept, merged))
        if theirs or ours:
            moves = trace.on_merge is OnMerge.MOVES and _key(trace, kept) is not None
            preview.lines.append(MergeLine(trace.says, ours, theirs, moves))
    for name in DETAILS:
        ours, theirs = (as_read(name, getattr(person, name)) for person in (kept, merged))
        column: Any = Person._meta.get_field(name)
        preview.details.append((column.verbose_name, ours, theirs, ours or theirs))
    return preview


def _key(trace: Trace, person: Person) -> int | None:
    return person.user_id if trace.is_about_account else person.pk


def _count(trace: Trace, person: Person) -> int:
    key = _key(trace, person)
    return trace.rows(key).count() if key else 0


def _account(kept: Person, merged: Person) -> Text:
    if kept.user_id and merged.user_id:
        return _(
            "Both have an account. The one of the merged record is closed; its roles and work move."
        )
    if merged.user_id:
        return _("The account goes with the kept record.")
    return _("The kept record keeps its account.") if kept.user_id else _("Neither has an account.")


def _problems(kept: Person, merged: Person, by: User) -> list[str]:
    found: list[str] = []
    if kept.pk == merged.pk:
        found.append(str(_("Choose two different records.")))
    for person in (kept, merged):
        found += rules.can_merge.why_not(by, person)
    if kept.user_id and merged.user_id and not rules.is_admin(by, None):
        found.append(str(_("Both people have accounts; an administrator merges them.")))
    return list(dict.fromkeys(found))


@transaction.atomic
def merge_persons(*, kept: Person, merged: Person, by: User, note: str = "") -> MergeRecord:
    """Move everything held about `merged` to `kept` and write the roll of what moved.

    The merged row stays and points at the kept one, so that history keeps its subject. Rows that
    would repeat what the kept record already has stay with the merged one. Raise NotYours or
    GuardsFailed, and change nothing, when the two must not be merged.
    """
    for person in (kept, merged):
        require(rules.can_merge, by, person)
    pair = (
        Person.objects.select_for_update(of=("self",))
        .select_related("user")
        .in_bulk(sorted({kept.pk, merged.pk}))
    )
    kept, merged = pair[kept.pk], pair[merged.pk]
    if problems := _problems(kept, merged, by):
        raise GuardsFailed(problems)
    before, kept_before = _said(merged), _said(kept)
    roll = {trace.field: part for trace in traces if (part := _move(trace, kept, merged))}
    _join_accounts(kept, merged)
    _fill_gaps(kept, merged)
    record(merged, "merged_away", by=by, note=note)
    record(kept, "merged", by=by, note=note, changes={"merged": merged.pk})
    return MergeRecord.objects.create(
        kept=kept,
        merged=merged,
        merged_by=by,
        merged_at=clock.now(),
        note=note,
        moved=roll,
        before=before,
        kept_before=kept_before,
    )


def _said(person: Person) -> dict[str, Any]:
    """What a record says of itself, and of its account: its key, and whether it could log in."""
    logs_in = person.user is not None and person.user.is_active
    details = {name: getattr(person, name) for name in DETAILS}
    return details | {"user": person.user_id, "logs_in": logs_in}


def _move(trace: Trace, kept: Person, merged: Person) -> dict[str, list[str]]:
    old, new = _key(trace, merged), _key(trace, kept)
    # An account that moves as a whole takes its rows along; only two accounts leave rows to move.
    if trace.on_merge is not OnMerge.MOVES or old is None or new is None:
        return {}
    moved: list[str] = []
    stayed: list[str] = []
    for key in trace.rows(old).order_by("pk").values_list("pk", flat=True):
        try:
            with transaction.atomic():
                trace.model._base_manager.filter(pk=key).update(**{trace.column.name: new})
            moved.append(str(key))
        except IntegrityError:
            stayed.append(str(key))
    return {"moved": moved, "stayed": stayed} if moved or stayed else {}


def _join_accounts(kept: Person, merged: Person) -> None:
    if merged.user is None:
        return
    if kept.user is not None:
        User.objects.filter(pk=merged.user.pk).update(is_active=False)
        return
    account, merged.user = merged.user, None
    merged.save(update_fields=["user"])
    kept.user = account


def _fill_gaps(kept: Person, merged: Person) -> None:
    for name in DETAILS:
        setattr(kept, name, getattr(kept, name) or getattr(merged, name))
    kept.save()
    if kept.user is not None:
        User.objects.filter(pk=kept.user.pk).update(name=kept.full_name)
    merged.merged_into = kept
    merged.save(update_fields=["merged_into"])
