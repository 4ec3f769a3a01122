"""The public pages: there from the first minute, in two languages, with what is open now."""

import pytest
from django.core.management import call_command
from wagtail.models import Page

from cms.models import ArticleIndexPage, HomePage, ProgrammeIndexPage, SectionPage
from cms.tree import put_page, sheets
from programmes.models import Funder, Indicator
from tests.factories.activities import make_activity, make_event, make_visit

pytestmark = pytest.mark.django_db

PROGRAMME = {
    "kind": "programme",
    "slug": {"pl": "fora", "en": "fora"},
    "title": {"pl": "Fora", "en": "Fora of practice"},
    "lead": {"pl": "Spotykamy się.", "en": "We meet."},
}
ARTICLE = {
    "kind": "article",
    "slug": {"pl": "wiesc", "en": "news-item"},
    "title": {"pl": "Dobra wieść", "en": "Good news"},
    "body": {"pl": [{"text": "<p>Po polsku.</p>"}], "en": [{"text": "<p>In English.</p>"}]},
}


@pytest.fixture
def programme(home):
    return make_activity().programme


@pytest.fixture
def programme_page(home, programme):
    return put_page(ProgrammeIndexPage.objects.child_of(home).get(), PROGRAMME, programme=programme)


@pytest.fixture
def article(home):
    return put_page(ArticleIndexPage.objects.child_of(home).get(), ARTICLE)


def text(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_setting_up_twice_changes_nothing(home):
    before = list(Page.objects.order_by("pk").values_list("pk", "title", "last_published_at"))

    call_command("setup_site", verbosity=0)

    assert (
        list(Page.objects.order_by("pk").values_list("pk", "title", "last_published_at")) == before
    )


def test_setting_up_leaves_an_editors_words_alone(home):
    page = SectionPage.objects.get(slug="kontakt")
    page.title = "Napisz do nas"
    page.save_revision().publish()

    call_command("setup_site")

    assert SectionPage.objects.get(slug="kontakt").title == "Napisz do nas"


@pytest.mark.parametrize("page", sheets("site"), ids=lambda page: page["slug"]["en"])
def test_page_every_installation_needs_answers_in_both_languages(client, home, page):
    assert page["title"]["pl"] in text(client, f"/{page['slug']['pl']}/")
    assert page["title"]["en"] in text(client, f"/en/{page['slug']['en']}/")


def test_language_switch_leads_to_the_same_page(client, article):
    polish = text(client, "/aktualnosci/wiesc/")

    assert "Po polsku." in polish
    assert 'href="/en/news/news-item/"' in polish
    assert 'href="/aktualnosci/wiesc/"' in text(client, "/en/news/news-item/")


def test_page_without_a_translation_offers_the_other_languages_front(client, article):
    article.get_translations().get().specific.unpublish()

    assert 'href="/en/"' in text(client, "/aktualnosci/wiesc/")


def test_programme_page_shows_what_one_can_join_now(client, programme, programme_page):
    make_event(activity=make_activity(programme=programme), title_pl="Forum w Lublinie")
    make_visit(activity=make_activity("study_visit", programme), title_pl="Wizyta w Gdyni")
    make_event(title_pl="Spotkanie innego programu")

    page = text(client, "/programy/fora/")

    assert "Forum w Lublinie" in page
    assert "Wizyta w Gdyni" in page
    assert "Spotkanie innego programu" not in page


def test_a_funders_sentence_is_marked_as_polish_where_there_is_no_english_one(
    client, programme, programme_page
):
    funder = programme.funder or Funder(name="Fundusz", currency="EUR")
    funder.slogan_pl, funder.slogan_en = "Człowiek najpierw", "People first"
    funder.credit_line_pl, funder.credit_line_en = "Projekt z dotacji Funduszu.", ""
    funder.save()
    programme.funder = funder
    programme.save()

    page = text(client, "/en/programmes/fora/")

    assert '<strong lang="en">People first</strong>' in page
    assert '<span lang="pl">Projekt z dotacji Funduszu.</span>' in page


@pytest.mark.parametrize("shortened", ["/visits/", "/mentoring/"])
def test_a_shortened_address_leads_to_what_is_open_now(client, home, shortened):
    assert client.get(shortened).url == "/#now"
    assert client.get(f"/en{shortened}").url == "/en/#now"


def test_first_page_gathers_what_is_open_in_every_programme(client, home):
    make_event(title_pl="Forum w Lublinie")
    make_event("draft", title_pl="Jeszcze tajne")

    page = text(client, "/")

    assert "Forum w Lublinie" in page
    assert "Jeszcze tajne" not in page


def test_programme_that_knows_no_period_does_not_invent_one(client, programme_page):
    assert "hero__kicker" not in text(client, "/programy/fora/")


@pytest.mark.parametrize("count", [1, 3])
def test_first_page_costs_the_same_for_one_event_and_three(
    client, home, django_assert_num_queries, count
):
    for _ in range(count):
        make_event()
    client.get("/")  # sites and locales are remembered for the process

    with django_assert_num_queries(15):
        client.get("/")


def test_home_exists_once_in_each_language(home):
    assert sorted(HomePage.objects.values_list("locale__language_code", flat=True)) == ["en", "pl"]


def test_programme_page_shows_how_far_a_target_is_where_the_editor_wants_it(
    client, programme, programme_page
):
    Indicator.objects.create(
        programme=programme, code="fora", name_pl="Fora", target=4, counted_as="events_held"
    )
    make_event("held", activity=make_activity(programme=programme))
    assert "progress__figures" not in text(client, "/programy/fora/")

    programme_page.shows_progress = True
    programme_page.save_revision().publish()

    assert "<strong>1</strong> / 4" in text(client, "/programy/fora/")
