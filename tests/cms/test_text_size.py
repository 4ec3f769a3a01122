"""A A A: three sizes, remembered without JavaScript."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("size", ["m", "l", "xl"])
def test_chosen_size_is_remembered_and_drawn(client, size):
    answer = client.post(reverse("text-size"), {"size": size, "next": "/account/login/"})

    assert answer.url == "/account/login/"
    assert client.cookies["text_size"].value == size
    assert f'class="text-{size}"' in client.get("/account/login/").content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "", "javascript:1"]
)
def test_switch_never_leads_to_another_site(client, elsewhere):
    assert client.post(reverse("text-size"), {"size": "l", "next": elsewhere}).url == "/"


def test_unknown_size_changes_nothing(client):
    answer = client.post(reverse("text-size"), {"size": "huge", "next": "/"})

    assert "text_size" not in answer.cookies


def test_forged_cookie_draws_the_usual_size(client):
    client.cookies["text_size"] = 'xl" onload="'

    assert 'class="text-m"' in client.get("/account/login/").content.decode()


def test_link_alone_does_not_change_the_size(client):
    assert client.get(reverse("text-size")).status_code == 405
