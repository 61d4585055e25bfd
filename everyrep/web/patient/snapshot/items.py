"""The prescriptions of some versions as items of the snapshot."""

import json
from collections.abc import Iterable
from datetime import date

import msgspec

from everyrep.core.dosage import Side
from everyrep.core.language import (
    dose_in_words,
    limits_in_words,
    schedule_in_words,
    short_dose,
    side_in_words,
)
from everyrep.core.plan import Plan, Prescription, one_set
from everyrep.core.schedule import Pattern
from everyrep.library.content import Exercise
from everyrep.library.queries import known_exercise, label, plain_exercise_name
from everyrep.logbook.window import Version, seconds_for
from everyrep.web.figures.asking import prescribed_face
from everyrep.web.figures.showing import FigureShown, figure_shown
from everyrep.web.pages import WORDS, language
from everyrep.web.patient.sets import sets_asked
from everyrep.web.patient.showing import POSITION_UNKNOWN, REGION_UNKNOWN, how_to
from everyrep.web.patient.snapshot import schema
from everyrep.web.patient.snapshot.pace import pace_of

NOTHING_NEEDED = "none"

Ids = dict[tuple[int, str], str]
"""The id of an item, by the number of its version and its key."""


def items_of(
    plans: Iterable[tuple[Plan, Version]], demonstrator: str, today: date
) -> tuple[list[schema.Item], Ids]:
    """What reads the same in two versions is sent once, under the id of the first."""
    items: dict[bytes, schema.Item] = {}
    ids: Ids = {}
    for plan, version in plans:
        for place, row in enumerate(plan.items, start=1):
            item = _item(row, version.involved, demonstrator, today)
            named = msgspec.structs.replace(item, id=f"{plan.number}.{place}")
            ids[plan.number, row.key] = items.setdefault(msgspec.json.encode(item), named).id
    return list(items.values()), ids


def _item(row: Prescription, involved: Side | None, demonstrator: str, today: date) -> schema.Item:
    known, dosage, told = known_exercise(row.exercise), row.dosage, how_to(row)
    position = row.position or (known.position if known else POSITION_UNKNOWN)
    region = known.body_region if known else REGION_UNKNOWN
    short, figure = one_set(row), prescribed_face(row, demonstrator, involved, today)
    return schema.Item(
        id="",
        key=row.key,
        exercise=row.exercise,
        name=plain_exercise_name(row.exercise, language()),
        side=side_in_words(dosage.side, WORDS, involved) if dosage.side else "",
        dose=short_dose(dosage, WORDS),
        dose_in_words=dose_in_words(dosage, WORDS, involved),
        how_often=schedule_in_words(row.schedule, WORDS),
        limits=limits_in_words(dosage, WORDS),
        essential=row.essential,
        own_words=row.own_words,
        helped_in_clinic=row.helped_in_clinic,
        steps=list(told.steps),
        cues=list(told.cues),
        common_errors=list(told.common_errors),
        care=list(told.care),
        stop_rules=list(told.stop_rules),
        equipment=_equipment(row, known),
        substitutes=[],
        position=position,
        position_words=label("position", position, language()),
        region=label("body_region", region, language()),
        figure=_figure(figure_shown(figure)) if figure else None,
        sets=sets_asked(row),
        pace=pace_of(row.exercise, dosage),
        seconds=seconds_for(row),
        short_sets=short.dosage.sets.low if short.dosage.sets else 1,
        short_seconds=seconds_for(short),
        pain_limit=dosage.pain_limit.during if dosage.pain_limit else None,
        as_needed=row.schedule.pattern is Pattern.AS_NEEDED,
        trigger=row.schedule.trigger,
    )


def _equipment(row: Prescription, known: Exercise | None) -> list[str]:
    needed = row.equipment or (known.equipment if known else ())
    return [label("equipment", one, language()) for one in needed if one != NOTHING_NEEDED]


def _figure(shown: FigureShown) -> schema.Figure:
    return schema.Figure(
        stills=[
            schema.Still(
                colour=frame.address["colour"],
                dark=frame.address["dark"],
                contrast=frame.address["contrast"],
                name=frame.name,
                width=frame.width,
                height=frame.height,
            )
            for frame in shown.frames
        ],
        wide=shown.wide,
        alt=shown.alt,
        not_shown=shown.not_shown,
        not_shown_language=shown.not_shown_language,
        track=shown.track,
        body=shown.body,
        player_words=json.loads(shown.words),
    )
