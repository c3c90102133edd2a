"""Who does something in the store, and what their role lets them do."""

from __future__ import annotations

from dataclasses import dataclass

VIEWER, ANALYST, ADMIN = "viewer", "analyst", "admin"
ROLES = (VIEWER, ANALYST, ADMIN)  # each may do what those before it may
LONGEST_NAME = 80


class NotAllowed(PermissionError):  # noqa: N818 - it says what it is
    """The role of who asks does not allow it; the message says which role would."""


@dataclass(frozen=True)
class Actor:
    """A visitor, as the store writes them down.

    name : shown beside what they did.  role : one of ``ROLES``.
    subject : who they are for the identity provider; None where nobody signs in, so that a name is
    only what somebody typed.
    """

    name: str
    role: str
    subject: str | None = None

    def needs(self, role: str) -> None:
        """Raise NotAllowed unless this actor's role is ``role`` or more."""
        if ROLES.index(self.role) < ROLES.index(role):
            raise NotAllowed(f"this needs the role '{role}'; '{self.name}' has '{self.role}'")
