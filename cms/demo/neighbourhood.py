"""The demo's form of a programme's own: written in the editor, used by an open call, its next version begun."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from cms.demo.days import days_ago
from cms.demo.grants import Stage, answers
from cms.demo.ideas import IDEAS
from cms.demo.papers import photograph
from grants.actions.application import attach_to_answers
from grants.models import Application, Call
from people.models import OrganisationKind, User
from questionnaires.actions.editing import (
    begin_questionnaire,
    publish_draft,
    replace_block,
    start_draft,
)
from questionnaires.models import Version
from workflows import clock

FORM = Path(__file__).resolve().parent / "neighbourhood_form.yaml"


def play(stage: Stage) -> Call:
    """The form, the call that uses it, one application sent, one being written, the next version of the form."""
    form = written(stage)
    call = opened(stage, form)
    sent = drafted(stage, call, stage.cast.applicants[7], whole=True)
    stage.hand_in(sent, days_ago(1, 9))
    drafted(stage, call, stage.cast.applicants[0], whole=False)
    applied_already(stage, call)
    with clock.at(days_ago(1)):
        begin_next_version(stage, form)
    return call


def applied_already(stage: Stage, call: Call) -> None:
    """An organisation sent the one application that the call takes from it, and somebody there began a second."""
    in_an_ngo = {"organisation__kind": OrganisationKind.NGO}
    author = next(
        one
        for one in stage.cast.applicants[1:]
        if one.person.memberships.filter(**in_an_ngo).exists()
    )
    stage.hand_in(drafted(stage, call, author, whole=True, days=6), days_ago(5, 12))
    drafted(stage, call, author, whole=True, days=1)


def written(stage: Stage) -> Version:
    """The form as the staff published it."""
    data = yaml.safe_load(FORM.read_text(encoding="utf-8"))
    programme = stage.activity.programme
    with clock.at(days_ago(30)):
        draft = begin_questionnaire(
            name=data["name"], owner=programme, by=stage.staff, blocks=data["blocks"]
        )
        return publish_draft(draft=draft, seen=draft.revision, by=stage.staff)


def begin_next_version(stage: Stage, form: Version) -> None:
    """A draft in which the photographs have a word more of help."""
    draft = start_draft(questionnaire=form.questionnaire, by=stage.staff)
    photos = next(one for one in draft.blocks if one["key"] == "photos")
    words = {
        "pl": "Jak jest teraz, bez twarzy dzieci. Najwyżej cztery.",
        "en": "As it is now, without children's faces. Four at most.",
    }
    replace_block(
        draft=draft,
        key="photos",
        data={**photos, "help": words},
        seen=draft.revision,
        by=stage.staff,
    )


def opened(stage: Stage, form: Version) -> Call:
    """The call, open for three more weeks."""
    return stage.opened(
        stage.call(
            5,
            opens=8,
            closes=-21,
            pl="zielone sąsiedztwo",
            en="green neighbourhood",
            code="zielone-sasiedztwo",
            questionnaire=form,
            who_may_apply=["informal_group", "informal_group_with_patron", "ngo"],
            organisation_applies="call",
            own_contribution_min=10,
        )
    )


def drafted(
    stage: Stage,
    call: Call,
    author: User,
    *,
    whole: bool,
    more: Mapping[str, Any] | None = None,
    days: int = 2,
) -> Application:
    """An application as typed `days` ago; without the money and the end when it is not `whole`; `more` counts first."""
    without = () if whole else ("costs", "lasting", "true_statement", "data_clause", "team")
    idea = IDEAS[7] if whole else IDEAS[0]
    draft = stage.draft(
        call,
        author,
        idea,
        days_ago(days),
        without=without,
        more=more_answers(call, author) | dict(more or {}),
    )
    with clock.at(days_ago(days)):
        attach_to_answers(application=draft, uploads={"photos": [photograph()]}, by=author)
    return Application.objects.select_related("call", "answers", "author").get(pk=draft.pk)


def more_answers(call: Call, author: User) -> dict[str, Any]:
    """What this form asks beside the usual questions."""
    first = call.eligible_from + timedelta(days=5)
    usual = answers(IDEAS[7], call, author)
    who = ("Maria Lipka", "Jan Jawor", "Halina Olcha")
    return {
        "land": "city",
        "team": [
            _member(str(author), "1979", "koordynacja", "601 000 111"),
            _member("Maria Lipka", "", "rośliny", "maria.lipka@example.org"),
            _member("Jan Jawor", "1958", "drewno i narzędzia", "601 000 222"),
        ],
        "access_needs": "Alejka bez progów, donice na wysokości wózka, ławki z podłokietnikami.",
        "partners": "Spółdzielnia Mieszkaniowa Południe\nSzkoła Podstawowa nr 3",
        "schedule": [
            {**step, "who": name} for step, name in zip(usual["schedule"], who, strict=True)
        ],
        "opening_on": (first + timedelta(days=75)).isoformat(),
        "plants": [
            _plant("lipa drobnolistna", 2, first.isoformat(), native=True),
            _plant("dereń biały", 12, first.isoformat(), native=False),
            _plant("kocimiętka", 40, "", native=False),
        ],
        "costs": [
            _cost("materials", "Ziemia, kora i rośliny", "4 200", own_cash="300"),
            _cost("equipment", "Narzędzia ogrodnicze", "1 150", own_in_kind="450"),
            _cost("services", "Projekt nasadzeń", "1 600"),
            _cost("promotion", "Druk planu i zaproszeń", "420,50"),
            _cost(
                "materials",
                "Sadzenie i podlewanie",
                "",
                own_work_kind="simple",
                own_work_hours="24",
            ),
            _cost(
                "services", "Opieka ogrodniczki", "", own_work_kind="expert", own_work_hours="3,5"
            ),
        ],
        "other_support": "500",
        "data_clause": "1",
        "photo_consent": "1",
    }


def _member(name: str, born: str, role: str, contact: str) -> dict[str, str]:
    adult = "" if born else "on"
    return {"name": name, "born": born, "adult": adult, "role": role, "contact": contact}


def _plant(species: str, pieces: int, planted_on: str, *, native: bool) -> dict[str, str]:
    ticked = "on" if native else ""
    return {"species": species, "pieces": str(pieces), "planted_on": planted_on, "native": ticked}


def _cost(category: str, name: str, amount: str, **own: str) -> dict[str, str]:
    sources = {"own_cash": "", "own_in_kind": "", "own_work": ""} | own
    return {"category": category, "name": name, "amount": amount, **sources}
