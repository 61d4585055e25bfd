"""Letting the rules speak: a proposal where they say more than to go on as it is.

It is called by the worker after every push of a patient who has rules, by the daily sweep, and once a
therapist has decided. It can be called again at any time: what is proposed already stays as it is.

Locks are taken in the order of a signature: the episode, its proposals, the audit chain. So it is no part of
the transaction that receives a push, which has the audit chain by then.
"""

import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import msgspec
from django.db import transaction
from django.utils import translation

from everyrep.attention.actions import raise_alert
from everyrep.core.alerting import Level
from everyrep.core.plan import Prescription
from everyrep.core.problems import Invalid
from everyrep.core.progression import Facts, Verdict, evaluate, facts_from, may_act_alone
from everyrep.core.progression.outcome import Outcome
from everyrep.logbook.rule_facts import History, histories
from everyrep.people.models import Clinic
from everyrep.prescribing.actions.overtaking import State, end, note, waiting_of
from everyrep.prescribing.actions.proposals import carry_out
from everyrep.prescribing.models import Episode, Proposal
from everyrep.prescribing.rule_documents import verdict_to_document
from everyrep.prescribing.ruled import Assigned, rules_of
from everyrep.tenancy.viewer import Viewer, system_viewer

RULE = "rule"  # the reason of an alert that a rule asks for
CARRIED_OUT = "carried_out"  # the reason of the notice that a step was taken under the therapist's order
DAY_OF_RULE = UUID(
    "0f0a1e9a-7d0b-5a55-9d0e-6a1f2d6f4b21"
)  # the namespace of ids for what a rule found on a day
PROPOSED = (Outcome.PAUSE, Outcome.REGRESS, Outcome.PROGRESS)
PRESSING = (Level.EMERGENCY, Level.URGENT, Level.ATTENTION)
"""The levels that raise an alert; a notice is the proposal itself, on the attention list."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the rules of one item say today, of which version."""

    item: Prescription
    assigned: Assigned
    verdict: Verdict
    facts: Facts
    base_id: UUID

    @property
    def proposes(self) -> bool:
        """More than to stay as it is, and something that somebody could do."""
        outcome = self.verdict.outcome
        return outcome in PROPOSED and (self.verdict.change is not None or outcome is Outcome.PAUSE)


def propose(by: Viewer, patient_ids: Collection[UUID], now: datetime) -> None:
    """Judge every item of these patients that has rules. One query where nobody has any; else eight, and
    more for each patient about whom there is something new.
    """
    ruled = rules_of(by, patient_ids)
    if not ruled:
        return
    for patient_id, history in histories(by, list(ruled), now).items():
        _see_to(system_viewer(by.clinic_id, by.zone), history, ruled[patient_id], now)


def judged_of(history: History, ruled: dict[str, Assigned]) -> Iterator[Judged]:
    """What the rules in force today say of each item of the version in force, if none was signed after it."""
    plan, today = history.chain.on(history.today), history.today
    if plan is None or plan.number != max(history.chain.ids):
        return
    for item in plan.items:
        assigned = ruled.get(item.key)
        rules = assigned.in_force(today) if assigned else None
        if assigned is None or rules is None or not rules.assigned:
            continue
        days = history.days(item, assigned.row.usual_pain)
        facts = facts_from(history.chain.plans, item.key, days, today=today)
        if facts is not None:
            yield Judged(
                item=item,
                assigned=assigned,
                verdict=evaluate(rules, facts),
                facts=facts,
                base_id=history.chain.ids[plan.number],
            )


def _see_to(by: Viewer, history: History, ruled: dict[str, Assigned], now: datetime) -> None:
    judged = {one.item.key: one for one in judged_of(history, ruled)}
    for one in judged.values():
        _alert(by, history, one, now)
    with transaction.atomic():
        made = _propose(by, history, ruled, judged, now)
    for proposal, one in made:
        _act_alone(by, history, proposal, one, now)


def _propose(
    by: Viewer, history: History, ruled: dict[str, Assigned], judged: dict[str, Judged], now: datetime
) -> list[tuple[Proposal, Judged]]:
    """Bring what waits in line with what the rules say; what is new, and waits now."""
    patient_id = history.patient.id
    wanted = {key: one for key, one in judged.items() if one.proposes}
    if not wanted and not waiting_of(by, patient_id).exists():
        return []
    active = Episode.objects.in_clinic(by.clinic_id).filter(patient_id=patient_id, status=Episode.ACTIVE)
    if active.select_for_update().first() is None:
        return []
    kept = set()
    for proposal in waiting_of(by, patient_id).select_for_update():
        if (one := wanted.get(proposal.item_key)) is not None and _same(proposal, one):
            kept.add(proposal.item_key)
        else:
            over = ruled.get(proposal.item_key)
            ended = over is None or (over.expires or date.min) < history.today
            end(by, proposal, State.EXPIRED if ended else State.OVERTAKEN, now)
    fresh = {key: one for key, one in wanted.items() if key not in kept}
    rests = _rejected(by, history, fresh)
    return [
        (_made(by, history, one, now), one)
        for one in fresh.values()
        if _mark(one) not in rests.get(one.item.key, ())
    ]


def _mark(one: Judged) -> tuple[object, ...]:
    """What makes two proposals the same: by which rules and row, on which version, and what they would do."""
    finding = one.verdict.finding
    assert finding is not None
    row = finding.row.id if finding.row else ""
    return one.base_id, one.assigned.row.id, finding.rule.id, row, one.verdict.outcome.value, _after(one)


