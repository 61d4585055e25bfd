"""Notifications: encrypted for the one browser (RFC 8291), signed with our key, through its push service."""

import json
import logging
import ssl
from urllib.parse import urlsplit

from django.conf import settings
from py_vapid import Vapid02
from pywebpush import WebPusher

from everyrep.reminders.messages import Message
from everyrep.reminders.models import PushSubscription
from everyrep.reminders.transports import Delivery
from everyrep.reminders.transports.http_post import Reaches, Unreachable, is_public, post
from everyrep.reminders.transports.vapid import private_key

TOPIC_LENGTH = 32  # RFC 8030, 5.4: at most 32 characters of base64url
GONE = (404, 410)

log = logging.getLogger(__name__)


def send(
    subscription: PushSubscription,
    message: Message,
    *,
    reaches: Reaches = is_public,
    context: ssl.SSLContext | None = None,
) -> Delivery:
    """Hand one notification to the browser's push service.

    Topic and tag are the message's key: a second one takes the place of the first, waiting or shown.
    """
    try:
        body = _encrypted(subscription, message)
        reply = post(
            subscription.endpoint,
            body,
            _headers(subscription.endpoint, message),
            reaches=reaches,
            context=context,
        )
    except (Unreachable, ValueError) as fault:
        log.warning("push: not sent: %s", fault)
        return Delivery.FAILED
    if reply.status in GONE:
        return Delivery.GONE
    if 200 <= reply.status < 300:
        return Delivery.ACCEPTED
    log.warning("push: the push service answered %s", reply.status)
    return Delivery.FAILED


def payload(message: Message) -> dict[str, str]:
    """What the service worker shows, and where a tap leads."""
    return {"title": message.title, "body": message.text, "tag": message.key, "url": message.url}


def _encrypted(subscription: PushSubscription, message: Message) -> bytes:
    keys = {"p256dh": subscription.p256dh, "auth": subscription.auth}
    pusher = WebPusher({"endpoint": subscription.endpoint, "keys": keys})
    body: bytes = pusher.encode(json.dumps(payload(message)).encode())["body"]
    return body


def _headers(endpoint: str, message: Message) -> dict[str, str]:
    service = urlsplit(endpoint)
    claims = {"aud": f"{service.scheme}://{service.netloc}", "sub": settings.VAPID_CONTACT}
    signed: dict[str, str] = Vapid02(private_key()).sign(claims)
    return {
        **signed,
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(message.ttl_s),
        "Topic": message.key[:TOPIC_LENGTH],
        "Urgency": "normal",
    }
