"""From a reminder that may go out to the transport of its channel: the one port that tests replace."""

from dataclasses import replace
from typing import Protocol
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from everyrep.core.reminding import Channel, Kind
from everyrep.reminders.facts import Known
from everyrep.reminders.messages import TITLE, TODAY, Message, how_to_answer, subject, text_of
from everyrep.reminders.models import PushSubscription
from everyrep.reminders.stopping import stop_address
from everyrep.reminders.transports import Delivery, mail, push, sms


class Deliver(Protocol):
    """Hands a message over; never raises. GONE: the recipient is no more."""

    def __call__(self, channel: Channel, known: Known, recipient: str, message: Message) -> Delivery: ...


def deliver(channel: Channel, known: Known, recipient: str, message: Message) -> Delivery:
    """Through the provider of the channel."""
    if channel is Channel.PUSH:
        return _push(known, recipient, message)
    if channel is Channel.EMAIL:
        return _mail(known, message)
    text = f"{TITLE}: {message.text} {how_to_answer(known.patient.language)}"
    return sms.send(known.preferences.phone, replace(message, text=text))


def _push(known: Known, recipient: str, message: Message) -> Delivery:
    mine = PushSubscription.objects.in_clinic(known.patient.clinic_id).filter(patient_id=known.patient.id)
    subscription = mine.filter(id=UUID(recipient)).first()
    if subscription is None:
        return Delivery.GONE
    delivery = push.send(subscription, message)
    if delivery is Delivery.GONE:
        subscription.delete()
    return delivery


def _mail(known: Known, message: Message) -> Delivery:
    user, language = known.patient.user, known.patient.language
    if user is None:
        return Delivery.GONE
    with translation.override(language):
        closing = _("You asked for these messages. To stop them: %(address)s") % {"address": message.stop}
    return mail.send(user.email, message, subject=subject(language), closing=closing)


def message_for(kind: Kind, known: Known, key: str, ttl_s: int) -> Message:
    """The reminder in the patient's words."""
    language = known.patient.language
    return Message(
        key=key,
        title=TITLE,
        text=text_of(kind, language),
        url=TODAY,
        ttl_s=ttl_s,
        stop=stop_address(known.preferences),
    )