def _same(proposal: Proposal, one: Judged) -> bool:
    return _mark_of(proposal) == _mark(one)


def _mark_of(proposal: Proposal) -> tuple[object, ...]:
    after = proposal.verdict["change"] and proposal.verdict["change"].get("after")
    decided = proposal.rule, proposal.row, proposal.outcome
    return proposal.base_id, proposal.assignment_id, *decided, _text(after)


def _after(one: Judged) -> bytes:
    change = one.verdict.change
    return _text(msgspec.to_builtins(change.after) if change else None)


def _text(dosage: Any) -> bytes:
    """The same for the same dose: PostgreSQL hands a document back with its keys in an order of its own."""
    return msgspec.json.encode(dosage, order="sorted")


def _rejected(by: Viewer, history: History, fresh: dict[str, Judged]) -> dict[str, set[tuple[object, ...]]]:
    """What was refused lately, by item: it rests for as long as an exercise stays unchanged at the least."""
    found: dict[str, set[tuple[object, ...]]] = {}
    if not fresh:
        return found
    refused = Proposal.objects.in_clinic(by.clinic_id).filter(
        patient_id=history.patient.id, item_key__in=list(fresh), state=State.REJECTED
    )
    for proposal in refused.order_by("-made_at")[: 2 * len(fresh)]:
        frame = fresh[proposal.item_key].assigned.rules.frame_settings
        until = proposal.made_on + timedelta(days=int(frame["days_unchanged"]))
        if history.today < until:
            found.setdefault(proposal.item_key, set()).add(_mark_of(proposal))
    return found


def _made(by: Viewer, history: History, one: Judged, now: datetime) -> Proposal:
    finding, change = one.verdict.finding, one.verdict.change
    assert finding is not None
    after = change.after if change else None
    proposal = Proposal.objects.create(
        clinic_id=by.clinic_id,
        patient_id=history.patient.id,
        assignment=one.assigned.row,
        base_id=one.base_id,
        item_key=one.item.key,
        exercise=one.item.exercise,
        rule=finding.rule.id,
        rule_version=finding.rule.version,
        row=finding.row.id if finding.row else "",
        outcome=one.verdict.outcome.value,
        verdict=verdict_to_document(one.verdict),
        before=msgspec.to_builtins(one.item.dosage),
        after=msgspec.to_builtins(after) if after else None,
        made_on=history.today,
        made_at=now,
    )
    note(by, proposal, "propose", now)
    return proposal


def _act_alone(by: Viewer, history: History, proposal: Proposal, one: Judged, now: datetime) -> None:
    """Carry out what the therapist has ordered beforehand; what refuses a signature waits for a person."""
    if not _may_act_alone(by, history, one):
        return
    language = Clinic.objects.get(id=by.clinic_id).language
    try:
        with transaction.atomic(), translation.override(language):
            carry_out(proposal=proposal, zone=by.zone, today=history.today, now=now)
            _notice(by, proposal, history, now)
    except Invalid as fault:
        log.info("rules: proposal %s waits for a person: %s", proposal.id, fault.problems[0].field)


def _may_act_alone(by: Viewer, history: History, one: Judged) -> bool:
    finding, row = one.verdict.finding, one.assigned.row
    assigned = next(
        (rule for rule in one.assigned.rules.assigned if finding and rule.rule == finding.rule.id), None
    )
    if assigned is None or (one.verdict.outcome is not Outcome.PROGRESS and not row.lower_at_once):
        return False
    taken = Proposal.objects.in_clinic(by.clinic_id).filter(
        assignment=row, rule=assigned.rule, outcome=Outcome.PROGRESS.value, state=State.ACCEPTED
    )
    alone = taken.filter(decided_by__isnull=True)
    return may_act_alone(assigned, one.verdict, history.today, alone.count())


def _notice(by: Viewer, proposal: Proposal, history: History, now: datetime) -> None:
    raise_alert(
        by=by,
        patient_id=proposal.patient_id,
        level=Level.NOTICE,
        reason=CARRIED_OUT,
        entry_id=proposal.id,
        findings=[f"{CARRIED_OUT}:{proposal.outcome}"],
        first_day=history.today,
        now=now,
        evidence={
            "exercise": proposal.exercise,
            "outcome": proposal.outcome,
            "change": proposal.verdict["change"],
        },
    )


def _alert(by: Viewer, history: History, one: Judged, now: datetime) -> None:
    """Once for each rule, row and day that the item was done on last, at the most pressing level."""
    last = max((session.day for session in one.facts.sessions), default=history.today)
    for finding in one.verdict.findings:
        level = next((effect.level for effect in finding.effects if effect.level in PRESSING), None)
        if level is None:
            continue
        found = f"{RULE}:{finding.rule.id}:{finding.rule.version}:{finding.row.id if finding.row else ''}"
        raise_alert(
            by=by,
            patient_id=history.patient.id,
            level=level,
            reason=RULE,
            entry_id=uuid5(DAY_OF_RULE, f"{one.item.key}/{finding.rule.id}/{last}"),
            findings=[found],
            first_day=history.today,
            now=now,
            evidence={"exercise": one.item.exercise, "verdict": verdict_to_document(one.verdict)},
        )
