"""Every deliberate error, as a tree by who must answer."""


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


class NotAllowed(BotError):
    """The person may not do this; told to them, and written to the audit trail."""


class WrongState(BotError):
    """Somebody was faster, or the button is old; told to them with the present state."""


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


class ChecksAreStale(CannotCheck):
    """No moderator has looked for new lists lately."""
