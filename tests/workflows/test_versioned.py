"""Whoever was slower keeps what they typed, reads so, and may send it again: then it is meant."""

import re

import pytest
from django.urls import reverse

from mentoring.models import Milestone, Pairing
from tests.factories.mentoring import make_milestone, make_pair, mentee_of, mentor_of

pytestmark = pytest.mark.django_db


def version_on(page):
    return re.search(r'name="version" value="(\d+)"', page.text)[1]


def test_the_slower_of_two_reads_it_keeps_every_word_and_saves_the_second_time(client_of):
    pair = make_pair()
    url = reverse("mentoring:goal", args=[pair.pk])
    mentee, mentor = client_of(mentee_of(pair)), client_of(mentor_of(pair))
    seen = version_on(mentor.get(url))
    mentee.post(url, {"version": seen, "goal": "Skwer"})

    slower = mentor.post(url, {"version": seen, "goal": "Park kieszonkowy"})
    again = mentor.post(url, {"version": version_on(slower), "goal": "Park kieszonkowy"})

    assert slower.status_code == 409
    assert "Park kieszonkowy" in slower.text
    assert "Zapisz jeszcze raz" in slower.text
    assert Pairing.objects.get(pk=pair.pk).goal == "Park kieszonkowy"
    assert again.status_code == 302


def test_a_form_that_says_no_version_has_seen_nothing(client_of):
    pair = make_pair()

    page = client_of(mentor_of(pair)).post(
        reverse("mentoring:goal", args=[pair.pk]), {"goal": "Park", "version": ""}
    )

    assert page.status_code == 409
    assert Pairing.objects.get(pk=pair.pk).goal != "Park"


def test_a_refusal_of_another_kind_is_said_and_sending_again_would_not_help(client_of):
    milestone = make_milestone("submitted")
    typed = {
        "version": milestone.version,
        "title": "Nowy",
        "shown_by": "x",
        "due_on": milestone.due_on,
    }

    page = client_of(mentee_of(milestone)).post(
        reverse("mentoring:milestone-edit", args=[milestone.pk]), typed
    )

    assert page.status_code == 422
    assert "Zapisz jeszcze raz" not in page.text
    assert Milestone.objects.get(pk=milestone.pk).title != "Nowy"
