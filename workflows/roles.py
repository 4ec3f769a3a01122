"""Who holds which role on what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from workflows import clock

Held = tuple[str, int, int]


@dataclass(frozen=True)
class RoleOn:
    """Whoever holds `role` on `scope`, today and tomorrow, `but` not this one account: the second of two is another."""

    role: str
    scope: models.Model
    but: Any = None


class Roles:
    """The roles one user holds, read once per request: (role, content type id, object id)."""

    def __init__(self, held: Iterable[Held]) -> None:
        self.held = frozenset(held)

    def has(self, role: str, obj: models.Model) -> bool:
        return (role, _type_id(obj), obj.pk) in self.held

    def ids(self, role: str, model: type[models.Model]) -> set[int]:
        """The keys of the rows of `model` on which the user holds `role`."""
        wanted = _type_id(model)
        return {pk for name, type_id, pk in self.held if name == role and type_id == wanted}

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all roles held anywhere."""
        return frozenset(name for name, _type, _pk in self.held)

    def by_role(self) -> dict[tuple[str, int], set[int]]:
        """The same, grouped for a query: (role, content type id) → object ids."""
        grouped: dict[tuple[str, int], set[int]] = defaultdict(set)
        for role, type_id, pk in self.held:
            grouped[role, type_id].add(pk)
        return grouped


NO_ROLES = Roles(())


def _type_id(obj: models.Model | type[models.Model]) -> int:
    return ContentType.objects.get_for_model(obj, for_concrete_model=False).pk


def _grants() -> Any:
    return apps.get_model("workflows", "RoleGrant").objects


def roles_of(user: Any) -> Roles:
    """The current roles of `user`, kept on the user object for the length of a request (one query)."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return NO_ROLES
    if not hasattr(user, "_tandem_roles"):
        load_roles([user])
    roles: Roles = user._tandem_roles
    return roles


def load_roles(users: Collection[Any]) -> None:
    """Read the roles of all `users` at once, for `roles_of` to find (one query, none for nobody)."""
    held: dict[int, list[Held]] = {user.pk: [] for user in users}
    if held:
        columns = "user", "role", "about_type_id", "about_id"
        for pk, *row in _grants().current().filter(user__in=held).values_list(*columns):
            held[pk].append(tuple(row))
    for user in users:
        user._tandem_roles = Roles(held[user.pk])


def has_role(user: Any, role: str, obj: models.Model) -> bool:
    """Whether `user` holds `role` on `obj` itself."""
    return roles_of(user).has(role, obj)


def holds(user: Any, role: str, obj: Any) -> bool:
    """Whether `user` holds `role` on `obj` or on what it belongs to (`obj.role_scopes()`)."""
    return any(has_role(user, role, scope) for scope in obj.role_scopes())


def holders(role: str, obj: models.Model) -> list[Any]:
    """The accounts that hold `role` on `obj` now, able to log in."""
    return holders_of_any([role], obj)


def holders_of_any(roles: Iterable[str], obj: models.Model) -> list[Any]:
    """The accounts that hold some of `roles` on `obj` now, able to log in, each once; in one query."""
    held = _grants().current().of(obj).filter(role__in=list(roles), user__is_active=True)
    rows = held.select_related("user").order_by("pk")
    return list({grant.user_id: grant.user for grant in rows}.values())


@transaction.atomic
def give_role(user: Any, role: str, obj: models.Model, *, by: Any) -> Any:
    """Give `user` the `role` on `obj`; giving it twice changes nothing. `by` is an account or None."""
    grant, _made = _grants().get_or_create(
        user=user,
        role=role,
        about_type_id=_type_id(obj),
        about_id=obj.pk,
        ended_at=None,
        defaults={"given_by": by, "given_at": clock.now()},
    )
    vars(user).pop("_tandem_roles", None)
    return grant


def end_role(user: Any, role: str, obj: models.Model, *, by: Any) -> None:
    """End the `role` of `user` on `obj`; it stays on record."""
    grants = _grants().current().of(obj).filter(user=user, role=role)
    grants.update(ended_at=clock.now(), ended_by=by)
    vars(user).pop("_tandem_roles", None)
