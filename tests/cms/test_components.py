"""What the components promise: help and error tied to the field, states told by more than colour."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from cms.templatetags.screen import bar, bar_layout, initials, minute_and_day, unit_of
from cms.views.styleguide_samples import ICONS, wrong_form
from workflows import clock

TEMPLATES = sorted(Path("templates").rglob("*.html"))


class Idea(forms.Form):
    title = forms.CharField(label="Nazwa", help_text="Krótko.", required=False)
    text = forms.CharField(label="Pomysł", widget=forms.Textarea(attrs={"data-limit": 600}))
    amount = forms.DecimalField(label="Kwota")


def draw(source, **context):
    return Template("{% load screen %}" + source).render(Context(context))


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/styleguide/", "/styleguide/?errors=1", "/en/styleguide/"])
def test_every_component_is_shown_on_the_living_page(client, path):
    assert client.get(path).status_code == 200


def test_living_page_does_not_exist_in_production(settings):
    assert settings.TANDEM_DEVELOPMENT or "styleguide" not in render_to_string(
        "components/foot_panel.html"
    )


def test_field_points_to_its_help_and_its_error():
    field = Idea({"title": "x" * 3})["text"].as_field_group()

    assert 'aria-describedby="id_text_error"' in field
    assert 'id="id_text_error"' in field
    assert 'aria-invalid="true"' in field


def test_help_stands_under_the_label_and_is_read_with_the_field():
    field = Idea()["title"].as_field_group()

    assert field.index("</label>") < field.index('id="id_title_helptext"') < field.index("<input")
    assert 'aria-describedby="id_title_helptext"' in field


def test_long_text_shows_how_much_fits():
    assert 'data-limit="600"' in Idea()["text"].as_field_group()


def test_amount_shows_its_currency():
    form = Idea()
    form.fields["amount"].currency = "PLN"

    assert '<span class="field__unit">zł</span>' in form["amount"].as_field_group()


def test_summary_lists_every_error_with_a_way_to_its_field():
    summary = render_to_string("components/error_summary.html", {"form": wrong_form()})

    assert set(re.findall(r'href="#(\w+)"', summary)) == {"id_amount", "id_starts", "id_idea"}


@pytest.mark.parametrize(
    "category", ["draft", "in_hands", "yours", "returned", "done", "refused", "paused"]
)
def test_badge_tells_a_state_by_figure_and_word(category):
    badge = render_to_string("components/badge.html", {"category": category, "label": "w ocenie"})

    assert f"#state-{category}" in badge
    assert "w ocenie" in badge


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Maria Kowalska", "MK"), ("Anna Maria Żak", "AŻ"), ("anna@x.pl", "AX"), ("", "")],
)
def test_initials_are_at_most_two_capitals(name, letters):
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("percent", "width"),
    [(75, "75.00"), ("33,3", "33.30"), (140, "100.00"), (-5, "0.00"), ("brak", "0"), (None, "0")],
)
def test_bar_never_leaves_its_track(percent, width):
    assert bar(percent) == width


def test_longest_bar_of_a_chart_takes_the_whole_width():
    chart = bar_layout([{"label": "Kartuzy", "value": 10}, {"label": "Żukowo", "value": 40}])

    assert [drawn.width for drawn in chart["bars"]] == [140, 560]


def test_chart_of_zeros_still_stands():
    assert bar_layout([{"label": "Kartuzy", "value": 0}])["bars"][0].width == 3


def test_chart_reads_its_figures_aloud():
    chart = render_to_string(
        "components/bar_chart.html", {"title": "Osoby", "bars": [{"label": "Kartuzy", "value": 4}]}
    )

    assert 'aria-label="Osoby: Kartuzy 4"' in chart
    assert "<table" in chart


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_template_draws_only_icons_that_exist(path):
    drawn = re.findall(r"{% icon \"([^\"]+)\" %}", path.read_text(encoding="utf-8"))

    assert set(drawn) <= set(ICONS)


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_template_holds_no_inline_style_or_script(path):
    source = path.read_text(encoding="utf-8")

    assert not re.search(r"\sstyle=|<style|\son\w+=\"|javascript:", source)
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)


@pytest.mark.parametrize(
    "path", sorted(Path("templates/components").glob("*.html")), ids=lambda path: path.stem
)
def test_component_is_documented_or_part_of_the_frame(path):
    frame = {
        "article_cards", "board", "brand", "empty_art", "error_page", "field", "field_errors", "find", "foot_links",
        "foot_panel", "hero", "illustration", "languages", "mark", "messages", "person_menu", "programme_cards",
        "text_size",
    }  # fmt: skip
    documented = Path("templates/components/README.md").read_text(encoding="utf-8")

    assert path.stem in frame or path.stem in documented


@pytest.mark.parametrize(
    ("saved", "shown"),
    [
        (datetime(2026, 11, 26, 22, 59, tzinfo=UTC), "23:59"),
        (datetime(2026, 11, 25, 22, 59, tzinfo=UTC), "25 listopada 2026, 23:59"),
    ],
)
def test_what_was_saved_on_another_day_says_on_which(saved: datetime, shown: str) -> None:
    with clock.at(datetime(2026, 11, 26, 12, 0, tzinfo=UTC)):
        assert minute_and_day(saved) == shown


@pytest.mark.parametrize(("language", "unit"), [("pl", "zł"), ("en", "PLN")])
def test_an_amount_is_asked_for_in_the_words_of_the_page(language: str, unit: str) -> None:
    class Ask(forms.Form):
        amount = forms.CharField()

    Ask.base_fields["amount"].currency = "PLN"  # type: ignore[attr-defined]

    with translation.override(language):
        assert unit_of(Ask()["amount"]) == unit
