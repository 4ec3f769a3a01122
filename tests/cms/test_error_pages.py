"""Errors speak in the house's voice, and say what to do."""

import pytest
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.views.defaults import permission_denied

pytestmark = pytest.mark.django_db


def test_unknown_address_says_so_and_leads_home(client):
    answer = client.get("/nie-ma-mnie/")

    assert answer.status_code == 404
    assert "Nie ma takiej strony" in answer.content.decode()


def test_refusal_gives_the_reason(rf: RequestFactory):
    from django.contrib.auth.models import AnonymousUser

    request = rf.get("/panel/")
    request.user = AnonymousUser()

    answer = permission_denied(
        request, PermissionDenied("Ten kamień milowy zatwierdza mentorka pary.")
    )

    assert answer.status_code == 403
    assert "Ten kamień milowy zatwierdza mentorka pary." in answer.content.decode()


def test_broken_server_page_needs_nothing_that_may_be_broken(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert "500" in render_to_string("500.html")
