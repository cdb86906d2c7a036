"""One file for each thing somebody wants: open the store, decide by the core, save."""

from dataclasses import dataclass

from bot.services.alerts import Alerts
from bot.services.batches import Batches
from bot.services.compare import Comparisons
from bot.services.confirm import Confirmations
from bot.services.follow import Follows
from bot.services.forget import Forgetting
from bot.services.inquire import Inquiries
from bot.services.moderators import Moderators
from bot.services.prepare import Preparations
from bot.services.review import Reviews
from bot.services.rights import Rights
from bot.services.upload import Uploads


@dataclass(frozen=True, slots=True)
class Services:
    """The door through which handlers and the story of the playground come in."""

    alerts: Alerts
    batches: Batches
    comparisons: Comparisons
    confirmations: Confirmations
    follows: Follows
    forgetting: Forgetting
    inquiries: Inquiries
    moderators: Moderators
    preparations: Preparations
    reviews: Reviews
    rights: Rights
    uploads: Uploads
