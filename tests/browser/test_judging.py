"""Two assessors judge without seeing one another, the chair decides, staff send everybody their letter."""

from __future__ import annotations

CALL = "/panel/grants/calls/inicjatywy-lokalne-2/"
APPLICATION = "/panel/grants/applications/8/"
POINTS = {
    "potrzeba-i-pomysl": "8",
    "udzial-mieszkancow": "7,5",
    "plan-i-koszty": "5",
    "co-zostanie": "3",
}
WORDS = "Potrzeba jest prawdziwa, a plan da się wykonać."


def declares(assessor):
    assessor.choose("Nic mnie nie łączy z wnioskodawcą")
    return assessor.press("Złóż deklarację i otwórz wniosek")


def scores(assessor):
    for criterion, points in POINTS.items():
        assessor.page.locator(f"[name=points_{criterion}]").fill(points)
        assessor.page.locator(f"[name=comment_{criterion}]").fill(WORDS)
    return assessor.press("Oddaj ocenę").reads("karta jest zamrożona")


def test_two_assessors_score_blind_the_chair_decides_and_letters_go_out(invite):
    # Monika declares before she reads, and does not learn what Piotr gave.
    monika = invite("assessor")
    monika.follow("Złóż deklarację bezstronności").reads("Treść wniosku otworzy się po deklaracji")
    declares(monika).reads("Mapa cichych miejsc")
    assert "Piotr Jesionek" not in monika.text
    scores(monika)
    monika.open("/panel/").follow("Oceń wniosek")
    scores(monika)

    # The call cannot be decided while a sheet is missing; staff ask somebody for the one that came back.
    staff = invite("staff").open(f"{CALL}ranking/").open(f"{CALL}assessors/")
    second = staff.page.get_by_role("group", name="2/2026")
    second.get_by_label("Żaneta Miłek").check()
    staff.press("Wyślij prośby o ocenę").reads("Żaneta Miłek")
    zaneta = invite("assessor15")
    with zaneta.hurry():
        zaneta.follow("Złóż deklarację bezstronności")
        declares(zaneta)
        scores(zaneta)
    zaneta.receives("Wniosek do oceny: Sołectwo pisze kronikę")

    # The chair sees the ranking against the pool and decides the whole call in one move.
    chair = invite("chair").open(f"{CALL}ranking/").reads("30 000,00 zł")
    chair.follow("Przejdź do rozstrzygnięcia").reads("Jeden ruch rozstrzyga cały nabór")
    chair.press("Rozstrzygnij: 3 dotacje").reads("3 wnioskodawców nie zna jeszcze wyniku")

    # Until staff send the letters, the applicant's page tells no outcome.
    applicant = invite("applicant15").open(APPLICATION).reads("przygotowuje list z wynikiem")
    staff.open(CALL).reads("Twój ruch: Wyślij listy o wyniku tego naboru")
    staff.follow("Wyślij listy o wyniku")
    staff.reads("Oto co się stanie").press("Wyślij 3 listy").reads("3 listy są w drodze")

    # Each applicant reads the points and the words, without a name.
    applicant.receives("Jest dotacja: Mapa cichych miejsc")
    letter = applicant.text
    assert WORDS in letter
    assert "Monika" not in letter
    applicant.open("/panel/").open(APPLICATION).reads("z grantem")
