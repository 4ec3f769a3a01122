"""How far the assessors are, and whether somebody is more severe than the others."""

from __future__ import annotations

CALL = "/panel/grants/calls/inicjatywy-lokalne-5/"


def test_staff_and_chair_see_the_progress_and_the_severity_of_assessors(invite):
    staff = invite("staff").open(CALL).follow("Praca oceniających")
    staff.reads("Monika Topolska").reads("Punkty bez różnic w surowości")

    chair = invite("chair")
    with chair.hurry():
        chair.open(f"{CALL}panel/").reads("Monika Topolska")

    # An assessor learns that the panel is not for them.
    assessor = invite("assessor")
    answer = assessor.page.goto(f"{CALL}panel/")
    assert answer is not None
    assert answer.status == 403
