"""Writing an application together: invited, joined, writing at once, out of it again; what stays the author's."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from grants.actions.sharing import invite_co_author
from grants.models import Application, CoAuthor
from grants.models.sharing import Part
from grants.rules import application as rules
from grants.rules.conflicts import conflicts_of
from people.models import Invitation, User
from people.ties import ties_among
from tests.factories.grants import (
    check,
    fresh,
    hand_in,
    make_application,
    make_call,
    staff_of,
)
from tests.factories.people import make_admin, make_organisation, make_user
from tests.grants.test_application_pages import form_of, submission, url
from workflows.models import History, Message
from workflows.roles import give_role

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]


def again(user: User) -> User:
    """The account as the next request reads it."""
    return User.objects.get(pk=user.pk)


def invited(
    application: Application, user: User | None = None, part: str = Part.WRITES
) -> CoAuthor:
    """Somebody invited, who has an account."""
    user = user or make_user("Wera Współautorska")
    return invite_co_author(
        application=application,
        email=user.email,
        given_name="Wera",
        family_name="Współautorska",
        part=part,
        by=application.author,
    )


def joined(application: Application, user: User | None = None, part: str = Part.WRITES) -> CoAuthor:
    invitation = invited(application, user, part)
    invitation.join(by=invitation.user)
    return invitation


def letters(user: User) -> list[str]:
    return list(
        Message.objects.filter(recipient=user).order_by("pk").values_list("template", flat=True)
    )


def typed(**changes: str) -> dict[str, str]:
    return {
        "email": "nowa@example.org",
        "given_name": "Nowa",
        "family_name": "Sąsiadka",
        "part": Part.WRITES,
    } | changes


def test_the_author_invites_somebody_new_who_gets_an_account_and_two_letters(
    client_of: ClientOf,
) -> None:
    draft = make_application()

    answer = client_of(draft.author).post(url("people", draft), typed())

    assert answer.status_code == 302
    new = User.objects.get(email="nowa@example.org")
    assert str(new) == "Nowa Sąsiadka"
    assert letters(new) == ["grants/co_author_invited"]
    link = Invitation.objects.get(person__user=new)
    assert Message.objects.filter(template="people/invitation", address=new.email).count() == 1
    client = Client()
    client.post(link.get_absolute_url(), {})
    assert "Ławka pod lipą" in client.get(reverse("workflows:inbox")).content.decode()


def test_inviting_says_nothing_of_whether_the_address_has_an_account(client_of: ClientOf) -> None:
    draft, known = make_application(), make_user("Znana Osobista")
    browser = client_of(draft.author)

    for email in (known.email, "nowa@example.org"):
        browser.post(url("people", draft), typed(email=email))
    page = browser.get(url("people", draft)).content.decode()

    assert known.email in page
    assert "nowa@example.org" in page
    assert "Znana Osobista" not in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": "to nie adres"}, "Napisz cały adres"),
        ({"email": ""}, "Wpisz e-mail osoby"),
        ({"given_name": "x" * 81}, "80"),
        ({"part": "boss"}, "boss"),
        ({"email": "autora@example.org"}, "Twój własny adres"),
    ],
)
def test_what_cannot_be_invited_is_a_sentence_and_keeps_what_was_typed(
    client_of: ClientOf, changes: dict[str, str], sentence: str
) -> None:
    draft = make_application(author=make_user("Autora Wniosku", email="autora@example.org"))

    answer = client_of(draft.author).post(url("people", draft), typed(**changes))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Sąsiadka" in answer.content.decode()
    assert not CoAuthor.objects.exists()


def test_nobody_is_invited_twice_and_a_closed_account_not_at_all(client_of: ClientOf) -> None:
    draft = make_application()
    invitation = invited(draft)
    closed = make_user(is_active=False)
    browser = client_of(draft.author)

    for email in (invitation.user.email, closed.email):
        assert browser.post(url("people", draft), typed(email=email)).status_code == 422

    assert draft.co_authors.count() == 1


def test_only_the_author_invites_and_only_while_it_is_written(client_of: ClientOf) -> None:
    draft = make_application()
    invitation = joined(draft)

    assert client_of(invitation.user).post(url("people", draft), typed()).status_code == 403
    assert client_of(make_user()).get(url("people", draft)).status_code == 404
    hand_in(draft)
    assert client_of(draft.author).post(url("people", draft), typed()).status_code == 409


def test_a_draft_opens_only_once_whoever_was_invited_joined(client_of: ClientOf) -> None:
    draft = make_application()
    invitation = invited(draft)
    browser = client_of(invitation.user)
    page = reverse("grants:co-author", args=[invitation.pk])
    assert browser.get(draft.get_absolute_url()).status_code == 404
    assert "Ławka pod lipą" in browser.get(page).content.decode()

    browser.post(f"{page}join/", {"version": invitation.version})

    assert browser.get(url("write", draft)).status_code == 200
    assert letters(draft.author) == ["grants/co_author_joined"]
    assert History.objects.of(draft).filter(move="co_author_joined").count() == 1


def test_declining_leaves_the_draft_closed_and_tells_the_author(client_of: ClientOf) -> None:
    draft = make_application()
    invitation = invited(draft)
    page = reverse("grants:co-author", args=[invitation.pk])

    client_of(invitation.user).post(f"{page}decline/", {"version": invitation.version})

    assert client_of(invitation.user).get(draft.get_absolute_url()).status_code == 404
    assert letters(draft.author) == ["grants/co_author_declined"]


def test_a_co_author_writes_and_both_texts_are_shown_when_two_write_at_once(
    client_of: ClientOf,
) -> None:
    draft = make_application()
    with_both = joined(draft).user
    first, second = form_of(draft, title="Moja ławka"), form_of(draft, title="Nasza ławka")

    client_of(draft.author).post(url("write", draft), first | {"page": "hers"})
    answer = client_of(with_both).post(url("write", draft), second | {"page": "theirs"})

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Moja ławka" in page
    assert "Nasza ławka" in page
    assert fresh(draft).title == "Moja ławka"


def test_a_co_author_reads_it_through_but_the_author_submits(client_of: ClientOf) -> None:
    draft = make_application()
    browser = client_of(joined(draft).user)

    page = browser.get(url("submit", draft))
    answer = browser.post(url("submit", draft), submission(draft))

    assert "Wniosek wysyła Autora Wniosku" in page.content.decode()
    assert answer.status_code == 403
    assert browser.post(f"{draft.get_absolute_url()}withdraw/", {"version": 0}).status_code == 403
    assert fresh(draft).state == "draft"


def test_a_reader_reads_the_draft_and_changes_nothing(client_of: ClientOf) -> None:
    draft = make_application()
    browser = client_of(joined(draft, part=Part.READS).user)

    assert "Nie ma gdzie usiąść." in browser.get(draft.get_absolute_url()).content.decode()
    assert browser.get(url("write", draft)).url == draft.get_absolute_url()  # type: ignore[attr-defined]
    assert browser.post(url("write", draft), form_of(draft, title="Inna")).status_code == 403
    saved = browser.post(url("save", draft), form_of(draft, title="Inna"))
    assert saved.status_code == 403
    assert fresh(draft).title == "Ławka pod lipą"


def test_whoever_reads_the_letter_about_a_draft_is_not_led_to_what_is_closed_to_them(
    client_of: ClientOf,
) -> None:
    invitation = invited(make_application())
    letter = Message.objects.filter(template="grants/co_author_invited").latest("pk")

    page = client_of(make_admin()).get(reverse("workflows:mail", args=[letter.pk]))

    assert letter.subject in page.text
    assert f'href="{invitation.get_absolute_url()}"' not in page.text


def test_co_authors_get_the_letters_of_the_application() -> None:
    draft = make_application()
    invitation = joined(draft)

    submitted = hand_in(draft)
    check(submitted)
    submitted.admit(by=staff_of(submitted.call))

    assert letters(invitation.user) == [
        "grants/co_author_invited",
        "grants/application_receipt",
        "grants/application_admitted",
    ]


def test_leaving_and_being_taken_off_close_the_application(client_of: ClientOf) -> None:
    draft = make_application()
    one, two = joined(draft), joined(draft, make_user())

    client_of(one.user).post(
        reverse("grants:coauthor-move", args=[one.pk, "leave"]), {"version": one.version}
    )
    client_of(draft.author).post(
        reverse("grants:coauthor-move", args=[two.pk, "take_off"]), {"version": two.version}
    )

    for out in (one.user, two.user):
        assert client_of(out).get(draft.get_absolute_url()).status_code == 404
    assert letters(two.user)[-1] == "grants/co_author_taken_off"
    assert letters(draft.author)[-1] == "grants/co_author_left"


def test_somebody_taken_off_may_be_invited_again() -> None:
    draft = make_application()
    invitation = joined(draft)
    invitation.take_off(by=draft.author)

    second = joined(draft, invitation.user, Part.READS)

    assert rules.can_view(again(second.user), draft)
    assert not rules.may_write(again(second.user), draft)


def test_an_invitation_nobody_answered_ends_when_the_application_is_submitted() -> None:
    draft = make_application()
    invitation = invited(draft)

    hand_in(draft)

    invitation.refresh_from_db()
    assert invitation.state == "lapsed"


def test_staff_who_write_an_application_do_not_check_it(client_of: ClientOf) -> None:
    call = make_call()
    staff = staff_of(call)
    draft = make_application(call)
    joined(draft, staff)

    submitted = hand_in(draft)

    assert client_of(staff).get(url("check", submitted)).status_code == 404
    assert not rules.may_check(again(staff), submitted)


def test_whoever_wrote_it_with_the_author_does_not_judge_it_even_after_leaving() -> None:
    draft = make_application()
    judge = make_user("Sędzia Własny")
    invitation = joined(draft, judge)
    invitation.leave(by=judge)

    assert conflicts_of(judge, fresh(hand_in(draft)))


def test_having_written_for_an_organisation_ties_a_co_author_to_it() -> None:
    organisation = make_organisation(nip="5260250274")
    call = make_call(who_may_apply=["ngo"])
    draft = make_application(
        call, organisation_name=organisation.name, organisation_nip=organisation.nip
    )
    writer = joined(draft).user
    hand_in(draft)

    kinds = {tie.kind for tie in ties_among([writer.person], [organisation])}

    assert kinds == {"co_author"}


def test_a_second_click_on_joining_just_goes_on(client_of: ClientOf) -> None:
    draft = make_application()
    invitation = invited(draft)
    move = reverse("grants:coauthor-move", args=[invitation.pk, "join"])

    for _time in range(2):
        answer = client_of(invitation.user).post(move, {"version": invitation.version})

    assert answer.status_code == 302


def test_the_list_costs_the_same_with_one_co_author_as_with_three(
    client_of: ClientOf, django_assert_num_queries: Any
) -> None:
    draft = make_application()
    joined(draft)
    browser = client_of(draft.author)
    browser.get(url("people", draft))
    with django_assert_num_queries(6):
        browser.get(url("people", draft))
    for _time in range(2):
        joined(draft, make_user())

    with django_assert_num_queries(6):
        browser.get(url("people", draft))


def test_a_role_on_one_application_opens_no_other() -> None:
    draft, other = make_application(), make_application()
    user = make_user()
    give_role(user, "co_author", draft, by=None)

    assert list(Application.objects.visible_to(again(user))) == [draft]
    assert not rules.can_view(again(user), other)
