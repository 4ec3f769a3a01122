"""Who may see and change which form."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from questionnaires.registries import kind_of, owners
from workflows.predicates import is_admin, predicate


@predicate(_("Those who run the programme of this form change it."))
def _runs_owner(user: Any, questionnaire: Any) -> bool:
    owner = questionnaire.owner
    kind = kind_of(owner) if owner is not None else None
    return kind is not None and kind.may(user, owner)


@predicate(
    _(
        "A form of the whole installation is changed by its administrators; make a copy for your programme."
    )
)
def _is_owned(user: Any, questionnaire: Any) -> bool:
    return questionnaire.owner_id is not None


@predicate(_("Whoever runs a programme makes forms."))
def _runs_something(user: Any, questionnaire: Any) -> bool:
    return any(kind.run_by(user).exists() for kind in owners)


@predicate(_("Every form without an owner is shared."))
def _is_shared(user: Any, questionnaire: Any) -> bool:
    return questionnaire.owner_id is None


may_edit = is_admin | (_is_owned & _runs_owner)
may_begin = is_admin | _runs_something
can_view = is_admin | _runs_owner | (_is_shared & _runs_something)
