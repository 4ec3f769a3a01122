"""Uploads in pieces: they go on where they stopped, belong to whoever began them, and are asked for once."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.request import UnreadablePostError
from django.urls import reverse

from tests.factories.mentoring import make_milestone, mentee_of, mentor_of
from workflows import clock, uploading
from workflows.delivery import orphans, purge
from workflows.models import StoredFile, Upload, UploadPiece
from workflows.models.file import private_storage

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 " + bytes(range(256)) * 8
LONG, HALF = len(PDF), len(PDF) // 2


@pytest.fixture
def milestone():
    return make_milestone("in_progress")


@pytest.fixture
def browser(milestone, client_of):
    return client_of(mentee_of(milestone))


def begin(browser, name="plan.pdf", size=LONG):
    return browser.post(reverse("workflows:uploads"), {"name": name, "size": size})


def begun(browser, **more):
    answer = begin(browser, **more)
    assert answer.status_code == 201
    return answer["Location"]


def send(browser, url, offset, content, **more):
    return browser.patch(
        url,
        content,
        content_type="application/offset+octet-stream",
        headers={"upload-offset": str(offset)} | more,
    )


def sent(browser, content=PDF, name="plan.pdf"):
    """The key of an upload that arrived whole."""
    url = begun(browser, name=name, size=len(content))
    assert send(browser, url, 0, content).status_code == 204
    return url.rstrip("/").rpartition("/")[2]


def hand_in(browser, milestone, keys, **more):
    url = reverse("workflows:file-add", args=["mentoring", "milestone", milestone.pk])
    return browser.post(url, {"_kept.file": keys} | more)


def bytes_of(file):
    with file.open() as content:
        return content.read()


# ── piece by piece ───────────────────────────────────────────────────────────────────────────


def test_an_upload_goes_on_where_it_stopped(browser, milestone):
    url = begun(browser)
    assert send(browser, url, 0, PDF[:HALF])["Upload-Offset"] == str(HALF)

    asked = browser.head(url)
    assert (asked["Upload-Offset"], asked["Upload-Length"]) == (str(HALF), str(len(PDF)))
    assert asked["Cache-Control"] == "private, no-store"
    send(browser, url, HALF, PDF[HALF:])
    hand_in(browser, milestone, [url.rstrip("/").rpartition("/")[2]])

    file = StoredFile.objects.get()
    assert (file.name, bytes_of(file)) == ("plan.pdf", PDF)


@pytest.mark.parametrize("offset", [0, HALF + 1])
def test_a_piece_that_came_already_or_too_early_is_answered_with_where_it_stands(browser, offset):
    url = begun(browser)
    send(browser, url, 0, PDF[:HALF])

    answer = send(browser, url, offset, b"x")

    assert (answer.status_code, answer["Upload-Offset"]) == (409, str(HALF))
    assert UploadPiece.objects.count() == 1


def test_of_two_workers_with_the_same_piece_one_wins(browser, milestone):
    begun(browser)
    one, other = Upload.objects.get(), Upload.objects.get()
    uploading.take_piece(upload=one, offset=0, content=b"%PDF-")
    before = set(orphans(timedelta(days=-1)))

    with pytest.raises(uploading.WrongOffset):
        uploading.take_piece(upload=other, offset=0, content=b"%PDF-")

    assert UploadPiece.objects.count() == 1
    assert set(orphans(timedelta(days=-1))) == before


@pytest.mark.parametrize(
    ("offset", "content", "status"),
    [
        ("0", PDF + b"x", 422),
        ("0", b"", 400),
        ("x", PDF, 400),
        ("", PDF, 400),
        ("0", bytes(uploading.PIECE + 1), 400),
    ],
)
def test_what_does_not_fit_what_was_announced_is_not_taken(browser, offset, content, status):
    url = begun(browser)

    assert send(browser, url, offset, content).status_code == status
    assert Upload.objects.get().offset == 0


@pytest.mark.parametrize("broken", ["short", "torn"])
def test_a_piece_cut_short_comes_again(browser, monkeypatch, broken):
    url = begun(browser)

    def read(self, *_size):
        if broken == "torn":
            raise UnreadablePostError
        return PDF[:3]

    monkeypatch.setattr("django.core.handlers.wsgi.WSGIRequest.read", read)

    assert send(browser, url, 0, PDF).status_code == 400
    assert Upload.objects.get().offset == 0


@pytest.mark.parametrize("size", ["0", "-1", "", "x", "9" * 30, str(21 * 1024 * 1024)])
def test_size_is_looked_at_before_anything_is_sent(browser, size):
    answer = begin(browser, size=size)

    assert answer.status_code == 422
    assert "plan.pdf" in answer.json()["sentences"][0]


def test_one_account_has_a_limit_of_uploads_that_no_form_took(browser, monkeypatch):
    monkeypatch.setattr(uploading, "AT_ONCE", 2)
    begun(browser)
    begun(browser)

    assert begin(browser).status_code == 422


# ── whose it is ──────────────────────────────────────────────────────────────────────────────


def test_an_upload_is_there_for_whoever_began_it_alone(browser, milestone, client_of, client):
    url, other = begun(browser), client_of(mentor_of(milestone))

    assert other.head(url).status_code == 404
    assert send(other, url, 0, PDF).status_code == 404
    assert other.delete(url).status_code == 404
    assert client.head(url).status_code == 403
    assert begin(client).status_code == 403


def test_a_form_takes_no_upload_of_somebody_else(browser, milestone, client_of):
    key = sent(client_of(mentor_of(milestone)))

    page = hand_in(browser, milestone, [key])

    assert page.status_code == 422
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("key", ["", "x", str(uuid.UUID(int=0))])
def test_an_upload_that_is_not_there_is_no_file(browser, milestone, key):
    assert hand_in(browser, milestone, [key]).status_code == 422


def test_half_an_upload_is_no_file(browser, milestone):
    url = begun(browser)
    send(browser, url, 0, PDF[:HALF])

    assert hand_in(browser, milestone, [url.rstrip("/").rpartition("/")[2]]).status_code == 422


# ── in a form ────────────────────────────────────────────────────────────────────────────────


def test_uploads_and_files_of_the_form_come_in_together_each_once(browser, milestone):
    keys = [sent(browser), sent(browser, PDF + b"2", "drugi.pdf")]

    hand_in(browser, milestone, [*keys, keys[0]], file=SimpleUploadedFile("trzeci.pdf", PDF))

    names = StoredFile.objects.of(milestone).values_list("name", flat=True)
    assert list(names) == ["plan.pdf", "drugi.pdf", "trzeci.pdf"]


def test_a_form_with_a_mistake_does_not_ask_for_the_file_again(browser, milestone):
    key = sent(browser)

    page = hand_in(browser, milestone, [key], purpose="nie slug")

    assert page.status_code == 422
    assert f'name="_kept.file" value="{key}"' in page.text
    assert "plan.pdf" in page.text
    hand_in(browser, milestone, [key])
    assert StoredFile.objects.get().name == "plan.pdf"


def test_an_upload_is_looked_at_like_any_file(browser, milestone):
    page = hand_in(browser, milestone, [sent(browser, b"<html>")])

    assert page.status_code == 422
    assert "nazwa" in page.text


def test_what_a_form_took_is_no_upload_any_more(
    browser, milestone, django_capture_on_commit_callbacks
):
    key = sent(browser)
    place = UploadPiece.objects.get().place
    with django_capture_on_commit_callbacks(execute=True):
        hand_in(browser, milestone, [key])

    assert not Upload.objects.exists()
    assert not private_storage().exists(place)
    assert hand_in(browser, milestone, [key]).status_code == 422
    assert StoredFile.objects.count() == 1


# ── nobody came back ─────────────────────────────────────────────────────────────────────────


def test_a_cancelled_upload_leaves_nothing(browser, django_capture_on_commit_callbacks):
    url = begun(browser)
    send(browser, url, 0, PDF[:HALF])
    place = UploadPiece.objects.get().place

    with django_capture_on_commit_callbacks(execute=True):
        assert browser.delete(url).status_code == 204

    assert not private_storage().exists(place)
    assert browser.head(url).status_code == 404


def test_what_nobody_came_back_for_is_swept_after_a_day(
    browser, milestone, django_capture_on_commit_callbacks
):
    sent(browser)
    place = UploadPiece.objects.get().place
    purge()
    assert place not in orphans(timedelta(days=-1))

    with (
        clock.at(clock.now() + uploading.KEPT * 2),
        django_capture_on_commit_callbacks(execute=True),
    ):
        purge()

    assert not Upload.objects.exists()
    assert not private_storage().exists(place)


def test_an_upload_says_its_name(browser):
    begun(browser)

    assert str(Upload.objects.get()) == "plan.pdf"
