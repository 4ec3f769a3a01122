"""Every letter of events and mentoring has its words in both languages, and names only places it is given."""

import pytest

from activities import notices as of_activities
from mentoring import notices as of_mentoring
from workflows.letters import ALWAYS, text_on_file
from workflows.notices import Notice

LETTERS = [
    notice
    for module in (of_activities, of_mentoring)
    for notice in vars(module).values()
    if isinstance(notice, Notice)
]


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("notice", LETTERS, ids=lambda notice: notice.template)
def test_a_letter_has_its_words(notice, language):
    letter = text_on_file(notice.template, language)

    assert letter.subject
    assert letter.places() <= {*notice.placeholders, *ALWAYS}
