"""Office files with macros are refused with a sentence, whatever they are called; those without come in."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.mentoring import make_milestone, mentee_of
from tests.workflows.test_around import around
from workflows import filetypes
from workflows.actions import attach_file
from workflows.errors import GuardsFailed
from workflows.macros import OLE, has_macros
from workflows.models import StoredFile

pytestmark = pytest.mark.django_db
KINDS = "[Content_Types].xml"


def zipped(*names, **contents):
    """A zip with members of these `names`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, contents.get(name, "<x/>"))
    return out.getvalue()


def with_kinds(words):
    return zipped("word/document.xml", "word/other.bin", KINDS, **{KINDS: words})


def entry(name, kind=2):
    """An entry of the directory of an OLE file."""
    written = (name + "\0").encode("utf-16-le")
    return written.ljust(64, b"\0") + len(written).to_bytes(2, "little") + bytes([kind]) + bytes(61)


def ole(*entries, words=b""):
    """An OLE file: its head of 512 bytes, its directory, its words."""
    return OLE.ljust(512, b"\0") + b"".join(entries) + words


ODT = f"{filetypes.OPEN}.text"
WITH = [
    ("plan.docx", zipped("word/document.xml", "word/vbaProject.bin")),
    ("plan.docx", with_kinds("<Override ContentType='application/vnd.ms-office.vbaProject'/>")),
    ("plan.docx", with_kinds("<Override ContentType='…document.macroEnabled.main+xml'/>")),
    ("lista.xlsx", zipped("xl/workbook.xml", "xl/macrosheets/sheet1.xml")),
    ("pokaz.pptx", zipped("ppt/presentation.xml", "ppt/VBAPROJECT.BIN")),
    ("plan.doc", ole(entry("Root Entry", 5), entry("_VBA_PROJECT"))),
    ("lista.xls", ole(entry("Root Entry", 5), entry("_vba_project"))),
    ("plan.odt", zipped("mimetype", "content.xml", "Basic/Standard/Module1.xml", mimetype=ODT)),
    ("plan.odt", zipped("mimetype", "content.xml", "Scripts/python/start.py", mimetype=ODT)),
]
WITHOUT = [
    ("plan.docx", zipped("word/document.xml")),
    ("plan.docx", with_kinds("<Override ContentType='…document.main+xml'/>")),
    ("plan.doc", ole(entry("Root Entry", 5), entry("WordDocument"))),
    ("plan.doc", ole(words=b"x" + "Piszę o _VBA_PROJECT\0".encode("utf-16-le"))),
    ("plan.doc", ole(entry("_VBA_PROJECT", 0))),  # an entry that was deleted
    ("plan.odt", zipped("mimetype", "content.xml", "Basic/script-lc.xml", mimetype=ODT)),
    ("plan.odt", zipped("mimetype", "content.xml", "Scripts/", mimetype=ODT)),
    ("plan.pdf", b"%PDF-1.7 _VBA_PROJECT"),
]


@pytest.fixture
def milestone():
    return make_milestone("in_progress")


@pytest.mark.parametrize(("name", "content"), WITH)
def test_a_file_with_macros_is_refused_with_a_sentence(milestone, client_of, name, content):
    page = client_of(mentee_of(milestone)).post(
        around("file-add", milestone), {"file": SimpleUploadedFile(name, content)}
    )

    assert page.status_code == 422
    assert "zawiera makra" in page.text
    assert "PDF" in page.text
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(("name", "content"), WITHOUT)
def test_a_file_without_macros_comes_in(milestone, name, content):
    attach_file(obj=milestone, upload=SimpleUploadedFile(name, content), by=mentee_of(milestone))

    assert StoredFile.objects.get().name == name


def test_no_way_in_takes_macros(milestone):
    name, content = WITH[0]

    with pytest.raises(GuardsFailed, match="makra"):
        attach_file(
            obj=milestone, upload=SimpleUploadedFile(name, content), by=mentee_of(milestone)
        )


def test_a_broken_zip_is_no_office_file():
    assert not has_macros(io.BytesIO(b"PK\x03\x04 nie zip"))
