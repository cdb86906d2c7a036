"""Who moderates, as moderators see it."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from bot.core.roles import Grant, GrantReview, in_force
from handlers.buttons import Act
from handlers.wording.shelf import Shelf
from handlers.wording.terms import Row, Said, _, paragraphs


class Grants(Shelf):
    """Texts about the roles of moderators."""

    def moderators(self, grants: Sequence[Grant], *, now: datetime) -> Said:
        lines = (
            [self.say(_("Moderators beside the owners:"))]
            if grants
            else [self.say(_("There are no moderators beside the owners."))]
        )
        lines += [self._grant_line(grant, now) for grant in grants]
        rows: list[Row] = [
            (
                self._named(
                    self.say(_("End: {name}"), name=grant.name),
                    Act.GRANT_END,
                    grant.id,
                    str(grant.version),
                ),
            )
            for grant in grants
        ]
        rows.append((self.button(_("Invite a moderator"), Act.FORM, "invite"),))
        if any(grant.review is GrantReview.PUBLISHED for grant in grants):
            rows.append((self.button(_("Renew or change a role"), Act.FORM, "renew"),))
        return Said(paragraphs(*lines), tuple(rows))

    def grant_name(self, grant: Grant) -> str:
        """Name a grant for a choice."""
        return grant.name

    def _grant_line(self, grant: Grant, now: datetime) -> Markup:
        values = {"name": grant.name, "role": self.role(grant.role)}
        if grant.review is GrantReview.PUBLISHED and grant.until is not None:
            values["moment"] = self.moment(grant.until)
            if in_force(grant, now=now):
                return self.say(_("• {name} ({role}), until {moment}"), **values)
            return self.say(_("• {name} ({role}): ended by itself at {moment}"), **values)
        if grant.review is GrantReview.SUBMITTED:
            return self.say(_("• {name} ({role}): waits for a second moderator"), **values)
        if grant.review is GrantReview.ENDED:
            return self.say(_("• {name} ({role}): ended"), **values)
        return self.say(_("• {name} ({role}): invited"), **values)

    def invitation(self, name: str, address: str) -> Said:
        text = self.say(
            _(
                "Send this address to one person only, {name}. It works once, within a day; then another moderator must "
                "agree: {address}"
            ),
            name=name,
            address=address,
        )
        return Said(text)

    def grant(self, grant: Grant, *, now: datetime) -> Said:
        text = paragraphs(
            self.say(_("Moderator: {name}"), name=grant.name),
            self.say(_("Role: {role}"), role=self.role(grant.role)),
            self.count(
                "It lasts {count} day from your agreement.",
                "It lasts {count} days from your agreement.",
                grant.days,
            )
            if grant.review is GrantReview.SUBMITTED
            else None,
            self._digest(grant.digest),
            self._grant_line(grant, now),
        )
        if grant.review is not GrantReview.SUBMITTED:
            return Said(text)
        at = (grant.id, str(grant.version))
        return Said(
            text,
            (
                (self.button(_("Agree as the second person"), Act.GRANT_AGREE, *at),),
                (self.button(_("Refuse"), Act.GRANT_END, *at),),
            ),
        )

    def invitation_taken(self) -> Said:
        return Said(
            self.say(_("Thank you. Another moderator must agree now; after that /desk works for you."))
        )

    def grant_ended(self) -> Said:
        return Said(self.say(_("Ended. /moderators")))
