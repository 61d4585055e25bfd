"""The loop that plans, sends and cleans up: one round of it, for every clinic with something to do."""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import UUID

from everyrep.conversations.attending import attend as wait_for_answers
from everyrep.logbook.queries import server_epoch
from everyrep.logbook.sweeping import BATCH, clinics_to_sweep, look_again_some, sweep_some
from everyrep.outbox.actions import beat, forget_old
from everyrep.outbox.queries import clinics_with_work
from everyrep.people.models import Clinic
from everyrep.reminders.calling import call_some
from everyrep.reminders.delivering import Deliver, deliver
from everyrep.reminders.notices import Tell, tell, tell_some
from everyrep.reminders.planning import AT_ONCE, clinics_to_plan, plan_some
from everyrep.reminders.replying import reply_some
from everyrep.reminders.sending import Clock, close_what_is_late, send_some
from everyrep.tenancy.viewer import Viewer, system_viewer

NAME = "worker"
TURN = timedelta(seconds=30)  # of one clinic in one round; whoever has more to do goes on in the next

log = logging.getLogger(__name__)


def go_round(clock: Clock, send: Deliver = deliver, notify: Tell = tell) -> None:
    """Close what is late, send what is due, lay ahead what is to come, forget what is long past.

    No clinic's fault stops another.
    """
    now = clock()
    before = beat(name=NAME, epoch=str(server_epoch()), now=now)
    if before is None or before.hour != now.hour:
        forget_old(now=now)

    def send_all(viewer: Viewer) -> None:
        close_what_is_late(viewer, clock())
        _in_turn(
            clock,
            lambda: (
                reply_some(viewer, clock)
                + look_again_some(viewer, clock(), wait_for_answers)
                + call_some(viewer, clock)
                + tell_some(viewer, clock, notify)
                + send_some(viewer, clock, send)
                > 0
            ),
        )

    def plan_all(viewer: Viewer) -> None:
        _in_turn(clock, lambda: plan_some(viewer, clock()) == AT_ONCE)

    def sweep_all(viewer: Viewer) -> None:
        _in_turn(clock, lambda: sweep_some(viewer, clock(), wait_for_answers) == BATCH)

    _for_each(clinics_with_work(now), send_all)
    _for_each(clinics_to_plan(now), plan_all)
    _for_each(clinics_to_sweep(now), sweep_all)


def _in_turn(clock: Clock, more: Callable[[], bool]) -> None:
    end = clock() + TURN
    while more() and clock() < end:
        pass


def _for_each(clinic_ids: Iterable[UUID], work: Callable[[Viewer], None]) -> None:
    for clinic in Clinic.objects.filter(id__in=list(clinic_ids)):
        try:
            work(system_viewer(clinic.id, clinic.zone))
        except Exception:
            log.exception("worker: clinic %s", clinic.id)
