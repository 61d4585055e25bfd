"""Figures that somebody will look at soon, asked for when what they show is written."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import transaction

from everyrep.core.dosage import Side
from everyrep.core.plan import Prescription
from everyrep.figures import studio
from everyrep.figures.queue import prepare
from everyrep.figures.requests import FigureRequest
from everyrep.people.queries import patient
from everyrep.prescribing.queries import active_episode, chain
from everyrep.tenancy.viewer import Viewer
from everyrep.web.figures.asking import prescribed_figure


def prepare_figures(
    items: Iterable[Prescription], demonstrator: str, involved: Side | None, today: date
) -> None:
    """Have the figures of these prescriptions made in the background, once what is written is committed."""
    figures = [prescribed_figure(item, demonstrator, involved, today) for item in items]
    wanted = [look for figure in figures if figure for look in looks(figure)]
    if wanted:
        transaction.on_commit(lambda: prepare(wanted))


def prepare_program(viewer: Viewer, patient_id: UUID, today: date) -> None:
    """The figures of the program in force, such as after another demonstrator was chosen."""
    episode, plan = active_episode(viewer, patient_id), chain(viewer, patient_id).on(today)
    if episode is not None and plan is not None:
        involved = Side(episode.involved_side) if episode.involved_side else None
        prepare_figures(plan.items, patient(viewer, patient_id).demonstrator, involved, today)


def looks(figure: FigureRequest) -> list[FigureRequest]:
    """What the pages of one exercise show: every still in both colour schemes, and the animation."""
    count = len(studio.frames(studio.shown(figure)))
    stills = [replace(figure, frames=str(place + 1)) for place in range(count)]
    return [*stills, *(replace(still, style="dark") for still in stills), replace(figure, what="track")]
