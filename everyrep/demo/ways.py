"""Ways in: the devices that a patient uses, and someone who helps under their own name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from everyrep.demo.said import Caregiver
from everyrep.people.access import note_seen, user_of, ways_of
from everyrep.people.caregivers import CARE_USUAL, Invitation, invite
from everyrep.people.entering import Browser, LetIn, let_in, redeem_link
from everyrep.tenancy.viewer import Viewer

BROWSERS = {
    "phone": "Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36",
    "iphone": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/18.6 Mobile Safari/604.1",
    "tablet": "Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) Version/18.6 Safari/604.1",
}


@dataclass(frozen=True, slots=True)
class Entered:
    """Who comes in, and the device that is used day by day."""

    viewer: Viewer
    device_id: UUID

    def seen(self, now: datetime) -> None:
        note_seen(self.device_id, self.viewer, now=now)


def by_account(email: str, devices: Iterable[str], now: datetime) -> Entered:
    """A patient or a caregiver with an account, signed in on each of these devices."""
    user = user_of(email)
    assert user is not None
    way = ways_of(user, now=now)[0]
    return _first(let_in(user, way, now=now, browser=_browser(device)) for device in devices)


def by_link(link: str, devices: Iterable[str], now: datetime) -> Entered:
    """A patient who opened the printed link on each of these devices."""
    opened = (redeem_link(link, now=now, browser=_browser(device)) for device in devices)
    return _first(entered for entered in opened if entered is not None)


def invited(caregiver: Caregiver, *, by: Viewer, patient_id: UUID, family: str, now: datetime) -> Entered:
    """The patient, or the clinic for one without an account, lets `caregiver` in."""
    email = caregiver.email or f"{caregiver.given_name}.{family}@demo.example".lower()
    last_day = now.astimezone(ZoneInfo(by.zone)).date() + CARE_USUAL
    name = f"{caregiver.given_name} {family}"
    asked = Invitation(name=name, email=email, scope=caregiver.scope, last_day=last_day.isoformat())
    invite(by=by, patient_id=patient_id, asked=asked, now=now)
    return by_account(email, ("phone",), now)


def _browser(device: str) -> Browser:
    return Browser(user_agent=BROWSERS[device])


def _first(let: Iterable[LetIn]) -> Entered:
    devices = list(let)
    return Entered(devices[0].viewer, devices[0].device_id)
