"""What goes to the bank is what was planned, to the sign; what comes back confirms what fits and nothing else."""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from finance.actions import plan_payment
from finance.actions.banking import (
    book_statement,
    keep_statement,
    make_transfer_file,
    matches_of,
    set_payer_account,
)
from finance.banking import (
    Payer,
    Transfer,
    UnreadableStatement,
    as_csv,
    as_elixir,
    encoded,
    read_statement,
)
from finance.models import BankStatement, PaymentOrder, TransferFile
from finance.money import Money
from people.numbers import account_groups, validate_account
from tests.factories.activities import make_activity
from tests.factories.people import make_user
from workflows import clock
from workflows.errors import GuardsFailed, NotFromHere, NotYours
from workflows.moves import SYSTEM
from workflows.roles import give_role

OURS, THEIRS = "61109010140000071219812874", "27114020040000300201355387"
PAYER = Payer("Federacja Sąsiedzka", "ul. Lipowa 1, 44-200 Rybnik", OURS)


def transfer(**changes):
    return Transfer(
        **{
            "payee": "Sąsiedzi z Lipowej",
            "address": "ul. Dębowa 2, 44-200 Rybnik",
            "account": THEIRS,
            "title": "TANDEM-7 Dotacja, umowa 3/1/2026",
            "amount": Decimal("5000.00"),
            "on": date(2026, 12, 1),
            "reference": "TANDEM-7",
        }
        | changes
    )


# --- the file ------------------------------------------------------------------------------------


def test_an_elixir_record_is_exactly_this():
    assert as_elixir(PAYER, [transfer()]) == (
        "110,20261201,500000,10901014,0,"
        '"61109010140000071219812874","27114020040000300201355387",'
        '"Federacja Sąsiedzka|ul. Lipowa 1, 44-200 Rybnik",'
        '"Sąsiedzi z Lipowej|ul. Dębowa 2, 44-200 Rybnik",'
        '0,11402004,"TANDEM-7 Dotacja, umowa 3/1/2026","","","51","TANDEM-7"\r\n'
    )


def test_a_long_text_takes_four_lines_of_thirty_five_signs():
    record = as_elixir(PAYER, [transfer(title="dotacja " * 60)])

    title = record.split(",0,11402004,")[1].split('","')[0].strip('"')
    assert len(title.split("|")) == 4
    assert all(len(line) <= 35 for line in title.split("|"))


@pytest.mark.parametrize(
    ("amount", "grosze"), [("0.01", "1"), ("1.10", "110"), ("999999999999.99", "99999999999999")]
)
def test_amounts_are_in_grosze(amount, grosze):
    assert f",{grosze},10901014" in as_elixir(PAYER, [transfer(amount=Decimal(amount))])


@given(st.text(max_size=200), st.text(max_size=200))
def test_whatever_people_are_called_a_record_keeps_its_fields(name, title):
    record = as_elixir(PAYER, [transfer(payee=name, title=title)])

    assert record.count("\r\n") == 1
    assert record.count('"') == 18
    assert all(len(line) <= 35 for text in record.split('"')[1::2] for line in text.split("|"))


def test_polish_letters_are_written_as_the_bank_reads_them():
    text = as_elixir(PAYER, [transfer(payee="Zażółć gęślą jaźń")])

    assert "Zażółć gęślą jaźń" in encoded(text, "windows-1250").decode("cp1250")
    assert "Zażółć gęślą jaźń" in encoded(text, "utf-8").decode()


def test_a_sign_that_windows_1250_lacks_does_not_stop_the_file():
    assert encoded("Ďakujem ẽ 日", "windows-1250").decode("cp1250") == "Ďakujem e ?"


def test_no_cell_of_the_csv_starts_a_formula():
    rows = as_csv(PAYER, [transfer(payee="=cmd()", title="+1")]).splitlines()

    assert rows[1].startswith("2026-12-01;5000,00;61109010140000071219812874;2711402004")
    assert ";'=cmd();" in rows[1]
    assert ";'+1;" in rows[1]


