"""A call assessed on paper ends in a ranking that anybody can compute again: the proof, and that it can fail."""

import io
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.management import call_command

from grants.integrity import decisions_that_do_not_compute
from grants.models import Decision, DecisionRow, Score
from grants.rules.record import rank_again
from tests.factories.grants import staff_of
from tests.factories.grants_later import applications_of, decide, make_assessor, make_judged_call
from workflows.spreadsheets import Table, workbook

pytestmark = pytest.mark.django_db

HEAD = ["Wniosek", "Oceniający", "Kryterium", "Punkty", "Uzasadnienie"]
# What each assessor wrote on paper about each application, on the two criteria: halves, a tie, one below the bar.
PAPER = (
    (("7,5", "4"), ("8", "4,5")),
    (("9", "5"), ("9,5", "4,5")),
    (("8", "4,5"), ("7,5", "4")),
    (("2", "0,5"), ("1", "1")),
)
ASKED = ("5000.00", "4000.00", "3000.00", "2000.00")


@pytest.fixture
def decided(tmp_path):
    """The call, brought in by the command that operators use, and decided."""
    call = make_judged_call(*ASKED, pool=Decimal(10000), threshold_total=Decimal(8))
    judges = [make_assessor(call, f"Papierowa Ocena {n}") for n in (1, 2)]
    rows = [
        [application.number, judge.email, criterion, points, "Zgodne z opisem."]
        for application, sheets in zip(applications_of(call), PAPER, strict=True)
        for judge, sheet in zip(judges, sheets, strict=True)
        for criterion, points in zip(("Pomysł", "Koszty"), sheet, strict=True)
    ]
    file = tmp_path / "oceny.xlsx"
    file.write_bytes(workbook([Table("Oceny", [HEAD, *rows])]))
    call_command("import_assessments", call.code, str(file), "--by", staff_of(call).email)
    call.refresh_from_db()
    decide(call)
    return Decision.objects.get(call=call)


def verified():
    """What `verify_integrity` says, and whether it is content."""
    out = io.StringIO()
    try:
        call_command("verify_integrity", stdout=out)
    except SystemExit as stop:
        return out.getvalue(), stop.code == 0
    return out.getvalue(), True


def expected():
    """By place: number in the call and exact mean, reckoned here from the paper alone; the smaller request breaks ties."""
    means = [
        (sum(Fraction(text.replace(",", ".")) for sheet in sheets for text in sheet) / 2, asked, n)
        for n, (sheets, asked) in enumerate(zip(PAPER, ASKED, strict=True), start=1)
    ]
    order = sorted(means, key=lambda one: (one[0] < 8, -one[0], Decimal(one[1])))
    return [(n, mean) for mean, _asked, n in order]


def test_the_ranking_from_paper_is_the_one_that_the_paper_gives(decided):
    (part,) = decided.record["lists"]

    assert [(row["ordinal"], Fraction(row["mean"])) for row in part["rows"]] == expected()
    assert [row.outcome for row in DecisionRow.objects.order_by("place")] == [
        "funded",
        "funded",
        "reserve",
        "below_threshold",
    ]


def test_every_point_of_the_paper_stands_in_the_record(decided):
    (part,) = decided.record["lists"]
    kept = {
        row["ordinal"]: [list(sheet.values()) for sheet in row["sheets"]] for row in part["rows"]
    }

    for number, sheets in enumerate(PAPER, start=1):
        written = [sorted(Decimal(text.replace(",", ".")) for text in sheet) for sheet in sheets]
        assert [sorted(map(Decimal, sheet)) for sheet in kept[number]] == written


def test_verify_integrity_computes_the_ranking_again_bit_for_bit(decided):
    (part,) = decided.record["lists"]
    again = rank_again(part)

    assert [row.place for row in again] == [row["place"] for row in part["rows"]]
    assert verified() == ("Everything fits together.\n", True)


def test_one_half_point_changed_behind_the_record_is_found_wherever_it_is(decided):
    """The control: each of the points in turn, by the least step that there is."""
    scores = list(Score.objects.select_related("assessment__application"))
    assert len(scores) == sum(len(sheet) for sheets in PAPER for sheet in sheets)

    for score in scores:
        row = Score.objects.filter(pk=score.pk)
        row.update(points=score.points + Decimal("0.5"))
        number = score.assessment.application.number
        (found,) = decisions_that_do_not_compute()
        assert found.endswith(f"the points of application {number} are not those handed in")
        row.update(points=score.points)

    assert verified() == ("Everything fits together.\n", True)


def test_the_command_ends_with_one_when_a_point_was_changed(decided):
    Score.objects.filter(points=9).update(points=8)

    said, content = verified()

    assert not content
    assert said.endswith("1 findings.\n")


def test_a_record_whose_order_was_turned_and_sealed_anew_is_found(decided):
    """The control: whoever may write to the database, seals included, still cannot make the arithmetic agree."""
    record = decided.record
    first, second, *others = record["lists"][0]["rows"]
    turned = [second | {"place": 1}, first | {"place": 2}, *others]
    record["lists"][0]["rows"] = turned
    digest = Decision.digest_of(record)
    Decision.objects.filter(pk=decided.pk).update(record=record, digest=digest)

    said, content = verified()

    assert not content
    assert "its record computes to another ranking" in said
