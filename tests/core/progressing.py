"""Facts to judge by: an item on which all is well and known, and how it differs."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from everyrep.core.dosage import Dosage, Effort, EffortScale, Load, LoadUnit, PainLimit, RomLimit, Span, Tempo
from everyrep.core.logged import Stiffness
from everyrep.core.progression import RULES, AssignedRule, Clinical, Facts, ItemRules, Phase, Session
from everyrep.core.progression.facts import Irritability, NightPain, PainAt, Soreness
from everyrep.core.safety.warnings import WeightBearing

TODAY = date(2026, 3, 30)
TENS = Dosage(
    sets=Span(3, 3),
    reps=Span(8, 12),
    load=Load(unit=LoadUnit.KG, value=Decimal(10)),
    effort=Effort(scale=EffortScale.RIR, target=Span(2, 4)),
    tempo=Tempo(3, 1, 3, 0),
    pain_limit=PainLimit(during=5, reference=1),
    rom_limit=RomLimit(joint="knee", motion="flexion", min_deg=0, max_deg=120),
)
WELL = Session(
    day=TODAY - timedelta(days=1),
    reps=(12, 12, 14, 14),
    seconds=(30, 30, 30),
    steps=(10, 10, 10, 10),
    effort=3,
    rir=6,
    credit=1.0,
    pain=1,
    next_pain=1,
    swelling=Stiffness.NONE,
    supervised=True,
    soreness=Soreness.NONE,
    night_pain=NightPain.NONE,
    pain_at=PainAt.OVERPRESSURE,
    settles_h=0,
    reached_target=True,
    support_lost=False,
    confidence=8,
    talk_test=True,
)
KNOWN = Clinical(
    open_alert=False,
    technique_doubt=False,
    weight_bearing=WeightBearing.FWB,
    exercise_weight_bearing="FWB",
    irritability=Irritability.LOW,
    tendon_stage=1,
    load_test_pain=2,
    strength_ratio=95,
    program_week=4,
    effusion=0,
    effusion_stable=True,
    target_deg=90,
    angle_loss_deg=0,
    flexion_deg=110,
    extension_loss_deg=0,
    weeks_since_surgery=6,
    procedure="",
    giving_way=False,
    fall=False,
    near_fall=False,
    tug_s=Decimal(9),
    falls_last_year=0,
    fall_risk=False,
    next_rung_unsteady=False,
    cardiac_screen=False,
    strength_cleared=True,
    blood_pressure_controlled=True,
    ten_rm_set=True,
    speed_signed=True,
    measures_changed=True,
    treated_days=20,
    dose_share_4_weeks=0.9,
)


def sessions(count: int = 12, every: int = 2, **fields: object) -> tuple[Session, ...]:
    """So many sessions up to yesterday, each as well as can be but for these fields."""
    days = [TODAY - timedelta(days=1 + every * back) for back in reversed(range(count))]
    return tuple(replace(WELL, day=day, **fields) for day in days)


def mornings(*pains: int) -> tuple[tuple[date, int], ...]:
    """The next morning's pain of every day up to yesterday, the newest last."""
    first = TODAY - timedelta(days=len(pains))
    return tuple((first + timedelta(days=n), pain) for n, pain in enumerate(pains))


def facts(
    *,
    dosage: Dosage = TENS,
    all_sessions: dict[str, object] | None = None,
    last: dict[str, object] | None = None,
    clinical: dict[str, object] | None = None,
    **fields: object,
) -> Facts:
    """All is well, but for what is named: in every session, in the last one, known by staff, or beside."""
    done = sessions(**(all_sessions or {}))
    done = (*done[:-1], replace(done[-1], **(last or {})))
    well = Facts(
        today=TODAY,
        dosage=dosage,
        changed_on=TODAY - timedelta(days=26),
        sessions=done,
        mornings=mornings(*[1] * 14),
        dose_share=1.0,
        absence_days=0,
        changed_in_absence=False,
        rest_kept=True,
        progressed_this_week=0,
        tempo_and_load_changed=False,
        clinical=replace(KNOWN, **(clinical or {})),
    )
    return replace(well, **fields)


def phase(**fields: object) -> Phase:
    open_phase = Phase(days=30, minimum_days=28, criteria_met=True, signed=True, loading=True)
    return replace(open_phase, **fields)


def assigned(rule: str, version: int = 1, **fields: object) -> AssignedRule:
    values = {"approved_by": "pt_17", "approved_at": TODAY, "expires": TODAY + timedelta(days=28)}
    return AssignedRule(rule=rule, version=version, **{**values, **fields})


def item_rules(*ids: str, **fields: object) -> ItemRules:
    return ItemRules(assigned=tuple(assigned(rule) for rule in ids), **fields)


def numbers(rule: str, **values: str) -> dict[str, Decimal]:
    """A rule's settings with these numbers instead."""
    return RULES[rule, 1].settings({name: Decimal(value) for name, value in values.items()})
