"""What the demo's pairs want to bring about, in which steps, and what they did at their meetings."""

from __future__ import annotations

from dataclasses import dataclass

TOPICS = (
    ("budżet obywatelski", "participatory budget"),
    ("konsultacje społeczne", "public consultation"),
    ("rady młodzieżowe", "youth councils"),
    ("planowanie przestrzeni", "planning of public space"),
    ("panel obywatelski", "citizens' assembly"),
)

NEEDS = (
    "Chcę, żeby o nowym placu zabaw zdecydowali sąsiedzi. Nie wiem, jak zaprosić tych, którzy zwykle nie przychodzą.",
    "Urząd ogłasza konsultacje, na które nikt nie odpowiada. Chcę przeprowadzić je inaczej: na targu i pod szkołą.",
    "Zakładamy młodzieżową radę gminy. Potrzebuję kogoś, kto już to zrobił i powie, na co uważać.",
    "Mamy pusty budynek po sklepie. Chcę zapytać mieszkańców, co w nim urządzić, zanim zrobi się projekt.",
)
EXPERIENCE = (
    "Od dwunastu lat prowadzę konsultacje w mieście i małych gminach: spacery, warsztaty, panele.",
    "Współtworzyłam zasady budżetu obywatelskiego i uczę, jak je zmieniać razem z mieszkańcami.",
    "Pracuję z młodzieżą i radami osiedli; pomogłem ruszyć siedmiu młodzieżowym radom.",
)

GOALS = (
    "O placu zabaw przy ulicy Lipowej decydują sąsiedzi z obu osiedli, a gmina buduje to, co uzgodnili.",
    "Na pytanie o plan miejscowy odpowiada co najmniej sto osób, a każda dostaje odpowiedź.",
    "Młodzieżowa rada gminy działa i w pierwszym roku załatwia jedną ważną sprawę.",
)

AGREEMENT = """Umowa pary w edycji „{{ edition }}” programu „{{ programme }}”.

{{ mentor }} i {{ mentee }} pracują razem od {{ starts }} do {{ ends }} i planują spotkania (razem {{ meetings }}).

Spotkanie odwołujemy najpóźniej dzień wcześniej. To, co mówimy sobie w parze, zostaje w parze i u koordynacji programu.

Decyzje o działaniu podejmuje osoba, która je prowadzi. Mentor lub mentorka pyta, podpowiada i mówi szczerze, co widzi.
"""
AGREEMENT_EN = """The agreement of a pair in the edition “{{ edition }}” of the programme “{{ programme }}”.

{{ mentor }} and {{ mentee }} work together from {{ starts }} to {{ ends }} and plan {{ meetings }} meetings.

A meeting is called off a day before at the latest. What is said in the pair stays in the pair and with the programme's coordinators.

Whoever leads the action decides about it. The mentor asks, suggests and says frankly what they see.
"""

#: What an edition proposes to its pairs: what, what shows it, after how many days, whether it is asked of everybody.
TEMPLATE = (
    (
        "Diagnoza: kto mieszka obok i czego potrzebuje",
        "Notatki z co najmniej dziesięciu rozmów i lista potrzeb",
        30,
        True,
    ),
    (
        "Sojusznicy: kto pomoże i kto decyduje",
        "Mapa osób i instytucji z jednym umówionym spotkaniem",
        50,
        False,
    ),
    (
        "Plan działania z terminami i kosztami",
        "Jedna strona: cel, kroki, kto, kiedy, za ile",
        70,
        True,
    ),
    ("Działanie z mieszkańcami", "Zdjęcia, lista obecności albo notatka z przebiegu", 130, True),
    (
        "Informacja zwrotna dla uczestników",
        "Wiadomość albo plakat: co usłyszeliśmy i co z tym robimy",
        150,
        False,
    ),
)

