"""Words and figures of the styleguide: Polish, invented, as they would stand in a programme."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django import forms
from django.templatetags.static import static
from django.utils.safestring import mark_safe

from workflows.previews import File

SPRITE = Path(__file__).parents[1] / "static" / "img" / "icons.svg"
NOON = datetime(2026, 12, 3, 13, 32, tzinfo=UTC)

PALETTE = [
    "paper",
    "card",
    "sunk",
    "ink",
    "muted",
    "line",
    "pine",
    "pine-dark",
    "pine-tint",
    "mist",
    "amber",
]
ICONS = re.findall(r'id="([a-z-]+)"', SPRITE.read_text(encoding="utf-8"))

BADGES = [
    {"category": "draft", "label": "szkic"},
    {"category": "in_hands", "label": "w ocenie formalnej"},
    {"category": "yours", "label": "czeka na Twój ruch"},
    {"category": "returned", "label": "do poprawy"},
    {"category": "done", "label": "rozliczony"},
    {"category": "refused", "label": "odrzucony"},
    {"category": "paused", "label": "wstrzymany"},
]

TURNS = [
    {
        "who": "Ty",
        "does": "uzupełnij kosztorys o cenę huśtawki",
        "due": NOON,
        "late": False,
        "yours": True,
    },
    {
        "who": "Halina Wrona, komisja",
        "does": "podejmuje decyzję",
        "due": NOON,
        "late": True,
        "yours": False,
    },
]


class Way:
    """A move as the engine's option looks in a template."""

    def __init__(self, label: str, *, primary: bool = False, reasons: tuple[str, ...] = ()) -> None:
        self.label, self.primary, self.reasons, self.url = label, primary, reasons, "#moves"
        self.possible = not reasons


OPTIONS = [
    Way("Wyślij wniosek", primary=True),
    Way("Wycofaj"),
    Way(
        "Podpisz umowę",
        reasons=("Dołącz podpisany skan umowy.", "Wniosek nie ma jeszcze decyzji komisji."),
    ),
]
STATIONS = [
    {"label": "szkic", "status": "past"},
    {"label": "wysłany", "status": "past"},
    {"label": "ocena", "status": "here"},
    {"label": "decyzja", "status": "ahead"},
    {"label": "umowa", "status": "ahead"},
    {"label": "rozliczenie", "status": "ahead"},
]
ENTRIES = [
    {
        "what": "Oddane do poprawy",
        "by": "Halina Wrona",
        "at": NOON,
        "note": "Brakuje ceny huśtawki. Wystarczy jedna oferta.",
    },
    {
        "what": "",
        "by": "Olga Bednarz",
        "at": NOON,
        "note": "Czy dom kultury potwierdził salę?",
        "is_comment": True,
    },
    {"what": "Wniosek wysłany", "by": "Koło Gospodyń w Dzierżążnie", "at": NOON, "note": ""},
]
BARS = [
    {"label": "Kartuzy", "value": Decimal(84), "text": "84 osoby"},
    {"label": "Żukowo", "value": Decimal(131), "text": "131 osób", "speaks": True},
    {"label": "Sierakowice", "value": Decimal(57), "text": "57 osób"},
]
ROWS = [
    {
        "title": "Zielone podwórko przy Dworcowej",
        "who": "Koło Gospodyń w Dzierżążnie",
        "asked": "4 800,00 zł",
        "badge": BADGES[2],
        "due": "3 grudnia 2026",
    },
    {
        "title": "Świetlica czynna do dziewiątej",
        "who": "Stowarzyszenie Łączy Nas Rzeka",
        "asked": "5 000,00 zł",
        "badge": BADGES[1],
        "due": "10 grudnia 2026",
    },
    {
        "title": "Gra miejska o historii Żukowa",
        "who": "grupa nieformalna, patron: Fundacja Ścieżka",
        "asked": "3 250,50 zł",
        "badge": BADGES[4],
        "due": "",
    },
]
STEPS = [
    {"label": "Kto składa", "url": "#steps", "done": True},
    {"label": "Pomysł", "url": "#steps", "current": True},
    {"label": "Kosztorys", "url": "#steps"},
    {"label": "Wyślij", "url": "#steps"},
]
TABS = [
    {"label": "Wnioski", "url": "#tabs", "current": True, "count": 18},
    {"label": "Ocena", "url": "#tabs", "count": 6},
    {"label": "Umowy", "url": "#tabs", "count": None},
]
FACTS = [
    ("Organizacja", "Koło Gospodyń Wiejskich w Dzierżążnie"),
    ("Miejsce", "Dzierżążno, gmina Kartuzy"),
    ("Wnioskowana kwota", mark_safe('<span class="money">4 800,00 zł</span>')),
    ("Budżet programu", ""),
]