@pytest.mark.parametrize("number", [OURS, THEIRS])
def test_a_true_account_passes_and_any_changed_digit_does_not(number):
    validate_account(number)
    for place in range(26):
        wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
        with pytest.raises(ValidationError):
            validate_account(wrong)


def test_an_account_is_shown_in_groups():
    assert (
        account_groups(OURS).replace("\N{NO-BREAK SPACE}", " ")
        == "61 1090 1014 0000 0712 1981 2874"
    )


# --- statements ----------------------------------------------------------------------------------

MT940 = (
    ":20:1\r\n:25:PL61109010140000071219812874\r\n:28C:1\r\n:60F:C261130PLN100000,00\r\n"
    ":61:2612011201D5000,00NTRFNONREF\r\n"
    ":86:020<00Przelew<20TANDEM-7 Dotacja, um<21owa 3/1/2026<27Sąsiedzi z<28 Lipowej\r\n"
    "<3827114020040000300201355387\r\n"
    ":61:2612021202C12,5NTRFNONREF\r\n:86:020<20Zwrot<27Jan\r\n:62F:C261202PLN95012,50\r\n-\r\n"
)
CSV = (
    "Zestawienie operacji;;;;\n\nData księgowania;Kwota;Tytuł;Nazwa kontrahenta;Rachunek kontrahenta\n"
    "01.12.2026;-5 000,00;TANDEM-7 Dotacja;Sąsiedzi;27 1140 2004 0000 3002 0135 5387\n"
    "2026-12-02;12,50;Zwrot;Jan;\n"
)


@pytest.mark.parametrize("text", [MT940, CSV])
@pytest.mark.parametrize("codec", ["utf-8", "cp1250"])
def test_a_statement_is_read_whatever_its_format_and_encoding(text, codec):
    out, back = read_statement(text.encode(codec))

    assert (out.day, out.amount, out.account) == (date(2026, 12, 1), Decimal("-5000.00"), THEIRS)
    assert out.title.startswith("TANDEM-7 Dotacja")
    assert out.name.startswith("Sąsiedzi")
    assert back.amount == Decimal("12.50")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02",
        b"hello",
        "Data;Kwota;Tytuł\nwczoraj;1,00;a\n".encode(),
        "Data;Kwota;Tytuł\n2026-12-01;dużo;a\n".encode(),
        "Data;Kwota;Tytuł\n2026-12-01;NaN;a\n".encode(),
        "Data;Kwota;Tytuł\n2026-12-01;1,001;a\n".encode(),
        "Data;Kwota;Tytuł\n".encode(),
        b":61:not a booking\n",
        b":61:2613451201D1,00NTRF\n",
        ("Data;Kwota;Tytuł\n" + "2026-12-01;1,00;a\n" * 5001).encode(),
    ],
)
def test_what_is_no_statement_gets_a_sentence(content):
    with pytest.raises(UnreadableStatement, match=r"."):
        read_statement(content)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(content):
    with suppress(UnreadableStatement):
        assert read_statement(content)


# --- payments ------------------------------------------------------------------------------------


@pytest.fixture
def programme(db):
    return make_activity("grant_call").programme


@pytest.fixture
def keeper(programme):
    user = make_user("Fina Liczykrupa")
    give_role(user, "finance", programme, by=None)
    set_payer_account(programme=programme, name="Federacja", address="Rybnik", number=OURS, by=user)
    return user


def planned(programme, amount="5000.00", **changes):
    return plan_payment(
        **{
            "about": programme,
            "programme": programme,
            "payee": "Sąsiedzi",
            "account": THEIRS,
            "title": "Dotacja",
            "amount": Money(amount, "PLN"),
            "due_on": clock.today() + timedelta(days=7),
            "by": SYSTEM,
        }
        | changes
    )


def file_of(programme, keeper, *payments, **changes):
    return make_transfer_file(
        **{
            "programme": programme,
            "payments": payments,
            "format": "elixir",
            "encoding": "windows-1250",
            "on": clock.today(),
            "by": keeper,
        }
        | changes
    )


