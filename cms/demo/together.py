"""Writing together: a draft shared with a co-author and a reader, an invitation that waits for an answer; and a correction to compare."""

from __future__ import annotations

from cms.demo.days import days_ago
from cms.demo.grants import Stage
from grants.actions.application import save_answers
from grants.actions.sharing import invite_co_author
from grants.models import Application, CoAuthor
from grants.models.sharing import Part
from people.models import User
from questionnaires.forms import Page
from workflows import clock

CALL = "inicjatywy-lokalne-3"  # takes applications now


def play(stage: Stage) -> None:
    """applicant@ writes with a neighbour, somebody reads along, and applicant@ is invited by another group."""
    applicants = stage.cast.applicants
    own = open_draft(applicants[0])
    invite(own, applicants[1], Part.WRITES, days=3).join(by=applicants[1], at=days_ago(2))
    invite(own, applicants[3], Part.READS, days=2).join(by=applicants[3], at=days_ago(1))
    invite(own, applicants[5], Part.WRITES, days=1)
    invite(open_draft(applicants[9]), applicants[0], Part.WRITES, days=2)
    correct(stage, applicants[13])


def correct(stage: Stage, author: User) -> None:
    """A returned application comes back with another estimate and schedule, for the staff to compare."""
    rows = Application.objects.select_related("call", "answers", "author")
    application = rows.get(author=author, state="returned", call__code=CALL)
    known = application.answers.values
    schedule = [
        {**row, "name": f"{row['name']} (sobota, godz. 11.00)"} for row in known["schedule"]
    ]
    costs = [{**row, "name": f"{row['name']} (1 szt.)"} for row in known["costs"]]
    need = f"{known['need']} Zapytaliśmy o to 60 osób w trzech klatkach."
    with clock.at(days_ago(2, 17)):
        save_answers(
            application=application,
            typed={"schedule": schedule, "costs": costs, "need": need},
            page=Page(application.answers.version, "demo"),
            by=author,
        )
    stage.hand_in(rows.get(pk=application.pk), days_ago(2, 18))


def open_draft(author: User) -> Application:
    """The draft of `author` in the open call."""
    return Application.objects.by_author(author).get(state="draft", call__code=CALL)


def invite(application: Application, user: User, part: str, *, days: int) -> CoAuthor:
    """An invitation sent `days` ago."""
    with clock.at(days_ago(days, 18)):
        return invite_co_author(
            application=application,
            email=user.email,
            given_name=user.person.given_name,
            family_name=user.person.family_name,
            part=part,
            by=application.author,
        )
