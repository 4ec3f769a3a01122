"""Two calls in which every confidential field holds a word that stands nowhere else, and who may read each word."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from grants.actions.appeal import file_appeal
from grants.actions.application import attach_to_answers
from grants.actions.assessment import save_sheet
from grants.actions.assignment import ask_assessors
from grants.actions.listing import declare_ties
from grants.actions.meeting import call_meeting
from grants.actions.sharing import invite_co_author
from grants.models import Agreement, Application, Assessment, Call
from grants.models.sharing import Part
from grants.rules.declaring import parties_in
from grants.rules.listed import key_of_name
from people.models import HandOver
from programmes.models import GroupLetter, SavedFilter
from programmes.telling import begin_letter
from questionnaires.actions import publish_version
from questionnaires.models import Questionnaire
from tests.contracts.canary.papers import paper, picture, table
from tests.contracts.canary.words import Scenery
from tests.factories.grants import (
    chair_of,
    check,
    close,
    fresh,
    hand_in,
    make_application,
    make_call,
    staff_of,
)
from tests.factories.grants_later import (
    ACCOUNT,
    make_agreement,
    make_assessor,
    make_member,
    second_keeper,
    typed_sheet,
)
from tests.factories.inspecting import make_inspection, write
from tests.factories.people import make_membership, make_organisation, make_user
from tests.factories.questionnaires import question
from workflows import clock
from workflows.actions import add_comment
from workflows.roles import give_role

BLOCKS = [
    question("long_text", "need"),
    question("file", "photos", maximum=3, endings=["png", "pdf", "xlsx"], required=False),
    question("costs", sources=["own_cash", "own_work"]),
    question("checkbox", "true_statement"),
]
TEAM = {"staff", "keeper"}
PARTIES = (
    "grants:call-parties"  # there an assessor of a blind call reads names, tied to no application
)


class Scene(Scenery):
    """Two calls: one assessed blind, one with a grant that is paid."""

    def play(self) -> None:
        """Bring both to where their secrets are."""
        self.blind()
        self.formal_appeal()
        self.paid()

    def blind(self) -> None:
        """A blind call in assessment: three applications, three assessors, a committee, an internal comment."""
        form = publish_version(
            questionnaire=Questionnaire.objects.create(code="kanarek", name="Kanarek"),
            blocks=BLOCKS,
        )
        criteria = [
            {"title_pl": "Pomysł", "maximum": Decimal(1000)},
            {"title_pl": "Koszty", "maximum": Decimal(1000)},
        ]
        self.call = call = make_call(
            questionnaire=form,
            is_blind=True,
            assessments_needed=2,
            criteria=criteria,
            formal_appeal_days=3,
        )
        self.people["staff"] = staff_of(call)
        self.first = self.apply_as_group(call)
        self.second = self.apply_as_organisation(call)
        self.rejected = self.apply_and_fail(call)
        close(call)
        self.call = call = Call.objects.get(pk=call.pk)
        self.people["chair"] = chair_of(call)
        for role in ("deputy", "member", "secretary"):
            self.people[role] = make_member(call, role, f"Ktosia {role.title()}")
        call.start_assessment(by=staff_of(call))
        self.assess(call)
        call_meeting(
            call=call, starts_at=clock.now(), place="Sala 12", by=chair_of(call)
        ).open_meeting(by=chair_of(call))
        add_comment(obj=self.first, text="Kanwewnetrzny", by=staff_of(call), audience="internal")
        self.keeps("Kanwewnetrzny", readers=TEAM)
        place = {"place": "grants:application-list", "query": "words=x"}
        SavedFilter.objects.create(owner=staff_of(call), name="Kanfiltr", **place)
        self.keeps("Kanfiltr", readers={"staff"})
        words = {"subject_pl": "Kantytulgrupy", "body_pl": "Kanlistdogrupy"}
        group = {"audience": "grants.applicants", "keys": [self.first.pk]}
        letter = GroupLetter(programme=call.programme, **group, **words)
        begin_letter(letter=letter, by=staff_of(call))
        for word in words.values():
            self.keeps(word, readers=TEAM)
        self.hand_over(call)

    def hand_over(self, call: Call) -> None:
        """The staff will be away; why is theirs and their stand-in's to know."""
        staff, chair = staff_of(call), chair_of(call)
        HandOver.objects.begin(
            by=staff,
            giver=staff,
            recipient=chair,
            since=clock.today() + timedelta(days=30),
            reason="Kanzastepstwo",
            made_by=staff,
        )
        self.keeps("Kanzastepstwo", readers={"staff", "chair"})

    def apply_as_group(self, call: Call) -> Application:
        """A group whose form, files and account all say who they are."""
        author = self.people["applicant"] = make_user(
            "Kanautorka Kannazwisko", email="kanadres@example.org"
        )
        draft = make_application(
            call,
            author=author,
            group_name="Kolektyw Kangrupa",
            group_members="Ala Kanczlonkini\nJan Jawor\nHalina Olcha",
        )
        attach_to_answers(
            application=draft, uploads={"photos": [picture(), paper(), table()]}, by=author
        )
        self.write_together(draft)
        application = self.admit(draft)
        together = {"applicant", "coauthor", *TEAM}
        for word in ("Kanautorka", "Kannazwisko"):  # the invitation says from whom it comes
            self.keeps(word, readers={"invited", *together}, elsewhere=PARTIES)
        for word in ("kanadres", "Kangrupa", "Kanczlonkini"):
            self.keeps(word, readers=together, elsewhere=PARTIES)
        self.keeps(
            "kanplik",
            "kanmetka",
            "kanpapier",
            "kanarkusz",
            readers={"applicant", "coauthor", *TEAM},
        )
        return application

    def write_together(self, draft: Application) -> None:
        """One who was invited has joined, another has not answered yet."""
        for name, email in (
            ("Kanwspolna", "kanwpis@example.org"),
            ("Kanzaproszona", "kanczeka@example.org"),
        ):
            invite_co_author(
                application=draft,
                email=email,
                given_name=name,
                family_name="Dwojga",
                part=Part.WRITES,
                by=draft.author,
            )
        first = draft.co_authors.get(user__email="kanwpis@example.org")
        first.join(by=first.user)
        self.people["coauthor"] = first.user
        self.people["invited"] = draft.co_authors.exclude(pk=first.pk).get().user
        together = {"applicant", "coauthor", *TEAM}
        self.keeps("Kanwspolna", "kanwpis", readers=together, elsewhere=PARTIES)
        # whoever has not answered yet sees their own invitation
        self.keeps("Kanzaproszona", "kanczeka", readers={"invited", *together}, elsewhere=PARTIES)

    def apply_as_organisation(self, call: Call) -> Application:
        """A foundation; one of the assessors is its member."""
        author = self.people["rival"] = make_user("Kanrywalka Inna")
        self.tied_to = make_organisation("Fundacja Kanfundacja", nip="5260250274")
        make_membership(author.person, self.tied_to)
        draft = make_application(
            call, author=author, applicant_kind="ngo", organisation=self.tied_to.pk
        )
        self.keeps("Kanrywalka", readers={"rival", *TEAM}, elsewhere=PARTIES)
        # the register of organisations is open to everybody who works in the office
        registered = {"rival", "tied", "second_staff", *TEAM}
        self.keeps("Kanfundacja", readers=registered, elsewhere=PARTIES)
        return self.admit(draft)

    def apply_and_fail(self, call: Call) -> Application:
        """An application rejected for its form."""
        author = self.people["rejected"] = make_user("Kanodrzucona Trzecia")
        draft = make_application(call, author=author, group_name="Paczka Kanpaczka")
        application = hand_in(fresh(draft))
        check(application, passed=False)
        application.reject_formally(by=staff_of(call), grounds="Kanpodstawy odmowy.")
        self.keeps(*("Kanodrzucona", "Kanpaczka"), readers={"rejected"} | TEAM, elsewhere=PARTIES)
        self.keeps("Kanpodstawy", readers={"rejected"} | TEAM)
        return fresh(application)

    def admit(self, draft: Application) -> Application:
        application = hand_in(fresh(draft))
        check(application)
        application.admit(by=staff_of(draft.call))
        return fresh(application)

    def assess(self, call: Call) -> None:
        """One sheet handed in, one at work, one handed back; one assessor ticked a tie, one has one."""
        names = {
            "scorer": "Ocena Pierwsza",
            "writer": "Ocena Druga",
            "recuser": "Ocena Trzecia",
            "tied": "Ocena Czwarta",
        }
        for part, name in names.items():
            self.people[part] = make_assessor(call, name)
        make_membership(self.people["tied"].person, self.tied_to)
        seen = [key for key, _label in parties_in(call)]
        ticked = [key_of_name("Kolektyw Kangrupa")]
        for part in names:
            declare_ties(
                call=call,
                ticked=ticked if part == "tied" else [],
                seen=seen,
                by=self.people[part],
                at=clock.now(),
            )
        for part in ("scorer", "writer", "recuser"):
            self.given(self.first, part)
        self.given(self.second, "writer")

    def given(self, application: Application, part: str) -> None:
        """Ask one assessor and have them do their part."""
        assessor = self.people[part]
        ask_assessors(
            call=application.call,
            wanted={application.pk: [assessor.pk]},
            due_at=application.call.closes_at.replace(year=2099),
            by=staff_of(application.call),
        )
        sheet = Assessment.objects.get(application=application, assessor=assessor)
        if part == "recuser":
            sheet.recuse(by=assessor, reason="Kanwylaczenie: znam tę okolicę.")
            self.keeps("Kanwylaczenie", readers={"recuser", "chair", "deputy"} | TEAM)
            return
        sheet.declare_no_conflict(by=assessor, confirmed=True)
        if part == "writer":
            self.write(sheet)
        else:
            self.score(sheet)

    def score(self, sheet: Assessment) -> None:
        typed = typed_sheet(sheet, ("813,5", "427,5"))
        for one in typed.values():
            one["comment"] = "Kanuwaga do oceny."
        save_sheet(assessment=sheet, typed=typed, seen=sheet.version, by=sheet.assessor)
        sheet.submit(by=sheet.assessor)
        self.keeps("813,5", "813.5", "1241", "Kanuwaga", readers={"scorer"})

    def write(self, sheet: Assessment) -> None:
        if sheet.application_id != self.first.pk:
            return
        typed = typed_sheet(sheet, ("619,5", ""))
        for one in typed.values():
            one["comment"] = "Kanszkic oceny."
        save_sheet(assessment=sheet, typed=typed, seen=sheet.version, by=sheet.assessor)
        self.keeps("619,5", "619.5", "Kanszkic", readers={"writer"})

    def formal_appeal(self) -> None:
        """The rejected one appeals: the staff answer, while the call is still blind."""
        file_appeal(
            application=self.rejected,
            grounds="Kanodwolanie od odmowy.",
            by=self.rejected.author,
            at=clock.now(),
        )
        self.keeps("Kanodwolanie", readers={"rejected"} | TEAM)

    def paid(self) -> None:
        """A grant that is paid, in a call of its own: its account is for the grantee and the keepers of money."""
        self.agreement: Agreement = make_agreement("paid")
        self.people["grantee"] = self.agreement.application.author
        self.people["keeper"] = second_keeper(self.agreement)
        for role in ("staff", "finance"):
            give_role(self.people["keeper"], role, self.call.programme, by=None)
        self.people["second_staff"] = staff_of(self.agreement.call)
        self.people["second_chair"] = chair_of(self.agreement.call)
        self.people["funder"] = make_user("Fundatora Hojna")
        for call in (self.call, self.agreement.call):
            give_role(self.people["funder"], "funder", call.programme, by=None)
        self.people["stranger"] = make_user("Obca Osoba")
        readers = {"grantee", "second_staff", "keeper"}
        spaced = f"{ACCOUNT[:2]} {ACCOUNT[2:6]} {ACCOUNT[6:10]}"
        self.keeps(ACCOUNT, ACCOUNT[-16:], spaced, readers=readers)
        self.checked()

    def checked(self) -> None:
        """The protocol of a check is being written: the grantee reads it once it is sent."""
        inspection = make_inspection("held", agreement=self.agreement)
        write(inspection, wrong="Kanustalenie kontroli.", conclusion="Kanwnioski z niej.")
        self.keeps("Kanustalenie", "Kanwnioski", readers={"second_staff", "keeper"})
