"""What a mentee sends on paper staff enter as her step, with the scan; she reads who entered it."""

from __future__ import annotations

AGREEMENT = "/panel/mentoring/agreements/1/"
ACCEPT = "Akceptuję umowę"
SCAN = "Skan papieru"


def test_a_signed_paper_is_entered_as_the_step_of_who_signed_it(invite):
    staff = invite("staff").open(AGREEMENT)
    staff.page.get_by_text("Wpisz za kogoś").click()
    staff.look().follow(f"{ACCEPT} w imieniu: Zuzanna Jaśmin").reads("Wpisujesz to za")
    staff.press(ACCEPT).reads("Wybierz plik.").attach("instead-scan", "umowa.pdf").press(ACCEPT)
    staff.reads("zaakceptowana przez obie strony").reads("wpisuje to Anna Wrona")

    mentee = invite("mentee")
    with mentee.hurry():
        mentee.receives("Zapisaliśmy za Ciebie", to="mentee@")
    mentee.open(AGREEMENT).reads("wpisuje to Anna Wrona").reads(SCAN)
    mentor = invite("mentor")
    with mentor.hurry():
        mentor.open(AGREEMENT).reads("wpisuje to Anna Wrona")
    assert SCAN not in mentor.text
