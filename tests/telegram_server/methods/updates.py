"""Fetching updates, webhooks, and who the bot is."""

from __future__ import annotations

from typing import Any

from tests.telegram_server.methods.registry import Request, method
from tests.telegram_server.refusals import bad_request, conflict
from tests.telegram_server.updates import KINDS
from tests.telegram_server.webhook import Webhook


def _allowed(request: Request) -> list[str] | None:
    kinds: list[str] | None = request.get("allowed_updates")
    unknown = set(kinds or []) - KINDS
    if unknown:
        # Telegram passes over a name it does not know, and so hides a misspelling.
        raise bad_request(f"unknown update types {sorted(unknown)}")
    return kinds


@method("getUpdates")
async def get_updates(request: Request) -> Any:
    """Unconfirmed updates, as soon as there are some."""
    if request.world.webhook is not None:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    request.world.updates.allow(_allowed(request))
    limit = min(max(request.get("limit", 100), 1), 100)
    fetched = await request.world.updates.fetch(request.get("offset"), limit, min(request.get("timeout", 0), 50))
    return [update.json() for update in fetched]


@method("setWebhook")
async def set_webhook(request: Request) -> Any:
    """Updates go to this address from now on; an empty address means polling again."""
    world = request.world
    if not request.parameters["url"]:
        return await delete_webhook(request)
    webhook = Webhook(request.parameters["url"], request.get("secret_token", ""), request.get("max_connections", 40))
    world.updates.allow(_allowed(request))
    if request.get("drop_pending_updates"):
        world.updates.drop_pending()
    if world.webhook is not None:
        world.updates.pending.extend(await world.webhook.close())
    world.webhook = webhook
    world.updates.to_webhook = webhook.deliver
    while world.updates.pending:
        webhook.deliver(world.updates.pending.popleft())
    return True


@method("deleteWebhook")
async def delete_webhook(request: Request) -> Any:
    """Back to polling."""
    world = request.world
    if world.webhook is not None:
        world.updates.pending.extend(await world.webhook.close())
    world.webhook = None
    world.updates.to_webhook = None
    if request.get("drop_pending_updates"):
        world.updates.drop_pending()
    return True


@method("getWebhookInfo")
def get_webhook_info(request: Request) -> Any:
    """The webhook, and how many updates wait."""
    webhook = request.world.webhook
    shown: dict[str, Any] = {"url": webhook.url if webhook else "", "has_custom_certificate": False}
    shown["pending_update_count"] = webhook.waiting if webhook else len(request.world.updates.pending)
    if webhook is not None:
        shown["max_connections"] = webhook.max_connections
        if webhook.last_error:
            shown |= {"last_error_message": webhook.last_error, "last_error_date": 1}
    if request.world.updates.allowed is not None:
        shown["allowed_updates"] = sorted(request.world.updates.allowed)
    return shown


@method("getMe")
def get_me(request: Request) -> Any:
    """The bot."""
    return request.world.me()


@method("logOut")
@method("close")
def _end(request: Request) -> Any:
    return True
