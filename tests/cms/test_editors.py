"""Editors write and publish pages, by their role and as long as it lasts."""

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page

from cms.models import ArticleIndexPage, ArticlePage
from tests.factories.activities import make_activity
from tests.factories.people import make_user
from workflows.roles import end_role, give_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(home):
    return make_activity().programme


@pytest.fixture
def editor(programme):
    user = make_user("Julia Osika")
    give_role(user, "editor", programme, by=None)
    return user


def write_article(client, index):
    form = {
        "title": "Wyniki naboru",
        "slug": "wyniki",
        "lead": "",
        "published_on": "2026-12-03",
        "programme": "",
        "body-count": "0",
        "seo_title": "",
        "search_description": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-publish": "1",
    }
    return client.post(
        reverse("wagtailadmin_pages:add", args=["cms", "articlepage", index.pk]), form
    )


def test_editor_publishes_an_article(client_of, client, editor, home):
    index = ArticleIndexPage.objects.child_of(home).get()

    write_article(client_of(editor), index)

    assert ArticlePage.objects.get(slug="wyniki").live
    assert "Wyniki naboru" in client.get("/aktualnosci/wyniki/").content.decode()


def test_editor_finds_the_page_editor_in_the_menu(client_of, editor):
    assert reverse("wagtailadmin_home") in client_of(editor).get("/panel/").content.decode()


def test_person_without_the_role_does_not_get_in(client_of, home):
    answer = client_of(make_user()).get(reverse("wagtailadmin_home"))

    assert answer.status_code == 302
    assert "/account/login/" in answer.url


def test_editor_whose_role_has_ended_does_not_get_in(client_of, editor, programme):
    browser = client_of(editor)
    assert browser.get(reverse("wagtailadmin_home")).status_code == 200

    end_role(editor, "editor", programme, by=None)

    assert browser.get(reverse("wagtailadmin_home")).status_code == 302


def test_editor_cannot_touch_the_tree_above_the_site(client_of, editor):
    root = Page.get_first_root_node()

    answer = client_of(editor).get(reverse("wagtailadmin_pages:add_subpage", args=[root.pk]))

    assert answer.status_code == 302


def test_editor_makes_the_english_page_from_the_polish_one(client_of, editor, home):
    browser = client_of(editor)
    write_article(browser, ArticleIndexPage.objects.child_of(home).get())
    page = ArticlePage.objects.get(slug="wyniki")
    english = Locale.objects.get(language_code="en")

    browser.post(
        reverse("simple_translation:submit_page_translation", args=[page.pk]),
        {"locales": [english.pk]},
    )

    assert page.get_translation(english).get_parent().slug == "news"
