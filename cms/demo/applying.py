"""How people in the demo apply for mentoring: by the public form, with its own questions and words in confidence."""

from __future__ import annotations

from typing import Any

from cms.demo.plans import EXPERIENCE, NEEDS
from mentoring.actions import begin_draft, save_draft, send_application
from mentoring.models import Edition, Enrolment, EnrolmentDraft
from people.models import User
from people.regions import Region
from questionnaires.forms import Page
from workflows import clock

FORMS = (["in_person", "online"], ["online"], ["in_person", "phone"])
HOURS = (
    ["afternoon", "evening"],
    ["morning"],
    ["evening", "weekend"],
    ["morning", "afternoon", "evening"],
)
PLACES = ("Rybnik, osiedle Nowiny", "Kęty", "gmina Stężyca", "Łomża, ulica Lipowa")
ALLIES = (
    "Sołtyska i rada rodziców.",
    "",
    "Biblioteka i dwie nauczycielki.",
    "Na razie nikt, to mój kłopot.",
)
SO_FAR = (
    "Festyn na podwórku, przyszło trzydzieści osób.",
    "",
    "Petycja, na którą nikt nie odpisał.",
)
PROCESSES = (
    "Plan miejscowy dla dzielnicy: spacery z mieszkańcami i dwa warsztaty. Dziś zaczynam od tych, którzy mówią „nie”.",
    "Zasady budżetu obywatelskiego pisane z radami osiedli. Trwało rok, ale nikt ich potem nie podważał.",
)
NEEDED = {
    1: "Potrzebuję sali bez schodów i przerwy co godzinę.",
    4: "Czytam z ruchu warg: proszę o dobre światło.",
}
APART = {
    3: "Proszę nie łączyć mnie z nikim z mojego urzędu.",
    5: "Z poprzednią przełożoną, pani Bielik.",
}
MENTEE_CALL = (
    "Szukamy osób, które chcą zrobić pierwsze działanie z mieszkańcami: urzędniczek, animatorów, sąsiadów. "
    "Doświadczenie nie jest potrzebne. Potrzebne są dwie godziny w tygodniu i pomysł, na którym Ci zależy."
)
MENTEE_CALL_EN = (
    "We look for people who want to do their first action with residents: officials, animators, neighbours. "
    "No experience is needed; two hours a week and an idea that matters to you are."
)
MENTOR_CALL = (
    "Szukamy praktyczek i praktyków, którzy przeprowadzili co najmniej kilka procesów z mieszkańcami "
    "i umieją słuchać kogoś, kto dopiero zaczyna. Za spotkania płacimy według umowy."
)
MENTOR_CALL_EN = (
    "We look for practitioners who have led several processes with residents and can listen to somebody who is just "
    "beginning. Meetings are paid by contract."
)


def facts(edition: Edition, role: str, place: int) -> dict[str, Any]:
    """The columns of an application, and its topics, by the number of the person who applies."""
    topics = list(edition.topics.all())
    return {
        "topics": [topics[place % 5], topics[(place * 2 + 1) % 5]],
        "region": Region.values[(place * 3) % 16],
        "languages": ["pl"] if place % 4 else ["pl", "uk"],
        "forms": FORMS[place % 3],
        "availability": HOURS[place % 4],
        "need": NEEDS[place % 4] if role == "mentee" else "",
        "experience": EXPERIENCE[place % 3] if role == "mentor" else "",
        "access_needs": NEEDED.get(place, ""),
        "keep_apart": APART.get(place, ""),
    }


def begin(edition: Edition, user: User, role: str, answers: dict[str, Any]) -> EnrolmentDraft:
    """A form that was begun and saved."""
    draft = begin_draft(edition=edition, person=user.person, role=role, at=clock.now())
    save_draft(draft=draft, typed=answers, page=Page.drawn(0), by=user)
    return draft


def apply_by_form(edition: Edition, user: User, role: str, place: int) -> Enrolment:
    """An application written in the form of the edition and sent."""
    said = facts(edition, role, place)
    typed = said | {"topics": [str(each.pk) for each in said["topics"]]}
    if role == "mentee":
        typed |= {
            "place": PLACES[place % 4],
            "who": ("neighbours", "office", "organisation", "self")[place % 4],
            "allies": ALLIES[place % 4],
            "so_far": SO_FAR[place % 3],
            "time": ("8", "4", "16")[place % 3],
        }
    else:
        typed |= {
            "years": ("8", "7")[place % 2],
            "process": PROCESSES[place % 2],
            "way": "Najpierw pytam, co już próbowano. Rady daję dopiero, gdy ktoś o nie poprosi.",
            "mentees": str(1 + place % 3),
        }
    draft = begin(edition, user, role, typed | {"rules": "1"})
    return send_application(draft=draft, by=user, at=clock.now())


def leave_unfinished(edition: Edition, user: User) -> None:
    """Somebody began and left the form half-way."""
    begin(edition, user, "mentee", {"need": NEEDS[3], "region": "24", "languages": ["pl"]})
