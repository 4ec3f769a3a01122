"""Three plans are computed by the worker while the page waits; staff ask why, settle a pair and publish."""

from __future__ import annotations

MATCHING = "/panel/mentoring/editions/mentoring-2027/matching/"


def computed(visitor):
    """The page shows the plans by itself once the worker is done; without JavaScript one looks again."""
    if visitor.javascript:
        visitor.page.locator("#plans").wait_for(timeout=30_000)
    else:
        for _ in range(60):
            if visitor.page.locator("#plans").count():
                break
            visitor.page.wait_for_timeout(500)
            visitor.page.reload()
    return visitor.look()


def test_plans_are_computed_questioned_settled_and_published(invite):
    staff = invite("staff").open(MATCHING).follow("Policz plany dla wszystkich")
    staff.press("Policz trzy plany")
    computed(staff).reads("Trzy plany").reads("Kto zostaje bez mentora").reads("Odcisk")
    first = staff.page.url
    staff.follow("Dlaczego ta para").reads("Ta para jest w planie").reads("Temat")

    # A pair that the plan does not have: what it costs, then settled all the same.
    staff.open(first)
    mentee, mentor = staff.page.locator("[name=mentee]"), staff.page.locator("[name=mentor]")
    paired = staff.page.locator("section[aria-labelledby=pairs] tbody tr").first
    named = paired.locator("td").first.inner_text().strip()
    mentee.select_option(index=0)
    others = [each for each in mentor.locator("option").all() if named not in each.inner_text()]
    mentor.select_option(others[0].get_attribute("value"))
    staff.press("Odpowiedz").reads("Jak do siebie pasują")
    staff.open(first).press("Opublikuj otwarty plan").reads("opublikowany")
