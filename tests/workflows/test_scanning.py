"""Viruses: nobody gets a file before it was scanned clean, and a scanner that is down loses nothing."""

import io
import socket
import threading
from contextlib import closing, suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from tests.factories.activities import make_staff
from tests.factories.mentoring import make_milestone, mentee_of, mentor_of
from tests.factories.people import make_admin
from tests.factories.reporting import make_programme
from workflows import clamd, scanning, tasks
from workflows.actions import attach_file
from workflows.errors import GuardsFailed
from workflows.models import StoredFile
from workflows.models.file import private_storage

pytestmark = pytest.mark.django_db
PDF, VIRUS = b"%PDF-1.7 dobry", b"%PDF-1.7 EICAR"
HERE = f"{__name__}"


def finds_eicar(file):
    """Stands for a scanner that somebody wrote themselves."""
    return "Eicar" if b"EICAR" in file.read() else ""


def is_down(file):
    raise clamd.ScannerDown("nobody there")


class FakeClamd:
    """A daemon that answers as clamd does, to one question after another."""

    def __init__(self, listening, answer=None):
        self.listening, self.answer, self.asked = listening, answer, []
        listening.listen()
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        with suppress(OSError):
            while True:
                line, _address = self.listening.accept()
                with closing(line), line.makefile("rb") as asked:
                    self.take(line, asked)

    def take(self, line, asked):
        command = asked.read(len(b"zINSTREAM\0"))
        content = b""
        while size := int.from_bytes(asked.read(4), "big"):
            content += asked.read(size)
        self.asked.append((command, content))
        found = b"stream: Eicar-Test FOUND\0" if b"EICAR" in content else b"stream: OK\0"
        line.sendall(found if self.answer is None else self.answer)


@pytest.fixture(params=["tcp", "unix"])
def listening(request, tmp_path):
    if request.param == "tcp":
        with socket.create_server(("127.0.0.1", 0)) as made:
            yield made, f"clamd://127.0.0.1:{made.getsockname()[1]}"
        return
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(tmp_path / "clamd.ctl"))
        yield made, f"clamd://{tmp_path / 'clamd.ctl'}"


@pytest.fixture
def scans(settings):
    settings.TANDEM_SCANNER = f"{HERE}.finds_eicar"
    return settings


@pytest.fixture
def milestone():
    return make_milestone("in_progress")


def attached(milestone, content=PDF, name="a.pdf"):
    upload = SimpleUploadedFile(name, content)
    return attach_file(obj=milestone, upload=upload, by=mentee_of(milestone))


def post(client_of, milestone, *contents):
    url = reverse("workflows:file-add", args=["mentoring", "milestone", milestone.pk])
    files = [SimpleUploadedFile(f"{n}.pdf", content) for n, content in enumerate(contents)]
    return client_of(mentee_of(milestone)).post(url, {"file": files})


# ── asking clamd ─────────────────────────────────────────────────────────────────────────────


def test_clamd_is_given_the_whole_file_and_says_what_it_found(listening):
    daemon = FakeClamd(listening[0])
    long = bytes(3 * clamd.PIECE + 5)

    assert clamd.asks(listening[1], io.BytesIO(long)) == ""
    assert clamd.asks(listening[1], io.BytesIO(VIRUS)) == "Eicar-Test"
    assert daemon.asked == [(b"zINSTREAM\0", long), (b"zINSTREAM\0", VIRUS)]


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0"])
def test_an_answer_without_a_verdict_is_none(listening, answer):
    FakeClamd(listening[0], answer)

    with pytest.raises(clamd.ScannerDown):
        clamd.asks(listening[1], io.BytesIO(PDF))


@pytest.mark.parametrize("address", ["clamd://127.0.0.1:9", "clamd:///nie/ma/takiego.ctl"])
def test_a_daemon_that_is_not_there_is_down(address):
    with pytest.raises(clamd.ScannerDown):
        clamd.asks(address, io.BytesIO(PDF))


def test_the_setting_leads_to_clamd(listening, settings, milestone, client_of):
    FakeClamd(listening[0])
    settings.TANDEM_SCANNER = listening[1]

    assert post(client_of, milestone, PDF).status_code == 302
    assert StoredFile.objects.get().scan == "clean"


# ── a file comes in ──────────────────────────────────────────────────────────────────────────


def test_a_file_with_a_virus_is_refused_with_a_sentence_and_nothing_is_kept(
    scans, milestone, client_of
):
    page = post(client_of, milestone, PDF, VIRUS)

    assert page.status_code == 422
    assert "Eicar" in page.text
    assert not StoredFile.objects.exists()


def test_a_clean_file_is_there_at_once(scans, milestone, client_of):
    post(client_of, milestone, PDF)

    answer = client_of(mentor_of(milestone)).get(StoredFile.objects.get().get_absolute_url())

    assert answer.getvalue() == PDF


