"""Who may: a predicate over (user, object) that can say why not.

One predicate serves the door, the button and the list's twin `visible_to`; composed with `&`, `|`
and `~`, it still names the sentence of the part that failed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise
Test = Callable[[Any, Any], bool]


class Predicate:
    """A yes-or-no question about a user and an object."""

    def __init__(
        self, test: Test, says: Sentence, says_not: Sentence | None = None, parts: str = ""
    ) -> None:
        self.test, self.says, self.says_not = test, says, says_not
        self.name = parts or getattr(test, "__name__", "predicate")

    def __call__(self, user: Any, obj: Any) -> bool:
        return bool(self.test(user, obj))

    def why_not(self, user: Any, obj: Any) -> list[str]:
        """The sentences that explain a refusal; empty when the answer is yes."""
        return [] if self(user, obj) else [str(self.says)]

    def why(self, user: Any, obj: Any) -> list[str]:
        """The sentences that explain a yes where a no was wanted (the other side of `~`)."""
        return [str(self.says_not or self.says)] if self(user, obj) else []

    def bars(self, user: Any, obj: Any) -> list[str]:
        """What keeps `user` away whoever they act for: the sentences of every `~` within that does not hold for them.

        „The mentor, and never the mentee” lets nobody who is the mentee act in the mentor's place.
        """
        return []

    def __and__(self, other: Predicate) -> Predicate:
        return _Both(self, other)

    def __or__(self, other: Predicate) -> Predicate:
        return _Either(self, other)

    def __invert__(self) -> Predicate:
        return _Not(self)

    def __repr__(self) -> str:
        return f"<may: {self.name}>"


class _Two(Predicate):
    left: Predicate
    right: Predicate

    def bars(self, user: Any, obj: Any) -> list[str]:
        return list(dict.fromkeys([*self.left.bars(user, obj), *self.right.bars(user, obj)]))


class _Both(_Two):
    def __init__(self, left: Predicate, right: Predicate) -> None:
        self.left, self.right = left, right
        super().__init__(
            lambda u, o: left(u, o) and right(u, o),
            left.says,
            parts=f"({left.name} & {right.name})",
        )

    def why_not(self, user: Any, obj: Any) -> list[str]:
        return self.left.why_not(user, obj) or self.right.why_not(user, obj)

    def why(self, user: Any, obj: Any) -> list[str]:
        return [*self.left.why(user, obj), *self.right.why(user, obj)] if self(user, obj) else []


class _Either(_Two):
    def __init__(self, left: Predicate, right: Predicate) -> None:
        self.left, self.right = left, right
        super().__init__(
            lambda u, o: left(u, o) or right(u, o), left.says, parts=f"({left.name} | {right.name})"
        )

    def why_not(self, user: Any, obj: Any) -> list[str]:
        if self(user, obj):
            return []
        return list(dict.fromkeys([*self.left.why_not(user, obj), *self.right.why_not(user, obj)]))

    def why(self, user: Any, obj: Any) -> list[str]:
        return self.left.why(user, obj) or self.right.why(user, obj)


class _Not(Predicate):
    def __init__(self, inner: Predicate) -> None:
        self.inner = inner
        super().__init__(
            lambda u, o: not inner(u, o), inner.says_not or inner.says, parts=f"~{inner.name}"
        )

    def why_not(self, user: Any, obj: Any) -> list[str]:
        return self.inner.why(user, obj)

    def why(self, user: Any, obj: Any) -> list[str]:
        return self.inner.why_not(user, obj)

    def bars(self, user: Any, obj: Any) -> list[str]:
        return self.inner.why(user, obj)


def predicate(says: Sentence, *, says_not: Sentence | None = None) -> Callable[[Test], Predicate]:
    """Make a predicate of `test(user, obj)`.

    `says` is the sentence for a page when the answer is no ("The pair's mentor approves this milestone.");
    `says_not` is the sentence when the answer is yes but `~` wanted a no ("Nobody approves their own milestone.").
    """
    return lambda test: Predicate(test, says, says_not)


@predicate(_("Tandem does this by itself."))
def nobody(user: Any, obj: Any) -> bool:
    """For moves that only follow from others or from the clock."""
    return False


@predicate(_("Log in first."))
def is_logged_in(user: Any, obj: Any) -> bool:
    return bool(getattr(user, "is_authenticated", False))


@predicate(_("An administrator of this installation does this."))
def is_admin(user: Any, obj: Any) -> bool:
    return bool(getattr(user, "is_active", False) and getattr(user, "is_superuser", False))
