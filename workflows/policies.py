"""What somebody may do around an object: read its files, attach one, comment, read what is internal.

Each question goes to the object first (a method of the same name); the defaults here are the narrow ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from .models import History, StoredFile, Turn
from .roles import holds

INTERNAL_ROLES = ("staff", "coordinator")


def may_see(user: Any, obj: models.Model) -> bool:
    """Whether `user` finds `obj` through `visible_to`; an object without that twin is seen by nobody.

    A visitor sees nothing this way: what is public has a page of its own.
    """
    manager: Any = type(obj)._default_manager
    if not is_logged_in(user) or not hasattr(manager, "visible_to"):
        return False
    return bool(manager.visible_to(user).filter(pk=obj.pk).exists())


def seen_among(user: Any, objects: Iterable[models.Model]) -> set[tuple[type, Any]]:
    """Which of `objects` `user` finds as `may_see` has it, as pairs of model and key; one query a kind."""
    keys: dict[type[models.Model], set[Any]] = {}
    for obj in objects:
        keys.setdefault(type(obj), set()).add(obj.pk)
    found: set[tuple[type, Any]] = set()
    for model, pks in keys.items():
        manager: Any = model._default_manager
        if is_logged_in(user) and hasattr(manager, "visible_to"):
            seen = manager.visible_to(user).filter(pk__in=pks).values_list("pk", flat=True)
            found |= {(model, pk) for pk in seen}
    return found


def _asked(obj: Any, question: str, *args: Any) -> bool | None:
    """The object's own answer, or None when it has none."""
    policy = getattr(obj, question, None)
    answer = None if policy is None else policy(*args)
    return None if answer is None else bool(answer)


def may_read_file(user: Any, file: StoredFile) -> bool:
    """Whether `user` may fetch `file`: its owner says, else whoever sees the owner. Never a removed one."""
    owner = file.about
    if owner is None or file.removed_at is not None:
        return False
    if isinstance(owner, History):
        return may_read_scan(user, owner)
    own = _asked(owner, "may_read_file", user, file)
    return may_see(user, owner) if own is None else own


def may_read_scan(user: Any, entry: History) -> bool:
    """Whether `user` may fetch what came with a step entered in another's place: the two of them, and who runs it.

    Not whoever sees the object: the paper may show what its page hides.
    """
    if not is_logged_in(user):
        return False
    return user.pk in (entry.by_id, entry.acting_for_id) or runs(user, entry.about)


def runs(user: Any, obj: Any) -> bool:
    """Whether `user` holds one of the office's roles on `obj` or on what it belongs to."""
    return is_logged_in(user) and any(holds(user, role, obj) for role in INTERNAL_ROLES)


def may_add_file(user: Any, obj: models.Model) -> bool:
    """Whether `user` may attach a file to `obj`: the object says, else whoever has the move."""
    own = _asked(obj, "may_add_file", user)
    if own is not None:
        return own
    return is_logged_in(user) and Turn.objects.of(obj).waiting_for(user).exists()


def may_remove_file(user: Any, file: StoredFile) -> bool:
    """Whether `user` may take `file` away: its owner says, else who attached it, while they may still attach."""
    owner = file.about
    own = _asked(owner, "may_remove_file", user, file) if owner is not None else None
    if own is not None:
        return own
    mine = file.uploaded_by_id is not None and file.uploaded_by_id == getattr(user, "pk", None)
    return mine and owner is not None and may_add_file(user, owner)


def may_read_internal(user: Any, obj: models.Model) -> bool:
    """Whether `user` reads what is meant for the team only: the object's `internal_roles`, and administrators."""
    own = _asked(obj, "may_read_internal", user)
    if own is not None:
        return own
    if not is_logged_in(user):
        return False
    roles = getattr(obj, "internal_roles", INTERNAL_ROLES)
    scoped = hasattr(obj, "role_scopes") and any(holds(user, role, obj) for role in roles)
    return scoped or bool(user.is_superuser)


def may_comment(user: Any, obj: models.Model) -> bool:
    """Whether `user` may comment: the object says, else the team and those who took part in its history.

    Seeing is not enough: an assessor reads an application and must not sign their name under it.
    """
    own = _asked(obj, "may_comment", user)
    if own is not None:
        return own
    if not is_logged_in(user):
        return False
    took_part = Q(by=user) | Q(acting_for=user)
    return may_read_internal(user, obj) or History.objects.of(obj).filter(took_part).exists()


def shows_actor(obj: Any, user: Any, entry: Any) -> bool:
    """Whether `user` reads the name behind a history entry or comment; the object may hide it (`shows_actor`)."""
    own = _asked(obj, "shows_actor", user, entry)
    return True if own is None else own


def is_logged_in(user: Any) -> bool:
    return bool(getattr(user, "is_authenticated", False) and user.is_active)
