"""Everything a rule may read about one item, up to one moment. What nobody has said is None, never 0.

A rule reads facts only through `inputs`; where the facts come from (the log, a visit, the chart) is not
its business.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum

from everyrep.core.dosage import Dosage
from everyrep.core.logged import Stiffness
from everyrep.core.safety.warnings import ALLOWED_ROWS, RowWeightBearing, WeightBearing


class Soreness(Enum):
    """When it is sore (clinical reference 3.5); MUSCLE is a plain muscle ache after new loading."""

    NONE = "none"
    WARM_UP_GONE = "warm_up_gone"
    WARM_UP_STAYS = "warm_up_stays"
    WARM_UP_RETURNS = "warm_up_returns"
    AFTER = "after"
    MUSCLE = "muscle"


class NightPain(Enum):
    NONE = "none"
    SOMETIMES = "sometimes"
    CONSTANT = "constant"


class PainAt(Enum):
    """Where in the range it hurts (clinical reference 3.6)."""

    BEFORE_END = "before_end"
    END = "end"
    OVERPRESSURE = "overpressure"


class Irritability(Enum):
    """As the therapist set it at a visit (clinical reference 3.6)."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One go at the item. Numbers by set, in order; where both sides work, those of the weaker side.

    `pain` is the highest of that day (0-10), `next_pain` and `swelling` are of the morning after; `effort`
    is the product's plain 0-10 scale, `rir` repetitions in reserve. `credit` is c(e,k), 0-1. The last six are
    known only where somebody asked for them; `settles_h` is hours until pain is back at its usual level.
    """

    day: date
    index: int = 0
    reps: tuple[int | None, ...] = ()
    seconds: tuple[int | None, ...] = ()
    steps: tuple[int | None, ...] = ()
    effort: int | None = None
    rir: int | None = None
    credit: float | None = None
    pain: int | None = None
    next_pain: int | None = None
    swelling: Stiffness | None = None
    stopped_by_pain: bool = False
    supervised: bool = False
    soreness: Soreness | None = None
    night_pain: NightPain | None = None
    pain_at: PainAt | None = None
    settles_h: int | None = None
    reached_target: bool | None = None
    support_lost: bool | None = None
    confidence: int | None = None
    talk_test: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """Where the item stands in its phase; `loading` says whether this phase allows more load at all."""

    days: int | None = None
    minimum_days: int | None = None
    criteria_met: bool | None = None
    signed: bool | None = None
    loading: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinical:
    """What staff know beside the log. None is not known; `phase` None is a program without phases.

    `usual_pain` is the usual morning pain (0-10), without it the dosage's reference counts. Angles are a
    clinician's goniometer readings in degrees: what patients measure themselves fires no rule (3.8).
    `weight_bearing` FWB is no restriction. `effusion` is the sweep-test grade, 0 (none or trace) to 3.
    `measures_changed` says whether PSFS or NPRS moved beyond its MDC. `procedure` "" is none.
    """

    usual_pain: int | None = None
    open_alert: bool | None = None
    technique_doubt: bool | None = None
    weight_bearing: WeightBearing | None = None
    exercise_weight_bearing: RowWeightBearing | None = None
    phase: Phase | None = None
    irritability: Irritability | None = None
    tendon_stage: int | None = None
    load_test_pain: int | None = None
    strength_ratio: int | None = None
    program_week: int | None = None
    effusion: int | None = None
    effusion_stable: bool | None = None
    target_deg: int | None = None
    angle_loss_deg: int | None = None
    flexion_deg: int | None = None
    extension_loss_deg: int | None = None
    weeks_since_surgery: int | None = None
    procedure: str | None = None
    giving_way: bool | None = None
    fall: bool | None = None
    near_fall: bool | None = None
    tug_s: Decimal | None = None
    falls_last_year: int | None = None
    fall_risk: bool | None = None
    next_rung_unsteady: bool | None = None
    cardiac_screen: bool | None = None
    strength_cleared: bool | None = None
    blood_pressure_controlled: bool | None = None
    ten_rm_set: bool | None = None
    speed_signed: bool | None = None
    measures_changed: bool | None = None
    treated_days: int | None = None
    dose_share_4_weeks: float | None = None

    @property
    def weight_bearing_kept(self) -> bool | None:
        """Whether the limb may bear what the exercise asks of it (clinical reference 1.3)."""
        if self.weight_bearing is None or self.exercise_weight_bearing is None:
            return None
        return self.exercise_weight_bearing in ALLOWED_ROWS[self.weight_bearing]


NOTHING_KNOWN = Clinical()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The item as it stands on `today`. `sessions` are oldest first; `mornings` are (day before, pain).

    `changed_on` is the day the item last changed. `dose_share` is A_dose over the last three slots (0-1),
    `absence_days` the days since the first session missed in a row, `changed_in_absence` whether the item
    has changed since. `pain_today` is the highest pain of today's sessions. `tempo_and_load_changed` says
    that the last change moved both.
    """

    today: date
    dosage: Dosage
    changed_on: date | None = None
    sessions: tuple[Session, ...] = ()
    mornings: tuple[tuple[date, int], ...] = ()
    pain_today: int | None = None
    dose_share: float | None = None
    absence_days: int | None = None
    changed_in_absence: bool | None = None
    rest_kept: bool | None = None
    progressed_this_week: int | None = None
    tempo_and_load_changed: bool | None = None
    clinical: Clinical = field(default=NOTHING_KNOWN)

    @property
    def usual_pain(self) -> int | None:
        limit = self.dosage.pain_limit
        said = self.clinical.usual_pain
        return limit.reference if said is None and limit else said

    @property
    def settled(self) -> tuple[Session, ...]:
        """Sessions at today's dose whose next morning has come: what comes next is judged by these."""
        since = self.changed_on or date.min
        return tuple(session for session in self.sessions if since <= session.day < self.today)

    @property
    def days_unchanged(self) -> int | None:
        return None if self.changed_on is None else max((self.today - self.changed_on).days, 0)
