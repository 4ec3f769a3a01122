"""What people asked about the demo's open calls, and what they heard."""

from __future__ import annotations

from datetime import timedelta

from cms.demo.days import days_ago
from cms.demo.grants import Stage
from grants.actions.question import ask_question
from grants.models import Call, CallQuestion
from people.models import User
from workflows import clock

PUBLISHED = (
    (
        "applicants",
        "Jesteśmy trójką sąsiadek z ul. Lipowej 4, ale jedna ma 17 lat. Możemy?",
        "W naszej grupie jedna osoba ma 17 lat. Czy możemy złożyć wniosek?",
        "W grupie muszą być co najmniej trzy osoby dorosłe. Osoba niepełnoletnia może działać w projekcie, ale nie liczy się do tej trójki. Zaproście jeszcze jedną dorosłą osobę.",
        "One person in our group is 17. May we apply?",
        "A group needs at least three adults. Somebody younger may take part in the project, but does not count among the three. Invite one more adult.",
    ),
    (
        "costs",
        "Czy z grantu kupimy ekspres do kawy dla świetlicy? Kosztuje 1400 zł.",
        "Czy z grantu można kupić wyposażenie, na przykład ekspres do kawy do świetlicy?",
        "Tak, jeśli jest potrzebny do działań z wniosku i napiszecie, kto będzie z niego korzystał po zakończeniu projektu. Sam zakup wyposażenia to za mało.",
        "May the grant pay for equipment, for example a coffee machine for the community room?",
        "Yes, if what you do needs it and you say who will use it afterwards. Buying equipment alone is not enough.",
    ),
    (
        "costs",
        "Czy paragon z targu wystarczy do rozliczenia?",
        "Czy paragon wystarczy do rozliczenia?",
        "Nie. Potrzebna jest faktura albo rachunek. Na targu poproście o rachunek z imieniem i nazwiskiem sprzedawcy.",
        "",
        "",
    ),
    (
        "money",
        "Czy praca wolontariuszy liczy się jako wkład własny, skoro wkład nie jest wymagany?",
        "Wkład własny nie jest wymagany. Czy warto wpisać pracę wolontariuszy?",
        "Warto: za wkład nie ma osobnych punktów, ale komisja widzi wtedy, ile naprawdę zrobią mieszkańcy.",
        "",
        "",
    ),
)  # fmt: skip


def play(stage: Stage) -> None:
    """Questions about the winter call: four are published, one was answered by letter, one was spam, two wait."""
    call = Call.objects.get(code="inicjatywy-lokalne-3")
    for place, (topic, asked, *words) in enumerate(PUBLISHED):
        question = ask(call, topic, asked, days=12 - place * 2, asker=stage.cast.applicants[place])
        with clock.at(question.asked_at + timedelta(hours=20)):
            question.publish(
                by=stage.staff,
                topic=topic,
                words=dict(zip(("wording_pl", "answer_pl", "wording_en", "answer_en"), words, strict=True)),
            )  # fmt: skip
    answer_by_letter(call, stage)
    leave_spam(call, stage)
    ask(
        call,
        "form",
        "Formularz nie przyjmuje zdjęcia większego niż 10 MB. Jak je zmniejszyć?",
        days=1,
    )
    ask(
        call,
        "applicants",
        "Nasze koło gospodyń nie ma jeszcze numeru NIP. Czy możemy wystąpić jako grupa nieformalna?",
        days=2,
        asker=stage.cast.applicants[5],
    )


def ask(call: Call, topic: str, text: str, *, days: int, asker: User | None = None) -> CallQuestion:
    """Ask it so many days ago, as `asker` or as somebody without an account."""
    with clock.at(days_ago(days, 10)) as instant:
        return ask_question(
            call=call,
            topic=topic,
            text=text,
            email="czytelniczka@poczta.example",
            language="pl",
            by=asker,
            at=instant,
        )


def answer_by_letter(call: Call, stage: Stage) -> None:
    """A question about one's own case, answered to the asker alone."""
    question = ask(
        call,
        "duties",
        "Prowadzę z mężem firmę remontową. Czy mogę sama sobie wystawić fakturę w projekcie grupy?",
        days=6,
    )
    with clock.at(days_ago(5, 12)):
        question.answer_privately(
            by=stage.staff,
            answer="Nie: nikt z grupy nie może zarabiać na projekcie. Pracę możesz wpisać jako wkład społeczny.",
        )


def leave_spam(call: Call, stage: Stage) -> None:
    """An advertisement, left without an answer and without a letter."""
    question = ask(call, "other", "Tanie pozycjonowanie stron! Napisz po ofertę.", days=4)
    with clock.at(days_ago(4, 15)):
        question.decline(by=stage.staff)
