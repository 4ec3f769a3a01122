"""What hangs on an object: comments, private files, more time; asked of the object's own policy."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from mentoring.models import Milestone
from tests.factories.activities import make_staff
from tests.factories.grants import make_application
from tests.factories.mentoring import make_milestone, make_pair, mentee_of, mentor_of
from tests.factories.people import make_admin, make_person, make_user
from tests.factories.reporting import make_report, who
from workflows import clock, filetypes, policies
from workflows.actions import add_comment, attach_file, extend_deadline, remove_file
from workflows.deadlines import deadline_of
from workflows.delivery import orphans, purge
from workflows.errors import GuardsFailed, NotYours
from workflows.forms import PrivateFileField
from workflows.integrity import findings
from workflows.models import Comment, Extension, StoredFile
from workflows.models.file import private_storage
from workflows.storage import new_place
from workflows.templatetags import workflows as tags
from workflows.timeline import timeline

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%kilka bajt\xc3\xb3w"


def upload(name="notatka.pdf", content=PDF):
    return SimpleUploadedFile(name, content, "text/html")


def picture(kind="PNG", size=(2, 2)):
    file = io.BytesIO()
    Image.new("1", size).save(file, kind)
    return file.getvalue()


def package(*members, first=b""):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        if first:
            made.writestr("mimetype", first)
        for member in members:
            made.writestr(member, "x")
    return file.getvalue()


def around(name, obj):
    return reverse(f"workflows:{name}", args=[obj._meta.app_label, obj._meta.model_name, obj.pk])


def told(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


@pytest.fixture
def milestone():
    return make_milestone("in_progress")


@pytest.fixture
def file(milestone):
    return attach_file(obj=milestone, upload=upload(), by=mentee_of(milestone))


# ── comments ─────────────────────────────────────────────────────────────────────────────────


def test_those_who_take_part_comment_and_read_each_other(milestone, client_of):
    answer = client_of(mentee_of(milestone)).post(
        around("comment", milestone), {"text": "Kiedy możemy się spotkać?"}
    )

    assert answer.url == milestone.get_absolute_url()
    page = client_of(mentor_of(milestone)).get(milestone.get_absolute_url())
    assert "Kiedy możemy się spotkać?" in page.text
    assert str(Comment.objects.get()) == "Kiedy możemy się spotkać?"


def test_what_is_meant_for_the_team_is_read_by_the_team_only(milestone, client_of):
    staff = make_staff(milestone.pairing.programme)

    client_of(staff).post(
        around("comment", milestone), {"text": "Zadzwonić do pary", "audience": "internal"}
    )

    assert "Zadzwonić do pary" in client_of(staff).get(milestone.get_absolute_url()).text
    for person in (mentor_of(milestone), mentee_of(milestone)):
        assert "Zadzwonić do pary" not in [entry.note for entry in timeline(milestone, person)]


def test_somebody_outside_the_team_can_not_write_internally(milestone, client_of):
    mentee = mentee_of(milestone)
    client_of(mentee).post(
        around("comment", milestone), {"text": "Do wszystkich", "audience": "internal"}
    )

    assert Comment.objects.get().audience == "everyone"
    with pytest.raises(NotYours):
        add_comment(obj=milestone, text="x", by=mentee, audience="internal")


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_an_empty_or_endless_comment_comes_back(milestone, client_of, text):
    page = client_of(mentee_of(milestone)).post(around("comment", milestone), {"text": text})

    assert page.status_code == 422
    assert not Comment.objects.exists()
    assert text.strip()[:100] in page.text


def test_seeing_is_not_yet_commenting(client_of):
    report = make_report("submitted")

    page = client_of(who("funder", report.programme)).post(
        around("comment", report), {"text": "Czytam to."}
    )

    assert page.status_code == 403
    assert "Czytam to." in page.text


def test_what_one_may_not_see_has_no_comments(milestone, client_of):
    assert client_of(make_user()).post(around("comment", milestone)).status_code == 404


@pytest.mark.parametrize("what", [("workflows", "turn"), ("no", "such")])
def test_what_is_no_page_of_anybodys_has_none_either(client_of, what):
    url = reverse("workflows:comment", args=[*what, 1])

    assert client_of(make_admin()).post(url, {"text": "x"}).status_code == 404


def test_the_forms_address_alone_leads_to_the_object(milestone, client_of):
    answer = client_of(mentee_of(milestone)).get(around("comment", milestone))

    assert answer.url == milestone.get_absolute_url()


def test_the_object_may_hide_who_wrote(milestone):
    mentee, mentor = mentee_of(milestone), mentor_of(milestone)
    milestone.shows_actor = lambda user, entry: False

    names = {entry.by for entry in timeline(milestone, mentor)}

    assert str(mentee) not in names
    assert str(mentee) in {entry.by for entry in timeline(milestone, mentee)}


# ── who may what around an object ────────────────────────────────────────────────────────────


def test_the_object_is_asked_first(milestone):
    stranger = make_user()
    for question in ("may_comment", "may_read_internal", "may_add_file"):
        setattr(milestone, question, lambda user: True)

    assert policies.may_comment(stranger, milestone)
    assert policies.may_read_internal(stranger, milestone)
    assert policies.may_add_file(stranger, milestone)


def test_a_visitor_may_nothing(milestone):
    visitor, pair = AnonymousUser(), make_pair()

    assert not policies.may_comment(visitor, milestone)
    assert not policies.may_read_internal(visitor, milestone)
    assert not policies.may_add_file(visitor, pair)


def test_whoever_has_the_move_attaches_where_the_object_says_nothing():
    application = make_application(state="draft")

    assert policies.may_add_file(application.author, application)
    assert not policies.may_add_file(make_user(), application)


def test_an_object_without_a_list_is_seen_by_nobody(file):
    assert not policies.may_see(make_admin(), file)


# ── files ────────────────────────────────────────────────────────────────────────────────────


def test_a_file_is_attached_shown_and_fetched_by_those_who_see_its_object(milestone, client_of):
    mentee = client_of(mentee_of(milestone))

    answer = mentee.post(around("file-add", milestone), {"file": upload()})

    file = StoredFile.objects.get()
    assert answer.url == milestone.get_absolute_url()
    page = client_of(mentor_of(milestone)).get(milestone.get_absolute_url()).text
    assert file.get_absolute_url() in page
    fetched = client_of(mentor_of(milestone)).get(file.get_absolute_url())
    assert fetched.getvalue() == PDF
    assert str(file) == "notatka.pdf"


def test_no_browser_runs_what_it_fetches(milestone, file, client_of):
    answer = client_of(mentee_of(milestone)).get(file.get_absolute_url())

    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"
    answer.close()


def test_a_file_of_others_is_not_there_and_a_visitor_is_asked_to_log_in(file, client, client_of):
    assert client_of(make_user()).get(file.get_absolute_url()).status_code == 404
    assert "/account/login/" in client.get(file.get_absolute_url()).url
    unknown = reverse("workflows:file", args=["00000000-0000-0000-0000-000000000000"])
    assert "/account/login/" in client.get(unknown).url


def test_a_file_whose_bytes_or_owner_are_gone_is_not_there(milestone, file, client_of):
    browser = client_of(mentee_of(milestone))
    private_storage().delete(file.place)
    assert browser.get(file.get_absolute_url()).status_code == 404

    StoredFile.objects.filter(pk=file.pk).update(about_id=0)
    assert browser.get(file.get_absolute_url()).status_code == 404


def test_the_owner_may_say_who_reads_each_file(milestone, file, client_of, monkeypatch):
    monkeypatch.setattr(
        Milestone, "may_read_file", lambda self, user, file: user == mentee_of(self), raising=False
    )

    mentor, mentee = client_of(mentor_of(milestone)), client_of(mentee_of(milestone))

    assert mentor.get(file.get_absolute_url()).status_code == 404
    assert file.get_absolute_url() not in mentor.get(milestone.get_absolute_url()).text
    assert file.get_absolute_url() in mentee.get(milestone.get_absolute_url()).text


def test_whoever_has_not_the_move_attaches_nothing(milestone, client_of):
    page = client_of(mentor_of(milestone)).post(around("file-add", milestone), {"file": upload()})

    assert page.status_code == 403
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pusty.pdf", b""),
        ("program.exe", b"MZ"),
        ("strona.html", b"<html>"),
        ("udaje.pdf", b"<html><script>"),
        ("udaje.png", b"%PDF-1.7"),
        ("udaje.jpg", picture("PNG")),
        ("udaje.docx", b"PK\x03\x04 nie zip"),
        ("arkusz.docx", package("xl/workbook.xml")),
        ("pusty.odt", package("x")),
        ("arkusz.odt", package("content.xml", first=f"{filetypes.OPEN}.spreadsheet".encode())),
        ("strona.txt", b"\xef\xbb\xbf  <!doctype html>"),
        ("bajty.csv", b"a;b\0c"),
        ("bez-niczego", PDF),
        ("udaje.xades", b"<html>"),
    ],
)
def test_a_file_is_told_by_what_it_holds(milestone, client_of, name, content):
    page = client_of(mentee_of(milestone)).post(
        around("file-add", milestone), {"file": upload(name, content)}
    )

    assert page.status_code == 422
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("skan.JPG", picture("JPEG"), "image/jpeg"),
        ("zdjęcie.png", picture("PNG"), "image/png"),
        ("zdjecie.webp", picture("WEBP"), "image/webp"),
        (
            "plan.docx",
            package("word/document.xml"),
            f"{filetypes.OFFICE}.wordprocessingml.document",
        ),
        (
            "plan.odt",
            package("content.xml", first=f"{filetypes.OPEN}.text".encode()),
            f"{filetypes.OPEN}.text",
        ),
        ("lista.csv", "imię;wiek".encode(), "text/csv"),
        ("podpis.xades", b"\xef\xbb\xbf<ds:Signature/>", "application/xml"),
    ],
)
def test_what_is_on_the_list_comes_in_with_its_own_kind(milestone, client_of, name, content, kind):
    client_of(mentee_of(milestone)).post(
        around("file-add", milestone), {"file": upload(name, content)}
    )

    file = StoredFile.objects.get()
    assert (file.content_type, file.name, file.size) == (kind, name, len(content))


def test_a_picture_too_large_to_open_is_refused(monkeypatch):
    monkeypatch.setattr(filetypes, "PIXELS", 3)

    assert filetypes.content_type_of("x.png", io.BytesIO(picture())) is None
    assert filetypes.content_type_of("x.nic", io.BytesIO(b"")) is None


def test_a_file_too_large_says_how_large_it_may_be(milestone, client_of, settings):
    settings.TANDEM_FILE_LIMIT = 1024 * 1024

    page = client_of(mentee_of(milestone)).post(
        around("file-add", milestone), {"file": upload(content=PDF + b"x" * 1024 * 1024)}
    )

    assert page.status_code == 422
    assert "1 MB" in page.text


def test_several_files_come_at_once(milestone, client_of):
    files = [upload("jeden.pdf"), upload("dwa.pdf")]

    answer = client_of(mentee_of(milestone)).post(around("file-add", milestone), {"file": files})

    assert answer.status_code == 302
    names = StoredFile.objects.of(milestone).values_list("name", flat=True)
    assert {*names} == {"jeden.pdf", "dwa.pdf"}


def test_of_several_files_the_wrong_one_is_named_and_none_is_kept(milestone, client_of):
    files = [upload("jeden.pdf"), upload("zly.exe", b"MZ")]

    page = client_of(mentee_of(milestone)).post(around("file-add", milestone), {"file": files})

    assert page.status_code == 422
    assert "zly.exe: " in page.text
    assert not StoredFile.objects.exists()


def test_no_file_chosen_is_said(milestone, client_of):
    page = client_of(mentee_of(milestone)).post(around("file-add", milestone))

    assert page.status_code == 422
    assert "Wybierz plik" in page.text


def test_an_action_refuses_what_the_form_would_have_refused(milestone):
    with pytest.raises(GuardsFailed, match=r"nie przyjmujemy|rodzaju"):
        attach_file(obj=milestone, upload=upload("x.exe", b"MZ"), by=mentee_of(milestone))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/hasła.pdf", "hasła.pdf"),
        ("C:\\Users\\ja\\plan.pdf", "plan.pdf"),
        ("plan\n\x00.pdf", "plan.pdf"),
        ("...", "file"),
        ("x" * 300 + ".pdf", "x" * 150 + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(given, kept):
    assert filetypes.clean_name(given) == kept


def test_bytes_without_a_row_are_not_left_behind(milestone, monkeypatch):
    def fails(**fields):
        raise RuntimeError("no room")

    monkeypatch.setattr(StoredFile.objects, "create", fails, raising=False)
    before = set(orphans(timedelta(days=-1)))

    with pytest.raises(RuntimeError):
        attach_file(obj=milestone, upload=upload(), by=mentee_of(milestone))

    assert set(orphans(timedelta(days=-1))) == before


def test_a_file_nobody_sent_yet_goes_with_its_bytes(
    milestone, file, client_of, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_of(mentee_of(milestone)).post(
            reverse("workflows:file-remove", args=[file.key])
        )

    assert answer.url == milestone.get_absolute_url()
    assert "notatka.pdf" in told(answer)
    assert not StoredFile.objects.exists()
    assert not private_storage().exists(file.place)


def test_a_file_that_was_sent_stays_on_record_and_is_shown_no_more(milestone, file, client_of):
    Milestone.objects.filter(pk=milestone.pk).update(evidence="Dwa spotkania.")
    milestone.submit(by=mentee_of(milestone))
    milestone.send_back(by=mentor_of(milestone), note="Jeszcze jedno.")

    remove_file(file=StoredFile.objects.get(), by=mentee_of(milestone))

    kept = StoredFile.objects.get()
    assert kept.removed_by == mentee_of(milestone)
    assert private_storage().exists(kept.place)
    assert not StoredFile.objects.present().exists()
    assert not policies.may_read_file(mentee_of(milestone), kept)
    assert client_of(mentee_of(milestone)).get(kept.get_absolute_url()).status_code == 404
    with kept.open() as bytes_kept:
        assert bytes_kept.read() == PDF


def test_only_who_attached_a_file_takes_it_away(milestone, file, client_of):
    url = reverse("workflows:file-remove", args=[file.key])

    answer = client_of(mentor_of(milestone)).post(url)

    assert "Plik" in told(answer) or "plik" in told(answer)
    assert StoredFile.objects.filter(removed_at__isnull=True).exists()
    assert client_of(make_user()).post(url).status_code == 404


def test_files_are_told_apart_by_purpose(milestone, client_of, rf):
    mentee_page = client_of(mentee_of(milestone))
    mentee_page.post(around("file-add", milestone), {"file": upload(), "purpose": "evidence"})
    context = {"request": rf.get("/")}
    context["request"].user = mentee_of(milestone)

    assert [each.name for each in tags.files(context, milestone, "evidence")["files"]] == [
        "notatka.pdf"
    ]
    assert tags.files(context, milestone, "other")["files"] == []
    assert StoredFile.objects.about_a("evidence").count() == 1
    refused = mentee_page.post(around("file-add", milestone), {"file": upload(), "purpose": "a b"})
    assert refused.status_code == 422


# ── where the bytes lie ──────────────────────────────────────────────────────────────────────


class Breaks:
    """An upload whose line drops in the middle."""

    def chunks(self):
        yield b"half"
        raise OSError("line dropped")


def test_a_file_is_there_whole_or_not_at_all():
    storage, place = private_storage(), new_place()

    with pytest.raises(OSError, match="line dropped"):
        storage._save(place, Breaks())

    assert not storage.exists(place)
    assert not [each for each in orphans(timedelta(days=-1)) if each.startswith(place)]


def test_a_key_tells_nothing_of_the_file(file):
    assert file.place != new_place()
    assert len(file.place) == 43
    assert "notatka" not in file.place


def test_bytes_that_no_row_owns_are_found_and_after_a_day_removed():
    place = private_storage().save(new_place(), ContentFile(b"x"))
    loose = private_storage().save("loose", ContentFile(b"x"))
    assert place not in orphans()

    with clock.at(clock.now() + timedelta(days=2)):
        assert f"file without a row: {place}" in list(findings())
        purge()

    assert not private_storage().exists(place)
    assert not private_storage().exists(loose)


def test_a_store_that_can_not_be_walked_or_is_not_there_yet_has_no_orphans(settings, tmp_path):
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": str(tmp_path / "none")}}
    settings.STORAGES = {**settings.STORAGES, "private": private}
    assert orphans() == []

    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "private": memory}
    assert orphans() == []


# ── more time ────────────────────────────────────────────────────────────────────────────────


def test_more_time_is_on_record_with_its_reason_and_moves_the_day_of_the_turn():
    application = make_application(state="draft")
    staff = make_staff(application.call.programme)
    until = application.call.closes_at + timedelta(days=3)

    extend_deadline(
        obj=application, deadline="submission", until=until, reason="Awaria prądu", by=staff
    )

    assert deadline_of(application, "submission") == until
    assert "Awaria prądu" in [entry.note for entry in timeline(application, staff)]
    assert str(Extension.objects.get()).startswith("submission → ")
    assert list(findings()) == []


@pytest.mark.parametrize(("days", "reason"), [(3, "  "), (-1, "Awaria")])
def test_more_time_has_a_reason_and_lies_ahead(days, reason):
    application = make_application(state="draft")

    with pytest.raises(GuardsFailed):
        extend_deadline(
            obj=application,
            deadline="submission",
            until=clock.now() + timedelta(days=days),
            reason=reason,
            by=make_admin(),
        )

    assert not Extension.objects.exists()


def test_a_deadline_is_what_the_object_says_until_somebody_gives_more():
    assert deadline_of(make_report("submitted"), "submitted") is not None
    assert deadline_of(make_person(), "nothing") is None


# ── at the edges ─────────────────────────────────────────────────────────────────────────────


def test_a_file_that_need_not_be_is_not_asked_for():
    assert PrivateFileField(required=False).clean(None) is None


def test_an_action_takes_no_empty_file(milestone):
    with pytest.raises(GuardsFailed, match="pusty"):
        attach_file(obj=milestone, upload=upload(content=b""), by=mentee_of(milestone))


def test_bytes_signed_together_are_told_by_their_signature():
    signed = io.BytesIO(package("META-INF/signatures.xml", "umowa.pdf"))

    assert filetypes.content_type_of("umowa.asice", signed)
    assert filetypes.content_type_of("umowa.asice", io.BytesIO(package("umowa.pdf"))) is None


def test_the_owner_may_say_who_takes_a_file_away(milestone, file):
    milestone.may_remove_file = lambda user, file: False
    file.about = milestone

    assert not policies.may_remove_file(mentee_of(milestone), file)


def test_an_owner_that_has_no_answer_leaves_it_to_the_usual_rule(milestone, file):
    milestone.may_remove_file = lambda user, file: None
    file.about = milestone

    assert policies.may_remove_file(file.uploaded_by, file)
