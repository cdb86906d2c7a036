"""The bot's name, descriptions and commands, as Telegram shows them."""

from handlers.wording.terms import Terms, _


class Menus(Terms):
    """Plain texts: Telegram shows no markup here."""

    def _plain(self, text: str) -> str:
        return self.translations.gettext(text)

    def bot_name(self) -> str:
        """At most 64 characters."""
        return self._plain(_("Vdoma · list check"))

    def bot_short_description(self) -> str:
        """At most 120 characters."""
        return self._plain(_("Is a name on a published exchange list? Not a state body, not the Red Cross."))

    def bot_description(self) -> str:
        """At most 512 characters."""
        return self._plain(
            _(
                "Write one person’s family name, given name, and patronymic or birth year. We say whether that name is "
                "on the published lists we search. A name on a list does not confirm an exchange. We are not a state "
                "body and not the Red Cross. We never ask for money, documents, tax or phone numbers."
            )
        )

    def commands(self) -> dict[str, str]:
        """Everybody's commands with their descriptions."""
        commands = {
            "batches": _("Exchanges and what was stated about them"),
            "my": _("What you follow and watch"),
            "contacts": _("Official bodies"),
            "verify": _("Is an alert from us"),
            "report": _("Something is wrong"),
            "settings": _("How you are told"),
            "language": _("Language"),
            "stop": _("No more alerts"),
            "privacy": _("What we keep"),
            "mydata": _("Everything we keep about you"),
            "forget": _("Erase everything about you"),
            "help": _("What can be done here"),
            "start": _("From the beginning"),
        }
        return {command: self._plain(text) for command, text in commands.items()}

    def group_commands(self) -> dict[str, str]:
        """The commands in groups."""
        return {"batches": self._plain(_("Exchanges and what was stated about them"))}

    def moderator_commands(self) -> dict[str, str]:
        """The moderators' commands."""
        commands = {
            "desk": _("Desk: what waits for whom"),
            "statement": _("Record a statement"),
            "confirm": _("The receiving side confirms"),
            "batch": _("New exchange group"),
            "withdraw": _("Withdraw something"),
            "log": _("What was done, by whom"),
            "allow": _("Allow a larger family more watches"),
            "moderators": _("Who moderates"),
            "unlock": _("A code of your authenticator"),
            "freeze": _("Stop everything at once"),
            "unfreeze": _("Go on, by two"),
            "pause": _("Owners: pause answers or alerts"),
            "resume": _("Owners: go on with answers or alerts"),
        }
        return {command: self._plain(text) for command, text in commands.items()}
