"""A programme file comes in whole or not at all, and says where it is wrong."""

from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.utils.translation import override

from finance.models import Budget
from people.models import Organisation, OrganisationKind
from programmes.importing import NotImported, programme_files
from programmes.models import Activity, Indicator, Partner, Programme
from programmes.periods import PartialDate
from programmes.registries.counts import counts
from programmes.registries.kinds import kinds
from tests.factories.people import make_admin, make_local_government, make_user
from workflows.models import History

pytestmark = pytest.mark.django_db

FILES = sorted(Path("programmes/data").glob("*.yaml"))

# As written in the format's own description; a name added or lost there is added or lost here.
KINDS = [
    "event",
    "study_visit",
    "mentoring",
    "grant_call",
    "public_dialogue",
    "consultation",
    "model_test",
    "model_document",
    "index_assessment",
    "advice",
    "supervision",
    "survey",
    "analysis",
    "action_plan",
    "evaluation",
    "outreach",
    "research",
    "social_animation",
    "network_meeting",
    "workshop_cycle",
]
COUNTS = [
    "events_held",
    "distinct_persons_per_event",
    "study_visits_held",
    "distinct_participants",
    "returning_participants_share",
    "persons_engaged_over_six_months",
    "distinct_mentees_completed",
    "grants_settled",
    "distinct_local_governments_in_dialogues",
    "distinct_local_governments_in_model_tests",
    "distinct_local_governments_with_adopted_model",
    "distinct_local_governments_in_supervision",
]

SMALL = """
code: sasiedzi
title: {pl: Sąsiedzi, en: Neighbours}
funder: {name: Fundusz, currency: PLN}
period: {start: "2023-06-01", end: "2025-12"}
budget: {total: "1000.00", grant: "800.00"}
partners:
  - {name: Gdańsk, country: PL, role: partner, budget: "500.00", own_contribution: "100.00"}
indicators:
  - {code: osoby, name: Osoby, target: 80, comparison: at_least, counted_as: distinct_participants, of: [spotkania]}
activities:
  - {kind: event, code: spotkania, name: Spotkania, count: 4}
"""


def load(content, by=None):
    return programme_files.apply_text(content, by=by or make_admin())


def problems_in(content):
    with pytest.raises(NotImported) as refusal:
        load(content)
    return [str(problem) for problem in refusal.value.problems]


def everything():
    """What an import could have written."""
    models = [Programme, Activity, Indicator, Partner, Organisation, Budget, History]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


# ── the five ─────────────────────────────────────────────────────────────────────────────────


def test_there_are_five_programmes():
    assert len(FILES) == 5


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_programme_loads_with_everything_its_file_names(path):
    said = yaml.safe_load(path.read_text())

    out = StringIO()
    call_command("import_programme", str(path), stdout=out)

    programme = Programme.objects.get(code=said["code"])
    assert [each.name_pl for each in programme.activities.all()] == [
        each["name"]["pl"] for each in said["activities"]
    ]
    assert [each.code for each in programme.indicators.all()] == [
        each["code"] for each in said.get("indicators", [])
    ]
    assert {each.name for each in programme.partners.all()} == {
        each["name"] for each in said.get("partners", [])
    }
    assert programme.title in out.getvalue()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_indicator_is_computed_and_held_against_the_target_of_the_file(path):
    load(path.read_text())

    for said in yaml.safe_load(path.read_text()).get("indicators", []):
        indicator = Indicator.objects.get(programme__code=path.stem, code=said["code"])
        assert indicator.counted_as == said["counted_as"]
        assert indicator.target == (Decimal(str(said["target"])) if "target" in said else None)
        assert indicator.comparison == said.get("comparison", "")
        assert sorted(each.code for each in indicator.activities.all()) == sorted(
            said.get("of", [])
        )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_loading_twice_changes_nothing(path):
    load(path.read_text())
    before = everything()

    again = load(path.read_text())

    assert again.differing == []
    assert everything() == before


def test_second_file_of_all_five_says_that_there_is_nothing_to_change():
    call_command("import_programme", *map(str, FILES), stdout=StringIO())
    out = StringIO()

    call_command("import_programme", *map(str, FILES), stdout=out)

    assert not [line for line in out.getvalue().splitlines() if line.startswith(("  +", "  ~"))]