def test_an_upload_is_scanned_once(scans):
    upload = SimpleUploadedFile("a.pdf", VIRUS)
    scanning.look_at(upload)
    scans.TANDEM_SCANNER = f"{HERE}.is_down"
    scanning.look_at(upload)

    assert scanning.sentences_against(upload)


def test_an_action_refuses_what_the_scanner_found(scans, milestone):
    upload = SimpleUploadedFile("a.pdf", VIRUS)
    scanning.look_at(upload)

    with pytest.raises(GuardsFailed, match="Eicar"):
        attach_file(obj=milestone, upload=upload, by=mentee_of(milestone))


# ── a file waits ─────────────────────────────────────────────────────────────────────────────


def test_when_the_scanner_is_down_the_file_comes_in_and_nobody_gets_it_yet(
    scans, milestone, client_of
):
    scans.TANDEM_SCANNER = f"{HERE}.is_down"
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, "PNG")
    file = attached(milestone, out.getvalue(), "a.png")
    browser = client_of(mentor_of(milestone))

    for name in ("file", "file-open", "file-small"):
        answer = browser.get(reverse(f"workflows:{name}", args=[file.key]))
        assert answer.status_code == 409
        assert "sprawdza" in answer.text
    page = browser.get(milestone.get_absolute_url()).text
    assert "sprawdza" in page
    assert f"/files/{file.key}/" not in page
    assert tasks.scan() == 0

    scans.TANDEM_SCANNER = f"{HERE}.finds_eicar"
    assert tasks.scan() == 1
    assert browser.get(file.get_absolute_url()).getvalue() == out.getvalue()


def test_an_upload_that_no_scanner_could_look_at_is_neither_clean_nor_refused(settings):
    settings.TANDEM_SCANNER = f"{HERE}.is_down"
    upload = SimpleUploadedFile("plan.pdf", PDF)

    scanning.look_at(upload)

    assert scanning.sentences_against(upload) == []
    assert not hasattr(upload, "found")
    assert upload.read() == PDF


def test_a_file_that_was_not_scanned_as_it_came_wakes_the_worker(
    scans, milestone, monkeypatch, django_capture_on_commit_callbacks
):
    sent = []
    monkeypatch.setattr(
        "celery.canvas.Signature.apply_async", lambda self, **given: sent.append(self.task)
    )

    with django_capture_on_commit_callbacks(execute=True):
        attached(milestone)

    assert sent == ["workflows.scan"]


def test_what_is_found_later_is_given_to_nobody(scans, milestone, client_of):
    file = attached(milestone, VIRUS)
    tasks.scan()

    answer = client_of(mentor_of(milestone)).get(file.get_absolute_url())

    assert answer.status_code == 409
    assert "wirus" in answer.text
    assert list(scanning.infected()) == [file]


def test_one_file_without_a_verdict_does_not_hold_up_the_others(scans, milestone, monkeypatch):
    rows = [attached(milestone, PDF + bytes([n])) for n in range(5)]
    private_storage().delete(rows[0].place)

    def stumbles(file):
        return is_down(file) if file.read().endswith(b"\x02") else ""

    monkeypatch.setattr(scanning, "scanner", lambda: stumbles)

    assert tasks.scan() == 3
    assert set(scanning.waiting()) == {rows[0], rows[2]}


def test_a_scanner_that_is_down_is_not_asked_about_every_file(scans, milestone, monkeypatch):
    for number in range(5):
        attached(milestone, PDF + bytes([number]))
    asked = []

    def silent(file):
        asked.append(file)
        is_down(file)

    monkeypatch.setattr(scanning, "scanner", lambda: silent)

    assert tasks.scan() == 0
    assert len(asked) == scanning.GIVES_UP


def test_without_a_scanner_files_are_given_out_as_they_came(milestone, client_of):
    file = attached(milestone)

    assert client_of(mentor_of(milestone)).get(file.get_absolute_url()).getvalue() == PDF
    assert not scanning.waiting().exists()
    assert tasks.scan() == 0


# ── what staff see ───────────────────────────────────────────────────────────────────────────


def test_staff_read_that_nothing_is_scanned(client_of):
    assert (
        "nie są sprawdzane"
        in client_of(make_staff(make_programme())).get(reverse("cms:operations")).text
    )
    assert "TANDEM_SCANNER" in client_of(make_admin()).get(reverse("cms:operations")).text


def test_staff_read_what_waits_and_those_who_may_read_the_file_what_was_found(
    scans, milestone, client_of
):
    attached(milestone, VIRUS, "zarażony.pdf")
    tasks.scan()
    attached(milestone)

    page = client_of(make_admin()).get(reverse("cms:operations")).text
    others = client_of(make_staff(make_programme())).get(reverse("cms:operations")).text

    assert "1 plik czeka" in page
    assert "zarażony.pdf" in page
    assert "zarażony.pdf" not in others
    tasks.scan()
    assert "Każdy plik" in client_of(make_admin()).get(reverse("cms:operations")).text
