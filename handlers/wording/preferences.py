"""How a person wishes to be told: what they chose, and the daily digest."""

from collections.abc import Sequence

from babel.dates import get_timezone_location
from markupsafe import Markup

from bot.core.alerts import Alert
from bot.core.answers import Standing
from bot.core.follows import Country
from bot.core.preferences import KYIV, LONGEST_PHRASE, ZONES, Quiet
from bot.services.prefer import Chosen
from handlers.buttons import Act
from handlers.wording.alerts import Alerts
from handlers.wording.families import LANGUAGE_NAMES
from handlers.wording.terms import Button, Row, Said, _, paragraphs

QUIET_HOURS = (Quiet(22, 7), Quiet(21, 8), Quiet(23, 6), Quiet(20, 10))
MOST_IN_A_DIGEST = 15


class PreferenceTexts(Alerts):
    """Texts about preferences."""

    def preferences(self, chosen: Chosen, country: Country | None) -> Said:
        """Everything that can be chosen, with what is chosen now."""
        prefer = chosen.preferences
        text = paragraphs(
            self.say(_("Language: {language}."), language=LANGUAGE_NAMES[self.language]),
            self.say(_("Country for official contacts: {country}."), country=self.country(country))
            if country is not None
            else self.say(_("Country for official contacts: not chosen.")),
            self._quiet(prefer.quiet, prefer.zone),
            self.say(_("Alerts about a person: they say at once what they are about."))
            if prefer.direct
            else self.say(_("Alerts about a person: they name nobody until you press “Show”.")),
            self.say(_("News of exchange groups: once a day, at 18:00."))
            if prefer.digest
            else self.say(_("News of exchange groups: at once.")),
            self.say(_("Safe phrase: “{phrase}”."), phrase=chosen.phrase)
            if chosen.phrase is not None
            else self.say(_("Safe phrase: none. With one you see in each alert that it is from us.")),
        )
        direct = _("Name nobody in alerts") if prefer.direct else _("Say it at once in alerts")
        digest = _("News at once") if prefer.digest else _("News once a day")
        return Said(
            text,
            (
                (self.button(_("Language"), Act.LANGUAGES), self.button(_("Country"), Act.CONTACTS)),
                (self.button(_("Quiet hours"), Act.QUIET), self.button(_("Time zone"), Act.ZONE)),
                (self.button(direct, Act.DIRECT, "" if not prefer.direct else "0"),),
                (self.button(digest, Act.DIGEST, "0" if prefer.digest else "1"),),
                (self.button(_("Safe phrase"), Act.PHRASE),),
            ),
        )

    def _quiet(self, quiet: Quiet | None, zone: str) -> Markup:
        if quiet is None:
            return self.say(_("Quiet hours: none."))
        return self.say(
            _("Quiet hours: {hours} ({zone}). Alerts come then too, without a sound."),
            hours=_hours(quiet),
            zone=self.city(zone),
        )

    def city(self, zone: str) -> str:
        """Name a time zone by its city, in the language of the chat."""
        if zone == KYIV:
            # Babel's tables know it under a name of their own.
            return str(self.say(_("Kyiv")))
        return str(get_timezone_location(zone, locale=self.language, return_city=True))

    def choose_quiet(self) -> Said:
        rows: list[Row] = [
            (Button(_hours(q), carries=self.button("", Act.QUIET, str(q.start), str(q.end)).carries),)
            for q in QUIET_HOURS
        ]
        rows.append((self.button(_("No quiet hours"), Act.QUIET, "n"),))
        return Said(self.say(_("In which hours are alerts to come without a sound?")), tuple(rows))

    def choose_zone(self) -> Said:
        buttons = [
            Button(self.city(zone), carries=self.button("", Act.ZONE, str(number)).carries)
            for number, zone in enumerate(ZONES)
        ]
        rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
        return Said(self.say(_("Which time zone is yours?")), rows)

    def ask_for_direct(self) -> Said:
        """Said once before somebody's alerts name a person."""
        return Said(
            self.say(
                _(
                    "Alerts about a person will then show the name and the whole answer at once, also on a locked screen that "
                    "others may see."
                )
            ),
            (
                (self.button(_("Say it at once in alerts"), Act.DIRECT, "1"),),
                (self.button(_("Leave it as it is"), Act.PREFERENCES),),
            ),
        )

    def ask_for_phrase(self) -> Said:
        return Said(
            self.count(
                "Write a few words that only you know, at most {count} character. They will stand in each alert, so that you "
                "see that it is from us. Do not use a password.",
                "Write a few words that only you know, at most {count} characters. They will stand in each alert, so that you "
                "see that it is from us. Do not use a password.",
                LONGEST_PHRASE,
            ),
            (
                (self.button(_("Without a safe phrase"), Act.PHRASE, "n"),),
                (self.button(_("Leave it as it is"), Act.PREFERENCES),),
            ),
        )

    def digest(self, alert: Alert, standings: Sequence[Standing]) -> Said:
        """What happened to exchange groups that a person follows."""
        lines = [
            self.say(
                _("• {line} Source: {link}, {statement_at}."),
                line=self._batch_line(standing),
                link=self._statement_link(standing),
                statement_at=self.day(standing.statement.source.stated_on),
            )
            for standing in standings[-MOST_IN_A_DIGEST:]
        ]
        text = paragraphs(
            self._repeat(alert),
            self.say(_("What was stated about exchange groups that you follow:")),
            *lines,
            self.say(_("Earlier ones are in /batches.")) if len(standings) > MOST_IN_A_DIGEST else None,
            self.say(
                _(
                    "There are no names here; this says nothing about any one person. You can check one name here, or "
                    "ask officially: /contacts."
                )
            ),
            self._footer(alert),
        )
        return Said(
            text,
            (
                (self.button(_("All exchange groups"), Act.BATCHES, "0"),),
                (self.button(_("Stop the daily news"), Act.DIGEST, "0"),),
                (self.button(_("Stop all alerts"), Act.STOP_ALL),),
            ),
        )


def _hours(quiet: Quiet) -> str:
    return f"{quiet.start:02}:00–{quiet.end:02}:00"
