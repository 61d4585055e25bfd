"""Text messages, through any provider that takes a POST of JSON with a bearer token; else the console.

    POST EVERYREP_SMS_URL
    Authorization: Bearer EVERYREP_SMS_TOKEN
    Idempotency-Key: <the message's key>
    {"to": "+15550100123", "from": EVERYREP_SMS_FROM, "text": "…"}

Any 2xx says that the provider has it; 404 and 410 that the number is no more.
"""

import json
import logging

from django.conf import settings

from everyrep.reminders.messages import Message
from everyrep.reminders.transports import Delivery
from everyrep.reminders.transports.http_post import Unreachable, anywhere, post

GONE = (404, 410)

log = logging.getLogger(__name__)


def send(number: str, message: Message) -> Delivery:
    """Hand one text message to the provider."""
    if not settings.SMS_URL:
        print(f"[text message to {number}] {message.text}", flush=True)
        return Delivery.ACCEPTED
    body = {"to": number, "from": settings.SMS_FROM, "text": message.text}
    headers = {
        "Authorization": f"Bearer {settings.SMS_TOKEN}",
        "Content-Type": "application/json",
        "Idempotency-Key": message.key,
    }
    try:
        reply = post(settings.SMS_URL, json.dumps(body).encode(), headers, reaches=anywhere)
    except Unreachable as fault:
        log.warning("sms: not sent: %s", fault)
        return Delivery.FAILED
    if 200 <= reply.status < 300:
        return Delivery.ACCEPTED
    log.warning("sms: the provider answered %s", reply.status)
    return Delivery.GONE if reply.status in GONE else Delivery.FAILED
