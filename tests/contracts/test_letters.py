"""Every letter: its text in Polish and English, a subject, and only the placeholders it is given."""

import re

import pytest
from django.conf import settings

from workflows.letters import ALWAYS
from workflows.notices import notices
from workflows.topics import CHOOSABLE, Topic

LETTERS = settings.BASE_DIR / "templates" / "emails"
PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def text_of(template: str, language: str) -> str:
    return (LETTERS / f"{template}.{language}.txt").read_text()


def named() -> list[str]:
    return sorted(notices.names())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_is_written_and_uses_its_placeholders_only(language: str):
    wrong = {}
    for template in named():
        path = LETTERS / f"{template}.{language}.txt"
        text = path.read_text() if path.exists() else ""
        known = {*ALWAYS, *notices[template].placeholders}
        unknown = set(PLACEHOLDER.findall(text)) - known
        if not text.startswith("Subject: ") or "\n\n" not in text or unknown or "{%" in text:
            wrong[template] = sorted(unknown) or "no text, no subject, or template code"

    assert wrong == {}


def test_every_letter_has_a_topic_and_only_what_can_be_gathered_may_be_chosen():
    """A file cannot be gathered; where the letter leads elsewhere its readers may not see the thing it is about."""
    choosable = [each for each in notices if each.topic in CHOOSABLE]

    assert all(isinstance(each.topic, Topic) for each in notices)
    assert {each.topic for each in choosable} == set(CHOOSABLE) - {Topic.GROUP}
    assert [each.template for each in choosable if each.attaches or each.leads_to] == []


def test_no_letter_lies_about_that_nobody_sends():
    written = {str(path.relative_to(LETTERS)).rsplit(".", 2)[0] for path in LETTERS.rglob("*.txt")}

    assert written - set(named()) == set()


def test_both_languages_say_the_same_things():
    differing = [
        template
        for template in named()
        if len({frozenset(PLACEHOLDER.findall(text_of(template, code))) for code in LANGUAGES}) > 1
    ]

    assert differing == []