def said(payment, amount="-5000.00", title=None, account=""):
    day = clock.today().isoformat()
    text = payment.reference if title is None else title
    return f"Data;Kwota;Tytuł;Konto\n{day};{amount};{text};{account}\n".encode()


def test_making_the_file_orders_its_transfers(programme, keeper):
    payment = planned(programme)

    made = file_of(programme, keeper, payment)

    payment.refresh_from_db()
    assert (payment.state, payment.transfer_file, made.total) == ("ordered", made, Decimal(5000))
    with made.file().open() as file:
        assert f'"{payment.reference}"'.encode() in file.read()


def test_a_transfer_goes_into_one_file_only(programme, keeper):
    payment = planned(programme)
    file_of(programme, keeper, payment)

    with pytest.raises(NotFromHere):
        file_of(programme, keeper, payment)
    assert TransferFile.objects.count() == 1


def test_a_transfer_without_an_account_stops_the_file(programme, keeper):
    good, bad = planned(programme), planned(programme, account="")

    with pytest.raises(GuardsFailed, match="26"):
        file_of(programme, keeper, good, bad)
    assert PaymentOrder.objects.in_state("planned").count() == 2


def test_whoever_does_not_keep_the_money_makes_no_file(programme, keeper):
    with pytest.raises(NotYours):
        file_of(programme, make_user(), planned(programme))


def test_the_page_offers_the_planned_transfers_and_makes_the_file(client_of, programme, keeper):
    payment, held = planned(programme), planned(programme, title="Wstrzymany", held=True)
    client, page = client_of(keeper), reverse("finance:transfer-new", args=[programme.code])
    html = client.get(page).content.decode()

    response = client.post(
        page,
        {
            "payments": [payment.pk],
            "on": clock.today().isoformat(),
            "format": "csv",
            "encoding": "utf-8",
        },
    )

    assert payment.title in html
    assert held.title not in html
    made = TransferFile.objects.get()
    assert response["Location"].endswith(made.get_absolute_url())
    assert client.get(made.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"payments": []},
        {"payments": [999999]},
        {"payments": ["x"]},
        {"on": ""},
        {"on": "2001-01-01"},
        {"on": "jutro"},
        {"format": "swift"},
        {"encoding": "ebcdic"},
    ],
)
def test_a_file_that_cannot_be_made_gets_a_sentence(client_of, programme, keeper, changes):
    typed = {
        "payments": [planned(programme).pk],
        "on": clock.today().isoformat(),
        "format": "elixir",
        "encoding": "windows-1250",
    }

    response = client_of(keeper).post(
        reverse("finance:transfer-new", args=[programme.code]), typed | changes
    )

    assert response.status_code == 422
    assert response.context["form"].errors
    assert not TransferFile.objects.exists()


@pytest.mark.parametrize("number", ["", "123", OURS[:-1] + "5", "x" * 60])
def test_an_account_that_pays_must_be_a_true_one(client_of, programme, keeper, number):
    response = client_of(keeper).post(
        reverse("finance:payer", args=[programme.code]),
        {"name": "Federacja", "address": "", "number": number},
    )

    assert response.status_code == 422


def read_in(client, programme, content, name="wyciag.csv"):
    return client.post(
        reverse("finance:statement-new", args=[programme.code]),
        {"file": SimpleUploadedFile(name, content)},
    )


def test_reading_a_statement_shows_what_fits_and_pays_nothing(client_of, programme, keeper):
    payment = planned(programme)
    client = client_of(keeper)

    read_in(client, programme, said(payment))

    statement = BankStatement.objects.get()
    assert client.get(statement.get_absolute_url()).context["fitting"] == 1
    payment.refresh_from_db()
    assert payment.state == "planned"


def test_booking_confirms_what_fits_on_the_booking_s_day(client_of, programme, keeper):
    payment = planned(programme)
    client = client_of(keeper)
    read_in(client, programme, said(payment))
    page = BankStatement.objects.get().get_absolute_url()

    client.post(page)
    again = client.post(page)

    payment.refresh_from_db()
    assert (payment.state, payment.paid_on) == ("paid", clock.today())
    assert again.status_code == 302


