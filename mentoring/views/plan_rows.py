"""A run told in names and sentences, for its pages and its file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from mentoring import rules
from mentoring.actions import ABOUT_YOU, LIFTABLE, reason, why_forbidden
from mentoring.forms import PARTS, SIDES
from mentoring.matching import Problem, Profile, Weights, parts_of, why_not
from mentoring.models import Enrolment, MatchRun, Topic
from people.regions import Region

#: Why somebody stays without a mentor in a plan.
WITHOUT = {
    "nobody": gettext_lazy("Nobody may be paired with this person: every mentor is tied to them, excluded, or speaks no common language."),
    "busy": gettext_lazy("Every mentor they may work with has all places taken."),
    "limit": gettext_lazy("The limit of the region is reached."),
    "seats": gettext_lazy("There are fewer free places than mentees who could take them; others fit better."),
}  # fmt: skip


#: What staff settled about a pair, in words.
HOW = {
    "pins": pgettext_lazy("pair", "settled"),
    "bans": pgettext_lazy("pair", "forbidden"),
    "lifts": pgettext_lazy("pair", "allowed once more"),
}


def told_apart(people: Iterable[Enrolment], reader: Any) -> list[Enrolment]:
    """Those who said in confidence, in their own words, with whom not to pair them; nobody where `reader` may not read it."""
    told = [each for each in people if each.keep_apart]
    return told if told and rules.selects(reader, told[0]) else []


class Rows:
    """What the pages show of `run` to `reader`; `kind` is the plan that is opened, the total one when asked for another.

    Of pairs the reader would be in themselves they learn only whether the plan has them.
    """

    def __init__(self, run: MatchRun, kind: str = "", *, reader: Any) -> None:
        self.run, self.reader = run, reader
        self.kind = kind if kind in MatchRun.Plan.values else MatchRun.Plan.TOTAL.value
        self.result: dict[str, Any] = run.result or {}
        self.most = Weights(**run.inputs["weights"]).most

    @cached_property
    def known(self) -> dict[int, Enrolment]:
        """Everybody of the edition by key, in one query."""
        people = self.run.edition.enrolments.select_related("person")
        return {each.pk: each for each in people.order_by("person__sort_key", "pk")}

    @cached_property
    def mine(self) -> set[int]:
        """The keys of the reader's own applications."""
        return {key for key, each in self.known.items() if each.person.user_id == self.reader.pk}

    @cached_property
    def confiding(self) -> set[int]:
        """The keys of those whose words about whom not to pair them with the reader may read."""
        return {each.pk for each in told_apart(self.known.values(), self.reader)}

    def apart(self, pair: Sequence[int]) -> list[Enrolment]:
        """Which of the two said such words."""
        return [self.known[key] for key in pair if key in self.confiding]

    def says(self, pair: Sequence[int], sentence: Any) -> Any:
        """The sentence about a pair, unless it is about the reader."""
        return ABOUT_YOU if self.mine & {*pair} else sentence

    def people(self, side: str) -> list[Enrolment]:
        """The run's `mentees` or `mentors` by name."""
        keys = {each["id"] for each in self.run.inputs[side]}
        return [each for key, each in self.known.items() if key in keys]

    @property
    def plan(self) -> dict[str, Any]:
        """The opened plan as stored."""
        found: dict[str, Any] = self.result["plans"][self.kind]
        return found

    def plans(self) -> list[dict[str, Any]]:
        """The three plans with their totals, and what changed against the run before."""
        after = self.run.after
        # a run about a few people does not compare with one about all
        alike = after and after.inputs.get("only") == self.run.inputs.get("only")
        before = (after.result or {}).get("plans", {}) if after and alike else {}
        return [
            {
                "kind": kind,
                "label": label,
                "is_chosen": kind == self.kind,
                "mean": round(100 * plan["fit"] / max(plan["covered"] * self.most, 1)),
                "worst_percent": self.percent(plan["worst"]),
                "worst_pair": self._worst(plan["pairs"]),
                "change": self._change(plan, before.get(kind)),
                **plan,
            }
            for kind, label in MatchRun.Plan.choices
            for plan in [self.result["plans"][kind]]
        ]

    def percent(self, points: int) -> int:
        """Points as a share of what a perfect pair has."""
        return round(100 * points / max(self.most, 1))

    def _worst(self, pairs: Sequence[Sequence[int]]) -> dict[str, Enrolment] | None:
        """The two who fit least; nobody when that is the reader."""
        mentee, mentor, _points = min(pairs, key=lambda pair: pair[2], default=(0, 0, 0))
        if not mentee or self.mine & {mentee, mentor}:
            return None
        return {"mentee": self.known[mentee], "mentor": self.known[mentor]}

    def _change(self, plan: dict[str, Any], before: dict[str, Any] | None) -> dict[str, int] | None:
        if before is None:
            return None
        return {name: plan[name] - before[name] for name in ("covered", "fit", "worst")}

    def two(self, pair: Sequence[int]) -> dict[str, Any]:
        """A pair by its people, and whether the reader is one of them."""
        mentee, mentor = pair
        return {
            "mentee": self.known[mentee],
            "mentor": self.known[mentor],
            "is_mine": bool(self.mine & {mentee, mentor}),
            "apart": self.apart(pair),
        }

    def opened(self, pairs: Sequence[Sequence[int]]) -> dict[str, Any]:
        """The opened plan: rows of `pairs`, who stays without and why, what was settled, where to recruit."""
        inputs = self.run.inputs
        refused = (self.run.outcome or {}).get("refused", [])
        return {
            "rows": [
                {
                    **self.two(pair),
                    "points": points,
                    "percent": self.percent(points),
                    "pinned": pair in inputs["pins"],
                }
                for *pair, points in pairs
            ],
            "without": [
                {"mentee": self.known[mentee], "why": self.why_without(why)}
                for mentee, why in self.plan["without"]
            ],
            "settled": [
                {**self.two(pair), "how": how}
                for name, how in HOW.items()
                for pair in inputs.get(name, [])
            ],
            "refused": [{**self.two(pair), "why": self.says(pair, why)} for *pair, why in refused],
            "to_read": sum(bool(self.apart(pair)) for *pair, _points in self.plan["pairs"]),
            **self.terms(),
            "recruits": self.recruits(),
        }

    def terms(self) -> dict[str, Any]:
        """The weights and the limits by regions with which the plans were computed."""
        inputs = self.run.inputs
        return {
            "weights": [
                {"label": label, "weight": inputs["weights"][name], "means": means}
                for name, (label, means) in PARTS.items()
            ],
            "limits": [
                {"region": Region(code).label, "most": most, "of": of}
                for name, of in SIDES.items()
                for code, most in inputs.get(name, {}).items()
            ],
        }

    def why_without(self, code: str) -> Any:
        """Why somebody stays without; a reader who could be the mentor reads nothing about whom they may not work with."""
        takes_part = {each["id"] for each in self.run.inputs["mentors"]} & self.mine
        return WITHOUT["seats" if takes_part and code == "nobody" else code]

    def recruits(self) -> list[dict[str, Any]]:
        """What one more mentor would bring, the five best answers; those that bring nothing are left out."""
        found = [each for each in self.result["recruits"] if each["covered"] or each["fit"] > 0][:5]
        topics = {
            str(topic.pk): str(topic) for topic in Topic.objects.filter(edition=self.run.edition)
        }
        return [
            {
                **each,
                "topic": topics.get(each["topic"], ""),
                "region": Region(each["region"]).label if each["region"] else "",
            }
            for each in found
        ]

    def pair(self, mentee: str, mentor: str, swap: str = "") -> dict[str, Any] | None:
        """One possible pair opened: parts of its fit and, unless the plan has it, what it would cost."""
        profiles = {
            str(row["id"]): Profile.read(row)
            for row in (*self.run.inputs["mentees"], *self.run.inputs["mentors"])
        }
        mentees = {str(row["id"]) for row in self.run.inputs["mentees"]}
        if mentee not in mentees or mentor not in profiles or mentor in mentees:
            return None
        one, other = int(mentee), int(mentor)
        now = {left: right for left, right, _points in self.plan["pairs"]}
        sides = {"mentee": self.known[one], "mentor": self.known[other]}
        if self.mine & {one, other}:
            # neither parts nor cost: wishes and exclusions of the other side could be read from them
            return {
                **sides,
                "in_plan": now.get(one) == other,
                "is_mine": True,
                "blocked": ABOUT_YOU,
            }
        sharing = [left for left, right in now.items() if right == other and left != one]
        wanted = [(one, other)]
        if swap.isdecimal() and int(swap) in sharing and one in now:
            wanted.append((int(swap), now[one]))
        return {
            **sides,
            "apart": self.apart((one, other)),
            "in_plan": now.get(one) == other,
            "is_pinned": [one, other] in self.run.inputs["pins"],
            "parts": self.parts(profiles[mentee], profiles[mentor]),
            "most": self.most,
            "wanted": wanted,
            "swapped": len(wanted) == 2,
            "swaps": [self.known[left] for left in sharing] if one in now else [],
            **self.cost(wanted, now.get(one) == other),
        }

    def parts(self, mentee: Profile, mentor: Profile) -> dict[str, Any]:
        """Each part with its value, weight and points, and their sum."""
        weights = self.run.inputs["weights"]
        rows = [
            {
                "label": PARTS[name][0],
                "means": PARTS[name][1],
                "value": int(value[0, 0]),
                "weight": weights[name],
                "points": int(value[0, 0]) * weights[name],
            }
            for name, value in parts_of([mentee], [mentor]).items()
        ]
        total = sum(row["points"] for row in rows)
        return {"rows": rows, "total": total, "percent": self.percent(total)}

    def cost(self, wanted: list[tuple[int, int]], in_plan: bool) -> dict[str, Any]:
        """What the wanted pairs would cost against the opened plan; empty when it has them, or is too large to ask now."""
        if in_plan or not self.run.answers_at_once:
            return {"asks_for_run": not in_plan}
        told = why_not(Problem.read(self.run.inputs), self.kind, wanted)
        if told.blocked:
            return self.blocked(wanted, told.blocked)
        nobody = _("nobody")
        return {
            "cost": told,
            "costs_nothing": told.covered == 0 and told.fit == 0,
            "lost": max(-told.covered, 0),
            "points_lost": -told.fit,
            "worst_now": told.worst,
            "moves": [
                {
                    "mentee": self.known[each].person,
                    "before": self.known[before].person if before else nobody,
                    "after": self.known[after].person if after else nobody,
                }
                for each, before, after in told.moves
            ],
        }

    def blocked(self, wanted: Sequence[tuple[int, int]], code: str) -> dict[str, Any]:
        """What forbids the wanted pair, and whether staff may allow it once more."""
        stated = why_forbidden(self.run.inputs, *wanted[0])
        return {
            "blocked": reason(self.run.inputs, *wanted[0], code),
            "can_be_lifted": code == "forbidden" and stated in LIFTABLE,
        }
