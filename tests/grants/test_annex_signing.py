"""An annex on paper: from a template of its call, kept as it went out, and without effect until its signatures are on file."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.urls import reverse

from grants.actions.change import draw_up_annex, lines_of, sign_annex
from grants.actions.signing import ANNEX_TEMPLATE, keep_template, template_of
from grants.documents import annex_papers
from grants.models import Agreement, Annex, Paper, Signatory
from grants.rules.merging import BadTemplate
from tests.factories.grants import make_call, staff_of
from tests.factories.grants_later import hand_in_report, make_agreement
from tests.factories.in_kind import make_initiative
from tests.factories.people import make_user
from tests.grants.test_change import make_paid, prolong, scan, two_lines
from tests.grants.test_signing import docx, text_of, upload
from workflows import clock
from workflows.actions import attach_file
from workflows.errors import GuardsFailed

pytestmark = pytest.mark.django_db

SHIPPED = Path("grants/data/annex.docx")


@pytest.fixture
def annex():
    return prolong(make_paid(), papers=annex_papers)


def at(name, annex, *more):
    return reverse(f"grants:{name}", args=[annex.pk, *more])


def template_page(call):
    return reverse("grants:annex-template", args=[call.code])


def keep(call, *paragraphs):
    keep_template(
        call=call, upload=upload(docx(*paragraphs)), by=staff_of(call), purpose=ANNEX_TEMPLATE
    )


def record(client, annex, party, **changes):
    typed = {"signed_on": clock.today().isoformat(), "how": "qualified", "file": scan()} | changes
    return client.post(at("annex-signature", annex, party.pk), typed)


def sign(annex, **given):
    sign_annex(
        annex=annex,
        by=staff_of(annex.agreement.call),
        seen=annex.version,
        signed_on=clock.today(),
        **given,
    )


# --- the document --------------------------------------------------------------------------------


def test_an_annex_is_made_from_the_template_of_its_call():
    agreement = make_paid()
    keep(agreement.call, "Nasz {{ annex }}: {{ changes }} ({{ reason }})")
    first, second = two_lines(agreement)

    annex = prolong(
        agreement,
        amount=Decimal(5500),
        amounts={first.pk: Decimal(3500), second.pk: Decimal(2000)},
        papers=annex_papers,
    )

    [(name, content), (other, _pdf)] = annex_papers(annex)
    text = text_of(content).replace("\xa0", " ")
    assert (name.endswith(".docx"), other.endswith(".pdf")) == (True, True)
    assert "Nasz Aneks nr 1: " in text
    assert "5 500,00 zł" in text
    assert "Deski" in text or first.name in text
    assert "(Zima przyszła wcześniej.)" in text


def test_what_tandem_brings_names_what_changes_why_and_who_signs(annex):
    text = text_of(annex_papers(annex)[0][1])

    assert annex.agreement.number in text
    assert annex.reason in text
    assert all(party.name in text for party in annex.agreement.signatories.all())
    assert "{{" not in text


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_it_is_read_as_it_went_out_whatever_becomes_of_the_template(client_of, annex, kind):
    client = client_of(annex.agreement.application.author)
    before = client.get(at("annex-paper", annex, kind)).content
    keep(annex.agreement.call, "Zupełnie inny wzór")

    after = client.get(at("annex-paper", annex, kind))

    assert before == after.content
    assert after["Content-Disposition"].startswith("attachment")
    assert Paper.objects.filter(agreement=annex.agreement, kind=Paper.Kind.ANNEX).count() == 2


def test_an_annex_of_before_papers_were_kept_is_made_anew(client_of):
    annex = prolong(make_paid())
    client = client_of(staff_of(annex.agreement.call))

    assert client.get(at("annex-paper", annex, "pdf")).content.startswith(b"%PDF-")
    assert annex.reason in text_of(client.get(at("annex-paper", annex, "docx")).content)
    assert client.get(at("annex-paper", annex, "exe")).status_code == 404


def test_a_template_that_cannot_be_filled_in_stops_the_annex_with_a_sentence(client_of):
    agreement = make_paid()
    staff = staff_of(agreement.call)
    attach_file(
        obj=agreement.call, upload=upload(docx("{{ 7*7 }}")), by=staff, purpose=ANNEX_TEMPLATE
    )
    day = (agreement.ends_on + timedelta(days=7)).isoformat()
    first, second = two_lines(agreement)
    typed = {
        "reason": "Zima.",
        "ends_on": day,
        f"amount-{first.pk}": "3000",
        f"amount-{second.pk}": "2000",
    }

    page = client_of(staff).post(reverse("grants:annex-new", args=[agreement.pk]), typed)

    assert page.status_code == 422
    assert "Zima." in page.content.decode()
    assert not Annex.objects.exists()
    with pytest.raises(BadTemplate):
        draw_up_annex(
            agreement=agreement,
            reason="Zima.",
            ends_on=agreement.ends_on + timedelta(days=7),
            papers=annex_papers,
            by=staff,
        )


def test_both_templates_of_a_call_are_uploaded_apart(client_of):
    call = make_call()
    client = client_of(staff_of(call))

    response = client.post(
        template_page(call), {"file": upload(docx("{{ changes }}"), "aneks.docx")}
    )

    assert response.status_code == 302
    assert template_of(call, ANNEX_TEMPLATE).name == "aneks.docx"
    assert template_of(call) is None
    agreements = reverse("grants:agreement-template", args=[call.code])
    refused = client.post(agreements, {"file": upload(docx("{{ changes }}"))})
    assert refused.status_code == 422


def test_the_shipped_template_of_annexes_passes_its_own_check(client_of):
    call = make_call()
    client = client_of(staff_of(call))

    content = client.get(f"{template_page(call)}?shipped=1").content

    assert content == SHIPPED.read_bytes()
    assert client.post(template_page(call), {"file": upload(content)}).status_code == 302


def test_the_template_of_annexes_is_for_staff_alone(client_of):
    call = make_call()

    assert client_of(make_user()).get(template_page(call)).status_code == 404


# --- the signatures ------------------------------------------------------------------------------


def test_an_annex_changes_nothing_before_every_signature_is_on_file(client_of, annex):
    client = client_of(staff_of(annex.agreement.call))
    first, *others = annex.signatories.all()
    record(client, annex, first)

    with pytest.raises(GuardsFailed, match=others[0].name):
        sign(annex)
    for party in others:
        record(client, annex, party)
    sign(annex)

    assert Annex.objects.get(pk=annex.pk).state == "signed"
    assert Agreement.objects.get(pk=annex.agreement_id).ends_on == annex.ends_on
    assert set(annex.signatories.values_list("how", flat=True)) == {Signatory.How.QUALIFIED}
    assert all(party.scan for party in annex.signatories.all())


def test_one_file_with_every_signature_is_enough(annex):
    sign(annex, scan=scan())

    assert set(annex.signatories.values_list("signed_on", "how")) == {(clock.today(), "paper")}


def test_on_its_page_the_signing_without_a_file_gets_a_sentence(client_of, annex):
    client = client_of(staff_of(annex.agreement.call))
    typed = {"version": annex.version, "signed_on": clock.today().isoformat()}

    refused = client.post(at("annex-move", annex, "sign"), typed)
    taken = client.post(at("annex-move", annex, "sign"), typed | {"scan": scan()})

    assert (refused.status_code, taken.status_code) == (422, 302)
    assert "brakuje" in refused.content.decode()


def test_an_annex_of_before_parties_signed_singly_needs_its_scan(annex):
    annex.signatories.all().delete()

    with pytest.raises(GuardsFailed):
        sign(annex)
    sign(annex, scan=scan())


@pytest.mark.parametrize(
    "changes",
    [
        {"signed_on": "2199-01-01"},
        {"signed_on": "2001-01-01"},
        {"signed_on": ""},
        {"file": ""},
        {"how": "palcem"},
    ],
)
def test_a_signature_that_cannot_be_gets_a_sentence(client_of, annex, changes):
    page = record(
        client_of(staff_of(annex.agreement.call)), annex, annex.signatories.first(), **changes
    )

    assert page.status_code == 422
    assert page.context["form"].errors
    assert not annex.signatories.filter(signed_on__isnull=False).exists()


def test_a_signature_is_recorded_once_and_not_once_the_annex_holds(client_of, annex):
    client, party = client_of(staff_of(annex.agreement.call)), annex.signatories.first()

    assert record(client, annex, party).status_code == 302
    assert record(client, annex, party).status_code == 422
    sign(annex, scan=scan())
    page = client.get(at("annex-signature", annex, party.pk))
    assert page.context["reasons"]


def test_nobody_signs_after_the_day_on_which_the_annex_is_said_to_be_signed(client_of, annex):
    record(client_of(staff_of(annex.agreement.call)), annex, annex.signatories.first())

    with pytest.raises(GuardsFailed):
        sign_annex(
            annex=annex,
            by=staff_of(annex.agreement.call),
            seen=annex.version,
            signed_on=clock.today() - timedelta(days=1),
            scan=scan(),
        )


def test_the_grantee_reads_who_has_signed_and_records_nothing(client_of, annex):
    author, party = client_of(annex.agreement.application.author), annex.signatories.first()

    page = author.get(annex.get_absolute_url()).content.decode()

    assert party.name in page
    assert at("annex-signature", annex, party.pk) not in page
    assert record(author, annex, party).status_code == 403
    assert client_of(make_user()).get(at("annex-signature", annex, party.pk)).status_code == 404
    assert author.get(at("annex-signature", annex, 999_999)).status_code == 404


def test_a_file_of_a_signature_is_read_by_whoever_sees_the_annex(client_of, annex):
    record(client_of(staff_of(annex.agreement.call)), annex, annex.signatories.first())
    file = annex.signatories.first().scan

    fetched = client_of(annex.agreement.application.author).get(file.get_absolute_url())

    assert b"".join(fetched.streaming_content).startswith(b"%PDF")
    assert client_of(make_user()).get(file.get_absolute_url()).status_code == 404


def test_the_page_of_an_annex_costs_the_same_with_one_party_as_with_two(
    client_of, annex, django_assert_num_queries
):
    client = client_of(staff_of(annex.agreement.call))
    client.get(annex.get_absolute_url())

    with django_assert_num_queries(15):
        client.get(annex.get_absolute_url())
    annex.signatories.last().delete()
    with django_assert_num_queries(15):
        client.get(annex.get_absolute_url())


# --- when it is too late, and where nothing is paid ------------------------------------------------


def test_an_annex_drawn_up_before_the_report_is_not_signed_after_it():
    agreement = make_agreement("paid")
    annex = prolong(agreement, papers=annex_papers)
    hand_in_report(agreement, spent=str(agreement.amount))

    with pytest.raises(GuardsFailed, match="sprawozdani"):
        sign(Annex.objects.get(pk=annex.pk), scan=scan())

    annex.refresh_from_db()
    assert annex.state == "draft"


def test_an_annex_of_a_local_initiative_orders_no_transfer():
    agreement = make_initiative()
    line = next(iter(lines_of(agreement).values()))
    more = {"amount": agreement.amount + 100, "amounts": {line.pk: line.amount + 100}}
    annex = prolong(agreement, papers=annex_papers, **more)

    sign(annex, scan=scan())

    agreement.refresh_from_db()
    assert agreement.amount == annex.amount
    assert not agreement.tranches.exists()
    assert not agreement.payments.exists()
