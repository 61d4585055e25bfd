"""What brings people to the demo clinic: one condition for each starter program, with plausible particulars.

Invented for the demo and clinically plausible; nothing here is used to treat anybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Goals = Mapping[str, tuple[str, ...]]  # by language, in the patient's own words


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """`phases` gives the week of care in which each phase of the starter program begins.

    `pain` is the usual pain (0-10) at the start and once it has settled. `overrides` says, for exercises
    that one of the flags blocks, why they are right all the same; a blocked one without is taken out.
    """

    template: str
    problem: str
    ages: tuple[int, int]
    phases: tuple[tuple[int, str], ...]
    pain: tuple[int, int]
    goals: Goals
    equipment: tuple[str, ...]
    sided: bool = True
    flags: tuple[str, ...] = ()
    overrides: Mapping[str, str] = field(default_factory=dict)
    weight_bearing: str = ""
    weight_bearing_note: str = ""


AFTER_KNEE_REPLACEMENT = Condition(
    template="after-total-knee-replacement",
    problem="After knee replacement",
    ages=(58, 81),
    phases=((0, "1"), (3, "2"), (7, "3")),
    pain=(5, 2),
    goals={
        "en": ("Get down the stairs and out to my garden", "Walk to the shop and back without a stick"),
        "es": ("Bajar las escaleras y salir al jardín", "Caminar hasta la tienda sin bastón"),
    },
    equipment=("towel", "strap", "chair", "counter", "step", "bike", "ankle_weight"),
    flags=("tka_wound_early", "fall_risk"),
    weight_bearing="WBAT",
    weight_bearing_note="As much weight as feels all right, with a walker or a stick",
)

CONDITIONS = (
    Condition(
        template="low-back-pain",
        problem="Low back pain",
        ages=(27, 66),
        phases=((0, "1"), (3, "2"), (8, "3")),
        pain=(6, 1),
        sided=False,
        goals={
            "en": (
                "Sit through a film without getting up",
                "Lift my grandson again",
                "Sleep through the night",
            ),
            "es": ("Trabajar el día entero sin dolor", "Volver a cargar a mi nieto", "Dormir toda la noche"),
        },
        equipment=("mat", "dowel", "kettlebell"),
    ),
    AFTER_KNEE_REPLACEMENT,
    Condition(
        template="rotator-cuff-related-shoulder-pain",
        problem="Rotator cuff related shoulder pain",
        ages=(41, 69),
        phases=((0, "1"), (3, "2"), (8, "3")),
        pain=(5, 1),
        goals={
            "en": ("Reach the top shelf", "Swim again in the summer", "Put on a coat without wincing"),
            "es": ("Alcanzar la repisa de arriba", "Peinarme sin dolor"),
        },
        equipment=("wall", "towel", "table", "band", "dumbbell"),
    ),
    Condition(
        template="knee-osteoarthritis",
        problem="Knee osteoarthritis",
        ages=(52, 79),
        phases=((0, "1"), (2, "2"), (8, "3")),
        pain=(5, 3),
        sided=False,
        goals={
            "en": (
                "Walk the dog for half an hour",
                "Dance at my daughter's wedding",
                "Kneel to do the weeding",
            ),
            "es": ("Caminar con el perro media hora", "Bailar en la boda de mi hija"),
        },
        equipment=("towel", "chair", "mat", "bike", "step", "counter", "band"),
        flags=("htn_valsalva",),
    ),
    Condition(
        template="falls-prevention",
        problem="Two falls in the last year",
        ages=(70, 89),
        phases=((0, "1"), (5, "2")),
        pain=(2, 1),
        sided=False,
        goals={
            "en": ("Walk to church by myself", "Shower without being afraid of falling"),
            "es": ("Ir a misa por mi cuenta", "Bañarme sin miedo a caerme"),
        },
        equipment=("chair", "counter", "ankle_weight"),
        flags=("fall_risk",),
    ),
    Condition(
        template="lateral-ankle-sprain",
        problem="Outer ankle sprain",
        ages=(16, 45),
        phases=((0, "1"), (1, "2"), (4, "3")),
        pain=(5, 0),
        goals={
            "en": ("Play in the final in May", "Run for the bus", "Get back to my shifts at the restaurant"),
            "es": ("Volver a jugar fútbol", "Volver a mi turno en el restaurante"),
        },
        equipment=("towel", "band", "wall", "counter", "foam_pad"),
    ),
    Condition(
        template="neck-pain",
        problem="Neck pain",
        ages=(24, 62),
        phases=((0, "1"), (2, "2"), (6, "3")),
        pain=(5, 1),
        sided=False,
        goals={
            "en": ("Work at my desk without a headache", "Look over my shoulder when I drive"),
            "es": ("Trabajar en la computadora sin dolor", "Mirar atrás cuando manejo"),
        },
        equipment=("chair", "pillow", "towel", "strap", "band"),
    ),
    Condition(
        template="achilles-tendinopathy",
        problem="Achilles tendon pain, mid-portion",
        ages=(29, 58),
        phases=((0, "1"), (2, "2"), (9, "3")),
        pain=(5, 1),
        goals={
            "en": ("Run ten kilometers in the spring", "Get out of bed without limping"),
            "es": ("Correr diez kilómetros en primavera", "Levantarme sin cojear"),
        },
        equipment=("counter", "chair", "dumbbell", "step"),
        flags=("tendon_irritable",),
    ),
    Condition(
        template="acl-reconstruction",
        problem="After ACL reconstruction",
        ages=(17, 39),
        phases=((0, "1"), (2, "2"), (6, "3")),
        pain=(4, 1),
        goals={
            "en": ("Ski with my brother next winter", "Play a full game again"),
            "es": ("Volver a jugar un partido completo",),
        },
        equipment=("towel", "strap", "mat", "counter", "band", "bike", "step", "chair", "foam_pad", "slider"),
        flags=("acl_graft_early",),
        overrides={"straight-leg-raise": "No lag in the clinic, no weight; within the surgeon's protocol."},
        weight_bearing="WBAT",
        weight_bearing_note="As much weight as feels all right, in the brace",
    ),
    Condition(
        template="adhesive-capsulitis",
        problem="Frozen shoulder",
        ages=(44, 64),
        phases=((0, "1"), (4, "2"), (9, "3")),
        pain=(6, 3),
        goals={
            "en": ("Fasten my own bra", "Sleep on my side again", "Reach my back pocket"),
            "es": ("Abrocharme sin ayuda", "Dormir de lado"),
        },
        equipment=("table", "towel", "dowel", "wall", "band"),
    ),
    Condition(
        template="patellofemoral-pain",
        problem="Kneecap pain",
        ages=(15, 41),
        phases=((0, "1"), (3, "2"), (8, "3")),
        pain=(4, 1),
        goals={
            "en": ("Hike down a hill without pain", "Sit through a whole lecture"),
            "es": ("Bajar escaleras sin dolor",),
        },
        equipment=("mat", "band", "pillow", "towel", "wall", "step", "counter"),
        flags=("patellofemoral_irritable",),
    ),
    Condition(
        template="lateral-elbow-tendinopathy",
        problem="Tennis elbow",
        ages=(35, 60),
        phases=((0, "1"), (2, "2"), (8, "3")),
        pain=(5, 1),
        goals={
            "en": ("Pour a kettle with one hand", "Get through a day of painting walls"),
            "es": ("Levantar una olla con una mano", "Pintar todo el día sin dolor"),
        },
        equipment=("table", "dumbbell", "flex_bar", "band", "hammer", "ball"),
    ),
)
