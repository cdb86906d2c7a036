"""What is on record of June 2025, in the order of its days: the only place of the story's figures.

Ids here are the story's own keys; the store gives others. What was decided, and why:

- The agreement stands twice, once for prisoners and once for remains, because "all for all" must never be
  read as being about remains.
- The 640 names of 7 June are a group of "prisoners of war": nobody stated of which category they are, and
  these words say no more than is known. So for the later stages, whose categories are not on record.
- What one side said on 7 June is an announcement, for it claimed no exchange that took place. The other side
  denied it, and a day later spoke of another number of names: the group's statements differ.
- Neither side gave a number for 9 June, so there is none.
- The days of the later stages come from one report of 9 July. No confirmation of them is on record, so they
  stay announced by the words of 9 June. The report stands on the agreement, without its number: stages
  are nothing that a statement counts.
- No party is named for the two quotations of 8 and 9 June and for the report of 9 July. They stand as
  Ukraine's: the first speaks of a list that Ukraine was to be given, the others come from its media.
"""

from dataclasses import dataclass
from datetime import date

from bot.core.exchanges import (
    Agreement,
    Batch,
    Category,
    Counted,
    Exchange,
    Figure,
    Localized,
    Party,
    Side,
    StatementKind,
    Subject,
    SubjectKind,
)


@dataclass(frozen=True, slots=True)
class Report:
    """What one publisher reported on one day; no full address is on record of any.

    Args:
        says: what is on record of it; the party's own words stand in quotation marks.
    """

    publisher: str
    day: date
    says: str


@dataclass(frozen=True, slots=True)
class Stated:
    """One statement as a moderator records it, without what our store adds."""

    about: Subject
    party: Party
    kind: StatementKind
    report: Report
    figure: Figure | None = None
    words: str = ""


def _june(day: int) -> date:
    return date(2025, 6, day)


_PLEDGES = (
    'Istanbul: all severely wounded or ill "all for all"; those aged 18–25 "all for all"; '
    "bodies 6,000 for 6,000."
)
_FIRST_STAGE = 'The first stage; "several stages in the coming days". No numbers were given by either side.'

LIGA = Report("liga.net", _june(2), _PLEDGES)
UA_056 = Report("056.ua", _june(2), _PLEDGES)
PRAVDA_7 = Report(
    "pravda.com.ua",
    _june(7),
    "The Russian side spoke of 640 names and 1,212 bodies. The Ukrainian Coordination Headquarters: "
    'the lists "did not comply", and the date had not been agreed.',
)
PRAVDA_8 = Report("pravda.com.ua", _june(8), '"yet to provide a complete list of more than 1,000".')
UNN = Report("unn.ua", _june(9), _FIRST_STAGE)
TRT = Report("trtworld", _june(9), _FIRST_STAGE)
KARPAT = Report(
    "karpat.in.ua", date(2025, 7, 9), "Stages on 9, 10, 12, 14, 19, 20 and 26 June and on 4 July: eight."
)

PRISONERS = Agreement(
    "prisoners",
    Localized(
        uk="Стамбул, 2 червня 2025 року: військовополонені",
        ru="Стамбул, 2 июня 2025 года: военнопленные",
        en="Istanbul, 2 June 2025: prisoners of war",
    ),
    _june(2),
)
REMAINS = Agreement(
    "remains",
    Localized(
        uk="Стамбул, 2 червня 2025 року: тіла (останки)",
        ru="Стамбул, 2 июня 2025 года: тела (останки)",
        en="Istanbul, 2 June 2025: remains",
    ),
    _june(2),
)

NAMES_OF_7 = Exchange("7 June, names", PRISONERS.id, _june(7))
BODIES_OF_7 = Exchange("7 June, remains", REMAINS.id, _june(7))
FIRST_STAGE = Exchange("9 June", PRISONERS.id, _june(9))

DISPUTED = Batch("640 names", NAMES_OF_7.id, Side.UKRAINE, Category.PRISONERS_OF_WAR)
BODIES = Batch("1,212 bodies", BODIES_OF_7.id, Side.UKRAINE, Category.REMAINS)
TO_UKRAINE = Batch("9 June, to Ukraine", FIRST_STAGE.id, Side.UKRAINE, Category.UNDER_25)
TO_RUSSIA = Batch("9 June, to Russia", FIRST_STAGE.id, Side.RUSSIA, Category.UNDER_25)


