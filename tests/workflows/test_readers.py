"""Below a field stands who reads what is typed there."""

from django import forms

from workflows.forms import SaysWhoReads

READ_BY_TWO = "Ty i mentorka to czytacie."


class Words(SaysWhoReads, forms.Form):
    readers = {"story": READ_BY_TWO}
    story = forms.CharField(help_text="Dwa zdania wystarczą.")
    day = forms.DateField()


def test_a_field_says_below_its_help_who_reads_it():
    assert Words()["story"].help_text == f"Dwa zdania wystarczą. {READ_BY_TWO}"


def test_a_field_says_so_once_however_often_it_is_shown():
    form = Words()

    assert [form["story"].help_text for _ in range(2)][-1].count(READ_BY_TWO) == 1


def test_a_field_of_which_nothing_is_said_keeps_its_own_help():
    assert Words()["day"].help_text == ""
