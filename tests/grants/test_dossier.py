"""The whole file of an application: one paper and one package, for those who keep it and for nobody it is about."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from grants.documents.dossier import dossier_of
from grants.documents.dossier.package import PIECE
from grants.models import Agreement, Application
from tests.factories.grants import (
    fresh,
    hand_in,
    make_application,
    make_call,
    staff_of,
)
from tests.factories.grants_later import (
    ask,
    hand_in_sheet,
    make_agreement,
    make_assessor,
    make_judged_call,
)
from tests.factories.people import make_admin, make_user
from tests.grants.test_application import write
from workflows import clock
from workflows.actions import add_comment, attach_file
from workflows.models.file import private_storage
from workflows.roles import give_role

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]


def address(obj: Any, form: str = "pdf") -> str:
    kind = "agreement" if isinstance(obj, Agreement) else "application"
    return reverse(f"grants:{kind}-dossier", args=[obj.pk, form])


def fetched(client: Client, obj: Any, form: str) -> bytes:
    answer = client.get(address(obj, form))
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]


def words(client: Client, obj: Any) -> str:
    """What the paper says, in one line."""
    pages = PdfReader(io.BytesIO(fetched(client, obj, "pdf"))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def package(client: Client, obj: Any) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(fetched(client, obj, "zip")))


def attached(obj: Any, by: Any, name: str = "mapa.pdf", size: int = 200) -> Any:
    content = b"%PDF-1.7\n" + b"x" * size + b"\n%%EOF"
    upload = SimpleUploadedFile(name, content, content_type="application/pdf")
    return attach_file(obj=obj, upload=upload, by=by, purpose="answer")


@pytest.fixture
def paid() -> Agreement:
    """A grant that is paid, with its report handed in."""
    return make_agreement("refund_due")


@pytest.fixture
def sent() -> Application:
    return make_application(state="submitted", author=make_user("Ula Wnioskująca"))


def test_the_paper_tells_the_story_from_the_application_to_the_settlement(
    client_of: ClientOf, paid: Agreement
) -> None:
    application = paid.application
    said = words(client_of(staff_of(paid.call)), application)

    for expected in (
        application.number, "Ławka pod lipą", "Nie ma gdzie usiąść.", "Ocena formalna", "W terminie",
        "Ocena merytoryczna", "Pomysł", "Rozstrzygnięcie", paid.number, "Strony i podpisy", "Przelew", "5 000,00 zł",
        "Rejestr dokumentów", "Sprawozdanie", "Rozliczenie", "500,00 zł", "Wiadomości", "Historia",
    ):  # fmt: skip
        assert expected in said.replace("\xa0", " "), expected


def test_the_package_holds_the_paper_what_was_sent_and_every_attachment_with_its_digest(
    client_of: ClientOf, sent: Application
) -> None:
    file = attached(sent, sent.author)
    staff = client_of(staff_of(sent.call))

    found = package(staff, sent)

    names = found.namelist()
    contents = {name: found.read(name) for name in names}
    assert names[0] == f"{sent.number.replace('/', '-')}.pdf"
    assert names[1:] == ["wniosek-1.json", "wniosek/001-mapa.pdf", "SHA256SUMS.txt"]
    sums = dict(reversed(line.split("  ")) for line in contents.pop("SHA256SUMS.txt").decode().splitlines())  # fmt: skip
    assert {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()} == sums
    assert sums["wniosek/001-mapa.pdf"] == file.sha256
    assert sums["wniosek-1.json"] == fresh(sent).latest_submission.digest  # type: ignore[union-attr]
    assert fetched(staff, sent, "pdf") == contents[names[0]]


def test_the_same_state_gives_the_same_bytes_on_another_day_and_another_state_others(
    client_of: ClientOf, sent: Application
) -> None:
    attached(sent, sent.author)
    staff = staff_of(sent.call)
    first = fetched(client_of(staff), sent, "zip")

    with clock.at(clock.now() + timedelta(days=40)):
        later = fetched(client_of(staff), sent, "zip")
    add_comment(obj=sent, text="Zadzwonić.", by=staff, audience="internal")

    assert later == first
    assert fetched(client_of(staff), sent, "zip") != first
    assert "Zadzwonić." in words(client_of(staff), sent)


def test_a_correction_stands_with_what_went_and_what_came(client_of: ClientOf) -> None:
    returned = make_application(state="returned")
    write(returned, need="Nie ma gdzie usiąść ani postać.")
    hand_in(returned)

    said = words(client_of(staff_of(returned.call)), fresh(returned))

    assert "Popraw kosztorys." in said
    assert "[usunięto: usiąść.]" in said
    assert "[dodano: usiąść ani postać.]" in said


def test_points_stay_closed_while_an_assessor_is_at_work(client_of: ClientOf) -> None:
    call = make_judged_call("5000.00", assessments_needed=2)
    application = call.applications.get()
    first, second = make_assessor(call), make_assessor(call, "Ocena Druga")
    sheets = [ask(application, one) for one in (first, second)]
    for sheet in sheets:
        sheet.declare_no_conflict(by=sheet.assessor, confirmed=True)
    hand_in_sheet(sheets[0], ("7,5", "3,5"))
    staff = client_of(staff_of(call))

    before = words(staff, application)
    hand_in_sheet(sheets[1], ("6,5", "2,5"))
    after = words(staff, application)

    assert "7,5" not in before
    assert "Punkty będą widoczne" in before
    assert "7,5" in after
    assert "6,5" in after


@pytest.mark.parametrize("form", ["pdf", "zip"])
def test_nobody_it_is_about_and_nobody_outside_takes_the_file(
    client_of: ClientOf, sent: Application, form: str
) -> None:
    for user in (sent.author, make_user("Obca Osoba")):
        assert client_of(user).get(address(sent, form)).status_code == 404


def test_whoever_assesses_reads_the_application_but_takes_no_file(client_of: ClientOf) -> None:
    call = make_judged_call("5000.00")
    application = call.applications.get()
    assessor = make_assessor(call)
    ask(application, assessor).declare_no_conflict(by=assessor, confirmed=True)
    browser = client_of(assessor)

    assert browser.get(application.get_absolute_url()).status_code == 200
    assert browser.get(address(application)).status_code == 404


def test_staff_who_applied_themselves_take_no_file_of_it(client_of: ClientOf) -> None:
    call = make_call()
    staff = staff_of(call)
    own = make_application(call, "submitted", author=staff)

    assert client_of(staff).get(address(own)).status_code == 404
    assert address(own) not in client_of(staff).get(own.get_absolute_url()).content.decode()


def test_administrators_take_it(client_of: ClientOf, sent: Application) -> None:
    assert client_of(make_admin()).get(address(sent)).status_code == 200


@pytest.mark.parametrize("form", ["docx", "x"])
def test_another_form_is_not_there(client_of: ClientOf, sent: Application, form: str) -> None:
    assert client_of(staff_of(sent.call)).get(address(sent, form)).status_code == 404


def test_of_a_draft_there_is_no_file(client_of: ClientOf) -> None:
    draft = make_application()

    assert client_of(staff_of(draft.call)).get(address(draft)).status_code == 404
    assert dossier_of(draft, staff_of(draft.call)) is None


def test_whoever_keeps_the_money_takes_the_file_from_the_award_on(
    client_of: ClientOf, paid: Agreement
) -> None:
    keeper = make_user("Finansista Pilny")
    give_role(keeper, "finance", paid.programme, by=None)
    scan = attached(paid, staff_of(paid.call), "skan umowy.pdf")
    attached(paid.application, paid.application.author, "lista osób.pdf")
    browser = client_of(keeper)

    assert browser.get(address(paid.application)).status_code == 404
    assert address(paid, "zip") in browser.get(paid.get_absolute_url()).content.decode()
    said, names = words(browser, paid), package(browser, paid).namelist()

    assert paid.number in said
    assert "Nie ma gdzie usiąść." not in said
    assert "Ocena merytoryczna" not in said
    assert any(name.endswith(scan.name) for name in names)
    assert not any("lista osób" in name or name.endswith(".json") for name in names)


def test_the_page_of_the_application_leads_staff_to_it(
    client_of: ClientOf, sent: Application
) -> None:
    staff = client_of(staff_of(sent.call)).get(sent.get_absolute_url()).content.decode()
    mine = client_of(sent.author).get(sent.get_absolute_url()).content.decode()

    assert address(sent, "zip") in staff
    assert address(sent, "zip") not in mine


def test_an_attachment_whose_bytes_are_gone_is_named_and_the_rest_comes(
    client_of: ClientOf, sent: Application
) -> None:
    gone, kept = attached(sent, sent.author, "nie ma.pdf"), attached(sent, sent.author, "jest.pdf")
    private_storage().delete(gone.place)

    found = package(client_of(staff_of(sent.call)), sent)

    assert f"wniosek/002-{kept.name}" in found.namelist()
    assert f"wniosek/001-{gone.name}" not in found.namelist()
    assert f"wniosek/001-{gone.name}" in found.read("SHA256SUMS.txt").decode()


def test_a_large_attachment_goes_out_in_pieces(client_of: ClientOf, sent: Application) -> None:
    attached(sent, sent.author, size=PIECE * 5)

    answer = client_of(staff_of(sent.call)).get(address(sent, "zip"))

    sizes = [len(piece) for piece in answer.streaming_content]  # type: ignore[attr-defined]
    assert sum(sizes) > PIECE * 5
    assert max(sizes) < PIECE * 2


def test_the_file_costs_the_same_with_one_attachment_and_comment_as_with_three(
    client_of: ClientOf, sent: Application
) -> None:
    staff = staff_of(sent.call)
    browser = client_of(staff)
    counted = []
    for more in (1, 2):
        for number in range(more):
            attached(sent, sent.author, f"plik {more}-{number}.pdf")
            add_comment(obj=sent, text="Uwaga", by=staff, audience="everyone")
        with CaptureQueriesContext(connection) as queries:
            fetched(browser, sent, "zip")
        counted.append(len(queries))

    assert counted[0] == counted[1]
