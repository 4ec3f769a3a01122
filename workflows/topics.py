"""What a letter is about, and how a person may choose to get letters of that kind."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class How(TextChoices):
    """How letters of a topic reach a person."""

    AT_ONCE = "at_once", pgettext_lazy("letters", "at once")
    DAILY = "daily", pgettext_lazy("letters", "once a day, in one letter")
    NEVER = "never", pgettext_lazy("letters", "not at all")


class Topic(TextChoices):
    """Few, so that a neighbour sees in ten seconds what they choose; every notice names its own."""

    MUST = "must", _("Decisions, deadlines and confirmations")
    MOVE = "move", _("What waits for me")
    NEWS = "news", _("What happens in things I take part in")
    TALK = "talk", _("Messages and answers")
    REMINDER = "reminder", _("Reminders of a day that comes near")
    GROUP = "group", _("Letters that staff write to many")

    @property
    def ways(self) -> tuple[How, ...]:
        """What the person may choose from; nothing where a rule or the law demands the letter.

        A letter that hands somebody a move may wait for the morning, but whoever has a move has to hear of it.
        """
        return _WAYS.get(self, tuple(How))

    @property
    def says(self) -> str:
        """What belongs here, in a sentence for the page."""
        return str(_SAYS[self])


_WAYS = {Topic.MUST: (), Topic.MOVE: (How.AT_ONCE, How.DAILY)}
_SAYS = {
    Topic.MUST: _(
        "Results, decisions, corrections with a day, contracts and payments, invitations, places at meetings, "
        "hand-overs and what concerns your account. A rule or the law has you told, so they always come at once."
    ),
    Topic.MOVE: _(
        "Somebody did their part and now it is your turn: a milestone to read, a report to check. "
        "Others wait for you, so these come at once or once a day."
    ),
    Topic.NEWS: _(
        "Something went on in a pair, a grant or a report of yours; nothing for you to do."
    ),
    Topic.TALK: _("Somebody wrote to you in a pair."),
    Topic.REMINDER: _("Three days before the day, on it, and three days after it."),
    Topic.GROUP: _("News and requests to a whole group, for example to all mentees."),
}
CHOOSABLE = tuple(topic for topic in Topic if topic.ways)
