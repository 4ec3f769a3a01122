"""Who may do what with a programme; each predicate takes anything that names its role scopes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from programmes import roles
from workflows.predicates import is_admin, predicate
from workflows.roles import holds, roles_of


def _holds_any(user: Any, obj: Any, names: tuple[str, ...]) -> bool:
    return any(holds(user, name, obj) for name in names)


@predicate(_("The team of this programme does this."))
def _is_team(user: Any, obj: Any) -> bool:
    return _holds_any(user, obj, roles.TEAM)


@predicate(_("The staff of this programme do this."))
def _is_staff(user: Any, obj: Any) -> bool:
    return _holds_any(user, obj, roles.RUNNERS)


@predicate(_("The coordinator of this programme does this."))
def _is_coordinator(user: Any, obj: Any) -> bool:
    return _holds_any(user, obj, (roles.COORDINATOR,))


@predicate(_("The finance staff of this programme do this."))
def _keeps_money(user: Any, obj: Any) -> bool:
    return _holds_any(user, obj, roles.KEEPERS_OF_MONEY)


@predicate(_("Whoever runs a programme, or an administrator, brings a new one in."))
def _runs_some_programme(user: Any, obj: Any) -> bool:
    return bool(roles_of(user).names.intersection(roles.RUNNERS))


@predicate(_("The programme's funder reads this."))
def _is_funder(user: Any, obj: Any) -> bool:
    return _holds_any(user, obj, (roles.FUNDER,))


@predicate(_("Whoever saved this filter changes it."))
def owns_filter(user: Any, saved: Any) -> bool:
    """Over a saved filter."""
    return bool(saved.owner_id == user.pk)


@predicate(_("Whoever saved this filter uses it, and the team they share it with."))
def is_shared_with(user: Any, saved: Any) -> bool:
    """Over a saved filter: twin of `SavedFilterQuerySet.visible_to`, without the owner."""
    return saved.shared_with is not None and can_view(user, saved.shared_with)


can_view = _is_team | is_admin
runs_programme = _is_staff | is_admin
coordinates_programme = _is_coordinator | is_admin
keeps_money = _keeps_money | is_admin
is_funder = _is_funder
may_begin_programme = _runs_some_programme | is_admin
can_use_filter = owns_filter | is_shared_with
