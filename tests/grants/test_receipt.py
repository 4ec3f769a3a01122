"""The receipt: sealed, open to whoever has its link, and silent about everything else."""

import hashlib
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from grants.models import Submission
from tests.factories.grants import hand_in, make_application, staff_of
from tests.factories.people import make_user
from workflows.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent():
    return make_application(state="submitted", title="Ławka pod lipą")


def frozen_of(application):
    return application.submissions.latest("ordinal")


def check(application, **posted):
    """The public page of the receipt, as somebody who is not logged in."""
    address = frozen_of(application).get_public_url()
    return Client().post(address, posted) if posted else Client().get(address)


def as_sent(application, browser):
    return browser.get(reverse("grants:application-as-sent", args=[application.pk]))


def test_the_letter_carries_a_link_that_anybody_can_open(sent):
    letter = Message.objects.get(template="grants/application_receipt")
    link = next(word for word in letter.body.split() if "/receipts/" in word)

    page = Client().get(urlsplit(link).path)

    assert page.status_code == 200
    assert sent.number in page.content.decode()
    assert frozen_of(sent).digest in page.content.decode()


def test_the_public_page_says_nothing_about_who_applied_or_for_what(sent):
    page = check(sent).content.decode()

    assert "Ławka pod lipą" not in page
    assert sent.applicant not in page
    assert str(sent.author) not in page


def test_the_file_that_was_sent_has_the_digest_of_the_receipt(sent, client_of):
    answer = as_sent(sent, client_of(sent.author))

    assert hashlib.sha256(answer.content).hexdigest() == frozen_of(sent).digest


def test_anybody_can_compare_the_file_with_the_receipt(sent, client_of):
    content = as_sent(sent, client_of(sent.author)).content

    same = check(sent, file=SimpleUploadedFile("wniosek.json", content))
    other = check(sent, file=SimpleUploadedFile("wniosek.json", content + b" "))

    assert same.context["is_same"] is True
    assert other.context["is_same"] is False


def test_comparing_without_a_file_asks_for_one(sent):
    page = check(sent, other="")

    assert page.status_code == 422
    assert "Wybierz plik" in page.content.decode()


def test_a_file_too_large_to_have_come_from_here_is_refused(sent, settings):
    settings.TANDEM_FILE_LIMIT = 4

    assert check(sent, file=SimpleUploadedFile("x.json", b"12345")).status_code == 422


@pytest.mark.parametrize(
    "token", ["1.zly", "nic", "999999.abc", "99999999999999999999.a", "-1.x", "²"]
)
def test_a_link_that_is_not_ours_says_so_plainly(token, sent):
    page = Client().get(reverse("grants_public:receipt", args=[token]))

    assert page.status_code == 404
    assert "Nie znamy takiego potwierdzenia" in page.content.decode()


def test_the_seal_of_one_receipt_does_not_open_another(sent):
    second = make_application(sent.call, state="submitted", author=make_user("Ktoś Inny"))
    seal = frozen_of(sent).receipt_token.split(".", 1)[1]

    assert Submission.objects.of_receipt(f"{frozen_of(second).pk}.{seal}") is None


@pytest.mark.parametrize("change", [{"digest": "0" * 64}, {"submitted_at": "2026-01-01T00:00Z"}])
def test_a_receipt_no_longer_fits_when_what_it_seals_was_changed(sent, change):
    token = frozen_of(sent).receipt_token

    Submission.objects.filter(pk=frozen_of(sent).pk).update(**change)

    assert Submission.objects.of_receipt(token) is None


def test_a_content_changed_behind_our_back_is_told_on_the_page(sent):
    frozen = frozen_of(sent)
    content = frozen.content | {"values": frozen.content["values"] | {"title": "Inny tytuł"}}
    Submission.objects.filter(pk=frozen.pk).update(content=content)

    assert check(sent).context["intact"] is False


def test_a_correction_has_a_receipt_of_its_own_and_the_first_one_stays_valid():
    application = make_application(state="returned")
    first = frozen_of(application).get_public_url()

    hand_in(application)

    assert frozen_of(application).get_public_url() != first
    assert Client().get(first).status_code == 200


class TestPaper:
    """The application as PDF."""

    def paper(self, application, browser):
        return browser.get(reverse("grants:application-paper", args=[application.pk]))

    def test_the_author_sees_the_draft_as_pdf_before_sending_it(self, client_of):
        draft = make_application()

        answer = self.paper(draft, client_of(draft.author))

        assert answer.content.startswith(b"%PDF")
        assert "Ławka" not in answer["Content-Disposition"]

    def test_an_empty_draft_is_a_pdf_as_well(self, client_of):
        draft = make_application(title="", costs=[], schedule=[], need="")

        assert self.paper(draft, client_of(draft.author)).content.startswith(b"%PDF")

    def test_staff_read_what_was_submitted_as_pdf(self, sent, client_of):
        assert self.paper(sent, client_of(staff_of(sent.call))).content.startswith(b"%PDF")

    def test_it_is_not_there_for_strangers(self, sent, client_of):
        assert self.paper(sent, client_of(make_user("Ktoś Obcy"))).status_code == 404
        assert as_sent(sent, client_of(make_user("Ktoś Inny"))).status_code == 404
