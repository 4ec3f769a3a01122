"""Groups with a patron: one waits for its second patron's answer, the other's patron confirmed before it was sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cms.demo.days import days_ago
from cms.demo.grants import Stage
from cms.demo.neighbourhood import drafted
from grants.actions.application import save_answers
from grants.actions.patron import ask_patron
from grants.models import Application, Call, Patronage
from people.models import Organisation, OrganisationKind, User
from questionnaires.forms import Page
from workflows import clock

CALL = "zielone-sasiedztwo"  # takes applications now, from groups with a patron too


def play(stage: Stage) -> None:
    """applicant@ is asked to answer for a patron, after another organisation declined; staff@ checks one that was sent."""
    call = Call.objects.get(code=CALL)
    waiting, sent = stage.cast.applicants[17], stage.cast.applicants[18]
    draft = written(stage, call, waiting, patron=some_ngo(stage, 1), group="Podwórko przy Klonowej")
    ask(draft, stage.cast.applicants[20], days=5).decline(
        by=stage.cast.applicants[20],
        at=days_ago(4),
        note="Jesteśmy już patronem dwóch grup i trzeciej nie damy rady obsłużyć.",
    )
    renamed(draft, some_ngo(stage, 0))
    ask(draft, stage.cast.applicants[0], days=2)
    ready = written(stage, call, sent, patron=some_ngo(stage, 2), group="Sąsiadki z Kwiatowej")
    with clock.at(days_ago(3)):
        ask(ready, stage.cast.applicants[19], days=4).confirm(
            by=stage.cast.applicants[19], capacity="wiceprezeska zarządu", agreed=True
        )
    stage.hand_in(again(ready), days_ago(1, 11))


def some_ngo(stage: Stage, place: int) -> Organisation:
    """The organisation at `place` among those of the demo that may be a patron."""
    ngos = [one for one in stage.cast.organisations if one.kind == OrganisationKind.NGO and one.nip]
    return ngos[place]


def written(
    stage: Stage, call: Call, author: User, *, patron: Organisation, group: str
) -> Application:
    """A whole draft of a group that names `patron`."""
    with_patron: dict[str, Any] = {
        "applicant_kind": "informal_group_with_patron",
        "group_name": group,
        "group_members": f"{author}\nMaria Lipka\nHalina Olcha\nJan Jawor",
        "title": f"Zieleń od nowa: {group}",
        **naming(patron),
    }
    return drafted(stage, call, author, whole=True, more=with_patron, days=6)


def naming(patron: Organisation) -> dict[str, str]:
    """What is typed to name a patron."""
    return {"patron_name": patron.name, "patron_nip": patron.nip}


def renamed(draft: Application, patron: Organisation) -> None:
    """The author names another patron."""
    answers = again(draft).answers
    with clock.at(days_ago(3)):
        save_answers(
            application=draft,
            typed=naming(patron),
            page=Page(answers.version, "demo"),
            by=draft.author,
        )


def ask(draft: Application, user: User, *, days: int) -> Patronage:
    """The question, sent `days` ago to the account of `user`."""
    with clock.at(days_ago(days, 10)):
        return ask_patron(
            application=draft,
            email=user.email,
            given_name=user.person.given_name,
            family_name=user.person.family_name,
            by=draft.author,
            at=days_ago(days, 10) + timedelta(minutes=1),
        )


def again(draft: Application) -> Application:
    """The draft as it is now."""
    return Application.objects.select_related("call", "answers", "author").get(pk=draft.pk)
