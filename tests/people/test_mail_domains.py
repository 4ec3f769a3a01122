"""To write from one mail domain ties two people, unless everybody writes from it."""

import pytest

from people.ties import SHARED_DOMAINS, domain_of, ties_among
from tests.factories.people import make_organisation, make_person, make_user

pytestmark = pytest.mark.django_db


def kinds(persons, parties):
    return {tie.kind for tie in ties_among(persons, parties)}


def test_colleagues_of_one_domain_are_tied():
    one = make_user(email="ada@fundacjamost.pl").person
    other = make_person("Ewa Bez", email="ewa@FundacjaMost.pl")

    assert kinds([one], [other]) == {"domain"}
    assert kinds([other], [one]) == {"domain"}


def test_whoever_writes_from_the_organisation_s_domain_is_tied_to_it():
    one = make_user(email="ada@fundacjamost.pl").person

    assert kinds([one], [make_organisation(email="biuro@fundacjamost.pl")]) == {"domain"}


@pytest.mark.parametrize("domain", ["gmail.com", "wp.pl", "onet.pl", "example.org"])
def test_a_mailbox_that_everybody_has_ties_nobody(domain):
    one = make_user(email=f"ada@{domain}").person
    other = make_person("Ewa Bez", email=f"ewa@{domain}")

    assert kinds([one], [other, make_organisation(email=f"biuro@{domain}")]) == set()


def test_no_address_ties_nobody():
    assert kinds([make_person("Jan Cichy")], [make_person("Ewa Bez"), make_organisation()]) == set()


def test_nobody_is_tied_to_themselves_by_their_address():
    one = make_user(email="ada@fundacjamost.pl").person

    assert kinds([one], [one]) == {"same"}


def test_the_list_is_plain_data():
    assert all(domain == domain.lower().strip() and "." in domain for domain in SHARED_DOMAINS)
    assert domain_of("") == ""
