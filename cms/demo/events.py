"""What is played: titles, towns and days of the demo's events. Towns are real, the rest is invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import NamedTuple


class Point(NamedTuple):
    """A point of a programme; with a number of places people choose it."""

    day: int
    starts: time
    ends: time
    title: str
    title_en: str
    room: str = ""
    host: str = ""
    places: int | None = None


@dataclass(frozen=True)
class Planned:
    """One event. `when` is a day, or so many days from today; `people` how many register."""

    activity: str
    title: str
    title_en: str
    place: str
    when: int | date
    state: str
    people: int = 0
    days: int = 1
    capacity: int = 40
    about: str = ""
    about_en: str = ""
    regions: tuple[str, ...] = ()
    for_minors: bool = False
    points: tuple[Point, ...] = ()
    materials: str = ""


#: What happens now, whatever day of the week it is: people come in and are ticked off at the door.
TODAY = 0

FORUM = "Dwa dni rozmów praktyczek i praktyków: warsztaty, spacery i giełda pomysłów. Nocleg i obiad zapewniamy."
FORUM_EN = "Two days of talks among practitioners: workshops, walks and an exchange of ideas. Bed and lunch are on us."
REGIONAL = "Spotkanie dla osób z regionu, w którym doświadczeń jest jeszcze mało. Zaczynamy od tego, co już działa."
REGIONAL_EN = (
    "For people of a region with little experience so far. We begin with what already works."
)
SEMINAR = "Trzy godziny o jednym temacie: krótki wykład, przykład z gminy i dużo czasu na pytania."
SEMINAR_EN = "Three hours on one subject: a short talk, an example from a municipality and much time for questions."


#: The two days of a forum: the morning for all, the afternoon by choice.
DAYS_OF_A_FORUM = (
    Point(0, time(10), time(11, 30), "Otwarcie i rozmowa", "Opening and a talk", "sala główna"),
    Point(
        0,
        time(12),
        time(13, 30),
        "Warsztat: budżet obywatelski",
        "Workshop: participatory budget",
        "sala 1",
        "Renata Lis",
        30,
    ),
    Point(
        0,
        time(12),
        time(13, 30),
        "Warsztat: panel obywatelski",
        "Workshop: citizens' assembly",
        "sala 2",
        "Tomasz Dudek",
        30,
    ),
    Point(
        0,
        time(14, 30),
        time(16),
        "Spacer badawczy",
        "Research walk",
        "przed wejściem",
        "Ewa Sroka",
        6,
    ),
    Point(1, time(10), time(12), "Giełda pomysłów", "Exchange of ideas", "sala główna"),
    Point(
        1,
        time(12, 30),
        time(14),
        "Warsztat: trudne spotkania",
        "Workshop: difficult meetings",
        "sala 1",
        "Olga Wrona",
        25,
    ),
    Point(1, time(14, 30), time(16), "Co zabieramy do domu", "What we take home", "sala główna"),
)


def _forum(number: str, place: str, when: int, state: str, people: int) -> Planned:
    return Planned(
        "national-forum",
        f"{number} Forum Praktyków Partycypacji",
        f"{number} Forum of Participation Practitioners",
        place,
        when,
        state,
        people,
        days=2,
        capacity=300,
        about=FORUM,
        about_en=FORUM_EN,
        points=DAYS_OF_A_FORUM,
        materials="Slajdy i notatki z warsztatów: https://tandem.example/forum",
    )


def _regional(
    region: str, place: str, when: int, state: str, people: int, regions: tuple[str, ...] = ()
) -> Planned:
    return Planned(
        "regional-forum",
        f"Forum regionalne: {region}",
        f"Regional forum: {region}",
        place,
        when,
        state,
        people,
        capacity=60,
        about=REGIONAL,
        about_en=REGIONAL_EN,
        regions=regions,
    )


def _seminar(title: str, title_en: str, place: str, when: int, state: str, people: int) -> Planned:
    return Planned(
        "seminar",
        f"Seminarium: {title}",
        f"Seminar: {title_en}",
        place,
        when,
        state,
        people,
        capacity=12,
        about=SEMINAR,
        about_en=SEMINAR_EN,
    )


def _training(place: str, when: date) -> Planned:
    return Planned(
        "training",
        f"Szkolenie o współpracy: {place}",
        f"Training in co-operation: {place}",
        place,
        when,
        "closed",
        4,
        about="Szkolenie dla urzędu i organizacji: jak razem pisać program współpracy.",
        about_en="Training for the office and the organisations: how to write the co-operation programme together.",
    )


def _network(title: str, title_en: str, place: str, when: date, people: int) -> Planned:
    return Planned(
        "network",
        title,
        title_en,
        place,
        when,
        "closed",
        people,
        days=2,
        about="Spotkanie miast partnerskich i lokalnej grupy.",
        about_en="Partner cities and the local group meet.",
    )


EVENTS: dict[str, tuple[Planned, ...]] = {
    "przestrzen-praktykow-partycypacji": (
        _forum("I", "Łódź", -270, "closed", 26),
        _forum("II", "Poznań", -150, "closed", 26),
        _forum("III", "Lublin", -5, "held", 26),
        _forum("IV", "Wrocław", 47, "announced", 14),
        _regional("Podlasie", "Suwałki", -220, "closed", 6),
        _regional("Pomorze Środkowe", "Słupsk", -190, "closed", 6),
        _regional("Ziemia lubuska", "Zielona Góra", -100, "closed", 6),
        _regional("Podkarpacie", "Krosno", -60, "closed", 6),
        _regional("Warmia i Mazury", "Ełk", 20, "announced", 6, ("20", "28")),
        _regional("Kielecczyzna", "Starachowice", 75, "draft", 0),
        _seminar("panel obywatelski", "citizens' assembly", "Warszawa", -200, "closed", 7),
        _seminar("klimat i środowisko", "climate and environment", "Katowice", -120, "closed", 7),
        _seminar(
            "budżet obywatelski w przepisach",
            "participatory budget and the law",
            "Kraków",
            -45,
            "closed",
            9,
        ),
        _seminar(
            "włączanie osób z niepełnosprawnościami",
            "including people with disabilities",
            "Gdynia",
            10,
            "announced",
            14,
        ),
        Planned(
            "seminar",
            "Seminarium: rady młodzieżowe",
            "Seminar: youth councils",
            "Olsztyn",
            TODAY,
            "announced",
            24,
            days=2,
            capacity=40,
            about=SEMINAR,
            about_en=SEMINAR_EN,
        ),
        Planned(
            "youth-forum",
            "Forum młodzieżowe",
            "Youth forum",
            "Płock",
            -30,
            "closed",
            12,
            capacity=80,
            for_minors=True,
            about="Dzień dla młodych i tych, którzy z nimi pracują. Osoby niepełnoletnie przynoszą zgodę opiekuna.",
            about_en="A day for young people and those who work with them. Minors bring a guardian's consent.",
        ),
    ),
    "miedzysektorowa-wspolpraca": (
        Planned(
            "networking-conference",
            "Konferencja sieciująca z panelem eksperckim",
            "Networking conference",
            "Rybnik",
            -160,
            "closed",
            30,
            capacity=90,
        ),
        Planned(
            "research-by-people",
            "Badanie przez ludzi: cykl I",
            "Research by people: cycle I",
            "Racibórz",
            -130,
            "closed",
            8,
            2,
        ),
        Planned(
            "research-by-people",
            "Badanie przez ludzi: cykl II",
            "Research by people: cycle II",
            "Żory",
            -50,
            "closed",
            8,
            2,
        ),
        Planned(
            "seminar",
            "Seminarium: lokalne partnerstwa",
            "Seminar: local partnerships",
            "Ustroń",
            -110,
            "closed",
            9,
        ),
        Planned(
            "seminar",
            "Seminarium: klauzule społeczne",
            "Seminar: social clauses",
            "Pszczyna",
            12,
            "announced",
            7,
        ),
        Planned(
            "panel",
            "Panel: standardy współpracy",
            "Panel: standards of co-operation",
            "Wodzisław Śląski",
            -85,
            "cancelled",
            5,
        ),
        Planned(
            "panel",
            "Panel: rady pożytku",
            "Panel: public benefit councils",
            "Jastrzębie-Zdrój",
            -20,
            "closed",
            8,
        ),
        Planned(
            "leaders-conference",
            "Konferencja kadry zarządzającej",
            "Leaders' conference",
            "Rybnik",
            60,
            "draft",
        ),
    ),
    "decydujmy-razem": (
        Planned(
            "exchange",
            "Wymiana doświadczeń: Kartuzy",
            "Exchange of experience: Kartuzy",
            "Kartuzy",
            date(2011, 5, 18),
            "closed",
            8,
        ),
        Planned(
            "exchange",
            "Wymiana doświadczeń: Żukowo",
            "Exchange of experience: Żukowo",
            "Żukowo",
            date(2012, 9, 26),
            "closed",
            8,
        ),
        Planned(
            "exchange",
            "Wymiana doświadczeń: Stężyca",
            "Exchange of experience: Stężyca",
            "Stężyca",
            date(2013, 10, 9),
            "closed",
            7,
        ),
    ),
    "dobre-rzadzenie": (
        _training("Sochaczew", date(2014, 2, 12)),
        _training("Tomaszów Mazowiecki", date(2014, 3, 19)),
        _training("Wieliszew", date(2014, 5, 14)),
        _training("Ożarów Mazowiecki", date(2014, 9, 17)),
        _training("Warszawa-Białołęka", date(2014, 10, 22)),
        _training("Warszawa-Praga Północ", date(2014, 11, 19)),
        _training("Zielonka", date(2015, 1, 21)),
    ),
    "agents-of-co-existence": (
        _network("Spotkanie otwierające", "Opening meeting", "Genk", date(2023, 10, 11), 5),
        _network("Spotkanie w Gdańsku", "Meeting in Gdańsk", "Gdańsk", date(2024, 4, 17), 12),
        _network(
            "Spotkanie lokalnej grupy",
            "Meeting of the local group",
            "Gdańsk",
            date(2024, 11, 20),
            10,
        ),
        _network("Spotkanie zamykające", "Closing meeting", "Aarhus", date(2025, 9, 24), 6),
    ),
}