def _later(*days: date) -> tuple[tuple[Exchange, Batch], ...]:
    stages = [Exchange(f"stage of {day}", PRISONERS.id, day) for day in days]
    return tuple(
        (stage, Batch(f"group of {stage.day}", stage.id, Side.UKRAINE, Category.PRISONERS_OF_WAR))
        for stage in stages
    )


NEXT_STAGES = _later(_june(10), _june(12), _june(14))
LAST_STAGES = _later(_june(19), _june(20), _june(26), date(2025, 7, 4))


def _of(about: Agreement | Exchange | Batch) -> Subject:
    match about:
        case Agreement():
            return Subject(SubjectKind.AGREEMENT, about.id)
        case Exchange():
            return Subject(SubjectKind.EXCHANGE, about.id)
        case Batch():
            return Subject(SubjectKind.BATCH, about.id)


_UKRAINE, _RUSSIA = Party.UKRAINE, Party.RUSSIA
_SEVERAL_STAGES = "several stages in the coming days"

PLEDGED = (
    Stated(_of(PRISONERS), _UKRAINE, StatementKind.PLEDGE, LIGA, words="all for all"),
    Stated(_of(PRISONERS), _RUSSIA, StatementKind.PLEDGE, UA_056, words="all for all"),
    Stated(_of(REMAINS), _UKRAINE, StatementKind.PLEDGE, LIGA, Figure(6000, Counted.BODIES)),
    Stated(_of(REMAINS), _RUSSIA, StatementKind.PLEDGE, UA_056, Figure(6000, Counted.BODIES)),
)
ANNOUNCED_BY_RUSSIA = (
    Stated(_of(DISPUTED), _RUSSIA, StatementKind.ANNOUNCEMENT, PRAVDA_7),
    Stated(_of(BODIES), _RUSSIA, StatementKind.ANNOUNCEMENT, PRAVDA_7, Figure(1212, Counted.BODIES)),
)
COUNTED_BY_RUSSIA = (
    Stated(_of(DISPUTED), _RUSSIA, StatementKind.COUNT, PRAVDA_7, Figure(640, Counted.NAMES)),
)
DENIED_BY_UKRAINE = (
    Stated(_of(DISPUTED), _UKRAINE, StatementKind.DENIAL, PRAVDA_7, words="did not comply"),
    Stated(_of(BODIES), _UKRAINE, StatementKind.DENIAL, PRAVDA_7),
)
COUNTED_BY_UKRAINE = (
    Stated(
        _of(DISPUTED), _UKRAINE, StatementKind.COUNT, PRAVDA_8,
        Figure(1000, Counted.NAMES), words="yet to provide a complete list of more than 1,000",
    ),
)  # fmt: skip
FIRST_STAGE_ANNOUNCED = (
    Stated(_of(TO_UKRAINE), _UKRAINE, StatementKind.ANNOUNCEMENT, UNN, words=_SEVERAL_STAGES),
)
FIRST_STAGE_CLAIMED = (
    Stated(_of(TO_UKRAINE), _RUSSIA, StatementKind.CLAIM, TRT),
    Stated(_of(TO_RUSSIA), _UKRAINE, StatementKind.CLAIM, UNN),
)
CONFIRMED_BY_UKRAINE = Stated(_of(TO_UKRAINE), _UKRAINE, StatementKind.CONFIRMATION, UNN)
CONFIRMED_BY_RUSSIA = Stated(_of(TO_RUSSIA), _RUSSIA, StatementKind.CONFIRMATION, TRT)
STAGES_REPORTED = (Stated(_of(PRISONERS), _UKRAINE, StatementKind.ANNOUNCEMENT, KARPAT),)


def announced_stages(stages: tuple[tuple[Exchange, Batch], ...]) -> tuple[Stated, ...]:
    """What announced some of the later stages: all that is on record is that several were to come."""
    return tuple(
        Stated(_of(batch), _UKRAINE, StatementKind.ANNOUNCEMENT, UNN, words=_SEVERAL_STAGES)
        for _, batch in stages
    )
