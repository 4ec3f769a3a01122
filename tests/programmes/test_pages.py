"""A programme's own pages: who opens them, what they say, and what happens to what people type."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from finance.actions.budgets import set_budget
from finance.models import Budget
from programmes.importing import programme_files
from programmes.models import Activity, Indicator, Partner, Programme
from programmes.registries.counts import counts
from programmes.registries.kinds import kinds
from tests.factories.activities import make_activity, make_event, make_staff
from tests.factories.people import make_admin, make_user
from workflows.models import RoleGrant

pytestmark = pytest.mark.django_db

FILE = """
code: sasiedzi
title: {pl: Sąsiedzi}
activities:
  - {kind: event, code: spotkania, name: Spotkania, count: 4}
"""
PARTNER = {"name": "Gdańsk", "role": "partner", "country": "PL", "type": "city", "members": ""}
ACTIVITY = {"kind": "event", "code": "festyny", "name_pl": "Festyny", "count": "3"}
INDICATOR = {"code": "osoby", "name_pl": "Osoby", "counted_as": "distinct_participants", "target": "80"}  # fmt: skip
NEW = {"partner": PARTNER, "activity": ACTIVITY, "indicator": INDICATOR}


@pytest.fixture
def programme():
    return make_activity().programme


@pytest.fixture
def staff(programme, client_of):
    return client_of(make_staff(programme))


def at(name, programme, *more):
    return reverse(f"programmes:{name}", args=[programme.code, *more])


def made(programme, sort):
    """A partner, an activity or an indicator of the programme."""
    if sort == "partner":
        return Partner.objects.create(programme=programme, name="Gdańsk")
    if sort == "activity":
        return programme.activities.get()
    return Indicator.objects.create(
        programme=programme, code="osoby", name_pl="Osoby", counted_as="distinct_participants"
    )


def drawn(client, address):
    """What the form at `address` sends back when nobody touches it."""
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items() if value != []}


# ── what the pages say ───────────────────────────────────────────────────────────────────────


def test_what_nobody_said_is_not_given(staff, programme):
    page = staff.get(at("description", programme)).content.decode()

    assert page.count("nie podano") == 3  # its kind, its period, its funder


@pytest.mark.parametrize("kind", kinds.names())
def test_an_activity_leads_to_where_it_is_carried_out_or_says_that_nobody_does_yet(
    staff, programme, kind
):
    Activity.objects.update(kind=kind)

    page = staff.get(at("activities", programme)).content.decode()

    assert ("Tandem jeszcze nie prowadzi działań tego rodzaju" in page) != kinds[kind].served


@pytest.mark.parametrize("name", counts.names())
def test_an_indicator_says_what_is_counted_and_whether_anybody_does(staff, programme, name):
    Indicator.objects.create(programme=programme, code="x", name_pl="X", counted_as=name)

    page = staff.get(at("indicators", programme))

    assert str(counts[name].says) in page.context["rows"][0][1].says
    assert ("Tandem jeszcze tego nie liczy." in page.content.decode()) != counts[name].served
    assert "nie podano" in page.content.decode()


def test_partners_show_their_budget_own_contribution_and_rate(staff, programme):
    gdansk = Partner.objects.create(programme=programme, name="Gdańsk")
    Partner.objects.create(programme=programme, name="Breda")
    set_budget(
        about=gdansk, programme=programme, currency="EUR", total=Decimal("76338.50"),
        own=Decimal("15267.70"), by=None,
    )  # fmt: skip

    page = staff.get(at("partners", programme)).content.decode()

    assert "76\N{NO-BREAK SPACE}338,50\N{NO-BREAK SPACE}EUR" in page
    assert "15\N{NO-BREAK SPACE}267,70\N{NO-BREAK SPACE}EUR" in page
    assert "20 %" in page
    assert page.count("nie podano") == 3


def test_the_budget_of_a_partner_is_begun_from_the_list(staff, programme):
    partner = Partner.objects.create(programme=programme, name="Gdańsk")
    address = reverse("finance:partner-budget", args=[programme.code, partner.pk])
    assert address in staff.get(at("partners", programme)).content.decode()

    staff.post(address, {"stated_total": "1 000,00", "stated_grant": "", "stated_own": "200"})

    budget = Budget.objects.of(partner).get()
    assert (budget.grant.amount, budget.own_rate) == (Decimal(800), Decimal(20))
    assert staff.get(address).url == budget.get_absolute_url()


@pytest.mark.parametrize(
    "sums",
    [
        {"stated_total": "-1"},
        {"stated_own": "dużo"},
        {"stated_total": "9" * 20},
        {"stated_total": "100", "stated_grant": "60", "stated_own": "60"},
        {"stated_total": "100", "stated_own": "100,01"},
        {"stated_grant": "1.234"},
    ],
)
def test_sums_that_cannot_be_are_refused_at_the_budget(staff, programme, sums):
    answer = staff.post(reverse("finance:programme-budget", args=[programme.code]), sums)

    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert not Budget.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("partners", 7), ("activities", 6), ("indicators", 7), ("roles", 6)]
)
def test_each_list_costs_the_same_at_one_and_three(
    client_of, programme, django_assert_num_queries, name, queries, number
):
    browser = client_of(make_staff(programme))
    programme.activities.all().delete()
    for each in range(number):
        Partner.objects.create(programme=programme, name=f"Partner {each}")
        activity = Activity.objects.create(
            programme=programme, kind="event", code=f"d-{each}", name_pl="Działanie"
        )
        indicator = Indicator.objects.create(
            programme=programme, code=f"w-{each}", name_pl="W", counted_as="events_held"
        )
        indicator.activities.set([activity])
        make_staff(programme)
    browser.get(at(name, programme))

    with django_assert_num_queries(queries):
        assert browser.get(at(name, programme)).status_code == 200


# ── who may ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("sort", NEW)
def test_finance_read_parts_but_do_not_change_them(client_of, programme, sort):
    keeper = client_of(make_staff(programme, role="finance"))

    assert keeper.get(at(f"{sort}-new", programme)).status_code == 403
    refused = keeper.post(at(f"{sort}-new", programme), NEW[sort])
    assert refused.status_code == 403
    assert "Robi to zespół tego programu" in refused.content.decode()


@pytest.mark.parametrize("page", ["description", "edit", "points", "partners", "roles"])
def test_a_programme_of_others_does_not_exist(client_of, programme, page):
    stranger = client_of(make_staff(make_activity().programme))

    assert stranger.get(at(page, programme)).status_code == 404


@pytest.mark.parametrize("sort", NEW)
def test_a_part_of_another_programme_does_not_exist_here(staff, programme, sort):
    other = made(make_activity().programme, sort)

    assert staff.get(at(sort, programme, other.pk)).status_code == 404
    assert staff.post(at(f"{sort}-remove", programme, other.pk)).status_code == 404
    assert type(other).objects.filter(pk=other.pk).exists()


# ── parts ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("sort", NEW)
def test_staff_add_a_part(staff, programme, sort):
    assert staff.post(at(f"{sort}-new", programme), NEW[sort]).status_code == 302

    assert str(NEW[sort].get("name", NEW[sort].get("name_pl"))) in staff.get(
        at({"partner": "partners", "activity": "activities", "indicator": "indicators"}[sort], programme)
    ).content.decode()  # fmt: skip


@pytest.mark.parametrize(
    ("sort", "field", "value"),
    [
        ("partner", "name", ""),
        ("partner", "name", "x" * 301),
        ("partner", "country", "Polska"),
        ("partner", "country", "P1"),
        ("partner", "role", "szef"),
        ("partner", "members", "-1"),
        ("partner", "members", "wielu"),
        ("partner", "website", "x" * 201),
        ("activity", "kind", "picnic"),
        ("activity", "code", "Moje festyny"),
        ("activity", "code", "x" * 81),
        ("activity", "name_pl", ""),
        ("activity", "count", "1.5"),
        ("activity", "count", "9" * 12),
        ("activity", "days", "-2"),
        ("indicator", "counted_as", "happy_people"),
        ("indicator", "target", "dużo"),
        ("indicator", "target", "9" * 15),
        ("indicator", "target", "1.005"),
        ("indicator", "comparison", "at_most"),
        ("indicator", "activities", ["999999"]),
        ("indicator", "name_pl", "x" * 301),
    ],
)
def test_a_part_that_cannot_be_gets_a_sentence_and_keeps_what_was_typed(
    staff, programme, sort, field, value
):
    before = programme.activities.count()

    answer = staff.post(at(f"{sort}-new", programme), {**NEW[sort], field: value})

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert answer.context["form"][field].value() == value
    assert (Partner.objects.count(), Indicator.objects.count()) == (0, 0)
    assert programme.activities.count() == before


@pytest.mark.parametrize("sort", NEW)
def test_the_same_part_twice_is_said_at_its_field(staff, programme, sort):
    staff.post(at(f"{sort}-new", programme), NEW[sort])

    again = staff.post(at(f"{sort}-new", programme), NEW[sort])

    assert again.status_code == 422
    assert {"name", "code"} & set(again.context["form"].errors)


@pytest.mark.parametrize("sort", NEW)
def test_a_part_changed_by_two_keeps_the_first_and_loses_nothing(staff, programme, sort):
    address = at(sort, programme, made(programme, sort).pk)
    name = "name" if sort == "partner" else "name_pl"
    mine, theirs = drawn(staff, address), drawn(staff, address)
    assert staff.post(address, {**theirs, name: "Pierwsza"}).status_code == 302

    late = staff.post(address, {**mine, name: "Druga"})

    assert late.status_code == 409
    assert late.context["form"][name].value() == "Druga"
    assert "Pierwsza" in str(made_names(programme, sort))
    again = {**mine, name: "Druga", "seen": late.context["form"]["seen"].value()}
    assert staff.post(address, again).status_code == 302
    assert "Druga" in str(made_names(programme, sort))


def made_names(programme, sort):
    rows = {"partner": Partner, "activity": Activity, "indicator": Indicator}[sort].objects
    return [str(each) for each in rows.filter(programme=programme)]


@pytest.mark.parametrize("sort", NEW)
def test_a_part_that_is_gone_does_not_exist(staff, programme, sort):
    part = made(programme, sort)
    address = at(sort, programme, part.pk)
    typed = drawn(staff, address)
    assert staff.post(at(f"{sort}-remove", programme, part.pk)).status_code == 302

    assert staff.post(address, typed).status_code == 404
    assert staff.post(at(f"{sort}-remove", programme, part.pk)).status_code == 404


def test_an_activity_that_is_carried_out_stays_and_says_why(staff, programme):
    activity = programme.activities.get()
    make_event(activity=activity)

    answer = staff.post(at("activity-remove", programme, activity.pk), follow=True)

    assert "Tego nie można usunąć, bo od tego zależą: wydarzenia" in answer.content.decode()
    assert Activity.objects.filter(pk=activity.pk).exists()


# ── the description ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title_pl", ""),
        ("title_pl", "x" * 301),
        ("start", "wiosna"),
        ("start", "2023-13"),
        ("end", "1999"),
        ("funder_currency", "złoty"),
        ("funder_name", ""),
        ("website", "x" * 201),
        ("version", "pierwsza"),
    ],
)
def test_a_description_that_cannot_be_is_refused_and_nothing_is_lost(
    staff, programme, field, value
):
    typed = {
        "title_pl": "Nowy tytuł", "start": "2023", "end": "2024", "funder_name": "Fundusz",
        "funder_currency": "PLN", "version": programme.version,
    }  # fmt: skip

    answer = staff.post(at("edit", programme), {**typed, field: value})

    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert answer.context["form"]["funder_currency"].value() in ("PLN", "złoty")
    assert Programme.objects.get(pk=programme.pk).title_pl == programme.title_pl


def test_a_description_changed_by_two_keeps_the_first(staff, programme):
    typed = {"title_pl": "Pierwsza", "version": programme.version}
    staff.post(at("edit", programme), typed)

    late = staff.post(at("edit", programme), {**typed, "title_pl": "Druga"})

    assert late.status_code == 409
    assert late.context["form"]["title_pl"].value() == "Druga"
    assert Programme.objects.get(pk=programme.pk).title_pl == "Pierwsza"


def test_goals_changed_by_two_keep_the_first_and_lose_nothing(staff, programme):
    address = at("points", programme)
    mine, theirs = drawn(staff, address), drawn(staff, address)
    staff.post(address, {**theirs, "goals_pl": "Pierwszy cel"})

    late = staff.post(address, {**mine, "goals_pl": "Drugi cel"})

    assert late.status_code == 409
    assert late.context["form"]["goals_pl"].value() == "Drugi cel"
    assert [str(point) for point in programme.points.all()] == ["Pierwszy cel"]


@pytest.mark.parametrize(
    ("field", "value"), [("goals_pl", "x" * 10_001), ("goals_en", "A line that Polish lacks")]
)
def test_goals_that_cannot_be_are_refused(staff, programme, field, value):
    address = at("points", programme)

    answer = staff.post(address, {**drawn(staff, address), field: value})

    assert answer.status_code == 422
    assert field in answer.context["form"].errors


@pytest.mark.parametrize(
    ("field", "value"),
    [("code", "Moje"), ("code", ""), ("code", "x" * 81), ("title_pl", ""), ("title_pl", "x" * 301)],
)
def test_a_programme_that_cannot_begin_is_refused(staff, programme, field, value):
    typed = {"title_pl": "Nowy", "title_en": "", "code": "nowy", field: value}

    assert staff.post(reverse("programmes:new"), typed).status_code == 422
    assert Programme.objects.count() == 1


def test_whoever_begins_a_programme_coordinates_it_and_twice_is_refused(client_of, programme):
    user = make_staff(programme)
    browser, typed = client_of(user), {"title_pl": "Nowy", "code": "nowy"}

    browser.post(reverse("programmes:new"), typed)

    assert Programme.objects.with_role(user, "coordinator").get().code == "nowy"
    assert browser.post(reverse("programmes:new"), typed).status_code == 422


# ── the team ─────────────────────────────────────────────────────────────────────────────────


def test_the_coordinator_gives_a_role_once_and_ends_it(client_of, programme):
    coordinator, helper = make_staff(programme, role="coordinator"), make_user(email="h@example.org")  # fmt: skip
    browser = client_of(coordinator)
    for _ in range(2):
        browser.post(at("roles", programme), {"email": "H@example.org", "role": "staff"})
    grant = RoleGrant.objects.current().of(programme).get(user=helper)

    browser.post(at("role-end", programme, grant.pk))

    assert not RoleGrant.objects.current().of(programme).filter(user=helper).exists()
    assert browser.post(at("role-end", programme, grant.pk)).status_code == 404


@pytest.mark.parametrize(
    "typed",
    [
        {"email": "nikt@example.org", "role": "staff"},
        {"email": "nie adres", "role": "staff"},
        {"email": "h@example.org", "role": "szef"},
        {"email": f"{'x' * 400}@example.org", "role": "staff"},
        {},
    ],
)
def test_a_role_that_cannot_be_given_is_refused(client_of, programme, typed):
    make_user(email="h@example.org")
    browser = client_of(make_staff(programme, role="coordinator"))

    assert browser.post(at("roles", programme), typed).status_code == 422
    assert RoleGrant.objects.of(programme).count() == 1


def test_staff_do_not_give_roles_and_read_who_does(staff, programme):
    answer = staff.post(at("roles", programme), {"email": "h@example.org", "role": "staff"})

    assert answer.status_code == 403
    assert "koordyna" in answer.content.decode()


def test_the_last_who_runs_a_programme_stays(client_of, programme):
    RoleGrant.objects.of(programme).delete()
    coordinator = make_staff(programme, role="coordinator")
    grant = RoleGrant.objects.current().of(programme).get()

    answer = client_of(coordinator).post(at("role-end", programme, grant.pk), follow=True)

    assert "Nie zostałby nikt, kto prowadzi ten program" in answer.content.decode()
    assert RoleGrant.objects.current().of(programme).get() == grant


# ── a file, by page ──────────────────────────────────────────────────────────────────────────


def sent(client, content, name="program.yaml"):
    content = content if isinstance(content, bytes) else content.encode()
    return client.post(reverse("programmes:import"), {"file": SimpleUploadedFile(name, content)})


def applied(client, shown):
    form = shown.context["apply_form"]
    return client.post(
        reverse("programmes:import-apply"), {name: form[name].value() for name in form.fields}
    )


def test_the_difference_is_shown_before_it_is_applied(staff):
    shown = sent(staff, FILE)
    assert not Programme.objects.filter(code="sasiedzi").exists()
    assert "Spotkania" in shown.content.decode()

    applied(staff, shown)

    assert Programme.objects.get(code="sasiedzi").activities.get().count == 4


def test_a_file_applied_twice_changes_nothing_and_says_so(staff):
    shown = sent(staff, FILE)
    applied(staff, shown)

    again = applied(staff, shown)

    assert again.status_code == 200
    assert "nie ma czego zmieniać" in again.content.decode()
    assert Activity.objects.filter(programme__code="sasiedzi").count() == 1


def test_a_programme_changed_meanwhile_is_shown_again_and_not_overwritten(client_of):
    programme_files.apply_text(FILE, by=make_admin())
    admin = client_of(make_admin())
    shown = sent(admin, FILE.replace("count: 4", "count: 6"))
    Activity.objects.filter(code="spotkania").update(count=5)

    again = applied(admin, shown)

    assert Activity.objects.get(code="spotkania").count == 5
    assert "<del>5</del>" in again.content.decode()
    applied(admin, again)
    assert Activity.objects.get(code="spotkania").count == 6


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"code: [", b"code: sasiedzi\nbudzet: 1", b"x" * 1_000_001],
    ids=["empty", "not UTF-8", "not YAML", "unknown key", "too large"],
)
def test_a_bad_file_is_refused_with_a_sentence(staff, content):
    answer = sent(staff, content)

    assert answer.status_code == 422
    assert answer.context["form"].errors or answer.context["problems"]
    assert Programme.objects.count() == 1


def test_a_large_file_in_polish_letters_is_shown_and_applied(staff):
    content = FILE + "goals:\n" + f"  - {{pl: {'ąę' * 900}}}\n" * 40
    shown = sent(staff, content)
    assert shown.status_code == 200

    assert applied(staff, shown).status_code == 302
    assert Programme.objects.get(code="sasiedzi").points.count() == 40


def test_a_file_that_comes_back_broken_is_said(staff):
    answer = staff.post(reverse("programmes:import-apply"), {"content": "", "seen": "x"})

    assert answer.status_code == 422
    assert "Wybierz go jeszcze raz" in answer.content.decode()


def test_the_programme_of_others_is_not_changed_by_a_file(staff):
    programme_files.apply_text(FILE, by=make_admin())

    assert sent(staff, FILE.replace("count: 4", "count: 6")).status_code == 403
    assert Activity.objects.get(code="spotkania").count == 4


def test_whoever_runs_nothing_brings_nothing_in(client_of):
    assert client_of(make_user()).get(reverse("programmes:import")).status_code == 403
