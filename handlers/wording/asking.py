"""The questions of forms, their previews, and what is said once something is saved."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.buttons import Act
from handlers.wording.forms import FORMS, LABELS, QUESTIONS
from handlers.wording.shelf import Shelf
from handlers.wording.terms import Row, Said, _, paragraphs


class Asking(Shelf):
    """Texts of the forms."""

    def question(
        self,
        field: str,
        options: Sequence[tuple[str, str]],
        *,
        skip: bool,
        next_page: int | None = None,
        back: bool = False,
    ) -> Said:
        """One question of a form.

        Args:
            options: label and value of each choice; none if the answer is typed.
            skip: whether the question may be left open.
            next_page: where there are more choices than these, the number of the page that goes on.
            back: whether a question before this one was answered.
        """
        rows: list[Row] = [(self._named(label, Act.PICK, field, value),) for label, value in options]
        if next_page is not None:
            rows.append((self.button(_("Show more"), Act.MORE, field, str(next_page)),))
        if skip:
            rows.append((self.button(_("Leave open"), Act.PICK, field, ""),))
        return Said(self.say(QUESTIONS[field]), (*rows, *self._ways_out(back=back)))

    def preview(
        self, lines: Sequence[tuple[str, str]], effect: Markup | None = None, *, mark: str = ""
    ) -> Said:
        """Everything a form holds, before it is saved: the questions' fields with their answers.

        Args:
            effect: what saving it leads to.
            mark: of exactly this content; Save carries it, so that no older preview saves a newer form.
        """
        text = paragraphs(
            self.say(_("Please check:")),
            *(
                Markup("{label}: {value}").format(label=self.say(LABELS[field]), value=value)
                for field, value in lines
            ),
            effect,
        )
        return Said(text, ((self.button(_("Save"), Act.SAVE, mark),), *self._ways_out(back=True)))

    def _ways_out(self, *, back: bool) -> tuple[Row, ...]:
        aside = self.button(_("Put aside"), Act.ASIDE)
        first = (self.button(_("Back"), Act.BACK), aside) if back else (aside,)
        return (first, (self.button(_("Leave the form"), Act.LEAVE),))

    def form_name(self, form: str) -> Markup:
        return self.say(FORMS[form])

    def form_left(self) -> Said:
        return Said(self.say(_("The form was thrown away. /desk")))

    def form_aside(self) -> Said:
        return Said(self.say(_("The form is kept; /desk offers to go on with it.")))

    def form_unfinished(self, form: str) -> Said:
        """There is a half-filled form of this kind already."""
        return Said(
            self.say(_("There is a half-filled form already: {form}."), form=self.form_name(form)),
            (
                (self.button(_("Go on with it"), Act.TAKE_UP, form),),
                (self.button(_("Begin anew"), Act.ANEW, form),),
            ),
        )

    def no_agreement(self) -> str:
        return str(self.say(_("No agreement")))

    def another_publisher(self) -> str:
        return str(self.say(_("Another publisher")))

    def another_list(self) -> str:
        return str(self.say(_("Another list")))

    def days_name(self, days: int) -> str:
        """So many days, for a choice."""
        return str(self.count("{count} day", "{count} days", days))

    def saved(self) -> Said:
        return Said(self.say(_("Saved. /desk")))

    def batch_saved(self) -> Said:
        return Said(
            self.say(
                _(
                    "Saved. Families do not see this exchange group until a statement about it is agreed by two "
                    "moderators."
                )
            ),
            ((self.button(_("Record a statement"), Act.FORM, "statement"),),),
        )

    def list_saved(self) -> Said:
        return Said(self.say(_("Saved. To add its names, send the file to this chat. /desk")))
