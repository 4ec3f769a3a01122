"""What a call shows of its outcome to everybody: the lists that it chose, once its results are published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from grants.models import Call


@dataclass(frozen=True)
class ResultList:
    """One public list: its heading, whether it shows points, and its applications."""

    key: str
    title: str | Promise
    rows: list[Any]


TITLES = {
    "funded": _("Who gets a grant"),
    "reserve": _("The reserve list"),
    "not_funded": _("Who gets none"),
    "formally_rejected": _("Rejected for formal reasons"),
}


def results_of(call: Call) -> list[ResultList]:
    """The lists of `call` that are open to everybody, in one query; none before they are published."""
    if call.results_published_at is None:
        return []
    found: dict[str, list[Any]] = {key: [] for key in TITLES if key in call.public_lists}
    rows = call.applications.in_state(*found).with_place()
    for application in rows.select_related("track"):
        found[str(application.state)].append(application)
    return [ResultList(key, TITLES[key], rows) for key, rows in found.items()]
