"""The milestones that an edition proposes to its pairs, or asks of every one of them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mentoring import guards
from mentoring.actions import change_milestone, keep_template, start_from_template
from mentoring.models import Milestone, MilestoneTemplate, Pairing
from tests.factories.activities import make_staff
from tests.factories.mentoring import make_edition, make_pair, mentee_of, mentor_of
from tests.factories.people import make_user
from workflows import clock
from workflows.errors import GuardsFailed, NotYours
from workflows.roles import give_role

pytestmark = pytest.mark.django_db

ROWS = [("Diagnoza", 30, True), ("Sojusznicy", 50, False), ("Działanie", 120, True)]


def row(title, days=30, required=False, pk=None):
    return {
        "id": pk,
        "title": title,
        "shown_by": "Notatki",
        "days": days,
        "required": required,
    }


def edition_with_template(**fields):
    edition = make_edition(**fields)
    rows = [row(title, days, required) for title, days, required in ROWS]
    keep_template(edition=edition, rows=rows, by=make_staff(edition.programme))
    return edition


def sheet(*rows, initial=0):
    typed = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": initial}
    for place, each in enumerate(rows):
        typed |= {f"form-{place}-{name}": value for name, value in each.items()}
    return typed


def typed_row(**changes):
    return {"id": "", "title": "Diagnoza", "shown_by": "Notatki", "days": "30", **changes}


def taken(pair):
    start_from_template(pairing=pair, by=mentee_of(pair))
    return list(Milestone.objects.filter(pairing=pair).order_by("position"))


# --- the template -----------------------------------------------------------------------------------


def test_staff_write_the_template_on_the_editions_page(client_of):
    edition = make_edition()
    browser = client_of(make_staff(edition.programme))
    url = reverse("mentoring:template", args=[edition.code])
    assert url in browser.get(edition.get_absolute_url()).text

    answer = browser.post(
        url,
        sheet(
            typed_row(required="on"),
            typed_row(title="Działanie", days="90"),
            typed_row(title="", shown_by="", days=""),
        ),
    )

    assert answer.status_code == 302
    rows = edition.milestone_templates.values_list("title", "days", "required")
    assert list(rows) == [("Diagnoza", 30, True), ("Działanie", 90, False)]
    assert "po 90 dniach" in browser.get(edition.get_absolute_url()).text


def test_a_row_is_changed_and_another_taken_out(client_of):
    edition = edition_with_template()
    one, two, three = edition.milestone_templates.all()
    browser = client_of(make_staff(edition.programme))
    rows = [
        typed_row(id=one.pk, title="Diagnoza sąsiedztwa"),
        typed_row(id=two.pk, title=two.title, DELETE="on"),
        typed_row(id=three.pk, title=three.title, days="120", required="on"),
    ]

    browser.post(reverse("mentoring:template", args=[edition.code]), sheet(*rows, initial=3))

    titles = edition.milestone_templates.values_list("title", flat=True)
    assert list(titles) == ["Diagnoza sąsiedztwa", "Działanie"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "Napisz, co ma być osiągnięte."),
        ({"shown_by": ""}, "Napisz, po czym będzie widać, że się udało."),
        ({"days": ""}, "Napisz, po ilu dniach."),
        ({"days": "miesiąc"}, "Wpisz liczbę dni"),
        ({"days": "-3"}, "Wpisz liczbę dni"),
        ({"days": "1001"}, "Najwyżej 1000 dni."),
        ({"title": "ą" * 161}, "160"),
    ],
)
def test_a_mistake_is_named_at_its_row_and_nothing_is_lost(client_of, changes, said):
    edition = make_edition()
    page = client_of(make_staff(edition.programme)).post(
        reverse("mentoring:template", args=[edition.code]), sheet(typed_row(**changes))
    )

    assert page.status_code == 422
    assert said in page.text
    assert all(value in page.text for value in changes.values() if len(value) < 100)
    assert not MilestoneTemplate.objects.exists()


def test_a_row_of_another_edition_is_not_taken_away_from_it(client_of):
    other = edition_with_template()
    theirs = other.milestone_templates.first()
    edition = make_edition()
    client_of(make_staff(edition.programme)).post(
        reverse("mentoring:template", args=[edition.code]),
        sheet(typed_row(id=theirs.pk, title="Cudzy"), initial=0),
    )

    assert other.milestone_templates.count() == len(ROWS)
    assert edition.milestone_templates.get().title == "Cudzy"


def test_nobody_else_learns_that_the_page_exists(client_of):
    edition = edition_with_template()
    url = reverse("mentoring:template", args=[edition.code])
    pair = make_pair(edition=edition)
    for user in (make_user(), mentor_of(pair), mentee_of(pair)):
        assert client_of(user).get(url).status_code == 404
    with pytest.raises(NotYours):
        keep_template(edition=edition, rows=[], by=mentor_of(pair))


def test_a_copied_edition_has_the_template_of_the_last_one(client_of):
    edition = edition_with_template(title_pl="Mentoring 2026")
    browser = client_of(make_staff(edition.programme))
    url = f"{reverse('mentoring:edition-new')}?copy={edition.code}"
    form = browser.get(url).context["form"]
    sent = {name: form[name].field.prepare_value(form[name].value()) for name in form.fields}

    browser.post(url, {name: "" if value is None else value for name, value in sent.items()})

    made = type(edition).objects.exclude(pk=edition.pk).get()
    assert [each.title for each in made.milestone_templates.all()] == [each[0] for each in ROWS]
    assert edition.milestone_templates.count() == len(ROWS)


# --- a pair takes it over ---------------------------------------------------------------------------


@pytest.mark.parametrize("side", [mentor_of, mentee_of])
def test_a_pair_starts_from_the_template_with_one_press(client_of, side):
    pair = make_pair(edition=edition_with_template())
    browser = client_of(side(pair))
    page = browser.get(pair.get_absolute_url()).text
    url = reverse("mentoring:template-take", args=[pair.pk])
    assert "Zacznij od szablonu" in page

    browser.post(url)

    plan = pair.milestones.order_by("position")
    assert [each.title for each in plan] == [each[0] for each in ROWS]
    assert [each.due_on for each in plan] == [
        pair.started_on + timedelta(days=days) for _title, days, _must in ROWS
    ]
    assert url not in browser.get(pair.get_absolute_url()).text


def test_a_second_press_adds_nothing(client_of):
    pair = make_pair(edition=edition_with_template())
    browser = client_of(mentee_of(pair))
    for _press in range(2):
        answer = browser.post(reverse("mentoring:template-take", args=[pair.pk]), follow=True)

    assert "jest już w Twoim planie" in answer.text
    assert pair.milestones.count() == len(ROWS)


def test_a_pair_that_begins_late_is_not_late_from_the_first_day():
    pair = make_pair(edition=edition_with_template())
    with clock.at(clock.now() + timedelta(days=60)):
        plan = taken(pair)
        assert plan[0].due_on == clock.today()
        assert not plan[0].is_late


def test_staff_and_strangers_do_not_press_for_the_pair(client_of):
    pair = make_pair(edition=edition_with_template())
    for user in (make_user(), make_staff(pair.programme)):
        answer = client_of(user).post(reverse("mentoring:template-take", args=[pair.pk]))
        assert answer.status_code == 404
    assert not pair.milestones.exists()


def test_a_pair_that_pauses_takes_nothing_over():
    pair = make_pair("paused", edition=edition_with_template())
    with pytest.raises(GuardsFailed):
        start_from_template(pairing=pair, by=mentee_of(pair))


# --- what the edition asks of everybody --------------------------------------------------------------


def test_the_pair_neither_drops_nor_unticks_what_is_asked_of_every_pair(client_of):
    pair = make_pair(edition=edition_with_template())
    asked = taken(pair)[0]
    with pytest.raises(GuardsFailed) as refusal:
        asked.drop(by=mentor_of(pair), note="Nie chcemy.")
    assert "od każdej pary" in refusal.value.sentences[0]

    url = reverse("mentoring:milestone-edit", args=[asked.pk])
    browser = client_of(mentee_of(pair))
    assert "od każdej pary" in browser.get(url).text
    typed = {
        "title": "Nasza diagnoza",
        "shown_by": "Notatki",
        "due_on": asked.due_on.isoformat(),
        "version": asked.version,
    }
    browser.post(url, typed)
    asked.refresh_from_db()
    assert (asked.title, asked.required) == ("Nasza diagnoza", True)

    asked.required = False
    with pytest.raises(GuardsFailed):
        change_milestone(
            milestone=asked, seen=asked.version, fields=["required"], by=mentee_of(pair)
        )


def test_what_is_only_proposed_is_dropped_and_unticked_freely():
    pair = make_pair(edition=edition_with_template())
    proposed = taken(pair)[1]

    proposed.drop(by=mentor_of(pair), note="Mamy już sojuszników.")

    assert proposed.state == "dropped"


def test_a_coordinator_outside_the_pair_excuses_it():
    pair = make_pair(edition=edition_with_template())
    asked = taken(pair)[0]

    asked.drop(by=make_staff(pair.programme), note="Diagnoza była rok temu.")

    assert asked.state == "dropped"
    whole = Pairing.objects.with_people().with_work().get(pk=pair.pk)
    assert not any("Diagnoza" in sentence for sentence in whole.missing())


def test_a_mentor_who_works_for_the_programme_does_not_excuse_their_own_pair():
    pair = make_pair(edition=edition_with_template())
    asked = taken(pair)[0]
    give_role(mentor_of(pair), "staff", pair.programme, by=None)

    with pytest.raises(GuardsFailed):
        asked.drop(by=mentor_of(pair), note="Nie chcemy.")


def test_staff_do_not_drop_what_the_pair_planned_for_itself():
    pair = make_pair(edition=edition_with_template())
    proposed = taken(pair)[1]

    with pytest.raises(NotYours):
        proposed.drop(by=make_staff(pair.programme), note="Zbędne.")


def test_a_pair_that_never_took_the_template_over_reads_what_is_still_asked_of_it():
    pair = make_pair(edition=edition_with_template())
    whole = Pairing.objects.with_people().with_work().get(pk=pair.pk)

    missing = " ".join(whole.missing())

    assert "„Diagnoza”" in missing
    assert "„Działanie”" in missing
    assert "„Sojusznicy”" not in missing
    approved = next(
        each
        for each in guards.conditions(whole)
        if each.name == "Zatwierdzone wymagane kamienie milowe"
    )
    assert (approved.done, approved.needed) == ("0", "2")


def test_what_staff_take_out_of_the_template_stays_in_plans_as_the_pairs_own():
    edition = edition_with_template()
    pair = make_pair(edition=edition)
    asked = taken(pair)[0]
    keep_template(edition=edition, rows=[], by=make_staff(edition.programme))

    asked = Milestone.objects.get(pk=asked.pk)
    assert asked.template is None
    asked.drop(by=mentor_of(pair), note="Już niepotrzebny.")
    assert asked.state == "dropped"


def test_the_page_costs_the_same_with_one_row_and_with_three(
    client_of, django_assert_max_num_queries
):
    edition = make_edition()
    staff = make_staff(edition.programme)
    browser = client_of(staff)
    url = reverse("mentoring:template", args=[edition.code])
    counts = []
    for number in (1, 3):
        keep_template(edition=edition, rows=[row(f"K{each}") for each in range(number)], by=staff)
        browser.get(url)
        with django_assert_max_num_queries(30) as asked:
            browser.get(url)
        counts.append(len(asked))

    assert counts[0] == counts[1]
