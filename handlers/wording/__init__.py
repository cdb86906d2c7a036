"""Answer, alert, error → text, in one of three languages."""

from handlers.wording.calls import Calls
from handlers.wording.catalogues import LANGUAGES, language_of, translations
from handlers.wording.deliveries import DeliveryTexts
from handlers.wording.desk import DeskTexts
from handlers.wording.grants import Grants
from handlers.wording.groups import Groups
from handlers.wording.my import My
from handlers.wording.pauses import Pauses
from handlers.wording.preferences import PreferenceTexts
from handlers.wording.proposals import Proposals
from handlers.wording.refusals import Refusals
from handlers.wording.reports import Reports
from handlers.wording.terms import Button, Row, Said

__all__ = ["LANGUAGES", "Button", "Row", "Said", "Wording", "language_of", "wording"]


class Wording(
    Refusals,
    DeskTexts,
    DeliveryTexts,
    Groups,
    Grants,
    Proposals,
    Reports,
    Pauses,
    Calls,
    My,
    PreferenceTexts,
):
    """Everything the bot says, in one language."""


def wording(language: str) -> Wording:
    """Return the words of a language."""
    return Wording(language, translations(language))