class SampleForm(forms.Form):
    """Every kind of field, with a label, a help and an error as they should sound."""

    title = forms.CharField(
        label="Nazwa pomysłu", help_text="Taka, jaką powtórzy sąsiad.", max_length=120
    )
    amount = forms.DecimalField(
        label="O jaką kwotę prosisz",
        help_text="Limit w tym naborze: 5000,00 zł.",
        localize=True,
        error_messages={"required": "Wpisz kwotę, choćby przybliżoną."},
    )
    starts = forms.DateField(label="Pierwszy dzień", widget=forms.DateInput(attrs={"type": "date"}))
    meeting = forms.DateTimeField(
        label="Kiedy było spotkanie",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )
    kind = forms.ChoiceField(
        label="Kto składa wniosek",
        choices=[
            ("ngo", "organizacja pozarządowa"),
            ("group", "grupa nieformalna z patronem"),
            ("alone", "grupa nieformalna bez patrona"),
        ],
        widget=forms.RadioSelect,
    )
    place = forms.ChoiceField(
        label="Gmina",
        choices=[("", "Wybierz…"), ("k", "Kartuzy"), ("z", "Żukowo"), ("s", "Sierakowice")],
    )
    who = forms.MultipleChoiceField(
        label="Kto skorzysta",
        required=False,
        choices=[
            ("c", "dzieci"),
            ("y", "młodzież"),
            ("s", "seniorzy i seniorki"),
            ("a", "wszyscy mieszkańcy"),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    idea = forms.CharField(
        label="Co chcecie zrobić",
        help_text="Trzy zdania: co, gdzie, z kim. Kto przyjdzie zobaczyć efekt?",
        widget=forms.Textarea(attrs={"maxlength": 600, "rows": 5}),
        error_messages={"required": "Napisz w kilku zdaniach, co chcecie zrobić."},
    )
    offer = forms.FileField(
        label="Oferta lub zdjęcie miejsca", required=False, help_text="PDF, JPG lub PNG, do 20 MB."
    )
    agreed = forms.BooleanField(
        label="Zgadzam się, aby opis pomysłu pojawił się na stronie programu.",
        required=False,
        help_text="Zgodę można wycofać w każdej chwili.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].currency = "PLN"  # type: ignore[attr-defined]


def wrong_form() -> SampleForm:
    """Give the form as it comes back: too much asked for, the idea missing."""
    form = SampleForm(
        {
            "title": "Zielone podwórko",
            "amount": "12000",
            "kind": "ngo",
            "place": "k",
            "starts": "2026-13-40",
        }
    )
    form.add_error("amount", "Kwota jest większa niż limit w tym naborze (5000,00 zł).")
    return form


def files() -> list[File]:
    """Give a photo, a PDF and a table as lists show them."""
    drawing = static("img/favicon.svg")
    return [
        File("przystanek po pracy.jpg", 841_000, "#g-files", "#g-files", drawing),
        File("zaświadczenie z banku.pdf", 96_000, "#g-files", opens="#g-files"),
        File("lista obecności.xlsx", 18_000, "#g-files"),
    ]


def everything() -> dict[str, Any]:
    """Give the context of the whole page."""
    return {
        "palette": PALETTE,
        "icons": ICONS,
        "badges": BADGES,
        "turns": TURNS,
        "options": OPTIONS,
        "stations": STATIONS,
        "entries": ENTRIES,
        "bars": BARS,
        "rows": ROWS,
        "steps": STEPS,
        "tabs": TABS,
        "facts": FACTS,
        "files": files(),
        "noon": NOON,
        "names": NAMES,
        "seeds": ["zielone podwórko", "forum", "dialog"],
    }


NAMES = {
    "title": "Zielone podwórko przy Dworcowej",
    "lead": "Sąsiedzi sadzą, dzieci malują, dom kultury podlewa. Wniosek w naborze „Inicjatywy lokalne”.",
    "code": "12/2026",
    "list_title": "Wnioski",
    "list_lead": "Osiemnaście wniosków o razem 71 420,00 zł; w puli jest 30 000,00 zł.",
    "new": "Dodaj wniosek",
    "from": "z gminy",
    "empty_title": "Nie ma jeszcze spotkań",
    "empty_text": "Po pierwszym spotkaniu zapisz, kiedy było i co z niego wynikło. Druga osoba z pary potwierdzi.",
    "empty_action": "Zapisz pierwsze spotkanie",
    "sent": "Wniosek wysłany. Numer 12/2026, godz. 14:32. Do 3 grudnia sprawdzimy, czy niczego nie brakuje.",
    "faster_title": "Ktoś był szybszy",
    "faster": "Ten wniosek oceniono o 14:31. Zobacz wynik.",
    "closing": "Nabór zamyka się za dwie godziny, o 23:59.",
    "info": "Punkty pozostałych osób zobaczysz, gdy zatwierdzisz swoje.",
    "progress": "Ogólnopolskie Fora Praktyków Partycypacji",
    "progress_note": "Liczone: wydarzenia, które się odbyły. Zostało jedno, zapowiedziane na 12 grudnia.",
    "no_target": "Samorządy testujące model partycypacji",
    "no_target_note": "Program nie podaje wartości docelowej.",
    "chart": "Uczestnicy spotkań według gmin",
    "submit": "Wyślij wniosek",
    "question": "Czy mogę złożyć wniosek bez patrona?",
    "answer": "Tak, jeśli w grupie są trzy pełnoletnie osoby, które mieszkają w województwie.",
}
