"""What is played: where the demo's study visits go and what they see. Towns are real, the rest is invented."""

from __future__ import annotations

from dataclasses import dataclass

#: Day and hour of the start, the title in both languages, where, with whom.
Stop = tuple[int, int, str, str, str, str]


@dataclass(frozen=True)
class PlannedVisit:
    """One visit of two days, to a town that has something to show."""

    code: str
    title: str
    title_en: str
    place: str
    when: int
    state: str
    people: int
    capacity: int
    about: str
    about_en: str
    stops: tuple[Stop, ...]


VISITS: dict[str, tuple[PlannedVisit, ...]] = {
    "przestrzen-praktykow-partycypacji": (
        PlannedVisit(
            "dabrowa-gornicza",
            "Wizyta w Dąbrowie Górniczej",
            "Visit to Dąbrowa Górnicza",
            "Dąbrowa Górnicza",
            -75,
            "reported",
            14,
            10,
            "Jak dzielnice same uzgadniają projekty: obejrzymy trzy miejsca i porozmawiamy z tymi, którzy je wymyślili.",
            "How districts agree on projects by themselves: we see three places and talk to those who thought of them.",
            (
                (
                    0,
                    10,
                    "Jak wymyśla się projekty w dzielnicy",
                    "How a district thinks of projects",
                    "Centrum Aktywności Obywatelskiej",
                    "zespół dialogu",
                ),
                (
                    0,
                    13,
                    "Spacer po zrealizowanych projektach",
                    "A walk along finished projects",
                    "Gołonóg",
                    "rada dzielnicy",
                ),
                (
                    1,
                    9,
                    "Co nie wyszło i dlaczego",
                    "What failed and why",
                    "Urząd Miejski",
                    "zespół dialogu",
                ),
                (
                    1,
                    12,
                    "Plan na pierwsze sto dni u siebie",
                    "A plan for the first hundred days at home",
                    "Urząd Miejski",
                    "mentorzy i mentorki",
                ),
            ),
        ),
        PlannedVisit(
            "kutno",
            "Wizyta w Kutnie",
            "Visit to Kutno",
            "Kutno",
            -6,
            "held",
            8,
            7,
            "Róże, rynek i rewitalizacja: jak pytać mieszkańców, zanim ruszy koparka.",
            "Roses, a market square and renewal: how to ask residents before the digger comes.",
            (
                (
                    0,
                    11,
                    "Rynek przed i po",
                    "The square before and after",
                    "Plac Wolności",
                    "biuro rewitalizacji",
                ),
                (
                    1,
                    10,
                    "Czego nauczyły nas protesty",
                    "What protests taught us",
                    "Kutnowski Dom Kultury",
                    "komitet rewitalizacji",
                ),
            ),
        ),
        PlannedVisit(
            "elblag",
            "Wizyta w Elblągu",
            "Visit to Elbląg",
            "Elbląg",
            9,
            "confirmed",
            5,
            6,
            "Inicjatywa lokalna od telefonu do ławki pod blokiem: przejdziemy tę drogę z tymi, którzy ją przeszli.",
            "A local initiative from the first call to the bench outside: we walk it with those who did.",
            (
                (
                    0,
                    11,
                    "Skąd biorą się inicjatywy",
                    "Where initiatives come from",
                    "Biblioteka Elbląska",
                    "animatorki z Elbląga",
                ),
                (
                    0,
                    15,
                    "Spacer: pięć ławek, dwa ogrody",
                    "A walk: five benches, two gardens",
                    "Zatorze",
                    "rada osiedla",
                ),
                (
                    1,
                    9,
                    "Kto co podpisuje",
                    "Who signs what",
                    "Urząd Miejski",
                    "biuro inicjatyw",
                ),
            ),
        ),
        PlannedVisit(
            "lublin",
            "Wizyta w Lublinie",
            "Visit to Lublin",
            "Lublin",
            33,
            "recruiting",
            6,
            4,
            "Plan dla Dzielnic i zielony budżet: zobaczymy, jak mieszkańcy i projektanci rysują razem.",
            "The Plan for Districts and the green budget: how residents and designers draw together.",
            (
                (
                    0,
                    10,
                    "Plan dla Dzielnic: od rozmowy do mapy",
                    "Plan for Districts: from talk to map",
                    "Rady Dzielnic",
                    "fundacja z Lublina",
                ),
                (
                    0,
                    14,
                    "Zielony budżet w terenie",
                    "The green budget on the ground",
                    "Czuby",
                    "biuro miejskiej architektki zieleni",
                ),
                (
                    1,
                    9,
                    "Warsztat: mapa potrzeb",
                    "Workshop: a map of needs",
                    "Warsztaty Kultury",
                    "prowadzące z Lublina",
                ),
            ),
        ),
    ),
    "miedzysektorowa-wspolpraca": (
        PlannedVisit(
            "plock",
            "Wizyta organizacji w Płocku",
            "Visit of NGOs to Płock",
            "Płock",
            -95,
            "settled",
            7,
            6,
            "Fundusz grantowy, który prowadzą razem samorząd i firmy: jak się rozmawia o zasadach.",
            "A grant fund that the city and companies run together: how the rules are agreed.",
            (
                (
                    0,
                    10,
                    "Fundusz krok po kroku",
                    "The fund step by step",
                    "Płock, ul. Misjonarska",
                    "zarząd funduszu",
                ),
                (
                    1,
                    10,
                    "Spotkanie z grantobiorcami",
                    "Meeting the grantees",
                    "Płock, Stare Miasto",
                    "organizacje z Płocka",
                ),
            ),
        ),
    ),
}