@pytest.mark.parametrize(
    ("booking", "verdict"),
    [
        ({}, "matched"),
        ({"amount": "-4999.99"}, "wrong_amount"),
        ({"title": "Czynsz"}, "unmatched"),
        ({"title": "Dotacja", "account": THEIRS}, "matched"),
        ({"title": "Dotacja", "account": OURS}, "unmatched"),
        ({"title": "tandem 999999999999"}, "unmatched"),
    ],
)
def test_each_booking_says_what_becomes_of_it(programme, keeper, booking, verdict):
    payment = planned(programme)
    statement = keep_statement(
        programme=programme, name="w.csv", content=said(payment, **booking), by=keeper
    )

    assert [one.verdict for one in matches_of(statement)] == [verdict]


def test_a_held_payment_is_not_confirmed_by_a_booking(programme, keeper):
    payment = planned(programme, held=True)
    statement = keep_statement(programme=programme, name="w.csv", content=said(payment), by=keeper)

    assert book_statement(statement=statement, by=keeper) == 0
    assert matches_of(statement)[0].verdict == "held"


def test_two_bookings_do_not_pay_one_payment_twice(programme, keeper):
    payment = planned(programme)
    line = said(payment).decode().splitlines()[1]
    content = said(payment) + f"{line}\n".encode()
    statement = keep_statement(programme=programme, name="w.csv", content=content, by=keeper)

    assert [one.verdict for one in matches_of(statement)] == ["matched", "paid_already"]
    assert book_statement(statement=statement, by=keeper) == 1


def test_two_alike_payments_are_not_guessed_between(programme, keeper):
    payment = planned(programme)
    planned(programme)
    content = said(payment, title="Dotacja", account=THEIRS)
    statement = keep_statement(programme=programme, name="w.csv", content=content, by=keeper)

    assert matches_of(statement)[0].verdict == "unmatched"


def test_the_same_statement_is_kept_once(client_of, programme, keeper):
    payment = planned(programme)
    client = client_of(keeper)

    read_in(client, programme, said(payment))
    read_in(client, programme, said(payment))

    assert BankStatement.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [("w.exe", b"MZ"), ("w.csv", b""), ("w.csv", b"hello"), ("w.sta", b"\x00\x00")],
)
def test_a_statement_that_cannot_be_read_gets_a_sentence(
    client_of, programme, keeper, name, content
):
    response = read_in(client_of(keeper), programme, content, name)

    assert response.status_code == 422
    assert response.context["form"].errors


def test_a_stranger_finds_no_bank(client_of, programme, keeper):
    payment = planned(programme)
    statement = keep_statement(programme=programme, name="w.csv", content=said(payment), by=keeper)
    made = file_of(programme, keeper, payment)
    client = client_of(make_user())

    for page in ("transfer-new", "statement-new", "payer"):
        assert client.get(reverse(f"finance:{page}", args=[programme.code])).status_code == 404
    assert client.get(statement.get_absolute_url()).status_code == 404
    assert client.get(made.get_absolute_url()).status_code == 404
    assert client.get(made.file().get_absolute_url()).status_code == 404


def test_pages_cost_the_same_with_one_row_as_with_three(
    client_of, programme, keeper, django_assert_num_queries
):
    client = client_of(keeper)
    pages = [reverse(f"finance:{name}") for name in ("transfers", "statements", "payments")]
    pages.append(reverse("finance:transfer-new", args=[programme.code]))

    def add(number):
        file_of(programme, keeper, planned(programme))
        payment = planned(programme)
        content = said(payment, title=f"Czynsz {number}")
        return keep_statement(programme=programme, name="w.csv", content=content, by=keeper)

    pages.append(add(1).get_absolute_url())
    counts = [6, 6, 7, 6, 6]
    for page in pages:
        client.get(page)
    for page, count in zip(pages, counts, strict=True):
        with django_assert_num_queries(count):
            client.get(page)
    for number in (2, 3):
        add(number)
    for page, count in zip(pages, counts, strict=True):
        with django_assert_num_queries(count):
            client.get(page)
