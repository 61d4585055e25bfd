"""A patient whose exercise has rules: weeks at home that are ready for a step, or hurt."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import msgspec
from conftest import NOW, TODAY, ClinicWorld, make_operation, open_episode

from everyrep.core.dosage import Dosage, Load, LoadUnit, PainLimit, Span
from everyrep.core.progression import (
    AssignedRule,
    Facts,
    ItemRules,
    Mode,
    Session,
    evaluate,
    parameters_from,
)
from everyrep.core.schedule import Schedule
from everyrep.logbook.actions import receive
from everyrep.logbook.proposing import propose
from everyrep.people.access import viewer_of_patient
from everyrep.prescribing.actions import drafts, signing
from everyrep.prescribing.actions.rules import assign
from everyrep.prescribing.documents import from_document
from everyrep.prescribing.models import Episode, ProgramVersion, Proposal, RuleAssignment
from everyrep.prescribing.rule_documents import rules_from_document, verdict_to_document

FIRST = TODAY - timedelta(days=14)
TENS = Dosage(
    sets=Span(3, 3),
    reps=Span(8, 12),
    load=Load(unit=LoadUnit.KG, value=Decimal(10)),
    pain_limit=PainLimit(during=5, reference=1),
)
EXERCISE = "goblet-squat"


def at(day: date, hour: int = 20) -> datetime:
    """An evening in the patient's zone, as the server's clock says it."""
    return datetime.combine(day, time(hour), UTC) + timedelta(hours=5)


@dataclass
class Ruled:
    """Rosa with one loaded exercise, signed two weeks ago."""

    world: ClinicWorld
    episode: Episode
    version: ProgramVersion
    key: str

    def logs(self, days: Iterable[int], *, reps: int = 14, pain: int = 1, next_pain: int = 1) -> None:
        """Done on these days before today, with so many repetitions in every set, and the morning after."""
        for back in days:
            self.log(TODAY - timedelta(days=back), reps=reps, pain=pain, next_pain=next_pain)

    def log(
        self,
        day: date,
        *,
        reps: int = 14,
        pain: int = 1,
        next_pain: int | None = 1,
        now: datetime = NOW,
    ) -> None:
        sets = [{"reps": reps} for _ in range(3)]
        body = {
            "type": "exercise",
            "item_key": self.key,
            "session": 0,
            "outcome": "done",
            "pain": pain,
            "sets": sets,
        }
        self.push(day, body, now)
        if next_pain is not None:
            self.push(day + timedelta(days=1), {"type": "morning", "pain": next_pain}, now)

    def ahead(self, n: int) -> None:
        """Done on the n-th day after today, well, with the morning after."""
        now = NOW + timedelta(days=n + 1)
        self.log(TODAY + timedelta(days=n), now=now)

    def push(self, day: date, body: dict[str, Any], now: datetime = NOW) -> None:
        op = make_operation(
            self.version.id,
            self.key,
            body=body,
            local_date=day.isoformat(),
            recorded_at=min(at(day), now).isoformat(),
            performed_local=f"{day}T20:00:00",
        )
        rosa = viewer_of_patient(self.world.patient)
        (receipt,) = receive(by=rosa, patient_id=self.world.patient.id, ops=[op], now=now)
        assert receipt.status == "accepted", receipt

    def approve(self, **changes: Any) -> RuleAssignment:
        """Pain monitoring and 2-for-2, as Ana approves them today."""
        options = {"usual_pain": 1, "lower_at_once": False, "assistants": False}
        mine = {name: changes.pop(name) for name in list(changes) if name in options}
        rules = changes.pop("rules", None) or two_for_two(self.world, **changes)
        return assign(
            by=self.world.ana,
            patient_id=self.world.patient.id,
            item_key=self.key,
            rules=rules,
            now=NOW,
            **{**options, **mine},
        )

    def judge(self, now: datetime = NOW) -> None:
        propose(self.world.system, [self.world.patient.id], now)

    def proposals(self) -> list[Proposal]:
        mine = Proposal.objects.in_clinic(self.world.clinic.id).filter(patient=self.world.patient)
        return list(mine.order_by("made_at", "id"))

    def versions(self) -> list[ProgramVersion]:
        mine = ProgramVersion.objects.in_clinic(self.world.clinic.id).filter(patient=self.world.patient)
        return list(mine.order_by("number"))

    def item(self, version: ProgramVersion) -> Any:
        return next(item for item in from_document(version.items) if item.key == self.key)


def two_for_two(world: ClinicWorld, **changes: Any) -> ItemRules:
    """The symptom model and the load rule, in force for four weeks; `changes` are those of the load rule."""
    common = {
        "version": 1,
        "approved_by": str(world.therapist.id),
        "approved_at": TODAY,
        "expires": TODAY + timedelta(days=28),
    }
    model = AssignedRule(rule="pain_monitoring", **common)
    step = AssignedRule(rule="two_for_two", **{**common, **changes})
    return ItemRules(assigned=(model, step))


def authorised(world: ClinicWorld, *, max_load_kg: int = 12, max_steps: int = 1) -> ItemRules:
    """The same, with single steps authorised beforehand."""
    return two_for_two(
        world,
        mode=Mode.PREAUTHORISED,
        max_steps=max_steps,
        max_load_kg=Decimal(max_load_kg),
        parameters=parameters_from({}),
    )


def make_ruled(world: ClinicWorld, dosage: Dosage = TENS) -> Ruled:
    episode = open_episode(world)
    drafts.open_draft(by=world.ana, episode_id=episode.id, now=at(FIRST))
    for exercise in (EXERCISE, "quad-set"):
        drafts.add_exercise(
            by=world.ana, episode_id=episode.id, exercise_id=exercise, side=None, now=at(FIRST)
        )
    draft = drafts.open_draft(by=world.ana, episode_id=episode.id, now=at(FIRST))
    first = from_document(draft.items)[0]
    told = replace(first, dosage=dosage, schedule=Schedule())
    draft = drafts.change_item(by=world.ana, episode_id=episode.id, item=told, now=at(FIRST))
    version = signing.sign(
        by=world.ana,
        episode_id=episode.id,
        revision=draft.revision,
        reason="First program",
        valid_from=FIRST,
        today=FIRST,
        now=at(FIRST),
    )
    return Ruled(world=world, episode=episode, version=version, key=first.key)


def waiting_proposal(row: RuleAssignment, version: ProgramVersion, *, why: str = "") -> Proposal:
    """A step back on this item, as pain during the exercise would have it proposed."""
    item = next(item for item in from_document(version.items) if item.key == row.item_key)
    rules = rules_from_document(row.document)
    pain = Session(day=TODAY - timedelta(days=1), pain=8, next_pain=8, reps=(10, 10, 10), credit=1.0)
    facts = Facts(today=TODAY, dosage=item.dosage, changed_on=FIRST, sessions=(pain,))
    verdict = evaluate(rules, facts)
    assert verdict.finding is not None
    assert verdict.change is not None
    return Proposal.objects.create(
        clinic_id=row.clinic_id,
        patient_id=row.patient_id,
        assignment=row,
        base=version,
        item_key=row.item_key,
        exercise=item.exercise,
        rule=verdict.finding.rule.id,
        rule_version=verdict.finding.rule.version,
        row=verdict.finding.row.id if verdict.finding.row else "",
        outcome=verdict.outcome.value,
        verdict=verdict_to_document(verdict),
        before=msgspec.to_builtins(item.dosage),
        after=msgspec.to_builtins(verdict.change.after),
        made_on=TODAY,
        made_at=NOW,
        reason=why,
    )


def proposed(ruled: Ruled, **changes: Any) -> Any:
    ruled.approve(**changes)
    ruled.judge()
    return ruled.proposals()[-1]


def without_emergency_text(ruled: Ruled) -> None:
    ruled.world.clinic.emergency_text = ""
    ruled.world.clinic.save(update_fields=["emergency_text"])


READY = (12, 10, 9, 3, 2, 1)
"""Days before today on which all sets went beyond the top of their range."""
