"""All services in one place. Whoever needs only one imports that: all of them take long to load."""

from dataclasses import dataclass

from bot.services.alarms import Alarms
from bot.services.alerts import Alerts
from bot.services.batches import Batches
from bot.services.compare import Comparisons
from bot.services.confirm import Confirmations
from bot.services.deliveries import Deliveries
from bot.services.errands import Errands
from bot.services.expect import Expecting
from bot.services.factor import SecondFactor
from bot.services.follow import Follows
from bot.services.forget import Forgetting
from bot.services.grants import Grants
from bot.services.inquire import Inquiries
from bot.services.log import Log
from bot.services.match import Matching
from bot.services.moderators import Moderators
from bot.services.mydata import MyData
from bot.services.own_follows import OwnFollows
from bot.services.prefer import Preferring
from bot.services.prepare import Preparations
from bot.services.propose import Proposals
from bot.services.publish import Publications
from bot.services.report import Reports
from bot.services.review import Reviews
from bot.services.rights import Rights
from bot.services.switches import Switches
from bot.services.takedown import TakeDowns
from bot.services.traces import Traces
from bot.services.upload import Uploads
from bot.services.watch import Watches


@dataclass(frozen=True, slots=True)
class Services:
    """The door through which handlers and the story of the playground come in."""

    alarms: Alarms
    alerts: Alerts
    batches: Batches
    comparisons: Comparisons
    confirmations: Confirmations
    deliveries: Deliveries
    errands: Errands
    expecting: Expecting
    factor: SecondFactor
    follows: Follows
    forgetting: Forgetting
    grants: Grants
    inquiries: Inquiries
    log: Log
    matching: Matching
    moderators: Moderators
    preferring: Preferring
    my_data: MyData
    own_follows: OwnFollows
    preparations: Preparations
    proposals: Proposals
    publications: Publications
    reports: Reports
    reviews: Reviews
    rights: Rights
    switches: Switches
    take_downs: TakeDowns
    traces: Traces
    uploads: Uploads
    watches: Watches
