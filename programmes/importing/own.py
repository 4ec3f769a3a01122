"""The sections of a programme file that this room keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import Organisation, OrganisationKind
from programmes import roles
from programmes.models import Activity, Funder, Point, Programme
from workflows.roles import give_role

from .sections import Run, Section, sections


def by_language(name: str, texts: Mapping[str, str] | None) -> dict[str, str]:
    """`texts` by language as the columns of a translated field; a language without a text is empty."""
    return {f"{name}_{tag}": (texts or {}).get(tag, "") for tag, _name in settings.LANGUAGES}


def apply_programme(run: Run) -> None:
    """Find or begin the programme, with its period and funder."""
    values, period = run.values, run.values.get("period", {})
    fields = {
        **by_language("title", values["title"]),
        **by_language("subtitle", values.get("subtitle")),
        "kind": values.get("kind", ""),
        "website": values.get("website", ""),
        "start": period.get("start", ""),
        "end": period.get("end", ""),
    }
    programme = Programme.objects.select_for_update().filter(code=values["code"]).first()
    if programme is None:
        run.programme = _begin(run, fields)
    else:
        run.programme = programme
        run.write(programme, fields)
    if "funder" in values:
        _put_funder(run, values["funder"])


def _begin(run: Run, fields: dict[str, Any]) -> Programme:
    programme = Programme.objects.begin(by=run.by, code=run.values["code"], **fields)
    if run.by.pk:
        # Whoever brings a programme in can give it to its team.
        give_role(run.by, roles.COORDINATOR, programme, by=run.by)
    run.note("new", programme)
    return programme


def _put_funder(run: Run, values: Mapping[str, Any]) -> None:
    fields = {
        "name": values["name"],
        "currency": values["currency"],
        "local_currency": values.get("local_currency", ""),
        **by_language("credit_line", values.get("credit_line")),
        **by_language("slogan", values.get("slogan")),
    }
    programme = run.programme
    if programme.funder:
        run.write(programme.funder, fields)
        if run.changes[-1].how == "changed":  # the funder is a part of the description
            programme.save_draft(seen=programme.version, fields=[])
        return
    programme.funder = Funder.objects.create(**fields)
    programme.save(update_fields=["funder"])
    run.note("new", programme.funder)


def apply_points(run: Run) -> None:
    """Goals, policy areas, topics and audience: the file has them whole, so what it drops is removed."""
    points = run.programme.points
    for section in Point.Section.values:
        texts = run.values.get(section, [])
        for position, words in enumerate(texts, start=1):
            run.put(points, {"section": section, "position": position}, by_language("text", words))
        run.remove(points.filter(section=section, position__gt=len(texts)))


def apply_partners(run: Run) -> None:
    """Partners by name; a partner the file does not name stays."""
    for values in run.values.get("partners", []):
        plain = {key: values.get(key, "") for key in ("country", "type", "website")}
        fields = {**plain, "role": values.get("role", "partner"), "members": values.get("members")}
        run.put(run.programme.partners, {"name": values["name"]}, fields)


def apply_local_governments(run: Run) -> None:
    """Local governments by name, made where the installation does not know them yet."""
    joined = set(run.programme.local_governments.values_list("pk", flat=True))
    for values in run.values.get("local_governments", []):
        organisation = _local_government(values["name"], values.get("type", ""))
        run.note("same" if organisation.pk in joined else "new", organisation)
        run.programme.local_governments.add(organisation)


def _local_government(name: str, kind: str) -> Organisation:
    """The one of that name; of several (Poland has many a Brzeziny) the one of that kind, else the eldest."""
    named = Organisation.objects.filter(name=name, kind=OrganisationKind.LOCAL_GOVERNMENT)
    exact = named.filter(local_government_type=kind).order_by("pk").first()
    return (
        exact
        or named.order_by("pk").first()
        or Organisation.objects.create(
            name=name, kind=OrganisationKind.LOCAL_GOVERNMENT, local_government_type=kind
        )
    )


def apply_activities(run: Run) -> None:
    """Activities by code; one the file does not name stays, for records may hang on it."""
    for position, values in enumerate(run.values.get("activities", []), start=1):
        numbers = {key: values.get(key) for key in ("count", "days", "capacity")}
        fields = {
            "kind": values["kind"],
            **by_language("name", values["name"]),
            **numbers,
            "per_local_government": "per" in values,
            "examples": values.get("examples", []),
            "note": values.get("note", ""),
            "position": position,
        }
        run.put(run.programme.activities, {"code": values["code"]}, fields)


def apply_indicators(run: Run) -> None:
    """Indicators by code, each with the activities it counts."""
    activities = {
        activity.code: activity for activity in Activity.objects.filter(programme=run.programme)
    }
    for position, values in enumerate(run.values.get("indicators", []), start=1):
        fields = {
            **by_language("name", values["name"]),
            "unit": values.get("unit", ""),
            "target": values.get("target"),
            "comparison": values.get("comparison", ""),
            "counted_as": values["counted_as"],
            "position": position,
        }
        indicator = run.put(run.programme.indicators, {"code": values["code"]}, fields)
        chosen = [activities[name] for name in values.get("of", [])]
        if set(indicator.activities.all()) != set(chosen):
            indicator.activities.set(chosen)
            if run.changes[-1].how != "new":
                run.note("changed", _("%s: activities counted") % indicator)


def apply_site(run: Run) -> None:
    """Features of the public page, which only the file describes."""
    features = run.programme.site_features
    for values in run.values.get("site", []):
        details = {key: value for key, value in values.items() if key not in ("feature", "rule")}
        run.put(
            features,
            {"feature": values["feature"]},
            {"rule": values.get("rule", ""), "details": details},
        )
    run.remove(
        features.exclude(feature__in=[each["feature"] for each in run.values.get("site", [])])
    )


def apply_sources(run: Run) -> None:
    """Where facts are from that the programme's own page does not give."""
    notes = run.programme.source_notes
    for values in run.values.get("elsewhere", []):
        run.put(notes, {"about": values["key"]}, {"origin": values["from"]})
    run.remove(notes.exclude(about__in=[each["key"] for each in run.values.get("elsewhere", [])]))


sections.add("programme", Section(gettext_lazy("Programme and funder"), apply_programme))
sections.add("points", Section(gettext_lazy("Goals and topics"), apply_points))
sections.add("partners", Section(gettext_lazy("Partners"), apply_partners))
sections.add(
    "local_governments", Section(gettext_lazy("Local governments"), apply_local_governments)
)
sections.add("activities", Section(gettext_lazy("Activities"), apply_activities))
sections.add("indicators", Section(gettext_lazy("Indicators"), apply_indicators))
sections.add("site", Section(gettext_lazy("Public page"), apply_site))
sections.add("elsewhere", Section(gettext_lazy("Sources of facts"), apply_sources))
