"""The course of an agreement in words: the picture and the text say the same."""

from dataclasses import dataclass

from markupsafe import Markup

from bot.core.exchanges import Category, Side
from bot.core.statements import Statement
from bot.core.timelines import Group, Stage, Timeline
from handlers.wording.batches import Batches
from handlers.wording.terms import Said, _, paragraphs

MOST_PLEDGES = 6
MOST_FIGURES = 4
# With title, pledges and closing it stays under Telegram's 4,096 characters.
LONGEST_STAGES = 2400


@dataclass(frozen=True, slots=True)
class SideOfStage:
    """What one side gets back in one stage: its name and a line for each group."""

    side: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StageTexts:
    """One stage of the picture."""

    day: str
    about: tuple[str, ...]
    sides: tuple[SideOfStage, ...]


@dataclass(frozen=True, slots=True)
class TimelineTexts:
    """Everything that stands on the picture, as plain text, from the top."""

    title: str
    pledges_heading: str
    pledges: tuple[str, ...]
    stages: tuple[StageTexts, ...]
    closing: str


class Timelines(Batches):
    """Texts of timelines."""

    def timeline(self, timeline: Timeline) -> Said:
        """The course of an agreement for those who cannot see the picture."""
        texts = self.timeline_texts(timeline)
        lines: list[Markup | str | None] = [Markup("<b>{title}</b>").format(title=texts.title)]
        if texts.pledges:
            lines += ["", texts.pledges_heading, *texts.pledges]
        for stage in texts.stages:
            lines += ["", Markup("<b>{day}</b>").format(day=stage.day), *stage.about]
            for side in stage.sides:
                lines += [side.side, *side.lines]
        return Said(paragraphs(*map(_escaped, lines), Markup(""), texts.closing))

    def timeline_caption(self, timeline: Timeline) -> Said:
        """What stands under the picture."""
        title = getattr(timeline.agreement.title, self.language)
        return Said(
            self.say(_("{title}: what the sides stated, and when. The same as text follows."), title=title)
        )

    def timeline_texts(self, timeline: Timeline) -> TimelineTexts:
        """Everything that the picture shows."""
        stages = self._newest_stages(timeline.stages)
        has_remains = any(
            g.standing.batch.category is Category.REMAINS for stage in stages for g in stage.groups
        )
        nobody = self.say(_("There are no names here; this says nothing about any one person."))
        closing = [(self.remains_notice() if has_remains else nobody).unescape()]
        if len(stages) < len(timeline.stages):
            closing.insert(0, self._plain_text(_("Earlier days are left out here.")))
        return TimelineTexts(
            title=getattr(timeline.agreement.title, self.language),
            pledges_heading=self._plain_text(_("What was stated about the agreement as a whole:")),
            pledges=tuple(self._stated(statement) for statement in timeline.pledges[-MOST_PLEDGES:]),
            stages=tuple(map(self._stage, stages)),
            closing=" ".join(closing),
        )

    def _newest_stages(self, stages: tuple[Stage, ...]) -> tuple[Stage, ...]:
        """As many as there is room for, oldest first; the earlier ones give way."""
        room = LONGEST_STAGES
        for at in range(len(stages) - 1, -1, -1):
            texts = self._stage(stages[at])
            room -= sum(map(len, (texts.day, *texts.about)))
            room -= sum(len(line) for side in texts.sides for line in (side.side, *side.lines))
            if room < 0:
                return stages[at + 1 :] or stages[at:]
        return stages

    def _stage(self, stage: Stage) -> StageTexts:
        sides = tuple(
            SideOfStage(
                self._plain_text(_("Receiving side: {side}"), side=self.side(side)),
                tuple(line for group in of_side for line in self._group_lines(group)),
            )
            for side in Side
            if (of_side := [g for g in stage.groups if g.standing.batch.side is side])
        )
        return StageTexts(
            self.days(stage.exchange), tuple(map(self._stated, stage.figures[-MOST_FIGURES:])), sides
        )

    def _group_lines(self, group: Group) -> tuple[str, ...]:
        standing = group.standing
        line = self._plain_text(
            _("{category}: {state} ({party}, {day})"),
            category=self.category(standing.batch.category),
            state=self.state(standing.batch.state),
            party=self.party(standing.statement.party),
            day=self.day(standing.statement.source.stated_on),
        )
        differ = (self._plain_text(_("statements differ")),) if standing.disputed else ()
        return (line, *differ, *map(self._stated, group.figures[-MOST_FIGURES:]))

    def _stated(self, statement: Statement) -> str:
        """One statement with its number and its source, without its address."""
        values = {
            "day": self.day(statement.source.stated_on),
            "party": self.party(statement.party),
            "kind": self.kind(statement.kind),
            "publisher": statement.source.publisher,
        }
        if statement.figure is not None:
            figure = self.figure(statement.figure)
            return self._plain_text(
                _("• {party}, {day}: {kind}, {figure} ({publisher})"), figure=figure, **values
            )
        if statement.words:
            return self._plain_text(
                _("• {party}, {day}: {kind}. “{words}” ({publisher})"), words=statement.words, **values
            )
        return self._plain_text(_("• {party}, {day}: {kind} ({publisher})"), **values)

    def _plain_text(self, text: str, **values: object) -> str:
        """Words for a picture, where nothing is marked up."""
        return self.say(text, **values).unescape()


def _escaped(line: Markup | str | None) -> Markup | None:
    return Markup.escape(line) if line is not None else None
