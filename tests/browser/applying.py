"""How a resident applies for a micro-grant, as it is done on the pages: an account, the answers, the days."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from tests.browser.visitor import Visitor

SECRET = "ławka pod lipą 7"
KEPT = "[data-autosave-status][data-state=saved]"

STATEMENTS = (
    "To, co tu napisano, jest prawdą.",
    "Tych samych kosztów nie pokryje nikt inny.",
    "Wiem, że moje dane są przetwarzane po to, by ocenić wniosek i rozliczyć grant.",
)
CHOICES = (
    "grupa nieformalna mieszkańców",
    "sąsiedzi i sąsiadki z okolicy",
    "tak, rozmawialiśmy",
    *STATEMENTS,
)


def in_days(days: int) -> str:
    """The day that many days from today, as a date field takes it."""
    return (date.today() + timedelta(days=days)).isoformat()  # noqa: DTZ011 -- what people call today


def same_in_any_order(first: int) -> Iterator[date]:
    """Days from `first` days after today on that read alike with day or month first: 2 February, 3 March."""
    start = date.today() + timedelta(days=first)  # noqa: DTZ011 -- as above
    days = (start + timedelta(days=n) for n in range(366))
    return (day for day in days if day.day == day.month)


def words(title: str, starts: str, ends: str) -> dict[str, str]:
    """What a group of neighbours types, by label."""
    return {
        "Nazwa grupy": "Sąsiedzi z Wiśniowej",
        "Członkowie grupy": "Zofia Krzewna\nJan Malinowski\nMaria Porzeczka",
        "Tytuł": title,
        "Projekt zaczyna się": starts,
        "Projekt kończy się": ends,
        "Co chcecie zmienić": "Przy pętli nie ma gdzie usiąść.",
        "Co konkretnie zrobicie": "Zbudujemy dwie ławki i posadzimy lipę.",
        "Miejscowość i miejsce": "Rybnik, pętla przy ul. Wiśniowej",
        "Ile osób skorzysta": "120",
        "Jak mieszkańcy będą": "Wybierają miejsce i sami budują.",
        "Co się dzieje, wiersz 1": "Budowa",
        "Od, wiersz 1": starts,
        "Do, wiersz 1": ends,
        "Za co, wiersz 1": "Drewno i śruby",
        "Kwota, wiersz 1": "3 200,50",
        "Co zostanie": "Ławki i zwyczaj spotykania się.",
    }


def answer(visitor: Visitor, texts: Mapping[str, str]) -> Visitor:
    """Choose and tick what such a group does, then type `texts`."""
    for label in CHOICES:
        visitor.choose(label)
    return visitor.fill_all(texts)


def make_account(visitor: Visitor, email: str) -> Visitor:
    """Sign up on the page in front of us with the code from the mail."""
    visitor.fill_all(
        {"Imię": "Zofia", "Nazwisko": "Krzewna", "E-mail": email, "Hasło": SECRET}
    ).press("Załóż konto")
    letter = letter_to(email, "kod", visitor)
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", letter, re.MULTILINE)
    assert code, letter
    return visitor.fill("Kod", code[0]).press("Potwierdź kod")


def letter_to(email: str, subject: str, visitor: Visitor) -> str:
    """What the newest letter with that subject says, read in a second window."""
    window = visitor.another_window()
    with window.hurry():
        text = window.receives(subject, to=email).text
    window.page.close()
    return text


def is_kept(visitor: Visitor) -> str:
    """What the page says once it has saved by itself what was typed."""
    return visitor.page.locator(KEPT).inner_text()
