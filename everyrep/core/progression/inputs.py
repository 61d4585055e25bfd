"""The inputs of rules: each has a name, a title and one way to read it from the facts. None is missing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import Enum
from statistics import fmean

from everyrep.core.dosage import EffortScale
from everyrep.core.logged import Stiffness
from everyrep.core.problems import N_
from everyrep.core.progression.facts import Facts, Session

Value = int | float | Decimal | bool | str | None

WEEK = timedelta(days=7)
MORNINGS_A_WEEK = 2  # fewer answers do not make a week's mean; own design, no published value
DECIMALS = 9  # shares are compared after rounding, so that 0.8 reached by adding thirds is still 0.8
SWELLING = {Stiffness.NONE: 0, Stiffness.LITTLE: 1, Stiffness.MUCH: 2}


@dataclass(frozen=True, slots=True)
class Input:
    """An input of the item as a whole."""

    title: str
    read: Callable[[Facts], Value]


@dataclass(frozen=True, slots=True)
class SessionInput:
    """An input that every session has."""

    title: str
    read: Callable[[Session, Facts], Value]


def _difference(value: int | None, other: int | None) -> int | None:
    return None if value is None or other is None else value - other


def _number(share: float | None) -> float | None:
    return None if share is None else round(share, DECIMALS)


def _code(value: Enum | None) -> str | None:
    return None if value is None else str(value.value)


def last_set_reps(session: Session, facts: Facts) -> int | None:
    """Repetitions in the last prescribed set; None where fewer sets than prescribed were counted."""
    asked = facts.dosage.sets.low if facts.dosage.sets else 1
    return session.reps[-1] if len(session.reps) >= asked else None


def _over_top(session: Session, facts: Facts) -> int | None:
    return _difference(last_set_reps(session, facts), facts.dosage.reps.high if facts.dosage.reps else None)


def _under_low(session: Session, facts: Facts) -> int | None:
    return _difference(facts.dosage.reps.low if facts.dosage.reps else None, last_set_reps(session, facts))


def _set_reps(place: int) -> Callable[[Session, Facts], int | None]:
    return lambda session, _: session.reps[place] if len(session.reps) > place else None


def _best(amounts: Sequence[int | None], place: int) -> int | None:
    """The `place`-th best set, from 1; None where not so many were counted."""
    counted = sorted((amount for amount in amounts if amount is not None), reverse=True)
    return counted[place - 1] if len(counted) >= place else None


def _over_limit(session: Session, facts: Facts) -> int | None:
    limit = facts.dosage.pain_limit
    return _difference(session.pain, limit.during if limit else None)


def _effort_spare(session: Session, facts: Facts) -> int | None:
    """Points easier than the prescribed band, on the scale that was prescribed."""
    effort = facts.dosage.effort
    if effort is None or effort.scale not in (EffortScale.RIR, EffortScale.EFFORT):
        return None
    if effort.scale is EffortScale.RIR:
        return _difference(session.rir, effort.target.high)
    return _difference(effort.target.low, session.effort)


def _effort_excess(session: Session, facts: Facts) -> int | None:
    """Points harder than the prescribed band, on the scale that was prescribed."""
    effort = facts.dosage.effort
    if effort is None or effort.scale not in (EffortScale.RIR, EffortScale.EFFORT):
        return None
    if effort.scale is EffortScale.RIR:
        return _difference(effort.target.low, session.rir)
    return _difference(session.effort, effort.target.high)


def _nothing_left(session: Session, _: Facts) -> bool | None:
    if session.rir is None and session.effort is None:
        return None
    return session.rir == 0 or session.effort == 10


def _answered(session: Session, _: Facts) -> bool:
    return session.pain is not None and session.next_pain is not None


def _week_mean(facts: Facts, weeks_ago: int) -> float | None:
    """Mean next-morning pain of the seven days that end `weeks_ago` weeks before today."""
    last = facts.today - weeks_ago * WEEK
    pains = [pain for day, pain in facts.mornings if last - WEEK <= day < last]
    return fmean(pains) if len(pains) >= MORNINGS_A_WEEK else None


def _morning_rise(facts: Facts) -> float | None:
    now, before = _week_mean(facts, 0), _week_mean(facts, 1)
    return None if now is None or before is None else now - before


def _two_weeks_above(facts: Facts) -> float | None:
    weeks = (_week_mean(facts, 0), _week_mean(facts, 1))
    usual = facts.usual_pain
    if usual is None or weeks[0] is None or weeks[1] is None:
        return None
    return min(weeks[0], weeks[1]) - usual


def _settled_days(facts: Facts) -> int | None:
    """Days for which every session was back at the usual pain on the next morning."""
    usual = facts.usual_pain
    if usual is None or not facts.settled:
        return None
    first = facts.today
    for session in reversed(facts.settled):
        if session.next_pain is None:
            return None if first == facts.today else (facts.today - first).days
        if session.next_pain > usual:
            break
        first = session.day
    return (facts.today - first).days


def _swelling_days(facts: Facts) -> int | None:
    """Days on end, up to the last session, after which it was stiff or swollen."""
    days: dict[object, Stiffness | None] = {session.day: session.swelling for session in facts.settled}
    if not days:
        return None
    count = 0
    for swelling in reversed(days.values()):
        if swelling is None:
            return None if count == 0 else count
        if swelling is Stiffness.NONE:
            break
        count += 1
    return count


def _range_kept(facts: Facts) -> bool | None:
    limit, target = facts.dosage.rom_limit, facts.clinical.target_deg
    if limit is None or not limit.holds_on(facts.today) or target is None:
        return True
    return limit.min_deg <= target <= limit.max_deg


def _range_left(facts: Facts) -> int | None:
    limit = facts.dosage.rom_limit
    return _difference(limit.max_deg if limit else None, facts.clinical.target_deg)


def _phase_loading(facts: Facts) -> bool | None:
    return True if facts.clinical.phase is None else facts.clinical.phase.loading


def _phase_days_left(facts: Facts) -> int | None:
    phase = facts.clinical.phase
    return _difference(phase.minimum_days, phase.days) if phase else None


def _fast(facts: Facts) -> bool | None:
    return None if facts.dosage.tempo is None else "X" in facts.dosage.tempo.parts


def _reps(facts: Facts) -> int | None:
    return facts.dosage.reps.high if facts.dosage.reps else None


SESSION_INPUTS: dict[str, SessionInput] = {
    "pain": SessionInput(N_("Pain during the exercise (0-10)"), lambda s, _: s.pain),
    "pain_over_limit": SessionInput(N_("Pain above the limit set for the exercise, in points"), _over_limit),
    "next_rise": SessionInput(
        N_("Pain on the next morning above the usual, in points"),
        lambda s, f: _difference(s.next_pain, f.usual_pain),
    ),
    "answered": SessionInput(N_("Pain during and on the next morning was answered"), _answered),
    "swelling": SessionInput(
        N_("Stiff or swollen on the next morning (0 no, 1 a little, 2 much)"),
        lambda s, _: None if s.swelling is None else SWELLING[s.swelling],
    ),
    "reps_over_top": SessionInput(N_("Repetitions in the last set above the top of the range"), _over_top),
    "reps_under_low": SessionInput(
        N_("Repetitions in the last set below the low end of the range"), _under_low
    ),
    "last_set_reps": SessionInput(N_("Repetitions in the last set"), last_set_reps),
    "set_1_reps": SessionInput(N_("Repetitions in set 1"), _set_reps(0)),
    "set_3_reps": SessionInput(N_("Repetitions in set 3"), _set_reps(2)),
    "set_4_reps": SessionInput(N_("Repetitions in set 4"), _set_reps(3)),
    "effort": SessionInput(N_("Effort (0-10)"), lambda s, _: s.effort),
    "effort_spare": SessionInput(N_("Easier than the effort asked for, in points"), _effort_spare),
    "effort_excess": SessionInput(N_("Harder than the effort asked for, in points"), _effort_excess),
    "nothing_left": SessionInput(N_("Not one more repetition was possible"), _nothing_left),
    "done_share": SessionInput(N_("Share of the dose that was done"), lambda s, _: _number(s.credit)),
    "stopped_by_pain": SessionInput(N_("Cut short because of pain"), lambda s, _: s.stopped_by_pain),
    "supervised": SessionInput(N_("Done under supervision"), lambda s, _: s.supervised),
    "soreness": SessionInput(N_("Soreness"), lambda s, _: _code(s.soreness)),
    "night_pain": SessionInput(N_("Pain at night or at rest"), lambda s, _: _code(s.night_pain)),
    "pain_at": SessionInput(N_("Where in the range it hurts"), lambda s, _: _code(s.pain_at)),
    "settles_h": SessionInput(N_("Hours until pain has settled"), lambda s, _: s.settles_h),
    "reached_target": SessionInput(N_("Reached the target range"), lambda s, _: s.reached_target),
    "support_lost": SessionInput(N_("Needed more support than planned"), lambda s, _: s.support_lost),
    "confidence": SessionInput(N_("Confidence (0-10)"), lambda s, _: s.confidence),
    "talk_test": SessionInput(N_("Could talk while walking"), lambda s, _: s.talk_test),
    "third_best_s": SessionInput(N_("Seconds held in at least 3 sets"), lambda s, _: _best(s.seconds, 3)),
    "fourth_best_steps": SessionInput(N_("Steps in at least 4 sets"), lambda s, _: _best(s.steps, 4)),
}

ITEM_INPUTS: dict[str, Input] = {
    "pain_today": Input(N_("Pain during today's session (0-10)"), lambda f: f.pain_today),
    "usual_pain": Input(N_("Usual morning pain (0-10)"), lambda f: f.usual_pain),
    "morning_rise": Input(N_("Morning pain this week above last week, in points"), _morning_rise),
    "two_weeks_above": Input(
        N_("Morning pain above the usual in both of the last two weeks, in points"), _two_weeks_above
    ),
    "settled_days": Input(N_("Days with every next morning back at the usual pain"), _settled_days),
    "swelling_days": Input(N_("Days on end stiff or swollen on the next morning"), _swelling_days),
    "dose_share": Input(N_("Share of the dose done in the last 3 slots"), lambda f: _number(f.dose_share)),
    "days_unchanged": Input(N_("Days since the exercise last changed"), lambda f: f.days_unchanged),
    "absence_days": Input(
        N_("Days without the exercise, from the first one not logged"), lambda f: f.absence_days
    ),
    "changed_in_absence": Input(N_("Changed since the first day not logged"), lambda f: f.changed_in_absence),
    "rest_kept": Input(N_("Rest days were kept"), lambda f: f.rest_kept),
    "progressed_this_week": Input(
        N_("Exercises of this patient made harder in the last 7 days"), lambda f: f.progressed_this_week
    ),
    "tempo_and_load_changed": Input(
        N_("The last change moved tempo and load together"), lambda f: f.tempo_and_load_changed
    ),
    "open_alert": Input(N_("An alert is open"), lambda f: f.clinical.open_alert),
    "technique_doubt": Input(N_("Technique is in doubt"), lambda f: f.clinical.technique_doubt),
    "weight_bearing_kept": Input(
        N_("The limb may bear what the exercise asks for"), lambda f: f.clinical.weight_bearing_kept
    ),
    "range_kept": Input(N_("The target lies within the range limit"), _range_kept),
    "range_left": Input(N_("Degrees left to the range limit"), _range_left),
    "phase_loading": Input(N_("The phase allows more load"), _phase_loading),
    "phase_days_left": Input(N_("Days left of the phase's minimum time"), _phase_days_left),
    "phase_criteria": Input(
        N_("All criteria of the phase are met"),
        lambda f: f.clinical.phase.criteria_met if f.clinical.phase else None,
    ),
    "phase_signed": Input(
        N_("A clinician has signed the next phase"),
        lambda f: f.clinical.phase.signed if f.clinical.phase else None,
    ),
    "irritability": Input(N_("Irritability set by the therapist"), lambda f: _code(f.clinical.irritability)),
    "tendon_stage": Input(N_("Stage of tendon loading (1-4)"), lambda f: f.clinical.tendon_stage),
    "load_test_pain": Input(N_("Pain in the load test (0-10)"), lambda f: f.clinical.load_test_pain),
    "strength_ratio": Input(
        N_("Strength against the other side, in percent"), lambda f: f.clinical.strength_ratio
    ),
    "program_week": Input(N_("Week of the written program"), lambda f: f.clinical.program_week),
    "reps_asked": Input(N_("Repetitions asked for"), _reps),
    "effusion": Input(N_("Sweep test by a clinician (0-3)"), lambda f: f.clinical.effusion),
    "effusion_stable": Input(N_("Sweep test not worse than before"), lambda f: f.clinical.effusion_stable),
    "angle_loss_deg": Input(
        N_("Degrees lost against the best of the last week, measured by a clinician"),
        lambda f: f.clinical.angle_loss_deg,
    ),
    "flexion_deg": Input(N_("Flexion measured by a clinician, in degrees"), lambda f: f.clinical.flexion_deg),
    "extension_loss_deg": Input(
        N_("Extension loss measured by a clinician, in degrees"), lambda f: f.clinical.extension_loss_deg
    ),
    "weeks_since_surgery": Input(N_("Weeks since surgery"), lambda f: f.clinical.weeks_since_surgery),
    "procedure": Input(N_("Procedure"), lambda f: f.clinical.procedure),
    "giving_way": Input(N_("Sharp pain or giving way was reported"), lambda f: f.clinical.giving_way),
    "fall": Input(N_("A fall was reported"), lambda f: f.clinical.fall),
    "near_fall": Input(N_("A near-fall was reported"), lambda f: f.clinical.near_fall),
    "tug_s": Input(N_("Timed Up and Go, in seconds"), lambda f: f.clinical.tug_s),
    "falls_last_year": Input(N_("Falls in the last year"), lambda f: f.clinical.falls_last_year),
    "fall_risk": Input(N_("Flagged by the therapist for risk of falling"), lambda f: f.clinical.fall_risk),
    "next_rung_unsteady": Input(
        N_("The next rung is on foam or with eyes closed"), lambda f: f.clinical.next_rung_unsteady
    ),
    "cardiac_screen": Input(N_("Flagged for a cardiac screen"), lambda f: f.clinical.cardiac_screen),
    "strength_cleared": Input(N_("Cleared for the strength phase"), lambda f: f.clinical.strength_cleared),
    "blood_pressure_controlled": Input(
        N_("Blood pressure is under control"), lambda f: f.clinical.blood_pressure_controlled
    ),
    "ten_rm_set": Input(N_("The 10RM was set in the clinic"), lambda f: f.clinical.ten_rm_set),
    "fast_tempo": Input(N_("The tempo has a part as fast as controlled (X)"), _fast),
    "speed_signed": Input(
        N_("The therapist has signed for speed or impact work"), lambda f: f.clinical.speed_signed
    ),
    "measures_changed": Input(
        N_("Function or pain scores moved beyond measurement error"), lambda f: f.clinical.measures_changed
    ),
    "treated_days": Input(N_("Days since the program began"), lambda f: f.clinical.treated_days),
    "dose_share_4_weeks": Input(
        N_("Share of the dose done in 4 weeks"), lambda f: _number(f.clinical.dose_share_4_weeks)
    ),
}


def title(name: str) -> str:
    """The input's title, to be translated."""
    return SESSION_INPUTS[name].title if name in SESSION_INPUTS else ITEM_INPUTS[name].title