Milestones = tuple[tuple[str, str, str], ...]
PLAYGROUND: Milestones = (
    (
        "Mapa sąsiedztwa i lista osób do zaproszenia",
        "Mapa z zaznaczonymi miejscami i lista dwudziestu osób",
        "Mapa powstała na spacerze z dwiema sąsiadkami. Na liście są 23 osoby, także z nowego bloku.",
    ),
    (
        "Dwa spotkania pod chmurką",
        "Notatki i zdjęcia bez twarzy z dwóch spotkań",
        "Na pierwsze przyszło 14 osób, na drugie 31. Notatki dołączone.",
    ),
    (
        "Wspólna lista potrzeb",
        "Lista potrzeb, na którą zgodziły się oba osiedla",
        "Lista ma jedenaście potrzeb. Trzy są sporne.",
    ),
    ("Rozmowa z gminą o pieniądzach", "Notatka ze spotkania z wójtem i skarbniczką", ""),
    ("Projekt uzgodniony z sąsiadami", "Rysunek podpisany przez przedstawicieli osiedli", ""),
)
CONSULTATION: Milestones = (
    (
        "Plan konsultacji na jednej stronie",
        "Plan: kogo pytamy, gdzie, o co, kto odpowiada",
        "Plan jest gotowy i sprawdzony z dwiema osobami spoza urzędu.",
    ),
    (
        "Dyżur na targu",
        "Arkusze z co najmniej czterdziestu rozmów",
        "Odbyły się dwa dyżury, 46 rozmów. Arkusze są przepisane do tabeli.",
    ),
    ("Raport z odpowiedziami na każdą uwagę", "Raport na stronie gminy", ""),
)
YOUTH: Milestones = (
    (
        "Rozmowy w trzech szkołach",
        "Notatki z rozmów",
        "Byliśmy w trzech szkołach, rozmawiało z nami 61 osób.",
    ),
    (
        "Statut napisany z młodzieżą",
        "Projekt statutu",
        "Statut ma dwie strony i przeszedł przez warsztat z młodzieżą.",
    ),
    (
        "Pierwsze posiedzenie",
        "Protokół i nagranie",
        "Posiedzenie się odbyło, rada wybrała pierwszą sprawę: autobus.",
    ),
)

MEETINGS = (
    ("Poznaliśmy się i nazwaliśmy cel jednym zdaniem.", "Spisać, kogo zaprosić."),
    ("Przeszłyśmy listę osób: brakuje nowego bloku.", "Porozmawiać z administratorką bloku."),
    (
        "Przećwiczyliśmy prowadzenie spotkania, role i czas.",
        "Zaprosić na sobotę, przygotować pytania.",
    ),
    (
        "Omówiliśmy, co się nie udało na pierwszym spotkaniu.",
        "Poprawić zaproszenie, zmienić godzinę.",
    ),
    ("Uzgodniliśmy, co pokazać gminie i w jakiej kolejności.", "Umówić rozmowę z wójtem."),
    ("Sprawdziliśmy listę potrzeb i to, co jest sporne.", "Dopisać, kto zgłosił co."),
)


@dataclass(frozen=True)
class PlannedPair:
    """One pair by the places of its two in the cast's lists, and how far it has come.

    `approved` counts milestones behind; `now` is the state of the one after them. Days are days ago.
    Where the mentor `phoned`, staff entered for them that the first milestone is fine.
    """

    mentor: int
    mentee: int
    state: str
    milestones: Milestones = ()
    approved: int = 0
    now: str = ""
    meetings: tuple[int, ...] = ()
    waiting: int = 0
    returned: int = 1
    phoned: bool = False


PAIRS = (
    PlannedPair(0, 0, "active", PLAYGROUND, 2, "returned", (118, 96, 75, 47, 20), 6),
    PlannedPair(0, 1, "active", CONSULTATION, 1, "submitted", (112, 80, 52, 24), 3, phoned=True),
    PlannedPair(1, 2, "completed", YOUTH, 3, "", (120, 105, 90, 70, 50, 33)),
    PlannedPair(1, 3, "active", PLAYGROUND, 1, "returned", (115, 88, 45), returned=2),
    PlannedPair(2, 4, "paused", CONSULTATION, 0, "in_progress", (110, 84)),
    PlannedPair(3, 5, "terminated", YOUTH, 1, "", (116,)),
    PlannedPair(4, 6, "proposed"),
    PlannedPair(5, 7, "accepted_by_mentor"),
    PlannedPair(6, 8, "declined"),
)
