"""Methods by which the bot gets its updates: polling and webhooks."""

import re
from typing import Any
from urllib.parse import urlsplit

from bot.playground.arguments import Arguments
from bot.playground.refusals import bad_request
from bot.playground.webhook import Webhook
from bot.playground.world import World

Json = dict[str, Any]

_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_PORTS = (443, 80, 88, 8443)
_LONGEST_POLL = 50


async def get_updates(world: World, arguments: Arguments) -> list[Json]:
    world.inbox.allow(arguments.parsed("allowed_updates"))
    limit = arguments.integer("limit", 100)
    timeout = min(arguments.integer("timeout"), _LONGEST_POLL)
    return await world.inbox.poll(arguments.integer("offset"), limit, timeout)


def set_webhook(world: World, arguments: Arguments) -> bool:
    """Push updates to an address: HTTPS on Telegram's ports, or anything on this machine."""
    url, secret = arguments.text("url"), arguments.text("secret_token")
    if not url:
        return delete_webhook(world, arguments)
    _check_address(url)
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    world.inbox.allow(arguments.parsed("allowed_updates"))
    if arguments.flag("drop_pending_updates"):
        world.inbox.forget_all()
    world.inbox.set_webhook(
        Webhook(
            url,
            on_delivered=world.inbox.confirm_one,
            secret=secret or None,
            max_connections=min(max(arguments.integer("max_connections", 40), 1), 100),
            first_pause=world.webhook_pause,
        )
    )
    return True


def _check_address(url: str) -> None:
    try:
        address = urlsplit(url)
        port = address.port or 443
    except ValueError:
        raise bad_request("bad webhook: invalid URL") from None
    if address.hostname in ("127.0.0.1", "localhost") and address.scheme in ("http", "https"):
        return
    if address.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if port not in _PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def delete_webhook(world: World, arguments: Arguments) -> bool:
    if arguments.flag("drop_pending_updates"):
        world.inbox.forget_all()
    world.inbox.set_webhook(None)
    return True


def get_webhook_info(world: World, _: Arguments) -> Json:
    webhook = world.inbox.webhook
    info: Json = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(world.inbox.pending),
    }
    if world.inbox.allowed:
        info["allowed_updates"] = sorted(world.inbox.allowed)
    if webhook:
        info["max_connections"] = webhook.max_connections
        if webhook.last_error_at is not None:
            info["last_error_date"] = int(webhook.last_error_at)
            info["last_error_message"] = webhook.last_error
    return info
