"""Staff write to the mentees who need a look: from the list to the letter, read as one of them will, and sent."""

from __future__ import annotations

PAIRS = "/panel/mentoring/pairs/"
LETTER = (
    "Dzień dobry, {{ name }}!\n\nCo słychać w programie „{{ title }}”? {{ link }}\n\n{{ sender }}"
)


def test_a_coordinator_writes_to_the_mentees_of_a_list(invite):
    staff = invite("staff").open(PAIRS).look()
    staff.follow("Napisz do mentee").look()

    staff.press("Zapisz i obejrzyj").reads("Napisz treść listu.")
    staff.fill("Temat po polsku", "Jak idzie praca?").fill("List po polsku", LETTER)
    staff.press("Zapisz i obejrzyj").reads("Tak to przeczyta").look()
    staff.press("Wyślij próbę do mnie").reads("Próbny list zaraz trafi na adres")
    staff.follow("Wyślij list").press("Wyślij list").look()

    staff.reads("Co stało się z każdym listem")


def test_it_works_without_javascript(invite):
    plain = invite("staff", javascript=False).open(f"{PAIRS}?signal=late")
    plain.follow("Napisz do mentorów")
    plain.fill("Temat po polsku", "Kamienie milowe").fill("List po polsku", LETTER)

    plain.press("Zapisz i obejrzyj").reads("Tak to przeczyta")
    plain.follow("Porzuć").press("Porzuć").reads("porzucony")
