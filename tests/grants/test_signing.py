"""The agreement on paper: its template holds fields and nothing else, and every party's signature is on record."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from finance.money import Money, in_words
from grants.documents import draft, pdf_of
from grants.models import Agreement, Paper, Signatory
from grants.rules.merging import BadTemplate, merged, sentences_against
from tests.factories.grants import make_call, staff_of
from tests.factories.grants_later import make_agreement, send
from tests.factories.people import make_user
from workflows import clock
from workflows.actions import attach_file, remove_file
from workflows.errors import GuardsFailed, NotYours
from workflows.models import Message, StoredFile, Turn

PDF = b"%PDF-1.4\n%%EOF\n"
SHIPPED = Path("grants/data/agreement.docx")


def docx(*paragraphs, header=""):
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.sections[0].header.paragraphs[0].text = header
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def text_of(content):
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs)


def upload(content, name="wzor.docx"):
    return SimpleUploadedFile(name, content)


def fresh(agreement):
    return Agreement.objects.get(pk=agreement.pk)


def at(name, agreement, *more):
    return reverse(f"grants:{name}", args=[agreement.pk, *more])


# --- filling a template --------------------------------------------------------------------------


def test_fields_are_filled_in():
    assert "Umowa 3/2026" in text_of(
        merged(io.BytesIO(docx("Umowa {{ number }}")), {"number": "3/2026"})
    )


def test_a_line_break_in_a_value_breaks_the_line():
    assert text_of(merged(io.BytesIO(docx("{{ parties }}")), {"parties": "A\nB"})) == "A\nB"


@pytest.mark.parametrize("value", ["<b>&", "{{ 7*7 }}", "{% for x in y %}", "]]>", "{{ number }}"])
def test_what_people_typed_is_text_and_nothing_more(value):
    assert text_of(merged(io.BytesIO(docx("{{ project }}")), {"project": value})) == value


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), max_size=60)
)
def test_any_words_come_out_as_they_went_in(value):
    filled = text_of(merged(io.BytesIO(docx("[{{ project }}]")), {"project": value}))

    assert filled == f"[{value}]"


@pytest.mark.parametrize(
    "code",
    [
        "{{ amount.__class__ }}",
        "{{ amount|upper }}",
        "{{ 7*7 }}",
        "{% for x in range(9) %}a{% endfor %}",
        "{% set a = 1 %}",
        "{# hidden #}",
        "{{r amount }}",
        "{{p amount }}",
        "{%p if amount %}",
        "{{ ''.__class__.__mro__ }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ amount",
        "amount }}",
    ],
)
def test_template_code_is_refused_wherever_it_stands(code):
    for content in (docx(code), docx("ok", header=code)):
        assert sentences_against(io.BytesIO(content), ["amount"])
        with pytest.raises(BadTemplate):
            merged(io.BytesIO(content), {"amount": "1"})


def test_code_in_an_attribute_or_in_the_properties_is_refused():
    document = Document()
    document.core_properties.title = "{% set a = 1 %}"
    out = io.BytesIO()
    document.save(out)

    assert sentences_against(out, ["amount"])


def test_an_unknown_field_is_named():
    sentences = sentences_against(io.BytesIO(docx("{{ kwota }}")), ["amount"])

    assert "kwota" in sentences[0]


def test_a_file_that_is_no_document_is_refused_with_a_sentence():
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as package:
        package.writestr("hello.txt", "x")

    assert sentences_against(io.BytesIO(b"not a zip"), ["amount"])
    assert sentences_against(empty, ["amount"])


def test_a_document_that_unpacks_without_end_is_refused():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", "0" * 41 * 1024 * 1024)

    assert sentences_against(bomb, ["amount"])


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0.00", "zero złotych 00/100"),
        ("1.00", "jeden złoty 00/100"),
        ("22.05", "dwadzieścia dwa złote 05/100"),
        ("112.00", "sto dwanaście złotych 00/100"),
        ("1000.00", "tysiąc złotych 00/100"),
        ("5000.00", "pięć tysięcy złotych 00/100"),
        ("12345.67", "dwanaście tysięcy trzysta czterdzieści pięć złotych 67/100"),
        ("2001003.00", "dwa miliony tysiąc trzy złote 00/100"),
    ],
)
def test_an_amount_is_written_in_words(amount, words):
    assert in_words(Money(amount, "PLN")) == words


# --- who signs -----------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


def test_each_person_of_an_informal_group_signs():
    parties = make_agreement().signatories.values_list("capacity", "name")

    assert [name for capacity, name in parties if capacity == "member"] == [
        "Maria Lipka",
        "Jan Jawor",
        "Halina Olcha",
    ]
    assert next(capacity for capacity, _name in parties) == "operator"


def test_the_shipped_template_makes_an_agreement_as_docx_and_pdf():
    agreement = make_agreement()

    content = draft(agreement)

    text = text_of(content)
    assert agreement.number in text
    assert "pięć tysięcy złotych 00/100" in text
    assert "Maria Lipka" in text
    assert "{{" not in text
    assert pdf_of(content, title="Umowa").startswith(b"%PDF-")


def test_an_agreement_is_not_sent_before_it_is_said_who_signs(client_of):
    agreement = make_agreement()

    response = client_of(staff_of(agreement.call)).post(
        at("agreement-move", agreement, "send_to_sign"), {"version": agreement.version}
    )

    assert response.status_code == 422
    assert fresh(agreement).state == "prepared"


def test_staff_say_who_signs_and_send_the_agreement(client_of):
    agreement = make_agreement()
    client = client_of(staff_of(agreement.call))
    typed = {"version": agreement.version}
    for party in agreement.signatories.all():
        typed[f"name-{party.pk}"] = party.name
        typed[f"represented_by-{party.pk}"] = "Anna Wrona, prezeska"
    client.post(at("agreement-parties", agreement), typed)

    client.post(
        at("agreement-move", agreement, "send_to_sign"), {"version": fresh(agreement).version}
    )

    assert fresh(agreement).state == "sent"
    assert [paper.file.name.rsplit(".")[-1] for paper in agreement.papers.all()] == ["docx", "pdf"]
    assert Message.objects.filter(template="grants/agreement_to_sign").exists()
    assert {turn.key for turn in Turn.objects.of(agreement)} == {"sign_copy", "sign"}


def test_the_grantee_fetches_what_was_sent_and_a_stranger_does_not(client_of):
    agreement = make_agreement()
    send(agreement)
    address = agreement.papers.get().file.get_absolute_url()

    fetched = client_of(agreement.application.author).get(address)

    assert b"".join(fetched.streaming_content) == PDF
    assert client_of(make_user()).get(address).status_code == 404


@pytest.mark.parametrize("change", [{"name": ""}, {"name": "x" * 301}, {"details": "x" * 501}])
def test_a_party_that_cannot_be_gets_a_sentence(client_of, change):
    agreement = make_agreement()
    party = agreement.signatories.first()
    typed = {"version": agreement.version}
    for each in agreement.signatories.all():
        typed[f"name-{each.pk}"] = each.name
    typed |= {f"{name}-{party.pk}": text for name, text in change.items()}

    response = client_of(staff_of(agreement.call)).post(at("agreement-parties", agreement), typed)

    assert response.status_code == 422
    assert Signatory.objects.get(pk=party.pk).name == party.name


def test_parties_do_not_change_under_a_window_that_is_out_of_date(client_of):
    agreement = make_agreement()
    typed = {f"name-{one.pk}": "Inna nazwa" for one in agreement.signatories.all()}

    response = client_of(staff_of(agreement.call)).post(
        at("agreement-parties", agreement), typed | {"version": 99}
    )

    assert response.status_code == 409


def test_parties_do_not_change_once_the_agreement_is_sent(client_of):
    agreement = make_agreement()
    send(agreement)
    typed = {f"name-{one.pk}": "Inna nazwa" for one in agreement.signatories.all()}

    response = client_of(staff_of(agreement.call)).post(
        at("agreement-parties", agreement), typed | {"version": fresh(agreement).version}
    )

    assert response.status_code == 422
    assert not agreement.signatories.filter(name="Inna nazwa").exists()


def test_the_grantee_does_not_rewrite_the_parties(client_of):
    agreement = make_agreement()
    typed = {f"name-{one.pk}": "Inna nazwa" for one in agreement.signatories.all()}

    response = client_of(agreement.application.author).post(
        at("agreement-parties", agreement), typed | {"version": agreement.version}
    )

    assert response.status_code == 403
    assert not agreement.signatories.filter(name="Inna nazwa").exists()


def signature(**changes):
    return {
        "signed_on": clock.today().isoformat(),
        "how": "qualified",
        "file": upload(PDF, "podpis.pdf"),
    } | changes


def test_each_signature_is_recorded_with_its_day_and_file(client_of):
    agreement = make_agreement()
    send(agreement)
    party = agreement.signatories.last()

    client_of(staff_of(agreement.call)).post(at("signature", agreement, party.pk), signature())

    party.refresh_from_db()
    assert (party.signed_on, party.how) == (clock.today(), "qualified")
    assert party.scan.about == agreement


@pytest.mark.parametrize(
    "changes",
    [
        {"signed_on": ""},
        {"signed_on": "2199-01-01"},
        {"signed_on": "2001-01-01"},
        {"signed_on": "wczoraj"},
        {"how": "telefonicznie"},
        {"file": ""},
        {"file": upload(b"#!/bin/sh", "podpis.sh")},
        {"file": upload(b"hello", "podpis.p7m")},
        {"file": upload(b"<html></html>", "podpis.xades")},
        {"file": upload(b"PK", "podpis.asice")},
    ],
)
def test_a_signature_that_cannot_be_gets_a_sentence(client_of, changes):
    agreement = make_agreement()
    send(agreement)
    party = agreement.signatories.last()

    response = client_of(staff_of(agreement.call)).post(
        at("signature", agreement, party.pk), signature(**changes)
    )

    assert response.status_code == 422
    assert response.context["form"].errors
    assert agreement.signatories.filter(signed_on__isnull=False).count() == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("umowa.p7m", b"\x30\x82\x01\x00"),
        ("umowa.xades", b"<?xml version='1.0'?><ds:Signature/>"),
    ],
)
def test_files_with_a_qualified_signature_are_taken(client_of, name, content):
    agreement = make_agreement()
    send(agreement)
    party = agreement.signatories.last()

    client_of(staff_of(agreement.call)).post(
        at("signature", agreement, party.pk), signature(file=upload(content, name))
    )

    assert Signatory.objects.get(pk=party.pk).scan.name == name


def test_a_signature_is_recorded_once(client_of):
    agreement = make_agreement()
    send(agreement)
    client, party = client_of(staff_of(agreement.call)), agreement.signatories.last()
    client.post(at("signature", agreement, party.pk), signature())

    response = client.post(
        at("signature", agreement, party.pk), signature(file=upload(PDF, "inny.pdf"))
    )

    assert response.status_code == 422
    assert StoredFile.objects.filter(purpose="signature").count() == 1


def test_taking_the_agreement_back_voids_the_signatures():
    agreement = make_agreement()
    send(agreement)
    agreement.signatories.update(signed_on=clock.today(), how="paper")

    agreement.take_back(by=staff_of(agreement.call), note="Zły numer KRS.")

    assert fresh(agreement).state == "prepared"
    assert not agreement.signatories.filter(signed_on__isnull=False).exists()
    assert "Zły numer KRS." in Message.objects.get(template="grants/agreement_taken_back").body


def test_one_scan_with_all_signatures_signs_for_everybody():
    agreement = make_agreement("signed")

    assert set(agreement.signatories.values_list("signed_on", flat=True)) == {clock.today()}


def test_an_agreement_takes_no_effect_before_every_signature_is_on_file(client_of):
    agreement = make_agreement()
    send(agreement)
    client, address = client_of(staff_of(agreement.call)), at("agreement-move", agreement, "sign")
    first, *others = agreement.signatories.all()
    client.post(at("signature", agreement, first.pk), signature())

    refused = client.post(address, signing(agreement))
    after_refusal = fresh(agreement).state
    for party in others:
        client.post(at("signature", agreement, party.pk), signature(file=upload(PDF, "podpis.pdf")))
    taken = client.post(address, signing(agreement))

    assert (refused.status_code, after_refusal) == (422, "sent")
    assert all(party.name in refused.content.decode() for party in others)
    assert (taken.status_code, fresh(agreement).state) == (302, "signed")
    assert set(agreement.signatories.values_list("how", flat=True)) == {"qualified"}


def test_nobody_takes_away_what_shows_the_signatures():
    agreement = make_agreement("signed")
    staff, scan = staff_of(agreement.call), StoredFile.objects.get(purpose="signed-agreement")
    other = attach_file(obj=agreement, upload=upload(PDF, "notatka.pdf"), by=staff)

    with pytest.raises(NotYours):
        remove_file(file=scan, by=staff)
    remove_file(file=other, by=staff)

    assert list(StoredFile.objects.of(agreement).present().about_a("signed-agreement")) == [scan]


def test_a_prepared_agreement_is_signed_with_its_scan_alone(client_of):
    agreement = make_agreement()
    client, address = client_of(staff_of(agreement.call)), at("agreement-move", agreement, "sign")

    refused = client.post(address, signing(agreement))
    taken = client.post(address, signing(agreement, scan=upload(PDF, "umowa.pdf")))

    assert (refused.status_code, taken.status_code) == (422, 302)


def test_an_agreement_of_before_parties_were_named_needs_its_scan():
    agreement = make_agreement()
    agreement.signatories.all().delete()

    with pytest.raises(GuardsFailed):
        sign_now(agreement)
    sign_now(agreement, scanned=True)

    assert fresh(agreement).state == "signed"


def signing(agreement, **changes):
    return {
        "number": agreement.number,
        "signed_on": clock.today().isoformat(),
        "version": fresh(agreement).version,
    } | changes


def sign_now(agreement, **changes):
    given = {"number": agreement.number, "signed_on": clock.today()} | changes
    agreement.sign(by=staff_of(agreement.call), **given)


def test_an_agreement_is_not_signed_before_its_last_signature():
    agreement = make_agreement()
    agreement.signatories.filter(position=1).update(signed_on=clock.today(), how="paper")

    with pytest.raises(GuardsFailed):
        agreement.sign(
            by=staff_of(agreement.call),
            number=agreement.number,
            signed_on=clock.today() - timedelta(days=1),
            scanned=True,
        )


def test_no_two_agreements_of_the_installation_have_one_number():
    first, second = make_agreement(), make_agreement()

    assert first.number != second.number
    with pytest.raises(GuardsFailed):
        sign_now(second, number=first.number, scanned=True)


# --- the template of a call ----------------------------------------------------------------------


def template_page(call):
    return reverse("grants:agreement-template", args=[call.code])


def test_the_agreements_of_a_call_are_made_from_the_template_that_staff_uploaded(client_of):
    agreement = make_agreement()
    client = client_of(staff_of(agreement.call))

    response = client.post(
        template_page(agreement.call), {"file": upload(docx("Nasz wzór: {{ project }}"))}
    )

    assert response.status_code == 302
    assert text_of(draft(fresh(agreement))) == f"Nasz wzór: {agreement.title_line}"


@pytest.mark.parametrize(
    "file",
    [
        upload(docx("{{ kwota }}")),
        upload(docx("{% if amount %}a{% endif %}")),
        upload(PDF, "wzor.pdf"),
        upload(b"", "wzor.docx"),
        "",
    ],
)
def test_a_template_that_does_not_fit_gets_a_sentence(client_of, file):
    call = make_call()

    response = client_of(staff_of(call)).post(template_page(call), {"file": file})

    assert response.status_code == 422
    assert response.context["form"].errors
    assert not StoredFile.objects.exists()


def test_the_shipped_template_passes_its_own_check(client_of):
    call = make_call()
    client = client_of(staff_of(call))

    content = client.get(f"{template_page(call)}?shipped=1").content

    assert client.post(template_page(call), {"file": upload(content)}).status_code == 302
    assert content == SHIPPED.read_bytes()


def test_a_file_put_into_the_templates_place_by_another_way_is_not_filled_in(client_of):
    agreement = make_agreement()
    staff = staff_of(agreement.call)
    send_to = at("agreement-draft", agreement, "docx")
    attach_file(
        obj=agreement.call, upload=upload(docx("{{ 7*7 }}")), by=staff, purpose="agreement-template"
    )

    response = client_of(staff).get(send_to)

    assert response.status_code == 302
    assert Paper.objects.count() == 0


def test_a_draft_is_read_by_the_staff_alone(client_of):
    agreement = make_agreement()
    address = at("agreement-draft", agreement, "docx")

    response = client_of(staff_of(agreement.call)).get(address)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert client_of(agreement.application.author).get(address).status_code == 404
    assert (
        client_of(staff_of(agreement.call)).get(at("agreement-draft", agreement, "exe")).status_code
        == 404
    )


def test_the_page_of_parties_costs_the_same_with_one_party_as_with_four(
    client_of, django_assert_num_queries
):
    agreement = make_agreement()
    send(agreement)
    client = client_of(staff_of(agreement.call))
    client.get(at("agreement-parties", agreement))

    with django_assert_num_queries(7):
        client.get(at("agreement-parties", agreement))
    agreement.signatories.filter(position__gt=1).delete()
    with django_assert_num_queries(7):
        client.get(at("agreement-parties", agreement))
