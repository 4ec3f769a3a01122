"""A pair is made, meets and works: proposed, accepted by both, a meeting, a milestone returned and approved."""

from __future__ import annotations

from datetime import timedelta

from workflows import clock

EDITION = "/panel/mentoring/editions/mentoring-2026/"


def test_pair_is_accepted_meets_and_gets_its_milestone_approved(invite):
    # Staff choose whom to ask; the best match is on top.
    staff = invite("staff").open(EDITION).open(f"{EDITION}matching/").follow("Żaneta Nocoń")
    staff.choose("Jolanta Łuczak").fill(
        "Dlaczego te osoby", "Obie pracujecie z radami młodzieżowymi."
    )
    staff.press("Zaproponuj parę").open(EDITION)

    # Both sides answer.
    mentor = invite("mentor12").open("/panel/").follow("Powiedz, czy przyjmujesz tę osobę")
    pair = mentor.reads("radami młodzieżowymi").page.url
    mentor.follow("Przyjmuję tę osobę").press("Przyjmuję tę osobę").reads(
        "zgoda mentora lub mentorki"
    )
    mentee = invite("mentee17").open("/panel/").open(pair)
    mentee.follow("Chcę pracować w tej parze").press("Chcę pracować w tej parze").reads("pracuje")

    # A meeting is written down on a phone, the other side says that it was so.
    mentee.follow("Zapisz spotkanie")
    mentee.page.locator("[name=begins]").fill("00:00")
    mentee.fill("Minuty", "75").choose("osobiście")
    mentee.fill("Co zrobiliście", "Poznałyśmy się i nazwałyśmy cel.").press("Zapisz spotkanie")
    mentee.reads("czeka na potwierdzenie")
    mentor.open("/panel/").follow("Potwierdź to spotkanie").follow("Tak, tak było")
    mentor.press("Tak, tak było").reads("potwierdzone")

    # A milestone comes back with a reason before it is approved.
    mentee.open(pair).follow("Dodaj kamień milowy")
    mentee.page.locator("[name=title]").fill("Rozmowy w trzech szkołach")
    mentee.page.locator("[name=shown_by]").fill("Notatki z rozmów")
    due = clock.today() + timedelta(days=40)
    mentee.page.locator("[name=due_on]").fill(due.isoformat())
    mentee.press("Dodaj do planu").follow("Rozmowy w trzech szkołach")
    milestone = mentee.reads("zaplanowany").page.url
    mentee.follow("Zaczynam pracę").press("Zaczynam pracę").reads("w pracy")
    mentee.follow("Napisz, co zrobiono").fill("Co zrobiono", "Byłyśmy w dwóch szkołach.")
    mentee.press("Zapisz").follow("Przekaż do zatwierdzenia").press("Przekaż do zatwierdzenia")
    mentee.reads("przekazany")
    mentor.open("/panel/").open(milestone).follow("Zwróć z uzasadnieniem")
    mentor.page.locator("textarea").first.fill("Brakuje trzeciej szkoły.")
    mentor.press("Zwróć z uzasadnieniem").reads("zwrócony")
    mentee.receives("Do poprawy: Rozmowy w trzech szkołach").open(milestone).reads(
        "Brakuje trzeciej szkoły."
    )
    with mentee.hurry():
        mentee.follow("Zmień opis").fill("Co zrobiono", "Byłyśmy we wszystkich trzech szkołach.")
        mentee.press("Zapisz").follow("Przekaż do zatwierdzenia").press("Przekaż do zatwierdzenia")
        mentor.open(milestone).follow("Zatwierdź kamień milowy")
    mentor.press("Zatwierdź kamień milowy").reads("zatwierdzony")
    mentee.open(pair).reads("zatwierdzony")
