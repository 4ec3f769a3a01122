"""Letters: whose language, whose words, how they fare, and how staff look after them."""

import smtplib
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ImproperlyConfigured
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.urls import reverse

from tests.factories.people import make_admin, make_user
from tests.factories.reporting import make_report, who
from workflows import clock, delivery, outbox, tasks
from workflows.errors import GuardsFailed
from workflows.letters import Letter, text_on_file
from workflows.models import MailText, Message
from workflows.notices import Attachment, Mail, notices
from workflows.views.mails import WordsView

pytestmark = pytest.mark.django_db
TEMPLATE = "reporting/funder_submitted"
MAILS = reverse("workflows:mails")


class RefusesTheAddress(BaseEmailBackend):
    """A post that knows no such recipient."""

    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"unknown")})


class IsDown(BaseEmailBackend):
    """A post that answers to nobody."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("no such server")


REFUSES, DOWN = (f"{__name__}.{each.__name__}" for each in (RefusesTheAddress, IsDown))


@pytest.fixture
def report():
    return make_report("submitted")


@pytest.fixture
def letter(report):
    return Message.objects.get(template=TEMPLATE)


def text_url(template=TEMPLATE, language="pl"):
    return reverse("workflows:mail-text", kwargs={"template": template, "language": language})


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


# ── what goes with it ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("content", ["BEGIN:VCALENDAR", b"%PDF-1.7\x00\xff"])
def test_a_file_of_text_or_of_bytes_goes_with_a_letter_as_it_is(report, mailoutbox, content):
    staff = who("staff", report.programme)
    file = Attachment("plik.bin", "application/octet-stream", content)

    outbox.put_in_outbox(
        [
            outbox.letter_about(
                report,
                TEMPLATE,
                staff,
                gives=lambda: dict.fromkeys(text_on_file(TEMPLATE, "pl").places(), "x"),
                attaches=lambda _about: file,
            )
        ]
    )
    tasks.deliver()

    (sent,) = [each for each in mailoutbox if each.attachments]
    name, arrived, _kind = sent.attachments[0]
    assert (name, arrived) == ("plik.bin", content)


def test_a_letter_leads_where_its_readers_may_go(report):
    letter = outbox.letter_about(
        report,
        TEMPLATE,
        who("staff", report.programme),
        gives=lambda: dict.fromkeys(text_on_file(TEMPLATE, "pl").places(), "x"),
        leads_to=lambda _about: "/dokadindziej/",
    )

    assert "/dokadindziej/" in letter.body
    assert report.get_absolute_url() not in letter.body


# ── writing ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("language", "greets"), [("pl", "Dzień dobry"), ("en", "Hello")])
def test_a_letter_is_in_the_recipients_language(language, greets):
    report = make_report()
    funder = who("funder", report.programme)
    funder.language = language
    funder.save()

    report.submit(by=who("staff", report.programme), snapshot="{}", digest="x")

    letter = Message.objects.get(recipient=funder)
    assert (letter.language, greets in letter.body) == (language, True)
    assert report.get_absolute_url() in letter.body


def test_the_staffs_own_words_go_out_with_their_places_filled(report):
    MailText.objects.create(
        template=TEMPLATE,
        language="pl",
        subject="Nowe: {{ title }}",
        body="Do zobaczenia: {{ link }}",
    )

    letter = outbox.compose(TEMPLATE, "pl", {"title": "Raport", "link": "https://x/"})

    assert (letter.subject, letter.body) == ("Nowe: Raport", "Do zobaczenia: https://x/")
    assert str(MailText.objects.get()) == f"{TEMPLATE} (pl)"


def test_own_words_with_a_place_that_is_gone_give_way_to_the_words_on_file(letter):
    MailText.objects.create(
        template=TEMPLATE, language="pl", subject="{{ formerly }}", body="{{ link }}"
    )
    values = dict.fromkeys(text_on_file(TEMPLATE, "pl").places(), "…")

    assert "{{" not in outbox.compose(TEMPLATE, "pl", values).subject


def test_nearer_words_go_before_the_installations_own():
    MailText.objects.create(template=TEMPLATE, language="pl", subject="Ogólne", body="x")

    letter = outbox.compose(TEMPLATE, "pl", {"title": "Raport"}, nearer=Letter("{{ title }}", "y"))

    assert (letter.subject, letter.body) == ("Raport", "y")


def test_nearer_words_with_a_place_that_is_gone_give_way_to_the_installations_own():
    MailText.objects.create(template=TEMPLATE, language="pl", subject="Ogólne", body="x")

    letter = outbox.compose(TEMPLATE, "pl", {}, nearer=Letter("{{ formerly }}", "y"))

    assert letter.subject == "Ogólne"


@pytest.mark.parametrize(
    ("words", "says"),
    [(lambda obj, tag: Letter(f"{tag}!", "y"), "pl!"), (lambda obj, tag: None, "")],
)
def test_a_letter_asks_its_object_for_nearer_words_in_the_readers_language(report, words, says):
    values = dict.fromkeys(text_on_file(TEMPLATE, "pl").places(), "…")

    letter = outbox.letter_about(
        report, TEMPLATE, Mail("a@example.org", "pl"), gives=lambda: values, words=words
    )

    assert letter.subject == (says or text_on_file(TEMPLATE, "pl").filled(values).subject)


@pytest.mark.parametrize("asked", ["find", "sample", "more"])
def test_a_page_of_words_says_which_text_it_is_of(asked):
    page, text = WordsView(), MailText(template=TEMPLATE)

    if asked == "find":
        with pytest.raises(NotImplementedError):
            page.find()
    else:
        assert {"sample": page.sample(text, notices[TEMPLATE]), "more": page.more(text)}[
            asked
        ] == {}


def test_what_people_typed_is_never_read_as_a_place():
    letter = Letter("{{ title }}", "{{ title }}").filled({"title": "{{ link }} {% now %}"})

    assert letter.body == "{{ link }} {% now %}"


def test_a_subject_stays_on_one_line():
    assert Letter("{{ a }}", "").filled({"a": "raz\nBcc: kto@example.org"}).subject == (
        "raz Bcc: kto@example.org"
    )


def test_a_place_without_a_value_and_a_letter_without_a_text_are_faults_of_the_code():
    with pytest.raises(ImproperlyConfigured, match="title"):
        Letter("{{ title }}", "").filled({})
    with pytest.raises(ImproperlyConfigured, match="no text"):
        text_on_file(TEMPLATE, "de")


def test_somebody_without_an_address_gets_no_letter(report):
    before = Message.objects.count()

    outbox.put_in_outbox(
        [outbox.new_message(Mail("", "pl"), TEMPLATE, Letter("x", "y"), occasion="x")]
    )

    assert Message.objects.count() == before


def test_a_letter_to_somebody_without_an_account_has_no_recipient(report):
    letter = outbox.new_message(Mail("ola@example.org", "en"), TEMPLATE, Letter("x", "y"))

    assert (letter.recipient, letter.address, letter.language) == (None, "ola@example.org", "en")


def test_the_demos_past_is_written_and_marked_as_never_to_be_sent(
    mailoutbox, django_capture_on_commit_callbacks
):
    with (
        django_capture_on_commit_callbacks() as woken,
        outbox.silence("from the demo"),
    ):
        make_report("submitted")

    letter = Message.objects.get(template=TEMPLATE)
    assert (letter.status, letter.reason) == ("never", "from the demo")
    assert delivery.deliver() == 0
    assert (woken, mailoutbox) == ([], [])


def test_the_worker_is_woken_after_the_commit_and_not_before(
    monkeypatch, django_capture_on_commit_callbacks
):
    woken = []
    monkeypatch.setattr(outbox, "signature", lambda name: Woken(name, woken))

    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            make_report("submitted")
        assert woken == []

    assert set(woken) == {"workflows.deliver"}


class Woken:
    """What the broker would get."""

    def __init__(self, name, woken):
        self.name, self.woken = name, woken

    def apply_async(self, **options):
        assert options["retry"] is False
        self.woken.append(self.name)


def test_writing_the_same_letter_twice_keeps_one(report, letter):
    again = outbox.new_message(letter.recipient, TEMPLATE, Letter("x", "y"), entry=letter.entry)

    assert again.message_id == letter.message_id
    assert letter.message_id.endswith(">")


# ── delivering ───────────────────────────────────────────────────────────────────────────────


def test_a_letter_carries_its_fixed_id_and_says_that_a_machine_wrote_it(letter, mailoutbox):
    delivery.deliver()

    headers = mailoutbox[0].extra_headers
    assert headers == {"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"}


def test_each_try_waits_twice_as_long_and_the_last_gives_up(settings, letter):
    settings.EMAIL_BACKEND = DOWN
    waits, now = [], clock.now()
    while letter.status == Message.Status.WAITING:
        with clock.at(now):
            assert delivery.deliver() == 0
        letter.refresh_from_db()
        if letter.next_try_at:
            waits.append((letter.next_try_at - now) // timedelta(minutes=1))
            now = letter.next_try_at

    assert waits == [2, 4, 8, 16, 32, 64, 128]
    assert (letter.status, letter.attempts) == ("failed", delivery.TRIES)
    assert "no such server" in letter.reason


def test_an_address_that_is_refused_is_not_tried_again(settings, letter):
    settings.EMAIL_BACKEND = REFUSES

    delivery.deliver()

    letter.refresh_from_db()
    assert (letter.status, letter.attempts, letter.next_try_at) == ("failed", 1, None)


def test_a_letter_that_another_worker_holds_is_left_alone(letter, mailoutbox, monkeypatch):
    mine = Message.objects.get(pk=letter.pk)
    assert delivery.claim(letter)

    assert not delivery.claim(mine)
    assert delivery.deliver() == 0
    assert mailoutbox == []


def test_two_workers_that_read_the_same_letter_send_it_once(letter, mailoutbox, monkeypatch):
    read_by_both = [Message.objects.get(pk=letter.pk) for _ in range(2)]
    monkeypatch.setattr(
        type(Message.objects), "to_deliver", lambda self: read_by_both, raising=False
    )

    assert delivery.deliver() == 1
    assert len(mailoutbox) == 1


def test_a_worker_that_dies_with_a_letter_in_hand_leaves_it_to_the_next(letter, mailoutbox):
    delivery.claim(letter)

    with clock.at(clock.now() + delivery.CLAIM + timedelta(seconds=1)):
        assert delivery.deliver() == 1

    assert len(mailoutbox) == 1


# ── looking after them ───────────────────────────────────────────────────────────────────────


def test_staff_see_the_letters_of_their_programme_and_of_no_other(report, letter, client_of):
    make_report("submitted")

    page = client_of(who("staff", report.programme)).get(MAILS)

    assert [each.pk for each in page.context["object_list"] if each.template == TEMPLATE] == [
        letter.pk
    ]
    everything = client_of(make_admin()).get(MAILS).context["object_list"]
    assert len(everything) == Message.objects.count()


def test_letters_are_nothing_for_those_who_run_no_programme(report, letter, client_of):
    for user in (make_user(), who("funder", report.programme)):
        assert client_of(user).get(MAILS).status_code == 403
        assert client_of(user).get(text_url()).status_code == 403
    other = who("staff", make_report("submitted").programme)
    assert client_of(other).get(reverse("workflows:mail", args=[letter.pk])).status_code == 404


@pytest.mark.parametrize("status", Message.Status.values)
def test_the_list_shows_one_status_at_a_time(report, letter, client_of, status):
    Message.objects.filter(pk=letter.pk).update(status=status, reason="taki powód")
    browser = client_of(who("staff", report.programme))

    shown = browser.get(MAILS, {"status": status})

    assert letter in shown.context["object_list"]
    assert "taki powód" in shown.text
    other = next(each for each in Message.Status.values if each != status)
    assert letter not in browser.get(MAILS, {"status": other}).context["object_list"]
    assert letter in browser.get(MAILS, {"status": "no-such"}).context["object_list"]


def test_an_empty_list_says_when_letters_appear(client_of):
    assert "Nie ma tu wiadomości" in client_of(make_admin()).get(MAILS).text


def test_a_letter_shows_what_it_said_and_about_what(report, letter, client_of):
    page = client_of(who("staff", report.programme)).get(
        reverse("workflows:mail", args=[letter.pk])
    )

    assert letter.subject in page.text
    assert report.get_absolute_url() in page.text
    assert str(letter) == letter.subject


def test_a_letter_about_no_move_has_no_page_to_lead_to(client_of):
    letter = outbox.new_message(Mail("ola@example.org"), TEMPLATE, Letter("Sam", "y"), occasion="z")
    outbox.put_in_outbox([letter])

    page = client_of(make_admin()).get(reverse("workflows:mail", args=[letter.pk]))

    assert page.context["about"] is None


@pytest.mark.parametrize("status", ["sent", "failed"])
def test_staff_send_a_letter_again_with_its_old_id(report, letter, client_of, mailoutbox, status):
    Message.objects.filter(pk=letter.pk).update(status=status, attempts=8, reason="powód")
    url = reverse("workflows:mail", args=[letter.pk])
    browser = client_of(who("staff", report.programme))
    assert "Wyślij jeszcze raz" in browser.get(url).text

    response = browser.post(url)
    delivery.deliver()

    assert response.url == url
    assert mailoutbox[0].extra_headers["Message-ID"] == letter.message_id
    letter.refresh_from_db()
    assert (letter.status, letter.attempts, letter.reason) == ("sent", 1, "")


@pytest.mark.parametrize(
    "fields", [{"status": "never"}, {"status": "sent", "purged_at": clock.now(), "body": ""}]
)
def test_what_can_not_go_again_says_why(report, letter, client_of, fields):
    Message.objects.filter(pk=letter.pk).update(**fields)
    letter.refresh_from_db()
    url = reverse("workflows:mail", args=[letter.pk])
    browser = client_of(who("staff", report.programme))

    assert "Wyślij jeszcze raz" not in browser.get(url).text
    answer = browser.post(url)

    with pytest.raises(GuardsFailed) as refusal:
        delivery.send_again(letter)
    assert told(answer) == refusal.value.sentences
    letter.refresh_from_db()
    assert letter.status == fields["status"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_letters_asks_the_same_few_questions(
    client_of, count, django_assert_num_queries
):
    admin = make_admin()
    for _ in range(count):
        make_report("submitted")
    browser = client_of(admin)
    browser.get(MAILS)

    with django_assert_num_queries(6):
        browser.get(MAILS)


# ── their words ──────────────────────────────────────────────────────────────────────────────


def test_every_letter_is_listed_in_both_languages(client_of):
    MailText.objects.create(template=TEMPLATE, language="pl", subject="Po naszemu", body="x")

    page = client_of(make_admin()).get(reverse("workflows:mail-texts"))

    assert len(page.context["texts"]) == 2 * len(notices)
    assert "Po naszemu" in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_words_asks_the_same_few_questions(client_of, count, django_assert_num_queries):
    for template in notices.names()[:count]:
        MailText.objects.create(template=template, language="pl", subject="x", body="x")
    browser = client_of(make_admin())
    browser.get(reverse("workflows:mail-texts"))

    with django_assert_num_queries(5):
        browser.get(reverse("workflows:mail-texts"))


def test_staff_look_keep_and_go_back(client_of):
    admin = make_admin()
    browser = client_of(admin)
    mine = {"subject": "Nowe: {{ programme }}", "body": "Zajrzyj: {{ link }}"}
    assert text_on_file(TEMPLATE, "pl").subject in browser.get(text_url()).text

    looked = browser.post(text_url(), {**mine, "do": "look"})
    assert (looked.status_code, MailText.objects.count()) == (200, 0)
    assert "Nowe: [programme]" in looked.text

    browser.post(text_url(), {**mine, "do": "keep"})
    kept = MailText.objects.get()
    assert (kept.subject, kept.edited_by) == (mine["subject"], admin)
    assert "Zajrzyj" in browser.get(text_url()).text

    browser.post(text_url(), {"do": "reset"})
    assert not MailText.objects.exists()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"subject": ""}, ""),
        ({"subject": "x" * 201}, ""),
        ({"body": "x" * 10_001}, ""),
        ({"body": "{{ password }}"}, "password"),
        ({"subject": "{{ password }}"}, "password"),
        ({"body": "{% load os %}"}, "{{ name }}"),
        ({"body": "{{ programme|safe }}"}, "{{ name }}"),
        ({"body": "{{ programme.__class__ }}"}, "{{ name }}"),
    ],
)
def test_words_that_can_not_be_are_not_kept_and_not_lost(client_of, fields, says):
    sheet = {"subject": "Temat", "body": "Treść {{ link }}", "do": "keep", **fields}

    page = client_of(make_admin()).post(text_url(), sheet)

    assert page.status_code == 422
    assert says in page.text
    assert not MailText.objects.exists()
    assert sheet["subject"][:50] in page.text


@pytest.mark.parametrize(
    "url", [text_url("no/such"), text_url(language="de"), text_url("../../etc/passwd")]
)
def test_there_are_no_words_of_a_letter_that_there_is_not(client_of, url):
    assert client_of(make_admin()).get(url).status_code == 404


def test_the_list_of_words_names_languages_as_people_do(client_of):
    page = client_of(make_admin()).get(reverse("workflows:mail-texts"))

    assert {row.language_name for row in page.context["texts"]} == {"Polski", "Angielski"}
