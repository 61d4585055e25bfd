"""Short letters by e-mail, sent beside the request: how long a mail server takes tells nobody anything.

A letter says nothing about anyone's health. What cannot be sent is noted in the log, without the address; the
person asks again.
"""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.core.mail import send_mail

logger = logging.getLogger(__name__)
_senders = ThreadPoolExecutor(max_workers=2, thread_name_prefix="post")


def post(to: str, subject: str, text: str) -> None:
    """Send a letter soon."""
    beside_the_request(lambda: _send(to, subject, text))


def beside_the_request(work: Callable[[], None]) -> None:
    _senders.submit(work)


def _send(to: str, subject: str, text: str) -> None:
    try:
        send_mail(subject, text, None, [to])
    except OSError as fault:  # what sockets and smtplib raise
        logger.error("a letter could not be sent: %s", type(fault).__name__)
