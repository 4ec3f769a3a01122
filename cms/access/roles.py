"""The roles of the demo, and what it means to let some of them through."""

from dataclasses import dataclass

VISITOR = "visitor"
ACCOUNTS = (
    "applicant",
    "assessor",
    "chair",
    "mentor",
    "mentee",
    "staff",
    "coordinator",
    "finance",
    "funder",
    "editor",
    "admin",
)
ROLES = (VISITOR, *ACCOUNTS)

EVERYBODY = frozenset(ROLES)
MEMBERS = frozenset(ACCOUNTS)
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Access:
    """The roles that get through, by method."""

    get: frozenset[str] = NOBODY
    post: frozenset[str] = NOBODY

    def allows(self, method: str, role: str) -> bool:
        """Say whether `role` gets through with `method` (GET or POST)."""
        return role in (self.get if method == "GET" else self.post)


def only(*roles: str) -> frozenset[str]:
    """Return just these roles."""
    return frozenset(roles)


OFFICE = only("staff", "coordinator", "admin")
TEAM = OFFICE | only("finance")
PAIR = only("mentor", "mentee")
#: Whoever keeps the money and did not propose what is to be approved; in the demo staff@ did.
CHECKERS = only("coordinator", "finance", "admin")
