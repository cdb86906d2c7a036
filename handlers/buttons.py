"""What a button carries, written and read in one place. Never a name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.core.errors import Unknown
from bot.core.lists import Place

LONGEST = 64
"""So many bytes Telegram lets a button carry."""

_EPOCH, _STEP = datetime(1970, 1, 1, tzinfo=UTC), timedelta(milliseconds=1)


class Act(StrEnum):
    """What pressing a button does; short, because it counts among what a button carries."""

    LANGUAGE = "lang"
    COUNTRY = "land"
    BATCHES = "page"
    BATCH = "batch"
    TIMELINE = "course"
    FOLLOW = "follow"
    UNFOLLOW = "end"
    STOP_ALL = "stop"
    RESUME = "resume"
    FORGET = "forget"
    KEEP = "keep"
    MY_DATA = "mydata"
    KNOWS_NO_MORE = "nomore"
    CHECK_LATER = "later"
    MISSED = "missed"
    CORRECTION = "corr"
    REPORT = "rep"
    REPORTED = "repd"
    CONTACTS = "contacts"
    DETAILS = "more_of"
    BRIEF = "less_of"
    CORRECT = "fix"
    CORRECTIONS = "fixes"
    FOLLOW_MORE = "fmore"
    FOLLOW_WIDER = "fwide"
    UNFOLLOW_WIDER = "endw"
    FOLLOW_CARD = "fcard"
    FOLLOW_PAUSE = "fpause"
    FOLLOW_ON = "fon"
    FOLLOW_NAME = "fname"
    FOLLOW_AGAIN = "again"
    WIDER_AGAIN = "wideagain"
    PREFERENCES = "prefs"
    LANGUAGES = "langs"
    QUIET = "quiet"
    ZONE = "zone"
    DIRECT = "direct"
    DIGEST = "digest"
    PHRASE = "phrase"
    MY = "my"
    WATCH = "watch"
    SHOW = "show"
    UNWATCH = "unwatch"
    NOT_THEM = "notthem"
    LEAVE_OUT = "but"
    WATCH_AGAIN = "wagain"
    WATCH_CARD = "wcard"
    WATCH_SHOW = "wshow"
    WATCH_PAUSE = "wpause"
    WATCH_ON = "won"
    WATCH_NAME = "wname"
    WATCH_RENEW = "wrenew"
    WATCH_ERASE = "werase"
    WATCHES_MORE = "wmore"

    DESK = "desk"
    FORM = "form"
    PICK = "pick"
    MORE = "more"
    SAVE = "save"
    LEAVE = "leave"
    BACK = "back"
    ASIDE = "aside"
    TAKE_UP = "takeup"
    ANEW = "anew"
    SET_UP = "setup"
    GROUPS = "groups"
    GROUP = "group"
    LOG = "log"
    SQUARE = "qr"
    SWITCH = "switch"
    REPORTS = "reps"
    REPORT_VIEW = "repview"
    REPORT_CLOSE = "repclose"
    TAKE_DOWN = "takedown"
    PROPOSAL = "pr"
    PROPOSAL_AGREE = "pragr"
    PROPOSAL_STOP = "prstop"
    CHECKED = "checked"
    DELIVERY = "dl"
    DELIVERY_STOP = "dlask"
    DELIVERY_END = "dlend"
    HELD = "held"
    HELD_RELEASE = "hrel"
    HELD_DROP = "hask"
    HELD_DROPPED = "hdrop"
    EDITION = "ed"
    EDITION_SUBMIT = "edsub"
    EDITION_PUBLISH = "edpub"
    EDITION_DISCARD = "eddis"
    EDITION_FINDINGS = "edfind"
    STATEMENT = "st"
    STATEMENT_AGREE = "stagr"
    STATEMENT_STOP = "ststop"
    GRANT = "gr"
    GRANT_AGREE = "gragr"
    GRANT_END = "grend"


@dataclass(frozen=True, slots=True)
class Press:
    """One press: what to do, and to which ids."""

    act: Act
    args: tuple[str, ...] = ()

    def arg(self, position: int) -> str:
        """Return one of the ids.

        Raises:
            Unknown: the button carries fewer: it is forged, or older than this program.
        """
        if position >= len(self.args):
            raise Unknown(f"button {self.act}")
        return self.args[position]

    def moment(self, position: int) -> datetime:
        """Return a moment that the button carries.

        Raises:
            Unknown: it carries none.
        """
        text = self.arg(position)
        try:
            return _EPOCH + int(text) * _STEP
        except (ValueError, OverflowError) as error:
            raise Unknown(f"button {self.act}") from error


def carried(moment: datetime) -> str:
    """Write a moment as a button carries it: to the millisecond."""
    return str((moment - _EPOCH) // _STEP)


def carry(act: Act, *args: str) -> str:
    """Write what a button carries."""
    return ":".join((act.value, *args))


@dataclass(frozen=True, slots=True)
class Again:
    """How a question is asked again: what the name above the button does not tell.

    Args:
        knows_no_more: the person said they know neither patronymic nor birth year.
        further: how many more people the message named; beyond two it is all the same.
        left_out: rows of which the person said that they are somebody else.
        watch_id: the watch whose answer it is; empty if it was asked by the way.
    """

    knows_no_more: bool = False
    further: int = 0
    left_out: tuple[Place, ...] = ()
    watch_id: str = ""

    @property
    def args(self) -> tuple[str, ...]:
        """As a button carries it."""
        knows_no_more = Act.KNOWS_NO_MORE.value if self.knows_no_more else ""
        return knows_no_more, str(min(self.further, 2)), carry_rows(self.left_out), self.watch_id

    @classmethod
    def read(cls, args: Sequence[str]) -> "Again":
        """Read it from what a button carries.

        Raises:
            Unknown: it is forged.
        """
        knows_no_more, further, rows, watch_id = (*args, "", "", "", "")[:4]
        more = int(further) if further.isdecimal() else 0
        return cls(knows_no_more == Act.KNOWS_NO_MORE.value, more, read_rows(rows), watch_id)


def carry_rows(rows: Sequence[Place]) -> str:
    """Write rows of lists as one of the ids that a button carries; their numbers in short."""
    return "-".join(f"{edition_id}_{row:x}" for edition_id, row in rows)


def read_rows(arg: str) -> tuple[Place, ...]:
    """Read rows of lists from what a button carries.

    Raises:
        Unknown: they are forged.
    """
    rows = [_ROW.fullmatch(each) for each in arg.split("-")] if arg else []
    if len(rows) > MOST_LEFT_OUT:
        raise Unknown("rows")
    return tuple([_place(row) for row in rows])


def _place(row: "re.Match[str] | None") -> Place:
    if row is None:
        raise Unknown("row")
    return row[1], int(row[2], 16)


MOST_LEFT_OUT = 2
"""So many rows that are somebody else fit into a button; a watch has room for more."""
_ROW = re.compile(r"([A-Za-z0-9]{1,16})_([0-9a-f]{1,6})")

_ARGUMENT = re.compile(r"[A-Za-z0-9_\-]{0,48}")


def read(data: str) -> Press:
    """Read what a button carries.

    Raises:
        Unknown: nothing this program ever wrote.
    """
    act, *args = data.split(":")
    if act not in set(Act) or not all(_ARGUMENT.fullmatch(arg) for arg in args):
        raise Unknown("button")
    return Press(Act(act), tuple(args))
