"""Every template: no word that cannot be translated, nothing inline, trimmed translations."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

from django.conf import settings

TEMPLATES = settings.BASE_DIR / "templates"
EXEMPT = {
    "allauth/elements/button.html",  # chooses its tag at run time, which no parser follows
    "styleguide/index.html",  # names of components, for developers
}
PAGES = [
    page
    for page in sorted(TEMPLATES.rglob("*.html"))
    if str(page.relative_to(TEMPLATES)) not in EXEMPT
]

DJANGO = re.compile(
    r"\{#.*?#\}|\{%\s*comment\b.*?endcomment\s*%\}|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL
)
TRANSLATED = re.compile(
    r"\{%\s*blocktrans(?:late)?\b.*?\{%\s*endblocktrans(?:late)?\s*%\}", re.DOTALL
)
CLASSES = re.compile(r"\{%\s*block \w+_class\s*%\}.*?\{%\s*endblock\s*%\}", re.DOTALL)
LETTERS = re.compile(r"[^\W\d_]{2,}")
SPOKEN_ATTRIBUTES = {"alt", "title", "placeholder", "aria-label", "aria-description", "content"}
# The mark of the house, and file formats, are the same in every language.
NAMES = re.compile(
    r"\b(Tandem|PDF|XLSX|CSV|YAML|KSeF|NIP|REGON|KRS|TERYT|PLN|min|docs/\S+|manage\.py\S*)\b"
)
NOT_FOR_PEOPLE = {"script", "style", "code", "pre"}


class Words(HTMLParser):
    """Collects what a person would read or hear and nobody translated."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.inline: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.silent += tag in NOT_FOR_PEOPLE
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(f"<{tag}>")
        for name, value in attrs:
            if name == "style" or name.startswith("on"):
                self.inline.append(f"{name}={value!r}")
            # <meta content> speaks to machines; our description is a translated block.
            if name in SPOKEN_ATTRIBUTES and tag != "meta":
                self.note(value or "")

    def handle_endtag(self, tag):
        self.silent -= tag in NOT_FOR_PEOPLE

    def handle_data(self, data):
        if self.silent <= 0:
            self.note(data)

    def note(self, text: str) -> None:
        if LETTERS.search(NAMES.sub("", text)):
            self.found.append(text.strip())


def words_of(path: Path) -> Words:
    source = CLASSES.sub(" ", TRANSLATED.sub(" ", path.read_text()))
    words = Words()
    words.feed(DJANGO.sub(" ", source))
    return words


def pages_with(problem: Callable[[Path], list[str]]) -> dict[str, list[str]]:
    found = {str(page.relative_to(TEMPLATES)): problem(page) for page in PAGES}
    return {page: problems for page, problems in found.items() if problems}


def test_templates_say_nothing_that_cannot_be_translated():
    assert pages_with(lambda page: words_of(page).found) == {}


def test_templates_hold_no_inline_script_or_style():
    assert pages_with(lambda page: words_of(page).inline) == {}


def test_translated_blocks_are_trimmed():
    opened = re.compile(r"\{%\s*blocktrans(?:late)?\b(?![^%]* trimmed)[^%]*%\}")

    assert pages_with(lambda page: opened.findall(page.read_text())) == {}


def test_a_bare_word_would_be_found():
    words = Words()
    words.feed('<p>Zapisz</p><img alt="Mapa"><b style="x">{}</b>')

    assert words.found == ["Zapisz", "Mapa"]
    assert words.inline == ["style='x'"]
