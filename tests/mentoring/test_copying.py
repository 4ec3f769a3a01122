"""The next edition begins with the rules of the last one, its days moved."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from mentoring.actions import set_topics
from mentoring.forms import EditionForm, copied
from mentoring.forms.copying import later
from mentoring.models import Edition
from tests.factories.activities import make_staff
from tests.factories.mentoring import make_edition
from tests.factories.people import make_user
from workflows import clock


def new(edition):
    return f"{reverse('mentoring:edition-new')}?copy={edition.code}"


@pytest.mark.django_db
class TestCopy:
    def test_staff_find_everything_filled_in_and_save_it(self, client_of):
        edition = make_edition(
            "running", title_pl="Mentoring 2026", mentor_capacity=4, hour_rate=80, visits_due=2
        )
        set_topics(edition=edition, names=[{"pl": "budżet obywatelski", "en": "budget"}])
        browser = client_of(make_staff(edition.programme))
        assert new(edition) in browser.get(edition.get_absolute_url()).content.decode()

        form = browser.get(new(edition)).context["form"]
        typed = {name: form[name].value() for name in form.fields}
        sent = {name: form[name].field.prepare_value(value) for name, value in typed.items()}
        browser.post(
            reverse("mentoring:edition-new"),
            {name: "" if value is None else value for name, value in sent.items()},
        )

        made = Edition.objects.exclude(pk=edition.pk).get()
        assert (made.state, made.title_pl, made.mentor_capacity) == ("draft", "Mentoring 2027", 4)
        assert (made.hour_rate, made.visits_due) == (80, 2)
        page = browser.get(made.get_absolute_url()).content.decode()
        assert "Wybranych wizyt jest mniej" in page
        assert made.starts_on == later(edition.starts_on, 1)
        assert [topic.name_pl for topic in made.topics.all()] == ["budżet obywatelski"]
        assert not made.enrolments.exists()

    def test_the_page_says_from_where(self, client_of):
        edition = make_edition("running", title_pl="Mentoring jesienny")
        page = client_of(make_staff(edition.programme)).get(new(edition)).content.decode()
        assert "Skopiowane z „Mentoring jesienny”" in page

    def test_an_old_edition_comes_back_in_the_future(self):
        edition = make_edition()
        Edition.objects.filter(pk=edition.pk).update(
            starts_on=date(2019, 3, 1), ends_on=date(2019, 11, 30), title_pl="Edycja 2019"
        )
        begins = copied(Edition.objects.get(pk=edition.pk))

        assert clock.today() < begins["starts_on"] <= clock.today() + timedelta(days=366)
        assert begins["ends_on"].year == begins["starts_on"].year
        assert begins["title_pl"] == f"Edycja {begins['starts_on'].year}"

    def test_nobody_copies_what_they_do_not_run(self, client_of):
        edition, other = make_edition(), make_edition()
        assert client_of(make_staff(other.programme)).get(new(edition)).status_code == 404
        assert client_of(make_user()).get(new(edition)).status_code == 404

    @pytest.mark.parametrize("code", ["nie-ma-takiej", "%00", "a" * 300])
    def test_what_is_no_edition_is_not_found(self, client_of, code):
        staff = make_staff(make_edition().programme)
        answer = client_of(staff).get(f"{reverse('mentoring:edition-new')}?copy={code}")
        assert answer.status_code == 404


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 30))
def test_a_day_moves_by_whole_years(day, years):
    moved = later(day, years)
    assert moved.year == day.year + years
    assert moved.month == day.month
    assert moved.day == day.day or (day.month, day.day, moved.day) == (2, 29, 28)


@given(st.datetimes(datetime(2020, 1, 2), datetime(2030, 1, 1)), st.integers(1, 5))
def test_the_hour_in_warsaw_stays(naive, years):
    instant = timezone.make_aware(naive.replace(minute=30, hour=max(naive.hour, 4)))
    moved = timezone.localtime(later(instant, years))
    assert (moved.hour, moved.minute) == (timezone.localtime(instant).hour, 30)


@pytest.mark.django_db
def test_every_rule_is_copied_also_those_that_come_later():
    edition = make_edition(sessions_due=11, confirm_after_days=5)
    begins = copied(edition)
    assert set(begins) == {*EditionForm.Meta.fields, "topics", "like"}
    assert (begins["sessions_due"], begins["confirm_after_days"]) == (11, 5)
