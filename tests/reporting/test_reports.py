"""A report to the funder: figures asked of the facts, frozen when submitted, opened to their rows."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from reporting import figures
from reporting.models import Report
from tests.factories.activities import after, make_event, make_registration, tick
from tests.factories.people import make_user
from tests.factories.reporting import make_line, make_programme, make_report, spend, who
from workflows import clock
from workflows.errors import GuardsFailed, MoveRefused, NotYours
from workflows.models import StoredFile

pytestmark = pytest.mark.django_db


def page(name, report):
    return reverse(f"reporting:{name}", args=[report.pk])


def held_event(programme, people=2):
    """An event of `programme` at which so many people were present."""
    activity = programme.activities.first()
    event = make_event(activity=activity)
    places = [make_registration(event) for _ in range(people)]
    with clock.at(after(event)):
        event.refresh_from_db()
        if event.state == "announced":
            event.hold(by=who("staff", programme))
        tick(event, event.starts_at.date(), *places)
    return event, after(event)


def content_of(file):
    with file.open() as content:
        return content.read()


def indicator(found, code):
    return next(each for each in found.indicators if each.code == code)


class TestFigures:
    def test_persons_count_once_and_events_each(self):
        programme = make_programme()
        _event, then = held_event(programme, people=3)

        found = figures.figures_of(programme, None, then.date())

        assert indicator(found, "spotkania").reached == 1
        assert indicator(found, "osoby").reached == 3
        assert indicator(found, "osoby").percent == Decimal("30.0")

    def test_what_happened_after_the_period_is_left_out(self):
        programme = make_programme()
        _event, then = held_event(programme)

        found = figures.figures_of(programme, None, then.date() - timedelta(days=10))

        assert indicator(found, "spotkania").reached == 0

    def test_money_is_planned_spent_and_left_to_the_grosz(self):
        programme = make_programme()
        line = make_line(programme, "1000.00")
        spend(line, "333.33")
        spend(line, "0.01", on=clock.today() - timedelta(days=400))

        budget = figures.figures_of(
            programme, clock.today() - timedelta(days=30), clock.today()
        ).budgets[0]

        assert budget.in_period == Decimal("333.33")
        assert budget.spent == Decimal("333.34")
        assert budget.left == Decimal("666.66")

    def test_own_contribution_is_told_apart(self):
        programme = make_programme()
        spend(make_line(programme, "200.00", source="own"), "50.00")

        budget = figures.figures_of(programme, None, clock.today()).budgets[0]

        assert (budget.own_planned, budget.own_spent) == (Decimal("200.00"), Decimal("50.00"))

    def test_a_programme_without_a_budget_has_no_invented_one(self):
        assert figures.figures_of(make_programme(), None, clock.today()).budgets == ()

    def test_canonical_text_is_read_back_to_the_same_figures(self):
        programme = make_programme()
        held_event(programme)
        spend(make_line(programme), "12.30")

        found = figures.figures_of(programme, None, clock.today())

        assert figures.read(figures.write({"pl": found})) == {"pl": found}


class TestSubmitting:
    def test_the_figures_freeze_to_the_byte(self):
        programme = make_programme()
        line = make_line(programme)
        spend(line, "10.00")
        report = make_report("submitted", programme=programme)
        before = Report.objects.get(pk=report.pk).snapshot

        spend(line, "90.00")

        kept = Report.objects.get(pk=report.pk)
        assert kept.snapshot == before
        assert figures.digest_of(kept.snapshot) == kept.digest
        assert figures.for_reader(kept.snapshot).budgets[0].spent == Decimal("10.00")

    def test_pdf_and_workbook_are_kept_with_the_report(self):
        report = make_report("submitted")

        kept = {each.name[-7:]: content_of(each) for each in StoredFile.objects.of(report)}

        assert kept["-pl.pdf"].startswith(b"%PDF-")
        assert kept["-en.pdf"].startswith(b"%PDF-")
        book = load_workbook(BytesIO(kept["pl.xlsx"]))
        assert book.worksheets[0]["A1"].value == report.programme.title

    def test_what_is_frozen_is_read_in_the_language_of_the_reader(self, client_of):
        programme = make_programme()
        held_event(programme)
        report = make_report("submitted", programme=programme)
        staff = client_of(who("staff", programme))

        with translation.override("en"):
            english = staff.get(report.get_absolute_url()).content.decode()
        polish = staff.get(report.get_absolute_url()).content.decode()

        kept = figures.read(report.snapshot)
        says = {language: kept[language].indicators[0].says for language in ("pl", "en")}
        assert says["pl"] != says["en"]
        assert says["en"] in english
        assert says["pl"] in polish

    @pytest.mark.parametrize(
        "fields", [{"story": " "}, {"until": clock.today() + timedelta(days=2)}]
    )
    def test_an_empty_or_early_report_does_not_leave(self, fields):
        with pytest.raises(GuardsFailed):
            make_report("submitted", **fields)

    def test_whoever_submits_does_not_accept(self):
        report = make_report("submitted")

        with pytest.raises(NotYours):
            report.accept(by=who("staff", report.programme), seen=report.version)

    def test_a_submitted_report_is_not_written_any_more(self, client_of):
        report = make_report("submitted")
        browser = client_of(who("staff", report.programme))

        browser.post(
            page("report-write", report),
            {"since": "2020-01-01", "until": "2020-02-01", "story": "Inaczej", "version": "1"},
        )

        assert Report.objects.get(pk=report.pk).story == report.story

    def test_a_correction_names_the_report_it_replaces(self, client_of):
        report = make_report("returned")

        client_of(who("staff", report.programme)).post(page("report-correct", report))

        correction = Report.objects.get(corrects=report)
        assert (correction.number, correction.state) == (report.number + 1, "draft")
        assert Report.objects.get(pk=report.pk).state == "corrected"

    def test_the_funder_returns_with_a_reason_only(self):
        report = make_report("submitted")

        with pytest.raises(MoveRefused):
            report.return_for_correction(
                by=who("funder", report.programme), seen=report.version, note=" "
            )


class TestPages:
    def test_staff_write_and_submit_a_report(self, client_of):
        programme = make_programme()
        browser = client_of(who("staff", programme))
        today = clock.today()

        browser.post(
            reverse("reporting:report-new", args=[programme.code]),
            {"since": today - timedelta(days=30), "until": today, "story": "Było dobrze."},
        )
        report = Report.objects.get(programme=programme)
        browser.post(
            reverse("reporting:report-move", args=[report.pk, "submit"]),
            {"version": report.version},
        )

        assert Report.objects.get(pk=report.pk).state == "submitted"

    def test_the_funder_reads_it_once_submitted_and_accepts(self, client_of):
        report = make_report()
        browser = client_of(who("funder", report.programme))
        assert browser.get(page("report", report)).status_code == 404

        report = make_report("submitted", programme=report.programme)
        assert browser.get(page("report", report)).status_code == 200
        browser.post(
            reverse("reporting:report-move", args=[report.pk, "accept"]),
            {"version": report.version},
        )

        assert Report.objects.get(pk=report.pk).state == "accepted"

    def test_every_figure_opens_to_its_rows(self, client_of):
        programme = make_programme()
        event, then = held_event(programme)
        report = make_report("submitted", programme=programme)
        browser = client_of(who("staff", programme))

        with clock.at(then):
            live = browser.get(
                reverse("reporting:programme-figure", args=[programme.code, "spotkania"])
            )
        frozen = browser.get(reverse("reporting:report-figure", args=[report.pk, "spotkania"]))

        assert str(event) in live.content.decode()
        assert frozen.status_code == 200

    def test_the_funder_sees_figures_but_no_names_behind_them(self, client_of):
        report = make_report("submitted")
        browser = client_of(who("funder", report.programme))

        url = reverse("reporting:report-figure", args=[report.pk, "osoby"])
        assert browser.get(url).status_code == 404
        assert url not in browser.get(page("report", report)).content.decode()

    def test_a_budget_line_opens_to_its_documents(self, client_of):
        programme = make_programme()
        line = make_line(programme)
        spend(line, "15.00")

        response = client_of(who("staff", programme)).get(
            reverse("reporting:programme-line", args=[programme.code, line.pk])
        )

        assert "Papiernia" in response.content.decode()

    @pytest.mark.parametrize(
        "given",
        [
            {"since": "", "until": "", "story": "x"},
            {"since": "2026-05-01", "until": "2026-04-01", "story": "x"},
            {"since": "maj", "until": "2026-04-01", "story": "x"},
            {"since": "2026-03-01", "until": "2026-04-01", "story": "x" * 20_001},
        ],
    )
    def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(self, client_of, given):
        programme = make_programme()

        response = client_of(who("staff", programme)).post(
            reverse("reporting:report-new", args=[programme.code]), given
        )

        assert response.status_code == 422
        assert response.context["form"].errors
        assert response.context["form"]["story"].value() == given["story"]
        assert not Report.objects.exists()

    def test_somebody_faster_is_told_and_nothing_is_lost(self, client_of):
        report = make_report()
        browser = client_of(who("staff", report.programme))
        given = {"since": report.since, "until": report.until, "version": report.version}
        browser.post(page("report-write", report), {**given, "story": "Pierwsza wersja"})

        response = browser.post(page("report-write", report), {**given, "story": "Druga wersja"})

        assert response.status_code == 409
        assert "Druga wersja" in response.content.decode()
        assert Report.objects.get(pk=report.pk).story == "Pierwsza wersja"

    def test_strangers_find_nothing(self, client_of):
        report = make_report("submitted")
        browser = client_of(make_user())

        assert browser.get(page("report", report)).status_code == 404
        assert browser.get(report.programme.get_absolute_url()).status_code == 404

    @pytest.mark.parametrize("reports", [1, 3])
    def test_the_list_costs_the_same_at_one_and_three(
        self, client_of, django_assert_num_queries, reports
    ):
        programme = make_programme()
        for _ in range(reports):
            make_report(programme=programme)
        browser = client_of(who("staff", programme))
        browser.get(reverse("reporting:reports"))

        with django_assert_num_queries(6):
            browser.get(reverse("reporting:reports"))

    def test_the_overview_tells_what_is_late(self, client_of):
        report = make_report("submitted")
        browser = client_of(who("staff", report.programme))

        with clock.at(clock.now() + timedelta(days=40)):
            overview = browser.get(report.programme.get_absolute_url()).context["overview"]
            late = browser.get(reverse("reporting:programme-late", args=[report.programme.code]))

        assert [(row.does, row.number) for row in overview.late] == [
            ("Przeczytaj sprawozdanie; przyjmij je albo zwróć z powodem", 1)
        ]
        assert [row.title for row in late.context["rows"]] == [report.title_line]


def test_a_figure_without_one_sum_says_the_least_and_the_most_of_its_parts():
    programme = make_programme()
    programme.indicators.create(
        code="na-forum", name_pl="Osoby na forum", counted_as="distinct_persons_per_event"
    )
    with clock.at(max(held_event(programme, people)[1] for people in (1, 3))):
        found = figures.figures_of(programme, None, clock.today())

    assert indicator(found, "na-forum").spread == "1–3"
