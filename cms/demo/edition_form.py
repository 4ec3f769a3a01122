"""The large edition up to the end of the formal check: submissions, corrections, rejections, appeals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from cms.demo import crowd
from cms.demo.days import days_ago
from cms.demo.grants import Stage
from cms.demo.ideas import IDEAS
from grants.actions.appeal import file_appeal
from grants.actions.application import save_answers
from grants.models import Appeal, Application, Call
from questionnaires.forms import Page
from workflows import clock
from workflows.moves import SYSTEM

CYCLE = 30  # applications after which the fates below come again


def submit_all(stage: Stage, call: Call, size: int) -> list[Application]:
    """Everybody submits in the last ten days, one after the other; then the call closes."""
    ngos = [one for one in stage.cast.organisations if one.kind == "ngo"]
    first, apart = call.closes_at - timedelta(days=10), timedelta(days=9) / size
    rows = [
        stage.submit(call, author, IDEAS[place % len(IDEAS)], first + apart * place)
        for place, author in enumerate(crowd.gather("edition", size, organisations=ngos))
    ]
    with clock.at(call.closes_at):
        Call.objects.get(pk=call.pk).close(by=SYSTEM, at=call.closes_at)
    return rows


def check_all(stage: Stage, rows: list[Application]) -> None:
    """Most are admitted at once; of every thirty, eight take another way (`FATES`)."""
    for place, application in enumerate(rows):
        fate = FATES.get(place % CYCLE)
        if fate is None:
            stage.admit(application, days_ago(266))
        else:
            fate(stage, application)


def withdrawn(stage: Stage, application: Application) -> None:
    """The author takes it back before anybody checked."""
    del stage
    with clock.at(days_ago(268)):
        application.withdraw(by=application.author)


def corrected(stage: Stage, application: Application) -> None:
    """Returned, corrected in time, admitted."""
    stage.give_back(application, days_ago(266), days_ago(259, 23))
    with clock.at(days_ago(261)):
        fresh = again(application)
        page = Page(fresh.answers.version, "demo")
        costs = [
            {**row, "name": f"{row['name']} (1 szt.)"} for row in fresh.answers.values["costs"]
        ]
        save_answers(application=fresh, typed={"costs": costs}, page=page, by=fresh.author)
    stage.admit(stage.hand_in(again(application), days_ago(261, 18)), days_ago(258))


def not_corrected(stage: Stage, application: Application) -> None:
    """Returned; the days given went by, so it is rejected."""
    stage.give_back(application, days_ago(266), days_ago(259, 23))
    with clock.at(days_ago(258)):
        again(application).reject_formally(
            by=stage.staff, grounds="Wniosku nie poprawiono w wyznaczonym czasie."
        )


def rejected(stage: Stage, application: Application) -> None:
    """Whoever applied may not; no appeal."""
    stage.reject(application, days_ago(265))


def rejected_for_good(stage: Stage, application: Application) -> None:
    """The appeal changed nothing."""
    stage.reject(application, days_ago(265))
    appeal = _appeal(application)
    with clock.at(days_ago(260)):
        appeal.dismiss(
            by=stage.staff,
            answer="W rejestrze nadal widnieje spółka. Ocena formalna się nie zmienia.",
        )


def readmitted(stage: Stage, application: Application) -> None:
    """Staff had read the wrong register: the appeal was upheld, the form checked again and admitted."""
    stage.reject(application, days_ago(265))
    appeal = _appeal(application)
    with clock.at(days_ago(260)):
        appeal.uphold(by=stage.staff, answer="Sprawdziliśmy zły numer. Wniosek wraca do oceny.")
    stage.admit(again(application), days_ago(258))


def _appeal(application: Application) -> Appeal:
    with clock.at(days_ago(264)):
        return file_appeal(
            application=again(application),
            grounds="Nie jesteśmy spółką. Podajemy numer w rejestrze stowarzyszeń.",
            by=application.author,
            at=clock.now(),
        )


def again(application: Application) -> Application:
    """The application as it stands now."""
    return Application.objects.select_related("call", "answers", "author").get(pk=application.pk)


FATES: dict[int, Callable[[Stage, Application], None]] = {
    1: corrected,
    2: not_corrected,
    3: readmitted,
    4: corrected,
    5: rejected_for_good,
    6: withdrawn,
    7: corrected,
    8: rejected,
}
