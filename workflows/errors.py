"""Why a move did not happen. Every refusal carries sentences that can stand on a page as they are."""

from collections.abc import Sequence


class MoveRefused(Exception):
    """A move was refused; nothing has changed. `sentences` say why, `status` is the HTTP status for it."""

    status = 422

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = [str(sentence) for sentence in sentences]
        super().__init__(" ".join(self.sentences))


class NotYours(MoveRefused):
    """The move belongs to somebody else."""

    status = 403


class GuardsFailed(MoveRefused):
    """Facts stand in the way; all of them are named at once."""


class SomeoneWasFaster(MoveRefused):
    """The object changed since the person saw it."""

    status = 409


class NotFromHere(MoveRefused):
    """The object is in a state that this move does not leave from."""

    status = 409
