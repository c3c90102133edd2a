"""Records that monitors send in and analysts review; only what was accepted counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from scenarios.actors import Actor
from scenarios.contents import Record
from scenarios.database import Database
from scenarios.records import SubmissionPage, WholeEvent
from scenarios.submitted import Counted, Submission

LONGEST_NOTE = 500
AT_ONCE = 50
MOST_WRITTEN = 5000


class Submissions:
    """The part of the store that keeps records with their review.

    Every write raises NotAllowed (its kind Forbidden says what is in the way), NoSuchSubmission for
    a record that the actor may not see, Conflict for a version that is no longer the newest,
    SubmissionError for a step or a reference that cannot be, TextError for a note that cannot be
    kept, StoreError when the database fails; then nothing was written.
    """

    database: Database

    def submit(
        self, actor: Actor, content: Record, note: str = "", *, draft: bool = False
    ) -> Submission:
        """Send a record in for a review, or keep it as a draft that only its author finishes."""
        raise NotImplementedError

    def submit_many(
        self, actor: Actor, given: Sequence[tuple[Record, str]]
    ) -> tuple[Submission, ...]:
        """Send in many records with their notes, all or none."""
        raise NotImplementedError

    def revise(
        self,
        actor: Actor,
        id: str,
        version: int,
        content: Record,
        note: str = "",
        *,
        draft: bool = False,
    ) -> Submission:
        """Write a record anew; it waits for a review, and what was accepted goes on counting."""
        raise NotImplementedError

    def review_submission(
        self, actor: Actor, id: str, version: int, state: str, reason: str = ""
    ) -> Submission:
        """Accept a record, ask back or reject it; the last two need a reason."""
        raise NotImplementedError

    def review_many(
        self, actor: Actor, given: Sequence[tuple[str, int]], state: str, reason: str = ""
    ) -> tuple[Submission, ...]:
        """Decide on many records (id, version) at once, all or none."""
        raise NotImplementedError

    def withdraw(self, actor: Actor, id: str, version: int, reason: str = "") -> Submission:
        """Withdraw a record for good: it counts no more, and stays in the trail."""
        raise NotImplementedError

    def submission(self, actor: Actor, id: str) -> Submission:
        """Return a record.  Raises NoSuchSubmission, also when the actor may not see it."""
        raise NotImplementedError

    def submissions(
        self,
        actor: Actor,
        *,
        kinds: Collection[str] = (),
        region: str | None = None,
        state: str | None = None,
        limit: int = AT_ONCE,
        before: str | None = None,
    ) -> SubmissionPage:
        """Return the records that the actor may see, the last written first.

        before : ``more`` of the page before, for the next one.
        """
        raise NotImplementedError

    def counted(self, kinds: Collection[str] = ()) -> tuple[Counted, ...]:
        """Return all that counts, of every kind unless they are named; open to everybody."""
        raise NotImplementedError

    def submission_trail(self, actor: Actor, id: str) -> tuple[WholeEvent, ...]:
        """Return the steps of a record that the actor may see, newest first, each with its state."""
        raise NotImplementedError
