"""What one moderator proposes about something that families already see, and another agrees to."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.core.errors import BadValue, NotAllowed, WrongCode, WrongState
from bot.core.log import digest_of, same_code

MOST_WORDS = 500


class Proposed(StrEnum):
    """What may be proposed."""

    WITHDRAW_EDITION = "withdraw_edition"
    WITHDRAW_STATEMENT = "withdraw_statement"
    WITHDRAW_BATCH = "withdraw_batch"
    SEARCH_LIST = "search_list"
    STOP_SEARCHING_LIST = "stop_searching_list"


WITHDRAWALS = frozenset({Proposed.WITHDRAW_EDITION, Proposed.WITHDRAW_STATEMENT, Proposed.WITHDRAW_BATCH})


class Reason(StrEnum):
    """What was wrong: a closed set, because families read it in their own language."""

    OUR_MISTAKE = "our_mistake"
    SOURCE_CHANGED = "source_changed"
    NOT_GENUINE = "not_genuine"


class ProposalReview(StrEnum):
    """How far two moderators have come with a proposal."""

    SUBMITTED = "submitted"
    AGREED = "agreed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One act upon something published; it happens in the moment in which the second person agrees.

    Args:
        subject: id of the edition, statement, batch or list.
        subject_digest: of the subject as the first person saw it.
        reason: what was wrong, for families; None of a list that is to be searched or not.
        words: for moderators only: the harm check, or a remark; may be empty.
        leads_to: the state in which the batch will be, where one is touched.
    """

    id: str
    kind: Proposed
    subject: str
    subject_digest: str
    reason: Reason | None
    words: str
    leads_to: str | None
    submitted_by: str
    submitted_at: datetime
    review: ProposalReview = ProposalReview.SUBMITTED
    agreed_by: str | None = None
    version: int = 0

    @property
    def digest(self) -> str:
        """What two people agree upon."""
        return digest_of(
            {
                "kind": self.kind,
                "subject": self.subject,
                "subject_digest": self.subject_digest,
                "reason": self.reason,
                "words": self.words,
                "leads_to": self.leads_to,
            }
        )


def check_proposal(proposal: Proposal) -> None:
    """Refuse a proposal that lacks what the second person must be able to judge.

    Raises:
        BadValue: a withdrawal without a reason, a list without its harm check, or too many words.
    """
    if (proposal.reason is not None) is not (proposal.kind in WITHDRAWALS):
        raise BadValue("reason")
    if proposal.kind is Proposed.SEARCH_LIST and not proposal.words.strip():
        raise BadValue("harm")
    if len(proposal.words) > MOST_WORDS:
        raise BadValue("words")


def agree(proposal: Proposal, *, moderator: str, code: str) -> Proposal:
    """Return the proposal as agreed by a second person.

    Raises:
        WrongState: it does not wait for a second person.
        NotAllowed: the moderator proposed it themselves.
        WrongCode: other characters were typed than the screen shows.
    """
    if proposal.review is not ProposalReview.SUBMITTED:
        raise WrongState(f"proposal {proposal.id} is {proposal.review}")
    if moderator == proposal.submitted_by:
        raise NotAllowed(f"moderator {moderator} submitted proposal {proposal.id}")
    if not same_code(code, proposal.digest):
        raise WrongCode(proposal.id)
    return replace(proposal, review=ProposalReview.AGREED, agreed_by=moderator)


def stop(proposal: Proposal) -> Proposal:
    """Return the proposal as stopped.

    Raises:
        WrongState: it happened, or was stopped already.
    """
    if proposal.review is not ProposalReview.SUBMITTED:
        raise WrongState(f"proposal {proposal.id} is {proposal.review}")
    return replace(proposal, review=ProposalReview.STOPPED)
