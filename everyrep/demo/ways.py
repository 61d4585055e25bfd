"""Ways in: the devices that a patient signs in with, and someone who helps under their own name."""

from datetime import datetime
from zoneinfo import ZoneInfo

from everyrep.demo.care import Care
from everyrep.demo.said import Helper
from everyrep.people.access import note_seen, user_of, viewer_of_caregiver, ways_of
from everyrep.people.caregivers import CARE_USUAL, Invitation, invite
from everyrep.people.entering import Browser, let_in
from everyrep.tenancy.viewer import Viewer

BROWSERS = {
    "phone": "Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36",
    "iphone": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/18.6 Mobile Safari/604.1",
    "tablet": "Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) Version/18.6 Safari/604.1",
}
