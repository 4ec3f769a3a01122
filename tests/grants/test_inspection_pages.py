"""The pages of checks: announced, written, read, answered; each mistake has a sentence and nothing typed is lost."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from docx import Document
from pypdf import PdfReader

from grants.importing.calls.format import read_call
from grants.importing.calls.writing import write_call
from grants.models import Agreement, Inspection
from grants.rules.words import rules_of
from tests.factories.grants import make_call, staff_of
from tests.factories.grants_later import decide, make_agreement, make_assessed_call, sign
from tests.factories.inspecting import (
    announce,
    in_days,
    make_inspection,
    make_recommendation,
    write,
)
from tests.factories.people import make_user
from workflows import clock
from workflows.models import StoredFile

pytestmark = pytest.mark.django_db
DRAFT = "Kanszkic ustaleń."


def page(name, obj, *more):
    return reverse(f"grants:{name}", args=[obj.pk, *more])


def again(obj):
    return type(obj).objects.get(pk=obj.pk)


def move(client, obj, name, **given):
    address = page(f"{obj._meta.model_name}-move", obj, name)
    return client.post(address, {"version": again(obj).version, **given})


def typed(inspection, **changes):
    """A whole protocol as the page sends it."""
    rows = {f"item-{place}-result": "in_order" for place in range(len(inspection.marks))}
    return {
        **rows,
        "version": again(inspection).version,
        "conclusion": "Wszystko zgodnie z umową.",
        "wanted-0-text": "Dostawcie ławkę.",
        "wanted-0-due_on": in_days(20).isoformat(),
        "wanted-1-text": "",
        "wanted-1-due_on": in_days(14).isoformat(),
        **changes,
    }


@pytest.fixture
def agreement():
    return make_agreement("paid")


@pytest.fixture
def staff(client_of, agreement):
    return client_of(staff_of(agreement.call))


# --- announcing ----------------------------------------------------------------------------------


def announcement(agreement, **changes):
    return {
        "kind": "desk",
        "day": in_days(9).isoformat(),
        "where": "w biurze",
        "lead": staff_of(agreement.call).pk,
        "scope": "Faktury.",
    } | changes


def test_staff_announce_a_check_from_the_page_of_the_agreement(staff, agreement):
    assert page("inspection-new", agreement) in staff.get(agreement.get_absolute_url()).text

    response = staff.post(page("inspection-new", agreement), announcement(agreement), follow=True)

    inspection = Inspection.objects.get()
    assert response.redirect_chain[-1][0] == inspection.get_absolute_url()
    assert (inspection.kind, inspection.where, inspection.scope) == ("desk", "w biurze", "Faktury.")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"day": ""}, 422),
        ({"day": "jutro"}, 422),
        ({"day": "2020-01-01"}, 409),
        ({"scope": ""}, 422),
        ({"scope": "x" * 2001}, 422),
        ({"lead": ""}, 422),
        ({"lead": "999999"}, 422),
        ({"kind": "telepatia"}, 422),
        ({"where": "x" * 201}, 422),
    ],
)
def test_a_mistake_in_the_announcement_has_a_sentence_and_keeps_what_was_typed(
    staff, agreement, changes, status
):
    response = staff.post(page("inspection-new", agreement), announcement(agreement, **changes))

    assert response.status_code in {status, 422}
    assert response.context["form"].errors
    assert not Inspection.objects.exists()
    if "scope" not in changes:
        assert "Faktury." in response.text


def test_a_grant_that_is_not_signed_says_why_it_is_not_checked(client_of):
    agreement = make_agreement("prepared")

    response = client_of(staff_of(agreement.call)).get(page("inspection-new", agreement))

    assert response.status_code == 200
    assert "od podpisania umowy" in response.text


def test_the_grantee_does_not_announce_a_check_and_a_stranger_finds_no_page(client_of, agreement):
    address = page("inspection-new", agreement)

    assert client_of(agreement.application.author).get(address).status_code == 403
    assert client_of(make_user("Obca Osoba")).get(address).status_code == 404


# --- the protocol --------------------------------------------------------------------------------


def test_after_the_check_one_goes_on_to_the_protocol_and_sends_it(client_of):
    inspection = make_inspection()
    staff = client_of(inspection.lead)

    response = move(staff, inspection, "hold", held_on=clock.today().isoformat())
    assert response.url == page("inspection-protocol", inspection)
    staff.post(response.url, typed(inspection))
    move(staff, inspection, "send_protocol")

    now = again(inspection)
    assert now.state == "sent"
    assert now.wanted == [{"text": "Dostawcie ławkę.", "due_on": in_days(20).isoformat()}]
    assert "Dostawcie ławkę." in staff.get(inspection.get_absolute_url()).text


@pytest.mark.parametrize(
    "changes",
    [
        {"item-0-result": "chyba"},
        {"item-0-note": "x" * 2001},
        {"conclusion": "x" * 6001},
        {"wanted-0-text": "x" * 501},
        {"wanted-0-due_on": ""},
        {"wanted-0-due_on": "kiedyś"},
    ],
)
def test_a_mistake_in_the_protocol_keeps_everything_typed(client_of, changes):
    inspection = make_inspection("held")
    address = page("inspection-protocol", inspection)

    response = client_of(inspection.lead).post(
        address, typed(inspection, **{"item-1-note": "Trzy ławki.", **changes})
    )

    assert response.status_code == 422
    assert "Trzy ławki." in response.text
    assert again(inspection).conclusion == ""


def test_a_row_without_words_takes_the_recommendation_out(client_of):
    inspection = make_inspection("held")
    write(inspection)

    client_of(inspection.lead).post(
        page("inspection-protocol", inspection), typed(inspection, **{"wanted-0-text": ""})
    )

    assert again(inspection).wanted == []


def test_whoever_was_slower_reads_so_and_keeps_their_words(client_of):
    inspection = make_inspection("held")
    given = typed(inspection, conclusion="Moje wnioski.")
    write(inspection)

    response = client_of(inspection.lead).post(page("inspection-protocol", inspection), given)

    assert response.status_code == 409
    assert "Moje wnioski." in response.text


def test_a_protocol_that_lacks_something_says_what_before_it_is_sent(client_of):
    inspection = make_inspection("held")

    response = client_of(inspection.lead).get(page("inspection-move", inspection, "send_protocol"))

    assert "Zaznacz ustalenie przy każdym punkcie." in response.text
    assert "Napisz, jakie są wnioski z kontroli." in response.text


@pytest.mark.parametrize("state", ["announced", "sent"])
def test_a_protocol_is_written_between_the_check_and_the_sending(client_of, state):
    inspection = make_inspection(state)

    response = client_of(inspection.lead).get(page("inspection-protocol", inspection))

    assert "po kontroli" in response.text
    assert "<textarea" not in response.text


def test_the_grantee_reads_nothing_of_a_protocol_that_is_being_written(client_of):
    inspection = make_inspection("held")
    write(inspection, wrong=DRAFT, conclusion=DRAFT, wanted=[(DRAFT, in_days(20))])
    grantee = client_of(inspection.agreement.application.author)

    for name in ("inspection", "inspection-protocol"):
        assert DRAFT not in grantee.get(page(name, inspection)).text
    assert DRAFT not in grantee.get(inspection.agreement.get_absolute_url()).text
    for kind in ("pdf", "docx"):
        assert grantee.get(page("inspection-paper", inspection, kind)).status_code == 404
    assert DRAFT in client_of(inspection.lead).get(inspection.get_absolute_url()).text


def test_the_protocol_says_the_same_as_pdf_and_as_docx(client_of):
    inspection = make_inspection("sent")
    grantee = client_of(inspection.agreement.application.author)

    pdf = grantee.get(page("inspection-paper", inspection, "pdf")).content
    docx = grantee.get(page("inspection-paper", inspection, "docx")).content

    printed = "".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages)
    document = Document(io.BytesIO(docx))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    written = "\n".join([*cells, *(one.text for one in document.paragraphs)])
    for words in ("Brakuje dwóch ławek.", "Uzupełnijcie ławki.", "Dostawcie dwie ławki."):
        assert words in printed.replace("\n", " ")
        assert words in written


@pytest.mark.parametrize("kind", ["exe", "html"])
def test_a_protocol_comes_in_two_kinds_only(client_of, kind):
    inspection = make_inspection("sent")

    assert (
        client_of(inspection.lead).get(page("inspection-paper", inspection, kind)).status_code
        == 404
    )


# --- what the grantee does -----------------------------------------------------------------------


def test_the_grantee_finds_the_check_on_the_page_of_the_agreement_and_signs(client_of):
    inspection = make_inspection("sent")
    grantee = client_of(inspection.agreement.application.author)

    assert (
        inspection.get_absolute_url() in grantee.get(inspection.agreement.get_absolute_url()).text
    )
    move(grantee, inspection, "sign")

    assert again(inspection).state == "signed"


def test_the_grantee_objects_and_reads_the_answer(client_of):
    inspection = make_inspection("sent")
    grantee, staff = client_of(inspection.agreement.application.author), client_of(inspection.lead)

    assert move(grantee, inspection, "object_to", objection="").status_code == 422
    move(grantee, inspection, "object_to", objection="Ławek jest pięć.")
    assert "Ławek jest pięć." in staff.get(inspection.get_absolute_url()).text
    move(staff, inspection, "keep", answer="Policzyliśmy: trzy.")

    assert "Policzyliśmy: trzy." in grantee.get(inspection.get_absolute_url()).text


def test_a_recommendation_is_told_done_with_a_photo_and_ticked(client_of):
    one = make_recommendation()
    grantee, staff = (
        client_of(one.agreement.application.author),
        client_of(staff_of(one.agreement.call)),
    )
    photo = SimpleUploadedFile("lawka.pdf", b"%PDF-1.4\n%%EOF\n")

    move(grantee, one, "tell_done", answer="Stoją.", evidence=photo)
    assert "lawka.pdf" in staff.get(one.get_absolute_url()).text
    move(staff, one, "confirm")

    assert again(one).state == "done"
    assert StoredFile.objects.of(one).get().name == "lawka.pdf"
    assert again(one.inspection).state == "closed"


@pytest.mark.parametrize("answer", ["", "x" * 2001])
def test_what_was_done_is_said_in_words_that_fit(client_of, answer):
    one = make_recommendation()

    response = move(client_of(one.agreement.application.author), one, "tell_done", answer=answer)

    assert response.status_code == 422
    assert again(one).state == "open"


def test_a_program_is_no_evidence(client_of):
    one = make_recommendation()
    file = SimpleUploadedFile("zdjecie.exe", b"MZ")

    response = move(
        client_of(one.agreement.application.author), one, "tell_done", answer="Już.", evidence=file
    )

    assert response.status_code == 422
    assert again(one).state == "open"


# --- where it leads ------------------------------------------------------------------------------


def test_something_wrong_leads_to_the_end_of_the_agreement_while_it_runs(client_of):
    inspection = make_inspection("signed")

    shown = client_of(inspection.lead).get(inspection.get_absolute_url()).text

    assert page("agreement-move", inspection.agreement, "call_off") in shown
    assert page("cuts", inspection.agreement) not in shown


def test_something_wrong_leads_to_cuts_while_the_report_is_checked(client_of):
    inspection = make_inspection("signed", agreement=make_agreement("reported"))
    staff, grantee = inspection.lead, inspection.agreement.application.author

    assert (
        page("cuts", inspection.agreement)
        in client_of(staff).get(inspection.get_absolute_url()).text
    )
    assert (
        page("cuts", inspection.agreement)
        not in client_of(grantee).get(inspection.get_absolute_url()).text
    )


# --- the list of a call --------------------------------------------------------------------------


def test_the_list_of_a_call_says_who_was_checked_and_who_was_not(staff, agreement):
    address = reverse("grants:call-inspections", args=[agreement.call.code])
    assert "0 z 1" in staff.get(address).text

    inspection = announce(agreement)
    shown = staff.get(address).text

    assert "1 z 1" in shown
    assert inspection.get_absolute_url() in shown


def test_a_check_that_was_called_off_does_not_count(staff, agreement):
    make_inspection("cancelled", agreement=agreement)

    shown = staff.get(reverse("grants:call-inspections", args=[agreement.call.code])).text

    assert "0 z 1" in shown


def test_a_call_without_signed_agreements_says_so(client_of):
    call = make_call()

    response = client_of(staff_of(call)).get(reverse("grants:call-inspections", args=[call.code]))

    assert "Nie ma jeszcze czego kontrolować" in response.text


def test_the_list_of_a_call_is_for_its_staff(client_of, agreement):
    address = reverse("grants:call-inspections", args=[agreement.call.code])

    assert client_of(agreement.application.author).get(address).status_code == 404


def test_the_list_of_a_call_costs_the_same_with_one_grant_as_with_three(
    client_of, django_assert_num_queries
):
    rows = [("3000.00", ("8", "4"), ("9", "4"))] * 3
    call = make_assessed_call(*rows)
    decide(call)
    first, *others = Agreement.objects.filter(call=call)
    browser = client_of(staff_of(call))
    address = reverse("grants:call-inspections", args=[call.code])
    sign(first)
    announce(first)
    browser.get(address)

    with django_assert_num_queries(10):
        browser.get(address)
    for agreement in others:
        sign(agreement)
        announce(agreement)
    with django_assert_num_queries(10):
        assert len(browser.get(address).context["object_list"]) == 3


# --- the rules are data of the call --------------------------------------------------------------


def test_the_public_page_says_when_one_is_checked():
    call = make_call(inspection_notice_days=5, inspection_objection_days=3)

    said = " ".join(str(rule) for rule in rules_of(call))

    assert "co najmniej 5 dni wcześniej" in said
    assert "3 dni robocze" in said


def test_a_call_that_promises_no_notice_says_so():
    said = " ".join(str(rule) for rule in rules_of(make_call(inspection_notice_days=0)))

    assert "w każdej chwili" in said


def test_the_rules_of_checks_stand_in_the_file_of_a_call():
    call = make_call(inspection_notice_days=3)
    call.inspection_items.create(text_pl="Czy są ławki?", kind="visit", position=1)
    call.inspection_items.create(text_pl="Czy jest tabliczka?", position=2)

    written = write_call(call)

    _tree, values = read_call(written)
    assert values["inspection_notice_days"] == 3
    assert [row.get("kind", "") for row in values["inspection_items"]] == ["visit", ""]


def test_staff_write_the_checklist_of_a_call_also_when_it_is_decided(staff, agreement):
    address = reverse("grants:call-chapter", args=[agreement.call.code, "inspections"])

    response = staff.post(
        address,
        {
            "version": agreement.call.version,
            "inspection_notice_days": "2",
            "inspection_objection_days": "7",
            "inspection_items-TOTAL_FORMS": "1",
            "inspection_items-INITIAL_FORMS": "0",
            "inspection_items-0-kind": "desk",
            "inspection_items-0-text_pl": "Czy są faktury?",
            "inspection_items-0-text_en": "Are there invoices?",
            "reason": "Rada programu prosi o krótszą zapowiedź.",
        },
    )

    assert response.status_code == 302
    now = Agreement.objects.get()
    assert announce(now, kind="desk", day=in_days(2)).marks[0]["pl"] == "Czy są faktury?"


def test_an_english_reader_reads_the_checklist_in_english(client_of):
    inspection = make_inspection("announced")
    address = page("inspection", inspection)

    with translation.override("en"):
        english = page("inspection", inspection)

    assert "Things bought from the grant" in client_of(inspection.lead).get(english).text
    assert "Rzeczy kupione z dotacji" in client_of(inspection.lead).get(address).text
