"""Files as they are seen: small pictures, the browser's viewer, photos that don't tell where they were taken."""

import hashlib
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.urls import reverse
from PIL import ExifTags, Image

from tests.factories.mentoring import make_milestone, mentee_of, mentor_of
from tests.factories.people import make_user
from workflows import previews
from workflows.actions import attach_file, delete_file
from workflows.delivery import orphans
from workflows.errors import GuardsFailed
from workflows.models import StoredFile
from workflows.models.file import private_storage, small_place

pytestmark = pytest.mark.django_db
GDANSK = {1: "N", 2: (54.0, 21.0, 7.0), 3: "E", 4: (18.0, 38.0, 47.0)}
SIDEWAYS = 6  # turn it right to see it upright


def photo(kind="JPEG", size=(1200, 900), *, place=True, **more):
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = SIDEWAYS
    exif[ExifTags.Base.Make] = "Aparat"
    if place:
        exif[ExifTags.Base.GPSInfo] = GDANSK
    out = io.BytesIO()
    Image.new("RGB", size, "darkgreen").save(out, kind, exif=exif, **more)
    return out.getvalue()


def attached(milestone, name, content):
    upload = SimpleUploadedFile(name, content)
    return attach_file(obj=milestone, upload=upload, by=mentee_of(milestone))


def kept(file):
    with file.open() as whole:
        return whole.read()


def at(name, file):
    return reverse(f"workflows:{name}", args=[file.key])


@pytest.fixture
def milestone():
    return make_milestone("in_progress")


# ── the place where a photo was taken ────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "kind"), [("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP")]
)
def test_a_photo_is_kept_without_the_place_where_it_was_taken(milestone, name, kind):
    file = attached(milestone, name, photo(kind))

    with Image.open(io.BytesIO(kept(file))) as picture:
        exif = picture.getexif()
    assert not exif.get_ifd(ExifTags.IFD.GPSInfo)
    assert (exif[ExifTags.Base.Make], exif[ExifTags.Base.Orientation]) == ("Aparat", SIDEWAYS)
    assert picture.size == (1200, 900)


def test_coordinates_that_adobe_wrote_go_too(milestone):
    content = photo(place=False, xmp=b"<x:xmpmeta exif:GPSLatitude='54,21N'/>")

    assert b"GPS" not in kept(attached(milestone, "a.jpg", content))


def test_a_photo_that_tells_no_place_is_kept_to_the_byte(milestone):
    content = photo(place=False)

    assert kept(attached(milestone, "a.jpg", content)) == content


def test_what_is_kept_is_what_is_counted_and_hashed(milestone):
    file = attached(milestone, "a.jpg", photo())

    assert (file.size, file.sha256) == (
        len(kept(file)),
        hashlib.sha256(kept(file)).hexdigest(),
    )


def test_a_photo_of_two_pictures_in_one_is_kept_as_the_first(milestone):
    out, second = io.BytesIO(), Image.new("RGB", (40, 40))
    exif = Image.Exif()
    exif[ExifTags.Base.GPSInfo] = GDANSK
    Image.new("RGB", (60, 40)).save(out, "MPO", save_all=True, append_images=[second], exif=exif)

    with Image.open(io.BytesIO(kept(attached(milestone, "a.jpg", out.getvalue())))) as picture:
        assert (picture.format, picture.size) == ("JPEG", (60, 40))
        assert not picture.getexif().get_ifd(ExifTags.IFD.GPSInfo)


def test_a_broken_photo_that_tells_its_place_is_not_kept(milestone):
    with pytest.raises(GuardsFailed, match="nazwa"):
        attached(milestone, "a.jpg", photo()[:2000])

    assert not StoredFile.objects.exists()


# ── small pictures ───────────────────────────────────────────────────────────────────────────


def test_a_photo_is_shown_small_upright_and_without_the_cameras_notes(milestone, client_of):
    file = attached(milestone, "a.jpg", photo())

    answer = client_of(mentor_of(milestone)).get(at("file-small", file))

    with Image.open(io.BytesIO(answer.getvalue())) as picture:
        assert (picture.format, picture.size) == ("JPEG", (480, 640))
        assert not picture.getexif()
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_small_picture_is_made_once(milestone, client_of, monkeypatch):
    file, browser = attached(milestone, "a.jpg", photo()), client_of(mentor_of(milestone))
    first = browser.get(at("file-small", file)).getvalue()
    monkeypatch.setattr(previews, "small_picture", None)

    assert browser.get(at("file-small", file)).getvalue() == first


