"""A mistake in a form says what to do, in words of the field's kind, unless the form has words of its own."""

import pytest
from django import forms

from workflows.forms import InstantField, SaysWhoReads


class Asks(SaysWhoReads, forms.Form):
    name = forms.CharField(max_length=5)
    paper = forms.FileField()
    own = forms.CharField(error_messages={"required": "Napisz, po co."})
    day = forms.DateField()
    hour = forms.TimeField()
    moment = InstantField()
    places = forms.IntegerField(min_value=1, max_value=20)
    share = forms.DecimalField(min_value=0)
    side = forms.ChoiceField(choices=[("mentor", "mentor")])
    forms_of = forms.MultipleChoiceField(choices=[("online", "online")])


def said(**typed):
    return {name: list(errors) for name, errors in Asks(typed).errors.items()}


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("name", "Wypełnij to pole."),
        ("paper", "Wypełnij to pole."),
        ("own", "Napisz, po co."),
        ("day", "Podaj datę jako rok-miesiąc-dzień, na przykład 2026-05-31."),
        ("hour", "Podaj godzinę, na przykład 17:30."),
        ("moment", "Podaj dzień i godzinę, na przykład 2026-12-03 14:30."),
        ("places", "Wpisz liczbę."),
        ("side", "Wybierz jedną z podanych odpowiedzi."),
        ("forms_of", "Zaznacz przynajmniej jedną odpowiedź."),
    ],
)
def test_what_is_missing_is_asked_for(name, sentence):
    assert said()[name] == [sentence]


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("day", "wczoraj", "Podaj datę jako rok-miesiąc-dzień, na przykład 2026-05-31."),
        ("hour", "25:00", "Podaj godzinę, na przykład 17:30."),
        ("moment", "kiedyś", "Podaj dzień i godzinę, na przykład 2026-12-03 14:30."),
        ("name", "za długie", "Tu jest 9 znaków, a mieści się najwyżej 5."),
        ("places", "0", "Wpisz liczbę nie mniejszą niż 1."),
        ("places", "21", "Wpisz liczbę nie większą niż 20."),
        ("share", "-1", "Wpisz liczbę nie mniejszą niż 0."),
    ],
)
def test_what_cannot_be_names_the_way_out(name, typed, sentence):
    assert said(**{name: typed})[name] == [sentence]
