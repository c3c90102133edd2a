"""Who does something in the store, and what their role lets them do."""

from __future__ import annotations

from dataclasses import dataclass

VIEWER, MONITOR, ANALYST, ADMIN = "viewer", "monitor", "analyst", "admin"
ROLES = (VIEWER, MONITOR, ANALYST, ADMIN)  # each may do what those before it may
LONGEST_NAME = 80


class NotAllowed(PermissionError):  # noqa: N818 - it says what it is
    """The role of who asks does not allow it; the message says which role would."""


@dataclass(frozen=True)
class Actor:
    """A visitor, as the store writes them down.

    name : shown beside what they did.  role : one of ``ROLES``.
    subject : who they are for the identity provider; None where nobody signs in, so that a name is
    only what somebody typed.
    regions : ids of the regions in which a monitor may write; of no meaning for the other roles.
    """

    name: str
    role: str
    subject: str | None = None
    regions: tuple[str, ...] = ()

    def is_at_least(self, role: str) -> bool:
        """Tell whether this actor's role is ``role`` or more."""
        return ROLES.index(self.role) >= ROLES.index(role)

    def needs(self, role: str) -> None:
        """Raise NotAllowed unless this actor's role is ``role`` or more."""
        if not self.is_at_least(role):
            raise NotAllowed(f"this needs the role '{role}'; '{self.name}' has '{self.role}'")

    def writes_in(self, region: str) -> bool:
        """Tell whether this actor may write records of a region: an analyst may in all."""
        return self.is_at_least(ANALYST) or (self.role == MONITOR and region in self.regions)

    def wrote(self, subject: str | None) -> bool:
        """Tell whether ``subject`` is this actor; nobody is known who has not signed in."""
        return self.subject is not None and self.subject == subject
