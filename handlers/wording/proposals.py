"""Proposals about what is published, as moderators see them."""

from markupsafe import Markup

from bot.core.exchanges import BatchState
from bot.core.proposals import Proposal, ProposalReview, Proposed
from bot.services.propose import ProposalView
from handlers.buttons import Act
from handlers.wording.shelf import Shelf
from handlers.wording.terms import Row, Said, _, paragraphs


class Proposals(Shelf):
    """Texts about proposals."""

    def proposal_view(self, view: ProposalView) -> Said:
        """A proposal on its way, as each moderator sees it."""
        proposal = view.proposal
        text = paragraphs(
            self._what_is_proposed(view),
            self._about_batch(view.batch, view.exchange)
            if view.batch is not None and view.exchange is not None
            else None,
            self.statement(view.statement) if view.statement is not None else None,
            self.say(_("What was wrong: {reason}"), reason=self.reason(proposal.reason))
            if proposal.reason is not None
            else None,
            self._words(proposal),
            self.what_it_does(proposal.kind, proposal.leads_to),
            self.say(_("Proposed by: {name}"), name=self.who(view.first)),
            self._digest(proposal.digest),
            self._proposal_review(proposal),
        )
        return Said(text, self._proposal_buttons(proposal))

    def _what_is_proposed(self, view: ProposalView) -> Markup:
        match view.proposal.kind:
            case Proposed.WITHDRAW_EDITION:
                text = self.say(
                    _("To be withdrawn: edition {number} of a list"),
                    number=view.edition.number if view.edition is not None else "",
                )
            case Proposed.WITHDRAW_STATEMENT:
                text = self.say(_("To be withdrawn: a statement"))
            case Proposed.WITHDRAW_BATCH:
                text = self.say(_("To be withdrawn: an exchange group that was shown by our mistake"))
            case Proposed.SEARCH_LIST:
                text = self.say(_("To be searched: a list of one side alone, or of an unverified publisher"))
            case Proposed.STOP_SEARCHING_LIST:
                text = self.say(_("To be searched no more: a list"))
        if view.list is None or view.batch is None:
            return text
        return paragraphs(text, self._list(view.list, view.batch))

    def _words(self, proposal: Proposal) -> Markup | None:
        if not proposal.words:
            return None
        if proposal.kind is Proposed.SEARCH_LIST:
            return self.say(_("Harm check: {words}"), words=proposal.words)
        return self.say(_("Remark for moderators: {words}"), words=proposal.words)

    def what_it_does(self, kind: Proposed, leads_to: str | None) -> Markup:
        """What families notice once the second person has agreed."""
        match kind:
            case Proposed.WITHDRAW_EDITION:
                return self.say(
                    _("Nothing of this list is searched then. All who were told from it are told again.")
                )
            case Proposed.WITHDRAW_STATEMENT if leads_to is not None:
                return self.say(
                    _(
                        "The state will be: {state}. All who were told what this statement said are told again."
                    ),
                    state=self.state(BatchState(leads_to)),
                )
            case Proposed.WITHDRAW_STATEMENT:
                return self.say(_("Families see this statement no more; no state changes."))
            case Proposed.WITHDRAW_BATCH:
                return self.say(
                    _(
                        "Families see that it was withdrawn by us, and its lists are not searched. All who were told of it, "
                        "and all who follow it, are told."
                    )
                )
            case Proposed.SEARCH_LIST:
                return self.say(
                    _(
                        "Questions are answered from it; each answer says first that one side alone published it."
                    )
                )
            case Proposed.STOP_SEARCHING_LIST:
                return self.say(_("No question is answered from it any more."))

    def _proposal_review(self, proposal: Proposal) -> Markup:
        texts = {
            ProposalReview.SUBMITTED: _("It waits for a second moderator. Nothing has changed."),
            ProposalReview.AGREED: _("Agreed and done."),
            ProposalReview.STOPPED: _("Stopped: nothing was changed."),
        }
        return self.say(texts[proposal.review])

    def _proposal_buttons(self, proposal: Proposal) -> tuple[Row, ...]:
        if proposal.review is not ProposalReview.SUBMITTED:
            return ()
        at = (proposal.id, str(proposal.version))
        return (
            (self.button(_("Agree as the second person"), Act.PROPOSAL_AGREE, *at),),
            (self.button(_("Stop it"), Act.PROPOSAL_STOP, *at),),
        )
