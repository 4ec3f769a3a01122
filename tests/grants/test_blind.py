"""A blind call: until the decision, no page, file, list or letter tells the committee who applies."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from PIL import Image
from pypdf import PdfReader, PdfWriter

from grants.actions.appeal import file_appeal
from grants.actions.listing import declare_ties
from grants.documents.nameless import without_metadata
from grants.models import Application, Assessment, Call
from grants.rules import application as application_rules
from grants.rules.blind import named_in, nameless, names_written
from grants.rules.declaring import parties_in
from questionnaires.actions import publish_version
from questionnaires.blocks import read_blocks, write_blocks
from questionnaires.models import Questionnaire
from questionnaires.summary.reading import Line, Part
from tests.factories.grants import (
    chair_of,
    check,
    close,
    fresh,
    hand_in,
    make_application,
    make_call,
    staff_of,
)
from tests.factories.grants_later import (
    applications_of,
    ask,
    decide,
    hand_in_sheet,
    make_assessor,
    make_judged_call,
)
from tests.factories.people import make_admin, make_membership
from tests.grants.test_application_parts import BLOCKS, attach, png
from workflows import clock
from workflows.models import Message, StoredFile
from workflows.spreadsheets import Table, workbook

pytestmark = pytest.mark.django_db
NAMES = ("Sąsiedzi z Lipowej", "Maria Lipka", "Autora Wniosku")


def blind(state="in_progress", **fields):
    """An assessment in a blind call, brought there by its assessor."""
    call = make_judged_call(is_blind=True, assessments_needed=1, **fields)
    assessor = make_assessor(call)
    seen = [key for key, _label in parties_in(call)]
    declare_ties(call=call, ticked=[], seen=seen, by=assessor, at=clock.now())
    assessment = ask(applications_of(call)[0], assessor)
    if state != "assigned":
        assessment.declare_no_conflict(by=assessor, confirmed=True)
    if state == "submitted":
        hand_in_sheet(assessment)
    return Assessment.objects.get(pk=assessment.pk)


def names_in(response):
    return [name for name in NAMES if name in response.content.decode()]


@pytest.mark.parametrize("state", ["assigned", "in_progress", "submitted"])
def test_the_assessor_s_pages_name_nobody(client_of, state):
    assessment = blind(state)
    client = client_of(assessment.assessor)

    for address in (
        assessment.get_absolute_url(),
        reverse("grants:assessment-list"),
        assessment.application.call.get_absolute_url(),
        reverse("workflows:inbox"),
    ):
        response = client.get(address)
        assert response.status_code == 200
        assert names_in(response) == []


def test_the_page_of_the_call_tells_an_assessor_what_came_and_leads_to_no_empty_list(client_of):
    assessment = blind()
    call = assessment.application.call

    page = client_of(assessment.assessor).get(call.get_absolute_url()).text

    assert "Jeszcze nic nie przyszło" not in page
    assert "Pojedynczych wniosków tutaj nie widzisz" in page
    assert reverse("grants:call-board", args=[call.code]) not in page


def test_the_sheet_shows_the_idea_all_the_same(client_of):
    assessment = blind()

    shown = client_of(assessment.assessor).get(assessment.get_absolute_url()).content.decode()

    assert "Zbijemy ławkę." in shown


def test_the_application_s_own_pages_are_closed_to_the_committee(client_of):
    assessment = blind()
    application = assessment.application

    for user in (assessment.assessor, chair_of(application.call)):
        client = client_of(user)
        assert client.get(application.get_absolute_url()).status_code == 404
        for page in ("receipt", "as-sent", "paper"):
            address = reverse(f"grants:application-{page}", args=[application.pk])
            assert client.get(address).status_code == 404


def test_the_chair_s_ranking_and_lists_name_nobody(client_of):
    assessment = blind("submitted")
    call = assessment.application.call
    client = client_of(chair_of(call))

    for name in ("call-ranking", "call-decide", "call-assessors", "call-panel"):
        response = client.get(reverse(f"grants:{name}", args=[call.code]))
        assert response.status_code == 200
        assert names_in(response) == []
        assert application_link(assessment) not in response.content.decode()
    response = client.get(reverse("grants:application-export"), {"as": "csv"})
    assert names_in(response) == []


def application_link(assessment):
    return f'href="{assessment.application.get_absolute_url()}"'


def test_staff_and_administrators_see_who_applies(client_of):
    assessment = blind("submitted")
    application = assessment.application

    for user in (staff_of(application.call), make_admin()):
        assert names_in(client_of(user).get(application.get_absolute_url()))
        assert (
            application_rules.can_view(user, application)
            == (Application.objects.visible_to(user).filter(pk=application.pk).exists())
            or user.is_superuser
        )


def test_the_decision_opens_the_names(client_of):
    assessment = blind("submitted")
    call = Call.objects.get(pk=assessment.application.call_id)
    decide(call)

    for user in (assessment.assessor, chair_of(call)):
        assert names_in(client_of(user).get(assessment.application.get_absolute_url()))


def test_letters_to_the_committee_name_nobody():
    assessment = blind("submitted")
    committee = [assessment.assessor, chair_of(assessment.application.call)]

    letters = Message.objects.filter(recipient__in=committee)

    assert letters.exists()
    assert not [one for one in letters for name in NAMES if name in one.subject + one.body]


def test_a_call_that_is_not_blind_names_the_applicant_as_ever(client_of):
    call = make_judged_call()
    assessment = ask(applications_of(call)[0], make_assessor(call))

    assert names_in(client_of(assessment.assessor).get(assessment.get_absolute_url()))


def test_a_question_marked_by_staff_is_left_out():
    marked, plain = read_blocks(
        [
            {"kind": "text", "key": "leader", "label": {"pl": "Kto prowadzi?"}, "says_who": True},
            {"kind": "text", "key": "idea", "label": {"pl": "Pomysł"}},
        ]
    )
    parts = [Part("Opis", [Line(marked, text="Jan"), Line(plain, text="Ławka")])]

    assert [line.text for part in nameless(parts) for line in part.lines] == ["Ławka"]
    assert nameless([Part("Kto", [Line(marked, text="Jan")])]) == []
    assert [block.get("says_who") for block in write_blocks([marked, plain])] == [True, None]


def pdf():
    out, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Author": "Maria Lipka", "/Title": "Sąsiedzi z Lipowej"})
    writer.write(out)
    return out.getvalue()


def docx():
    out, document = io.BytesIO(), Document()
    document.add_paragraph("Plan ławki")
    document.core_properties.author = "Maria Lipka"
    document.core_properties.title = "Sąsiedzi z Lipowej"
    document.save(out)
    return out.getvalue()


def jpeg():
    out, picture = io.BytesIO(), Image.new("RGB", (8, 8), "green")
    exif = Image.Exif()
    exif[0x013B] = "Maria Lipka"  # artist
    picture.save(out, format="JPEG", exif=exif)
    return out.getvalue()


def test_a_pdf_loses_its_author_and_keeps_its_pages():
    clean = without_metadata("statut.pdf", io.BytesIO(pdf()))

    reader = PdfReader(io.BytesIO(clean))
    assert len(reader.pages) == 1
    assert not (reader.metadata or {}).get("/Author")
    assert b"Maria Lipka" not in clean


def test_a_docx_loses_its_author_and_keeps_its_words():
    clean = without_metadata("opis.docx", io.BytesIO(docx()))

    document = Document(io.BytesIO(clean))
    assert document.paragraphs[0].text == "Plan ławki"
    assert document.core_properties.author == document.core_properties.title == ""


def test_a_picture_loses_its_author_and_keeps_its_size():
    clean = without_metadata("plac.JPG", io.BytesIO(jpeg()))

    with Image.open(io.BytesIO(clean)) as picture:
        assert picture.size == (8, 8)
        assert not picture.getexif()


@pytest.mark.parametrize(
    ("name", "content"),
    [("tabela.xlsx", b"PK"), ("zepsuty.pdf", b"%PDF-1.4"), ("opis.docx", b"nic"), ("bez", b"x")],
)
def test_what_cannot_be_cleaned_for_sure_is_not_handed_out(name, content):
    assert without_metadata(name, io.BytesIO(content)) is None


def test_a_file_that_is_not_there_is_not_found(client_of):
    assessment = blind()
    address = reverse("grants:assessment-file", args=[assessment.pk, 1])

    assert client_of(assessment.assessor).get(address).status_code == 404


def test_the_total_is_as_in_any_call():
    assert blind("submitted").total == Decimal("12.5")


def submitted_with_a_file(client_of, form=None, file=None):
    """An assessment of an application whose author attached a picture named after the group."""
    form = form or publish_version(
        questionnaire=Questionnaire.objects.create(code="w-ciemno", name="W ciemno"), blocks=BLOCKS
    )
    call = make_call(questionnaire=form, is_blind=True, assessments_needed=1)
    draft = make_application(call)
    named = SimpleUploadedFile("sasiedzi-z-lipowej.png", png().read(), content_type="image/png")
    attach(client_of(draft.author), draft, file or named)
    application = hand_in(fresh(draft))
    check(application)
    application.admit(by=staff_of(call))
    close(call)
    call = Call.objects.get(pk=call.pk)
    call.start_assessment(by=staff_of(call))
    assessor = make_assessor(call)
    seen = [key for key, _label in parties_in(call)]
    declare_ties(call=call, ticked=[], seen=seen, by=assessor, at=clock.now())
    assessment = ask(applications_of(call)[0], assessor)
    assessment.declare_no_conflict(by=assessor, confirmed=True)
    return assessment


def test_an_attached_file_comes_under_a_neutral_name(client_of):
    assessment = submitted_with_a_file(client_of)
    client = client_of(assessment.assessor)

    page = client.get(assessment.get_absolute_url()).content.decode()
    address = reverse("grants:assessment-file", args=[assessment.pk, 1])
    response = client.get(address)

    assert address in page
    assert "sasiedzi-z-lipowej" not in page
    assert response.status_code == 200
    assert "sasiedzi" not in response["Content-Disposition"]
    with Image.open(io.BytesIO(response.content)) as picture:
        assert picture.size == (4, 4)
    assert client.get(StoredFile.objects.get().get_absolute_url()).status_code == 404


def test_before_the_declaration_no_file_opens(client_of):
    assessment = submitted_with_a_file(client_of)
    other = make_assessor(assessment.application.call)

    address = reverse("grants:assessment-file", args=[assessment.pk, 1])

    assert client_of(other).get(address).status_code == 404
    assert client_of(staff_of(assessment.application.call)).get(address).status_code == 404


def test_a_known_tie_is_told_without_naming_the_applicant(client_of):
    assessment = blind("assigned")
    both = make_membership(assessment.application.author.person)
    make_membership(assessment.assessor.person, both.organisation)
    call = assessment.application.call
    tied = make_assessor(call, "Druga Powiązana")
    make_membership(tied.person, both.organisation)
    address = reverse("grants:assessment-move", args=[assessment.pk, "declare_no_conflict"])

    refused = client_of(assessment.assessor).post(
        address, {"confirmed": "on", "version": assessment.version}
    )
    table = client_of(chair_of(call)).get(reverse("grants:call-assessors", args=[call.code]))

    assert refused.status_code in {409, 422}
    for response in (refused, table):
        assert both.organisation.name not in response.content.decode()


def test_the_applicant_s_name_in_the_title_is_refused_before_it_is_sent():
    draft = make_application(
        make_call(is_blind=True), title="Ławka grupy SĄSIEDZI Z LIPOWEJ", need="Wie Jan Jawor."
    )

    missing = {one.key: str(one) for one in fresh(draft).missing()}

    assert missing.keys() == {"title", "need"}
    assert "Sąsiedzi z Lipowej" in fresh(draft).form(check=True).errors["title"][0]


def test_a_call_that_is_not_blind_takes_the_name_in_the_title():
    draft = make_application(make_call(), title="Ławka grupy Sąsiedzi z Lipowej")

    assert fresh(draft).missing() == []


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Sąsiedzi z Lipowej zapraszają", "Sąsiedzi z Lipowej"),
        ("sasiedzi   z\nlipowej", "Sąsiedzi z Lipowej"),
        ("„Sąsiedzi z Lipowej”.", "Sąsiedzi z Lipowej"),
        ("Sąsiedzi z Lipowejskiej", ""),
        ("Nasi sąsiedzi", ""),
    ],
)
def test_a_name_is_found_as_people_write_it(written, found):
    assert named_in(written, ["Sąsiedzi z Lipowej"]) == found


def test_a_name_of_one_everyday_word_is_not_held_against_the_text():
    assert names_written({"group_name": "Sąsiedzi", "group_members": ["Jan Jawor"]}) == [
        "Jan Jawor"
    ]


def test_a_file_that_cannot_be_cleaned_is_named_with_a_sentence(client_of):
    form = publish_version(
        questionnaire=Questionnaire.objects.create(code="w-ciemno", name="W ciemno"),
        blocks=[
            block | {"endings": ["xlsx"]} if block["kind"] == "file" else block for block in BLOCKS
        ],
    )
    table = SimpleUploadedFile("sasiedzi.xlsx", workbook([Table("Plan", [["Maria Lipka"]])]))
    assessment = submitted_with_a_file(client_of, form=form, file=table)
    client = client_of(assessment.assessor)

    page = client.get(assessment.get_absolute_url()).content.decode()
    address = reverse("grants:assessment-file", args=[assessment.pk, 1])
    answer = client.get(address)

    assert address not in page
    assert "sasiedzi" not in page
    for text in (page, answer.content.decode()):
        assert "może zdradzać autora" in text
    assert answer.status_code == 403


def test_an_appeal_about_the_form_names_nobody_to_the_chair(client_of):
    call = make_call(is_blind=True, formal_appeal_days=3)
    rejected = make_application(call, "formally_rejected")
    appeal = file_appeal(
        application=rejected, grounds="Zmieściliśmy się.", by=rejected.author, at=clock.now()
    )
    address = appeal.get_absolute_url()

    assert client_of(chair_of(call)).get(address).status_code == 404
    assert names_in(client_of(staff_of(call)).get(address))