def test_a_figure_that_no_file_gives_stays_unknown():
    load(Path("programmes/data/agents-of-co-existence.yaml").read_text())

    programme = Programme.objects.get()
    budget = Budget.objects.of(programme).get()
    assert (str(budget.total), budget.grant, budget.own_contribution) == (
        "849729.00 EUR",
        None,
        None,
    )
    gdansk = Budget.objects.of(programme.partners.get(name="Gdańsk")).get()
    assert (str(gdansk.grant), gdansk.own_rate, gdansk.grant_rate) == (
        "61070.80 EUR",
        Decimal("20.00"),
        Decimal("80.00"),
    )
    assert not Budget.objects.of(programme.partners.get(name="Breda")).exists()


# ── the lists ────────────────────────────────────────────────────────────────────────────────


def test_every_kind_of_the_format_is_listed_and_no_other():
    assert sorted(kinds.names()) == sorted(KINDS)


def test_every_count_of_the_format_is_listed_and_no_other():
    assert sorted(counts.names()) == sorted(COUNTS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_listed_kind_loads(kind):
    load(SMALL.replace("kind: event", f"kind: {kind}"))

    assert Activity.objects.get().kind == kind


@pytest.mark.parametrize("count", COUNTS)
def test_a_listed_count_loads(count):
    load(SMALL.replace("distinct_participants", count))

    assert Indicator.objects.get().counted_as == count


def test_an_unlisted_kind_is_refused_with_the_list():
    assert problems_in(SMALL.replace("kind: event", "kind: picnic")) == [
        f"wiersz 12, activities[1].kind: oczekiwano: rodzaj działania: {', '.join(kinds.names())}"
    ]


def test_an_unlisted_count_is_refused_with_the_list():
    (problem,) = problems_in(SMALL.replace("distinct_participants", "happy_people"))

    assert problem.startswith("wiersz 10, indicators[1].counted_as: ")
    assert problem.endswith(", ".join(counts.names()))


# ── bad files ────────────────────────────────────────────────────────────────────────────────

BAD = {
    "unknown key": ("code: sasiedzi", "code: sasiedzi\nbudzet: 5", 3, "budzet"),
    "unknown key inside": ("currency: PLN}", "currency: PLN, colour: red}", 4, "funder.colour"),
    "key missing": ("name: Fundusz, ", "", 4, "funder"),
    "key twice": ("code: sasiedzi", "code: sasiedzi\ncode: inni", 3, "code"),
    "code with spaces": ("code: sasiedzi", "code: Moi sąsiedzi", 2, "code"),
    "code too long": ("code: sasiedzi", f"code: {'x' * 81}", 2, "code"),
    "title missing": ("title: {pl: Sąsiedzi, en: Neighbours}\n", "", 2, ""),
    "title without Polish": ("pl: Sąsiedzi, ", "", 3, "title"),
    "title in a language unknown here": ("en: Neighbours", "de: Nachbarn", 3, "title"),
    "title too long": ("pl: Sąsiedzi", f"pl: {'x' * 301}", 3, "title.pl"),
    "title empty": ("pl: Sąsiedzi", 'pl: " "', 3, "title.pl"),
    "list where text was expected": ("name: Fundusz", "name: [Fundusz]", 4, "funder.name"),
    "text where a map was expected": ("{name: Fundusz, currency: PLN}", "Fundusz", 4, "funder"),
    "text where a list was expected": ("of: [spotkania]", "of: spotkania", 10, "indicators[1].of"),
    "currency in words": ("currency: PLN", "currency: złoty", 4, "funder.currency"),
    "no such day": ('"2023-06-01"', '"2023-02-30"', 5, "period.start"),
    "day in another order": ('"2023-06-01"', '"01.06.2023"', 5, "period.start"),
    "day in Arabic digits": ('"2023-06-01"', '"٢٠٢٣"', 5, "period.start"),
    "year zero": ('"2023-06-01"', '"0000"', 5, "period.start"),
    "end before start": ('"2025-12"', '"2022"', 5, "period"),
    "negative money": ('"1000.00"', '"-1000.00"', 6, "budget.total"),
    "money with a comma": ('"1000.00"', '"1000,00"', 6, "budget.total"),
    "money to a tenth of a grosz": ('"1000.00"', '"1000.001"', 6, "budget.total"),
    "money in Arabic digits": ('"1000.00"', '"١٠٠٠"', 6, "budget.total"),
    "money without end": ('"1000.00"', f'"{"9" * 40}"', 6, "budget.total"),
    "money that is no number": ('"1000.00"', "NaN", 6, "budget.total"),
    "grant above the total": ('"800.00"', '"1800.00"', 6, "budget"),
    "own contribution above the budget": ('"100.00"', '"600.00"', 8, "partners[1]"),
    "country in words": ("country: PL", "country: Polska", 8, "partners[1].country"),
    "unknown role": ("role: partner", "role: boss", 8, "partners[1].role"),
    "partner twice": ("indicators:", "  - {name: Gdańsk}\nindicators:", 8, "partners[1].name"),
    "negative target": ("target: 80", "target: -80", 10, "indicators[1].target"),
    "unknown comparison": ("at_least", "at_most", 10, "indicators[1].comparison"),
    "unknown activity": ("of: [spotkania]", "of: [wizyty]", 10, "indicators[1].of"),
    "activity twice": ("count: 4}", "count: 4}\n  - {kind: event, code: spotkania, name: Inne}", 12, "activities[1].code"),
    "half an event": ("count: 4", "count: 4.5", 12, "activities[1].count"),
    "endless count": ("count: 4", "count: 99999999999", 12, "activities[1].count"),
    "nothing after a key": ("code: spotkania", "code:", 12, "activities[1].code"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "place"), BAD.values(), ids=BAD)
def test_a_bad_value_is_named_by_line_and_key_and_nothing_changes(old, new, line, place):
    assert old in SMALL
    before = everything()

    where, _colon, expected = problems_in(SMALL.replace(old, new, 1))[0].partition(": ")

    assert where == f"wiersz {line}, {place}".removesuffix(", ")
    assert len(expected) > 10
    assert everything() == before


NOT_EVEN_A_PROGRAMME = {
    "empty": "",
    "only a comment": "# nic\n",
    "only a text": "sąsiedzi",
    "a list": "- code: sasiedzi",
    "null": "~",
    "broken brackets": "code: [sasiedzi",
    "broken indentation": "code: a\n  title: b",
    "tab": "code:\n\t- a",
    "a control character": "code: a\x00b",
    "two documents": f"{SMALL}\n---\n{SMALL}",
    "anchors": "code: &a sasiedzi\ntitle: *a",
    "a bomb of references": "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]",
    "an object of Python": "code: !!python/object/apply:os.system [ls]",
    "a key that is a list": "? [a, b]\n: c",
    "brackets without end": "[" * 500_000,
    "nested without end": "[" * 5000 + "]" * 5000,
    "nested maps without end": "{a: " * 2000 + "b" + "}" * 2000,
    "longer than a megabyte": f"{SMALL}elsewhere:\n" + "  - {key: a, from: b}\n" * 50_000,
}


@pytest.mark.parametrize("content", NOT_EVEN_A_PROGRAMME.values(), ids=NOT_EVEN_A_PROGRAMME)
def test_what_is_no_programme_at_all_is_refused_with_what_was_expected(content):
    before = everything()

    where, _colon, expected = problems_in(content)[0].partition(": ")

    assert where.startswith("wiersz ")
    assert len(expected) > 10
    assert everything() == before


def test_all_problems_of_a_file_are_told_at_once():
    content = SMALL.replace("currency: PLN", "currency: zł").replace('"800.00"', "dużo")

    assert len(problems_in(content)) == 2


@pytest.mark.parametrize(
    ("content", "expected"),
    [(b"\xff\xfe\x00", "UTF-8"), ("code: zażółć".encode("cp1250"), "UTF-8"), (b"", "oczekiwano")],
    ids=["binary", "another encoding", "empty"],
)
def test_the_command_names_the_file_it_cannot_read(tmp_path, content, expected):
    path = tmp_path / "zly.yaml"
    path.write_bytes(content)

    with pytest.raises(CommandError) as refusal:
        call_command("import_programme", str(path))

    assert str(refusal.value).startswith(f"{path}: ")
    assert expected in str(refusal.value)


def test_the_command_names_file_line_key_and_what_was_expected(tmp_path):
    path = tmp_path / "zly.yaml"
    path.write_text(SMALL.replace("currency: PLN", "currency: zł"))

    with pytest.raises(CommandError) as refusal:
        call_command("import_programme", str(path))

    assert str(refusal.value).startswith(f"{path}: wiersz 4, funder.currency: oczekiwano")
    assert not Programme.objects.exists()


@pytest.mark.parametrize("where", ["nie-ma.yaml", "."])
def test_the_command_says_when_there_is_no_such_file(tmp_path, where):
    with pytest.raises(CommandError, match=str(tmp_path)):
        call_command("import_programme", str(tmp_path / where))


def test_the_command_knows_nobody_by_that_address():
    with pytest.raises(CommandError, match=r"nikt@example\.org"):
        call_command("import_programme", str(FILES[0]), by="nikt@example.org")


def test_a_dry_run_shows_the_difference_and_changes_nothing():
    out = StringIO()

    call_command("import_programme", str(FILES[0]), dry_run=True, stdout=out)

    assert "  + activities: " in out.getvalue()
    assert not Programme.objects.exists()


def test_whoever_brings_a_programme_in_coordinates_it():
    user = make_user(email="kto@example.org")

    call_command("import_programme", str(FILES[0]), by="KTO@example.org", stdout=StringIO())

    assert list(Programme.objects.run_by(user)) == [Programme.objects.get()]


# ── what a second file changes ───────────────────────────────────────────────────────────────


def test_a_changed_file_changes_what_differs_and_leaves_what_it_does_not_name():
    load(SMALL)
    changed = SMALL.replace("target: 80", "target: 90").replace("Spotkania, count: 4", "Festyn")
    changed = changed.replace("code: spotkania", "code: festyn").replace("[spotkania]", "[festyn]")

    result = load(changed)

    assert {(each.how, each.section) for each in result.differing} == {
        ("new", "activities"),
        ("changed", "indicators"),
    }
    assert Indicator.objects.get().target == 90
    assert {each.code for each in Activity.objects.all()} == {"spotkania", "festyn"}


def test_a_difference_shown_is_what_is_applied():
    load(SMALL)
    changed = SMALL.replace("target: 80", "target: 90")
    shown = programme_files.compare_text(changed, by=make_admin())
    assert Indicator.objects.get().target == 80

    programme_files.apply_text(changed, by=make_admin(), seen=shown.fingerprint)

    assert Indicator.objects.get().target == 90


def test_a_difference_that_is_another_by_now_is_not_applied():
    load(SMALL)
    changed = SMALL.replace("target: 80", "target: 90")
    shown = programme_files.compare_text(changed, by=make_admin())
    Indicator.objects.update(target=85)

    with pytest.raises(NotImported):
        programme_files.apply_text(changed, by=make_admin(), seen=shown.fingerprint)

    assert Indicator.objects.get().target == 85


def test_two_local_governments_of_one_name_do_not_stop_the_file():
    first = make_local_government("Brzeziny", local_government_type="rural")
    make_local_government("Brzeziny", local_government_type="urban")

    load(f"{SMALL}local_governments: [{{name: Brzeziny, type: rural}}]")

    assert list(Programme.objects.get().local_governments.all()) == [first]
    assert Organisation.objects.filter(kind=OrganisationKind.LOCAL_GOVERNMENT).count() == 2


def test_a_budget_that_no_longer_adds_up_is_refused_at_its_key():
    load(SMALL)
    Budget.objects.of(Partner.objects.get()).update(stated_grant=Decimal(400))

    problems = problems_in(SMALL.replace('budget: "500.00"', 'budget: "700.00"'))

    assert problems == [
        "partners[1]: Dotacja i wkład własny nie dają razem całości. Popraw jedną z kwot albo zostaw ją pustą."
    ]
    assert Budget.objects.of(Partner.objects.get()).get().stated_total == 500


def test_importing_a_description_turns_back_whoever_was_changing_it_meanwhile():
    load(SMALL)
    before = Programme.objects.get()

    load(SMALL.replace("en: Neighbours", "en: Good neighbours"))

    assert Programme.objects.get().version == before.version + 1


def test_a_month_stands_small_in_polish_and_large_in_english():
    november = PartialDate(2009, 11)

    assert november.shown() == "listopad 2009"
    with override("en"):
        assert november.shown() == "November 2009"
