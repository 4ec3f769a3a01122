"""What staff have before them when they ask assessors."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from grants.models import Application, Assessment, Call, TopicDeclaration
from grants.rules.assessment import LIVE, VACATED
from grants.rules.conflicts import Found, conflicts
from grants.rules.declaring import yet_to_tick
from grants.rules.topics import Topics
from people.models import User
from workflows.roles import holders

ASSESSOR = "assessor"
# Held beside the role of assessor: asked when somebody hands an application back, or when too few are free.
RESERVE = "reserve"


@dataclass(frozen=True)
class Desk:
    """What staff have before them when they ask assessors: who, what, who has what, and who may not."""

    call: Call
    assessors: list[User]
    applications: list[Application]
    asked: dict[int, list[Assessment]]
    conflicts: Found
    load: Counter[int] = field(default_factory=Counter)
    reserves: frozenset[int] = frozenset()
    yet_to_tick: frozenset[int] = frozenset()
    topics: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[int, frozenset[str]] = field(default_factory=dict)
    known: Mapping[int, frozenset[str]] = field(default_factory=dict)

    def live_of(self, application: Application) -> list[Assessment]:
        """The assessments of one application that count."""
        return [one for one in self.asked[application.pk] if one.state in LIVE]

    def recused_from(self, application: Application) -> set[int]:
        """Keys of those who handed this application back, or whose sheet was set aside."""
        return {one.assessor_id for one in self.asked[application.pk] if one.state in VACATED}

    def missing_in(self, application: Application) -> int:
        """How many assessors an application still needs."""
        return max(0, application.assessments_needed - len(self.live_of(application)))

    def first_choice_for(self, application: Application) -> list[int]:
        """Whom Tandem would ask: reserve assessors where somebody handed it back, the others everywhere else.

        All who are free where these are too few.
        """
        free, live = (
            self.free_for(application),
            {one.assessor_id for one in self.live_of(application)},
        )
        on_reserve = bool(self.vacated_in(application))
        first = [key for key in free if (key in self.reserves) == on_reserve]
        return first if len({*first} - live) >= self.missing_in(application) else free

    def vacated_in(self, application: Application) -> list[int]:
        """The places (keys of first assessments) that came back and nobody took yet, the oldest first."""
        taken = {one.place for one in self.live_of(application)}
        came_back = (one for one in self.asked[application.pk] if one.state in VACATED)
        return [
            place for place in dict.fromkeys(one.place for one in came_back) if place not in taken
        ]

    def free_for(self, application: Application) -> list[int]:
        """Keys of the assessors without a known conflict who did not hand it back."""
        gone = self.recused_from(application)
        return [
            one.pk
            for one in self.assessors
            if one.pk not in gone
            and one.pk not in self.yet_to_tick
            and (one.pk, application.pk) not in self.conflicts
        ]

    def in_common(self, assessor: int, application: int) -> list[str]:
        """The topics that an application (key) names and an assessor (key) knows, as labels."""
        both = self.named.get(application, frozenset()) & self.known.get(assessor, frozenset())
        return self.labels(both)

    def labels(self, topics: Iterable[str]) -> list[str]:
        """The words for `topics` (keys), in the order of the form."""
        wanted = set(topics)
        return [label for key, label in self.topics.items() if key in wanted]

    def why_not(self, assessor: User, application: Application) -> list[str]:
        """What keeps `assessor` from `application`."""
        if assessor.pk in self.recused_from(application):
            return [_("handed this application back")]
        if assessor.pk in self.yet_to_tick:
            return [_("has not gone through the list of parties yet")]
        return self.conflicts.get((assessor.pk, application.pk), [])


def desk_of(call: Call, only: Collection[int] | None = None) -> Desk:
    """Read everything about the assessors of `call`, in a number of queries that does not grow.

    `only` some applications (keys): what concerns one of them costs those alone; the load is that of the whole call.
    """
    keys = [one.pk for one in holders(ASSESSOR, call)]
    assessors = list(
        User.objects.filter(pk__in=keys).select_related("person").order_by("name", "pk")
    )
    rows = call.applications.in_state("admitted").with_parties().select_related("answers")
    rows = rows if only is None else rows.filter(pk__in=only)
    applications = list(rows.in_order_of_number())
    for application in applications:
        application.call = call
    asked: dict[int, list[Assessment]] = defaultdict(list)
    sheets = Assessment.objects.in_call(call)
    wanted = sheets if only is None else sheets.filter(application__in=only)
    for one in wanted.select_related("assessor").order_by("pk"):
        asked[one.application_id].append(one)
    topics = Topics(call)
    return Desk(
        call,
        assessors,
        applications,
        asked,
        conflicts(assessors, applications),
        Counter(sheets.live().load_by_assessor()),
        frozenset(one.pk for one in holders(RESERVE, call)),
        frozenset(one.pk for one in yet_to_tick(call)),
        topics.labels,
        {one.pk: topics.named_in(one.answers.values) for one in applications},
        TopicDeclaration.objects.known_in(call),
    )
