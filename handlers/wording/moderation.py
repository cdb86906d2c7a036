"""What moderators read of editions. They read in a hurry: what it is, what it does, what comes next."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.core.exchanges import BatchState
from bot.core.lists import Edition, PublisherClass, Review, publisher_class
from bot.core.uploads import Upload
from bot.files import Fault
from bot.services.review import EditionView
from handlers.buttons import Act
from handlers.wording.files import Files
from handlers.wording.terms import Row, Said, _, paragraphs

ON_THE_WAY = frozenset({Review.DRAFT, Review.SUBMITTED, Review.HELD})
ONE_SIDED = frozenset({PublisherClass.OTHER_SIDE, PublisherClass.UNVERIFIED})


class Moderation(Files):
    """Texts of editions."""

    def edition(self, view: EditionView) -> Said:
        """An edition on its way, with what was read from its file: each moderator sees the same."""
        edition, name_list = view.edition, view.list
        text = paragraphs(
            self.say(
                _("List of {publisher} ({class_}), {day}, {link}, edition {number}"),
                publisher=name_list.publisher.name,
                class_=self.publisher_class(publisher_class(name_list.publisher.kind, view.batch.side)),
                day=self.day(name_list.published_on),
                link=self.link(name_list.link, self.say(_("link"))),
                number=edition.number,
            ),
            self._about_batch(view.batch, view.exchange),
            self._agreement(view.agreement),
            "",
            self.count("{count} row.", "{count} rows.", edition.rows) if view.upload is None else None,
            *(self._upload(view.upload, edition, view.faults) if view.upload is not None else ()),
            self.count(
                "{count} row of the file was rejected: it is not searched, and answers say so.",
                "{count} rows of the file were rejected: they are not searched, and answers say so.",
                edition.rejected,
            )
            if edition.rejected
            else None,
            "",
            *(self._sample_line(entry.row, entry.printed_name) for entry in view.sample),
            "",
            *self._left_out(view),
            *self._against_former(view),
            self.say(
                _("Brought here by: {name}"),
                name=self.doer(edition.submitted_by or edition.uploaded_by, view.first),
            ),
            self._digest(edition.digest),
            self._edition_review(view),
        )
        return Said(text, self._edition_buttons(view))

    def _upload(self, upload: Upload, edition: Edition, faults: Sequence[Fault]) -> Sequence[Markup]:
        """What was read from the file."""
        return [
            self._counts(
                total=upload.total,
                accepted=edition.rows,
                rejected=edition.rejected,
                merged=upload.merged,
                blank=upload.blank,
            ),
            self._read_as(upload.kind, upload.encoding, upload.sheet),
            *self.faults(faults, count=upload.faults),
        ]

    def _against_former(self, view: EditionView) -> Sequence[Markup]:
        """What the edition changes, while it is not published."""
        former, changes = view.former, view.changes
        if former is None or view.edition.review not in ON_THE_WAY:
            return ()
        lines = [
            self.say(
                _("It supersedes edition {number} (rows: {rows})."),
                number=former.number,
                rows=self.number(former.rows),
            )
        ]
        if changes is not None:
            lines.append(
                self.say(
                    _("Against it, rows added: {added}, removed: {removed}, changed: {changed}."),
                    added=self.number(changes.added),
                    removed=self.number(changes.removed),
                    changed=self.number(changes.changed),
                )
            )
        if view.upload is not None and view.upload.reason:
            lines.append(self._much_changed(former.rows, view.edition.rows))
            lines.append(self.say(_("Reason given: {reason}"), reason=view.upload.reason))
        return lines

    def _left_out(self, view: EditionView) -> Sequence[Markup]:
        """The rows that it takes down: the second person must see them before they are erased."""
        return [
            self.say(
                _("It leaves out, because somebody asked: {name}"),
                name=self._sample_line(entry.row, entry.printed_name),
            )
            for entry in view.taken_down
        ]

    def _edition_review(self, view: EditionView) -> Markup:
        edition = view.edition
        if edition.review is Review.HELD and edition.held_until is not None:
            return paragraphs(
                self.held_until(edition.held_until), self.say(_("Until then the former edition is searched."))
            )
        if edition.review is Review.PUBLISHED and view.batch.state is BatchState.DRAFT:
            return self.say(_("Published. It is searched once a statement announces the exchange group."))
        if edition.review is Review.PUBLISHED and self._is_one_sided(view):
            return self.say(
                _(
                    "Published. It is not searched: one side alone published it, or its publisher is unverified. An owner "
                    "can propose to search it."
                )
            )
        states = {
            Review.DRAFT: _("Draft: nothing of it is searched."),
            Review.SUBMITTED: _("It waits for a second moderator. Nothing of it is searched."),
            Review.HELD: _("Agreed. It takes effect now."),
            Review.PUBLISHED: _("Published: it is searched now."),
            Review.SUPERSEDED: _("Superseded by a newer edition."),
            Review.WITHDRAWN: _("Withdrawn."),
            Review.DISCARDED: _("Thrown away."),
        }
        return self.say(states[edition.review])

    def _is_one_sided(self, view: EditionView) -> bool:
        class_ = publisher_class(view.list.publisher.kind, view.batch.side)
        return class_ in ONE_SIDED and not view.list.switched_on

    def _sample_line(self, row: int, printed_name: str) -> Markup:
        return Markup("{row}. {name}").format(row=row, name=printed_name)

    def _edition_buttons(self, view: EditionView) -> tuple[Row, ...]:
        edition = view.edition
        at = (edition.id, str(edition.version))
        discard = (self.button(_("Throw away"), Act.EDITION_DISCARD, *at),)
        # There is always something in it: the counts, and where they are, faults and changes.
        findings = (self.button(_("Findings as a file"), Act.EDITION_FINDINGS, edition.id),)
        match edition.review:
            case Review.DRAFT:
                return ((self.button(_("Submit"), Act.EDITION_SUBMIT, *at),), findings, discard)
            case Review.SUBMITTED:
                publish = self.button(_("Publish as the second person"), Act.EDITION_PUBLISH, *at)
                return ((publish,), findings, discard)
            case Review.HELD:
                return ((self.button(_("Stop it"), Act.EDITION_DISCARD, *at),), findings)
            case Review.PUBLISHED:
                what = f"edition-{edition.id}"
                withdraw = (self.button(_("Withdraw"), Act.FORM, "withdraw", "what", what),)
                if not self._is_one_sided(view):
                    return (withdraw,)
                search = self.button(
                    _("Search it all the same"), Act.FORM, "search", "unsearched", view.list.id
                )
                return (withdraw, (search,))
            case _:
                return ()
