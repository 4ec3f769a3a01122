"""What everybody who applies is asked, whatever form the edition chose: the facts by which pairs are found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from people.regions import Region
from questionnaires.blocks import (
    Block,
    Choice,
    Files,
    Heading,
    LongText,
    MultipleChoice,
    Option,
    PageBreak,
    Question,
    questions,
)

from .enrolment import Enrolment, Hours, Language, Way

if TYPE_CHECKING:
    from .edition import Edition

#: Keys that a form of an edition cannot use, because every application asks them.
RESERVED = frozenset(
    {
        "topics", "region", "languages", "forms", "availability", "need", "experience", "access_needs", "keep_apart",
        "page_opening", "section_idea", "section_meeting", "section_confidence",
    }
)  # fmt: skip
READ_BY_TEAM = _("The programme's coordinators read this. Employers never do.")
READ_BY_WHO_CHOOSES = _("Only the people who choose the participants read this.")
READ_BY_TEAM_AND_MENTOR = _(
    "The programme's coordinators read this, and the mentor whom we propose to you. Employers never do."
)
#: What the directory of practitioners shows of those who completed a pair and agree to stand there.
READ_IN_DIRECTORY = _(
    "The programme's coordinators read this; everybody does in the directory of practitioners, if you agree to it after your pair."
)
READ_BY_PAIR_AND_IN_DIRECTORY = _(
    "The programme's coordinators read this, and whom we propose to you; everybody does in the directory of practitioners, if you agree to it after your pair."
)
READERS = {
    "need": READ_BY_TEAM_AND_MENTOR,
    "experience": READ_BY_PAIR_AND_IN_DIRECTORY,
    "region": READ_BY_PAIR_AND_IN_DIRECTORY,
    "topics": READ_IN_DIRECTORY,
    "access_needs": READ_BY_WHO_CHOOSES,
    "keep_apart": READ_BY_WHO_CHOOSES,
}
LONGEST = 3000
LONGEST_IN_CONFIDENCE = 1000


@dataclass(frozen=True)
class Side:
    """The words in which one side is asked."""

    about: Any
    topics: Any
    topics_missing: Any
    story: LongText


SIDES = {
    Enrolment.Role.MENTEE: Side(
        about=_("Your idea"),
        topics=_("What you want to learn"),
        topics_missing=_("Tick at least one topic: by it we look for your mentor."),
        story=LongText(
            key="need",
            label=_("What you want to do, and what help you need"),
            help=_("What shall change in your town, who lives with it every day, and where are you stuck?"),
            missing=_("Write what you want to do and what help you need."),
            max_length=LONGEST,
            fact="action.goal",
        ),
    ),
    Enrolment.Role.MENTOR: Side(
        about=_("What you bring"),
        topics=_("What you can help with"),
        topics_missing=_("Tick at least one topic: by it we look for your mentees."),
        story=LongText(
            key="experience",
            label=_("Your experience"),
            help=_("What have you done with residents, an office or an organisation, and what came of it?"),
            missing=_("Write what you have done: mentees will trust it."),
            max_length=LONGEST,
        ),
    ),
}  # fmt: skip


def asked_of(edition: Edition, role: str, own: Iterable[Block]) -> list[Block]:
    """Everything that the form of one side asks: the facts that matching needs, then the edition's `own` questions.

    Where the own form has pages, the facts are the first one; what is said in confidence always stands last.
    """
    side, rest = SIDES[Enrolment.Role(role)], list(own)
    first: list[Block] = [
        Heading(key="section_idea", label=side.about),
        side.story,
        *_topics(edition, side),
        Heading(key="section_meeting", label=_("How you can meet")),
        Choice(
            key="region",
            label=_("Region"),
            options=tuple(Option(code, name) for code, name in Region.choices),
            missing=_("Choose the region you live in."),
        ),
        _any("forms", _("How you can meet"), Way, _("Tick at least one way to meet.")),
        _any("availability", _("When you have time"), Hours, _("Tick when you have time."),
             help=_("The more you mark, the easier it is to find you a pair.")),
        _any("languages", _("Languages you can talk in"), Language, _("Tick at least one language.")),
    ]  # fmt: skip
    if any(isinstance(block, PageBreak) for block in rest):
        first.insert(0, PageBreak(key="page_opening", label=_("You and the pair")))
    return [*first, *rest, *_in_confidence()]


def _topics(edition: Edition, side: Side) -> list[Question]:
    options = tuple(
        Option(str(topic.pk), {"pl": topic.name_pl or "", "en": topic.name_en or topic.name_pl})  # type: ignore[attr-defined]
        for topic in edition.topics.all()
    )
    if not options:
        return []
    return [
        MultipleChoice(
            key="topics",
            label=side.topics,
            help=_("We look for pairs that share topics."),
            options=options,
            missing=side.topics_missing,
            is_topic=True,
        )
    ]


def _any(key: str, label: Any, choices: Any, missing: Any, help: Any = None) -> MultipleChoice:  # noqa: A002
    options = tuple(Option(code, name) for code, name in choices.choices)
    return MultipleChoice(key=key, label=label, help=help, options=options, missing=missing)


def _in_confidence() -> list[Block]:
    """Health and conflicts: what the law calls special data is never compulsory (RODO, art. 9)."""
    return [
        Heading(
            key="section_confidence",
            label=_("In confidence"),
            help=_(
                "Only the people who choose the participants read this; never your mentor or mentee, your employer, or others who apply. You may leave it empty."
            ),
        ),
        LongText(
            key="access_needs",
            label=_("What you need to take part comfortably"),
            help=_("For example: a room without stairs, an induction loop, a sign language interpreter, breaks."),
            required=False,
            max_length=LONGEST_IN_CONFIDENCE,
        ),
        LongText(
            key="keep_apart",
            label=_("With whom we should not pair you"),
            help=_("For example a superior, or somebody you are in conflict with. You need not say why."),
            required=False,
            max_length=LONGEST_IN_CONFIDENCE,
        ),
    ]  # fmt: skip


def readers_of(blocks: Iterable[Block]) -> dict[str, Any]:
    """Who reads the answer to each question of a recruitment form, as sentences by key."""
    return {block.key: READERS.get(block.key, READ_BY_TEAM) for block in questions(blocks)}


def why_no_recruitment_form(blocks: Iterable[Block]) -> list[str]:
    """Sentences that speak against asking a form of these blocks of candidates."""
    blocks = list(blocks)
    taken = sorted(block.title for block in blocks if block.key in RESERVED)
    files = sorted(block.title for block in blocks if isinstance(block, Files))
    found = []
    if taken:
        found.append(
            _("Every application asks this already: %(what)s. Give the question another key.")
            % {"what": ", ".join(taken)}
        )
    if files:
        found.append(
            _("A form for candidates takes no files: %(what)s.") % {"what": ", ".join(files)}
        )
    return found
