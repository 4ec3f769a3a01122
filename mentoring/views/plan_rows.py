"""A run told in names and sentences, for its pages and its file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring.actions import reason
from mentoring.forms import PARTS
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


class Rows:
    """What the pages show of `run`; `kind` is the plan that is opened, the total one when asked for another."""

    def __init__(self, run: MatchRun, kind: str = "") -> None:
        self.run = run
        self.kind = kind if kind in MatchRun.Plan.values else MatchRun.Plan.TOTAL.value
        self.result: dict[str, Any] = run.result or {}
        self.most = Weights(**run.inputs["weights"]).most

    @cached_property
    def known(self) -> dict[int, Enrolment]:
        """Everybody of the edition by key, in one query."""
        people = self.run.edition.enrolments.select_related("person")
        return {each.pk: each for each in people.order_by("person__sort_key", "pk")}

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
        before = (self.run.after.result or {}).get("plans", {}) if self.run.after else {}
        return [
            {
                "kind": kind,
                "label": label,
                "is_chosen": kind == self.kind,
                "mean": round(100 * plan["fit"] / max(plan["covered"] * self.most, 1)),
                "worst_percent": self.percent(plan["worst"]),
                "change": self._change(plan, before.get(kind)),
                **plan,
            }
            for kind, label in MatchRun.Plan.choices
            for plan in [self.result["plans"][kind]]
        ]

    def percent(self, points: int) -> int:
        """Points as a share of what a perfect pair has."""
        return round(100 * points / max(self.most, 1))

    def _change(self, plan: dict[str, Any], before: dict[str, Any] | None) -> dict[str, int] | None:
        if before is None:
            return None
        return {name: plan[name] - before[name] for name in ("covered", "fit", "worst")}

    def opened(self, pairs: Sequence[Sequence[int]]) -> dict[str, Any]:
        """The opened plan: rows of `pairs`, who stays without and why, what was settled, where to recruit."""
        inputs, pins = self.run.inputs, self.run.inputs["pins"]
        settled = [(name, pair) for name in ("pins", "bans") for pair in inputs[name]]
        refused = (self.run.outcome or {}).get("refused", [])
        return {
            "rows": [
                {
                    "mentee": self.known[mentee],
                    "mentor": self.known[mentor],
                    "points": points,
                    "percent": self.percent(points),
                    "pinned": [mentee, mentor] in pins,
                }
                for mentee, mentor, points in pairs
            ],
            "without": [
                {"mentee": self.known[mentee], "why": WITHOUT[why]}
                for mentee, why in self.plan["without"]
            ],
            "settled": [
                {
                    "mentee": self.known[pair[0]],
                    "mentor": self.known[pair[1]],
                    "is_pin": name == "pins",
                }
                for name, pair in settled
            ],
            "refused": [
                {"mentee": self.known[one], "mentor": self.known[other], "why": why}
                for one, other, why in refused
            ],
            "weights": [
                {"label": label, "weight": inputs["weights"][name], "means": means}
                for name, (label, means) in PARTS.items()
            ],
            "limits": [
                {"region": Region(code).label, "most": most}
                for code, most in inputs["limits"].items()
            ],
            "recruits": self.recruits(),
        }

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
        sharing = [left for left, right in now.items() if right == other and left != one]
        wanted = [(one, other)]
        if swap.isdecimal() and int(swap) in sharing and one in now:
            wanted.append((int(swap), now[one]))
        return {
            "mentee": self.known[one],
            "mentor": self.known[other],
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
            return {"blocked": reason(self.run.inputs, *wanted[0], told.blocked)}
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
