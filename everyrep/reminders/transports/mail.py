"""E-mail, through Django's own backend: SMTP where the installation names a server, else the console."""

import logging
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from everyrep.reminders.messages import Message
from everyrep.reminders.transports import Delivery

log = logging.getLogger(__name__)


def send(address: str, message: Message, *, subject: str, closing: str) -> Delivery:
    """One plain message. Its Message-ID is the message's key, so that a repetition is the same mail."""
    mail = EmailMessage(
        subject=subject,
        body="\n\n".join((message.text, settings.ADDRESS + message.url, closing)),
        to=[address],
        headers=_headers(message),
    )
    try:
        mail.send()
    except (SMTPException, OSError) as fault:
        log.warning("mail: not sent: %r", fault)
        return Delivery.FAILED
    return Delivery.ACCEPTED


def _headers(message: Message) -> dict[str, str]:
    host = urlsplit(settings.ADDRESS).hostname or "localhost"
    fixed = {"Message-ID": f"<{message.key}@{host}>", "Auto-Submitted": "auto-generated"}
    if not message.stop:
        return fixed
    return {
        **fixed,
        "List-Unsubscribe": f"<{message.stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",  # RFC 8058
    }