def test_a_browser_that_has_the_small_picture_asks_whether_it_may_show_it(milestone, client_of):
    file, browser = attached(milestone, "a.jpg", photo()), client_of(mentor_of(milestone))
    etag = browser.get(at("file-small", file))["ETag"]

    again = browser.get(at("file-small", file), headers={"if-none-match": etag})
    refused = client_of(make_user()).get(at("file-small", file), headers={"if-none-match": etag})

    assert (again.status_code, again["Cache-Control"]) == (304, "private, no-cache")
    assert refused.status_code == 404


@pytest.mark.parametrize("mode", ["P", "L", "1", "RGBA", "LA", "I;16"])
def test_pictures_of_every_kind_have_a_small_one(milestone, client_of, mode):
    out = io.BytesIO()
    Image.new(mode, (700, 10)).save(out, "PNG")

    answer = client_of(mentee_of(milestone)).get(
        at("file-small", attached(milestone, "a.png", out.getvalue()))
    )

    with Image.open(io.BytesIO(answer.getvalue())) as picture:
        assert picture.size == (640, 9)


def test_what_is_no_picture_or_a_broken_one_has_no_small_one(milestone, client_of):
    paper = attached(milestone, "a.pdf", b"%PDF-1.7")
    broken = attached(milestone, "a.jpg", photo(place=False)[:2000])
    browser = client_of(mentee_of(milestone))

    assert browser.get(at("file-small", paper)).status_code == 404
    assert browser.get(at("file-small", broken)).status_code == 404


def test_small_pictures_belong_to_their_file_and_go_with_it(
    milestone, client_of, django_capture_on_commit_callbacks
):
    file = attached(milestone, "a.jpg", photo())
    client_of(mentee_of(milestone)).get(at("file-small", file)).getvalue()
    small = small_place(file.place)
    assert private_storage().exists(small)
    assert small not in orphans(timedelta(days=-1))

    with django_capture_on_commit_callbacks(execute=True):
        delete_file(file=file)

    assert not private_storage().exists(small)


# ── in the browser's viewer ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [
        ("a.pdf", b"%PDF-1.7", "inline"),
        ("a.jpg", photo(size=(9, 9)), "inline"),
        ("a.txt", b"ala", "attachment"),
        ("a.rtf", b"{\\rtf1}", "attachment"),
    ],
)
def test_a_browser_opens_what_it_can_not_run(milestone, client_of, name, content, shown):
    file = attached(milestone, name, content)

    answer = client_of(mentor_of(milestone)).get(at("file-open", file))

    assert answer["Content-Disposition"].startswith(shown)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer["Cache-Control"] == "private, no-store"
    answer.close()


@pytest.mark.parametrize("name", ["file", "file-open", "file-small"])
def test_no_address_gives_others_anything_of_a_file(milestone, client_of, client, name):
    file = attached(milestone, "a.jpg", photo(size=(9, 9)))
    owner = client_of(mentee_of(milestone))
    owner.get(at(name, file)).getvalue()

    assert client_of(make_user()).get(at(name, file)).status_code == 404
    assert "/account/login/" in client.get(at(name, file)).url
    StoredFile.objects.update(removed_at=file.uploaded_at)
    assert owner.get(at(name, file)).status_code == 404


# ── in a list ────────────────────────────────────────────────────────────────────────────────


def test_a_list_shows_photos_as_pictures_and_names_the_rest_with_kind_and_size(
    milestone, client_of
):
    picture = attached(milestone, "przystanek.jpg", photo(size=(9, 9)))
    table = attached(milestone, "lista.csv", b"a;b")

    page = client_of(mentor_of(milestone)).get(milestone.get_absolute_url()).text

    assert f'src="{at("file-small", picture)}"' in page
    assert f'href="{at("file-open", picture)}"' in page
    assert f'href="{at("file", picture)}"' in page
    assert f'href="{at("file", table)}"' in page
    assert at("file-open", table) not in page
    assert "CSV, 3" in page
    assert 'loading="lazy"' in page


def test_files_that_a_template_lists_are_shown_alike(milestone):
    file = attached(milestone, "spotkanie.jpg", photo())
    template = "{% load workflows %}{% for each in files|shown %}{{ each.small }} {{ each.name }}{% endfor %}"

    listed = Template(template).render(Context({"files": [file]}))

    assert listed == f"{at('file-small', file)} spotkanie.jpg"


def test_the_page_says_that_photos_do_not_tell_where_they_were_taken(milestone, client_of):
    page = client_of(mentee_of(milestone)).get(milestone.get_absolute_url()).text

    assert "bez miejsca" in page
    assert 'data-photo-side="2000"' in page


def test_a_name_without_a_known_ending_is_a_name_only():
    shown = previews.file_shown(key="00000000-0000-0000-0000-000000000000", name="nic", size=1)

    assert (shown.kind, shown.opens, shown.small) == ("", "", "")
