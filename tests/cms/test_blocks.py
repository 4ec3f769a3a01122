"""What an editor may put on a page."""

import pytest
from wagtail.blocks import StructBlockValidationError

from cms.blocks import Body, WhereToBlock


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "http://example.org", "", "data:text/html,x"]
)
def test_button_that_leads_nowhere_safe_is_refused(address):
    with pytest.raises(StructBlockValidationError):
        WhereToBlock().clean({"label": "Dalej", "page": None, "address": address})


@pytest.mark.parametrize("address", ["/programy/", "https://partycypacjaobywatelska.pl/"])
def test_button_may_lead_to_the_site_or_to_a_safe_address(address):
    assert WhereToBlock().clean({"label": "Dalej", "page": None, "address": address})


def test_body_draws_questions_that_open_without_javascript():
    body = Body()
    value = body.to_python(
        [
            {
                "type": "questions",
                "value": {
                    "heading": "Konto",
                    "questions": [{"question": "Po co?", "answer": "<p>Po to.</p>"}],
                },
            }
        ]
    )

    drawn = str(body.render(value))

    assert "<details" in drawn
    assert "Po to." in drawn
