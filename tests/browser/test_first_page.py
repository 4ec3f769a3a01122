"""Everyone's first page says what waits for them; a programme's page tells staff how it stands."""

from __future__ import annotations

import pytest

ROLES = [
    "admin",
    "staff",
    "coordinator",
    "finance",
    "chair",
    "funder",
    "editor",
    "assessor",
    "applicant",
    "mentor",
    "mentee",
]


@pytest.mark.parametrize("role", ROLES)
def test_first_page_after_logging_in_is_what_waits_for_me(invite, role):
    person = invite(role)

    assert person.page.url.endswith("/panel/")
    person.look()
    assert person.page.locator("h1").inner_text() == "Czeka na mnie"


@pytest.mark.parametrize("code", ["przestrzen-praktykow-partycypacji", "agents-of-co-existence"])
def test_programme_page_says_what_is_late_who_waits_and_how_far_each_target_is(invite, code):
    staff = invite("staff").open(f"/panel/programmes/{code}/")

    for heading in (
        "Co jest po terminie",
        "Co udało się osiągnąć",
        "Ile to kosztuje",
        "Na kogo czeka program",
    ):
        staff.reads(heading)
