"""Rules over words and rows: surnames in every case, what a correction changed, costs as an agreement keeps them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.rules.agreement import cost_lines, unspent
from grants.rules.difference import ADDED, REMOVED, SAME, differences
from grants.rules.named import names_in
from grants.rules.report import figure_in
from grants.rules.shifts import Limits, moved, reasons_for_consent
from questionnaires.blocks import LongText
from questionnaires.summary import Line, Part

# Surnames as Polish puts them into its cases, by the pattern of the declension.
CASES = {
    "Kowalski": "Kowalskiego Kowalskiemu Kowalskim Kowalscy Kowalskich",
    "Kowalska": "Kowalskiej Kowalską Kowalskie",
    "Zieliński": "Zielińskiego Zielińskiemu Zielińskim",
    "Nowak": "Nowaka Nowakowi Nowakiem Nowaku Nowakowie Nowaków",
    "Mazur": "Mazura Mazurowi Mazurem Mazurowie",
    "Wrona": "Wrony Wronie Wronę Wroną Wrono",
    "Sikora": "Sikory Sikorze Sikorę Sikorą",
    "Dudek": "Dudka Dudkowi Dudkiem Dudku",
    "Kupiec": "Kupca Kupcowi Kupcem",
    "Matejko": "Matejki Matejce Matejkę Matejką",
    "Wałęsa": "Wałęsy Wałęsie Wałęsę Wałęsą",
    "Jasny": "Jasnego Jasnemu Jasnym",
    "Sroka": "Sroki Sroce Srokę Sroką",
    "Kaługa": "Kaługi Kałudze Kaługę",
    "Jagiełło": "Jagiełły Jagielle Jagiełłę",
    "Sobota": "Soboty Sobocie Sobotę",
    "Kozioł": "Kozła Kozłowi Kozłem",
    "Gołąb": "Gołębia Gołębiowi Gołębiem",
    "Lis": "Lis",
}


@pytest.mark.parametrize(
    ("surname", "form"),
    [(name, form) for name, forms in CASES.items() for form in (name, *forms.split())],
)
def test_a_surname_is_found_in_whatever_case_it_stands(surname, form):
    people = ["Ewa Wiśniewska", f"Alina {surname}"]

    assert names_in(f"Zdaniem {form}, to za drogo.", people) == [f"Alina {surname}"]


@pytest.mark.parametrize("form", ["Nowakowska", "Mazurkiewicz", "Listopad", "Jasnowidz", "Dudziak"])
def test_another_surname_with_the_same_beginning_is_another_one(form):
    assert names_in(f"Tak pisze {form}.", ["Adam Lis", "Ola Jasny", "Iga Dudek"]) == []


@given(st.sampled_from(sorted(CASES)), st.sampled_from(["lipa", "ławka", "sąsiad", "most"]))
def test_a_common_word_or_a_first_name_alone_is_nobody(surname, word):
    assert names_in(f"Nasza {word} i Alina.", [f"Alina {surname}"]) == []


words = st.lists(
    st.sampled_from(["ławka", "pod", "lipą", "dwie", "Zbijemy", "w", "soboty."]), max_size=12
)
texts = st.lists(words.map(" ".join), max_size=4).map("\n".join)


def part(text):
    return [Part("", [Line(LongText(key="need", label="Potrzeba"), text=text)])]


def side(rows, without):
    """One of the two answers, put together from the pieces again."""
    kept = ["".join(one.text for one in row if one.kind != without) for row in rows]
    here = [any(one.kind != without for one in row) for row in rows]
    return [text for text, stays in zip(kept, here, strict=True) if stays]


@given(texts, texts)
def test_what_stayed_came_and_went_adds_up_to_both_answers(before, after):
    found = differences(part(before), part(after))

    if not found:
        assert before.splitlines() == after.splitlines()
        return
    (changed,) = found
    assert side(changed.rows, ADDED) == [row for row in before.splitlines() if row] or not all(
        before.splitlines()
    )
    assert side(changed.rows, REMOVED) == [row for row in after.splitlines() if row] or not all(
        after.splitlines()
    )


@given(texts)
def test_an_answer_beside_itself_shows_nothing(text):
    assert differences(part(text), part(text)) == []


@given(texts, texts)
def test_read_the_other_way_round_what_came_is_what_went(before, after):
    def told(rows, kind):
        return sorted(one.text for row in rows for one in row if one.kind == kind)

    there, back = differences(part(before), part(after)), differences(part(after), part(before))

    assert bool(there) is bool(back)
    for one, other in zip(there, back, strict=True):
        came = "".join(told(one.rows, ADDED))
        went = "".join(told(other.rows, REMOVED))
        same = "".join(told(one.rows, SAME))
        assert bool(came or same) is bool(went or same)


amounts = st.integers(0, 500_000).map(lambda grosz: f"{grosz / 100:.2f}")
costs = st.lists(
    st.fixed_dictionaries(
        {"name": st.sampled_from(["Deski", "Farba"]), "amount": amounts},
        optional={"own": amounts, "own_cash": amounts, "own_work": amounts, "own_in_kind": amounts},
    ),
    max_size=8,
)


@given(costs)
def test_the_lines_of_an_agreement_add_up_to_the_costs_to_the_grosz(rows):
    lines = cost_lines(rows)

    whole = sum(
        (Decimal(value) for row in rows for key, value in row.items() if key != "name"), Decimal(0)
    )
    assert sum((line["amount"] for line in lines), Decimal(0)) == whole
    granted = [line["amount"] for line in lines if line["source"] == "grant"]
    assert sum(granted, Decimal(0)) == sum((Decimal(row["amount"]) for row in rows), Decimal(0))
    assert all(line["amount"] > 0 for line in lines)


@given(st.integers(0, 10**8), st.integers(0, 10**8))
def test_what_was_accepted_and_what_comes_back_are_the_whole_and_never_less_than_nothing(
    paid, accepted
):
    paid, accepted = Decimal(paid) / 100, Decimal(accepted) / 100

    back = unspent(paid, accepted)

    assert back >= 0
    assert back + min(paid, accepted) == paid


@pytest.mark.parametrize(
    ("given_", "figure"),
    [
        ("30", 30),
        (30, 30),
        ("0", 0),
        (None, None),
        ("", None),
        ("wielu", None),
        ("NaN", None),
        ("Infinity", None),
        ("1e9", None),
        ("-5", None),
    ],
)
def test_a_figure_of_a_report_is_a_number_that_could_be_meant(given_, figure):
    assert figure_in({"participants": given_}, "participants") == figure


limits = st.builds(
    Limits,
    single=st.none() | st.integers(0, 30).map(Decimal),
    cumulative=st.none() | st.integers(0, 30).map(Decimal),
)
grosze = st.integers(1, 300_000).map(lambda grosz: Decimal(grosz) / 100)


@given(limits, grosze, st.lists(grosze, max_size=8))
def test_what_needs_no_consent_never_passes_a_limit_of_the_call(rule, grant, shifts):
    single, together = rule.amounts(grant)
    noted = Decimal(0)
    for now in shifts:
        if not reasons_for_consent(
            now=now, noted_before=noted, grant=grant, limits=rule, has_new_line=False
        ):
            assert now <= single
            noted += now

    assert noted <= together
    for percent in (rule.single, rule.cumulative):
        assert percent is None or rule.single is None or single * 100 <= grant * rule.single


@given(limits, grosze)
def test_a_limit_is_reached_freely_and_one_grosz_more_is_asked_for(rule, grant):
    least = min(rule.amounts(grant))
    asked = {"noted_before": Decimal(0), "grant": grant, "limits": rule, "has_new_line": False}

    assert reasons_for_consent(now=least, **asked) == []
    assert reasons_for_consent(now=least + Decimal("0.01"), **asked) != []


@given(st.dictionaries(st.integers(1, 6), grosze, min_size=1), st.data())
def test_what_moved_is_what_arrived_whichever_position_is_read_first(before, data):
    after = {key: data.draw(grosze) for key in before}
    turned = dict(reversed(before.items()))

    assert moved(before, after, []) == moved(turned, after, [])
    assert moved(before, before, []) == 0
    assert moved(before, after, []) - moved(after, before, []) == sum(after.values()) - sum(
        before.values()
    )
