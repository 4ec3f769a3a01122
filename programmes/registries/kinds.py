"""The kinds of activity by name: all are listed here, rooms attach the model that serves them.

An unlisted kind is refused; a listed one that no room serves yet says so on the programme's page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workflows.registry import Registry

Words = str | Promise


@dataclass
class Kind:
    """A kind of activity.

    `model` holds what carries it out (it has a foreign key `activity`), `url` gives the workspace
    address where that is listed for one activity; both are None while no room serves the kind.
    """

    name: str
    label: Words
    model: type[models.Model] | None = None
    url: Callable[[Any], str] | None = None

    @property
    def served(self) -> bool:
        """Whether a room carries this kind out."""
        return self.model is not None


kinds: Registry[Kind] = Registry("programmes.kinds")
_LABELS: list[tuple[str, Words]] = [
    ("event", pgettext_lazy("kind of activity", "Event")),
    ("study_visit", pgettext_lazy("kind of activity", "Study visit")),
    ("mentoring", pgettext_lazy("kind of activity", "Mentoring")),
    ("grant_call", pgettext_lazy("kind of activity", "Micro-grant call")),
    ("public_dialogue", pgettext_lazy("kind of activity", "Public dialogue")),
    ("consultation", pgettext_lazy("kind of activity", "Public consultation")),
    ("model_test", pgettext_lazy("kind of activity", "Test of a participation model")),
    ("model_document", pgettext_lazy("kind of activity", "Model document")),
    ("index_assessment", pgettext_lazy("kind of activity", "Assessment by an index")),
    ("advice", pgettext_lazy("kind of activity", "Advice")),
    ("supervision", pgettext_lazy("kind of activity", "Supervision")),
    ("survey", pgettext_lazy("kind of activity", "Survey")),
    ("analysis", pgettext_lazy("kind of activity", "Analysis")),
    ("action_plan", pgettext_lazy("kind of activity", "Action plan")),
    ("evaluation", pgettext_lazy("kind of activity", "Evaluation")),
    ("outreach", pgettext_lazy("kind of activity", "Outreach")),
    ("research", pgettext_lazy("kind of activity", "Research")),
    ("social_animation", pgettext_lazy("kind of activity", "Social animation")),
    ("network_meeting", pgettext_lazy("kind of activity", "Network meeting")),
    ("workshop_cycle", pgettext_lazy("kind of activity", "Cycle of workshops")),
]
for _name, _label in _LABELS:
    kinds.add(_name, Kind(_name, _label))


def attach(name: str, model: type[models.Model], url: Callable[[Any], str] | None = None) -> Kind:
    """Let `model` serve the listed kind `name`; ImproperlyConfigured for an unlisted or taken one."""
    kind = kinds.get(name)
    if kind is None:
        raise ImproperlyConfigured(f"programmes.kinds: “{name}” is not a listed kind of activity.")
    if kind.model not in (None, model):
        raise ImproperlyConfigured(f"programmes.kinds: “{name}” is served twice.")
    kind.model, kind.url = model, url
    return kind


def kind_label(name: str) -> str:
    """What the kind is called in the reader's language."""
    return str(kinds[name].label)


def kind_choices() -> list[tuple[str, Words]]:
    """All kinds, for forms."""
    return [(kind.name, kind.label) for kind in kinds]


def validate_kind(name: str) -> None:
    """Refuse a kind that is not listed."""
    if name not in kinds:
        raise ValidationError(
            _("“%(name)s” is not a kind of activity that Tandem knows."), params={"name": name}
        )
