"""To whom coordinators write as a group: the mentees or mentors of pairs that need a look, and candidates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mentoring import notices
from mentoring.models import Edition, Enrolment, Pairing
from programmes.registries.audiences import Audience, audiences


def pairs_asked(request: Any) -> QuerySet[Pairing]:
    """Pairs at work that the coordinators' page shows: of an edition, with a signal.

    Of a proposal its mentee may know nothing yet, and a pair that is over has no business any more.
    """
    rows = Pairing.objects.run_by(request.user).in_state("active", "paused")
    if code := request.GET.get("edition", ""):
        rows = rows.filter(edition__code=code)
    if kind := request.GET.get("signal", ""):
        speak = [each.pk for each in rows.with_people().with_work() if each.has_signal(kind)]
        rows = rows.filter(pk__in=speak)
    return rows.order_by("pk")


def candidates_asked(request: Any) -> QuerySet[Enrolment]:
    """Candidates of one side of an edition, as the list of candidates shows them; nobody without an edition."""
    from mentoring.forms.selecting import CandidateFilter  # noqa: PLC0415 -- forms stand on apps that start later

    found = Edition.objects.visible_to(request.user).filter(code=request.GET.get("of", "")).first()
    if found is None:
        return Enrolment.objects.none()
    rows = found.enrolments.filter(role=request.GET.get("side", ""))
    given = {"request": request, "edition": found}
    return CandidateFilter(request.GET, queryset=rows, **given).qs.order_by("pk")


def of_pairs(who: Callable[[Pairing], list[Any]], label: Any) -> Audience:
    """One side of pairs."""
    return Audience(
        label=label,
        place="mentoring:pairs",
        asked=pairs_asked,
        rows=lambda keys: Pairing.objects.filter(pk__in=keys).with_people().order_by("pk"),
        who=who,
        programme=lambda pair: pair.programme,
        title=lambda pair: str(pair.edition),
    )


audiences.add("mentoring.mentees", of_pairs(notices.mentee, _("mentees in pairs")))
audiences.add("mentoring.mentors", of_pairs(notices.mentor, _("mentors in pairs")))
audiences.add(
    "mentoring.candidates",
    Audience(
        label=_("candidates"),
        place="mentoring:editions",
        asked=candidates_asked,
        rows=lambda keys: (
            Enrolment.objects.filter(pk__in=keys)
            .select_related("person__user", "edition__activity__programme")
            .order_by("pk")
        ),
        who=notices.applicant,
        programme=lambda enrolment: enrolment.edition.programme,
        title=lambda enrolment: str(enrolment.edition),
    ),
)
