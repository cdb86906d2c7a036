"""Every deliberate error, as a tree by who must answer."""

from collections.abc import Sequence
from datetime import timedelta


class BotError(Exception):
    """The root. Messages name ids, never people; what a person reads is worded in handlers/wording.py."""


class UserMistake(BotError):
    """The person can put it right; told to them, in their language."""


class NameTooShort(UserMistake):
    """A family name and a given name are needed; one of them is missing."""


class NotAName(UserMistake):
    """The text holds something no name holds: digits that are no year, wildcards, addresses, markup."""


class TooMuchText(UserMistake):
    """The text holds more words than one person's name."""


class ManyPeople(TooMuchText):
    """The text names many people, one to a line."""


class FamilyMissing(NameTooShort):
    """The text is a given name and a patronymic."""


class PartAlone(NameTooShort):
    """The text is a patronymic or a birth year, and no question waits for one."""


class UnreadableList(UserMistake):
    """A whole file that cannot be read as a list.

    Args:
        code: the fault's code, such as "E20"; the reader is told in words what it means.
        row: the line of the file, from 1, where that is known.
    """

    def __init__(self, code: str, *, row: int | None = None) -> None:
        super().__init__(code if row is None else f"{code} at row {row}")
        self.code = code
        self.row = row


class BadValue(UserMistake):
    """A value typed into a form cannot be taken.

    Args:
        field: which value, such as "date" or "link".
    """

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class TakenDown(UserMistake):
    """An edition prints rows again that were taken down from its list.

    Args:
        rows: the lines of the file, from 1.
    """

    def __init__(self, rows: Sequence[int]) -> None:
        super().__init__(f"rows {', '.join(map(str, rows))}")
        self.rows = tuple(rows)


class WrongCode(UserMistake):
    """The second person typed other characters than the screen shows."""


class TooManyQuestions(UserMistake):
    """The person asked about more people than a family does.

    Args:
        wait_s: seconds until the next question is answered.
    """

    def __init__(self, wait_s: int) -> None:
        super().__init__(f"wait {wait_s} s")
        self.wait_s = wait_s


class TooManyWatches(UserMistake):
    """The chat has as many watches as it may have.

    Args:
        most: how many that is.
    """

    def __init__(self, most: int) -> None:
        super().__init__(f"{most} watches")
        self.most = most


class Slowed(UserMistake):
    """Names are tried out; the question is answered after a wait, in the same words.

    Args:
        wait: until it may be asked again.
    """

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"wait {wait}")
        self.wait = wait


class TooManyReports(UserMistake):
    """The person reported more than anybody finds wrong in a day."""


class NotAllowed(BotError):
    """The person may not do this; told to them, and written to the audit trail."""


class RoleTooLow(NotAllowed):
    """The moderator's role does not allow this; another moderator's may."""


class FactorNeeded(NotAllowed):
    """A code of the moderator's authenticator is needed first."""


class FactorBlocked(NotAllowed):
    """Too many wrong codes were given; for a while none is taken."""


class WrongFactor(UserMistake):
    """No code of now, or one that was used.

    Args:
        left: how many more may be tried.
    """

    def __init__(self, left: int) -> None:
        super().__init__(f"{left} tries left")
        self.left = left


class Frozen(NotAllowed):
    """A moderator has frozen everything; two agree to go on."""


class WrongState(BotError):
    """Somebody was faster, or the button is old; told to them with the present state."""


class LogBroken(BotError):
    """The publication log was changed behind our back: nothing is published before that is understood.

    Args:
        place: the first line at which the chain does not hold.
    """

    def __init__(self, place: int) -> None:
        super().__init__(f"the log does not hold at line {place}")
        self.place = place


class Unknown(BotError):
    """Nothing has this id: the button is old or was forged."""


class ReaderUnavailable(BotError):
    """A file could not be read for want of a process: our own fault, and none of the file's."""


class CannotCheck(BotError):
    """The lists could not be searched completely. Never told as "not on the lists"."""


class StoreUnavailable(CannotCheck):
    """The database does not answer: our own fault."""


class IndexBehind(CannotCheck):
    """Rows are keyed by older rules than those of this program: our own fault."""


class NothingToSearch(CannotCheck):
    """No published edition of a searched class is held."""


class NameWithheld(CannotCheck):
    """The matcher does not tell whom a watch is about: nothing in the database agrees with the name."""


class AnswersPaused(CannotCheck):
    """An owner has paused answers for a while."""


class ChecksAreStale(CannotCheck):
    """No moderator has looked for new lists lately."""
