"""Deciding on a proposal: accepted it is the next version, signed; else it is drafted, or refused."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from everyrep.attention.charge import put_in_charge
from everyrep.core.plan import Prescription
from everyrep.core.problems import N_, Invalid, invalid
from everyrep.people.policy import Permission, check
from everyrep.people.texts import text_problems
from everyrep.prescribing.actions import drafts
from everyrep.prescribing.actions.overtaking import State, end
from everyrep.prescribing.actions.signing import Program, Signer, next_version
from everyrep.prescribing.attending import attend
from everyrep.prescribing.documents import from_document
from everyrep.prescribing.models import Draft, Episode, ProgramVersion, Proposal
from everyrep.prescribing.proposal_words import order_in_words, reason_in_words
from everyrep.prescribing.ruled import dose_of, is_step, may_accept
from everyrep.tenancy.viewer import NotAllowed, NotFound, Role, Viewer, system_viewer

DECIDED = N_("This proposal was decided before; here is what stands now.")
STALE = N_(
    "The program has changed since this was proposed: nothing was signed. Look at it as it stands now."
)
OVER = N_("The rules that proposed this have run out. Approve them anew, or change the program yourself.")
CHOOSE = N_("Here a person has to choose: take it over into the draft.")


@transaction.atomic
def accept(*, by: Viewer, proposal_id: UUID, today: date, now: datetime) -> ProgramVersion:
    """Sign the next version with this one change, from today on; `today` is the patient's local date.

    An assistant accepts only what the therapist has allowed, and under that therapist's order. Raises Invalid
    where it was decided before or the program has changed since, and for all that refuses a signature.
    """
    check(by, Permission.ACCEPT_PROPOSALS)
    found, episode = _locked(by, proposal_id)
    if by.role is Role.ASSISTANT and not found.assignment.assistants:
        raise NotAllowed(str(proposal_id))
    if not may_accept(by, found):
        raise invalid("proposal", CHOOSE)
    if today > _expires(found):
        raise invalid("proposal", OVER)
    by_order = by.role is Role.ASSISTANT
    signer = _ordered(found, by.name) if by_order else Signer(by.actor_id, by.name)
    version = _signed(by, found, episode, signer, today, now)
    end(by, found, State.ACCEPTED, now, decided_by_id=by.actor_id, result_id=version.id)
    if not by_order:
        put_in_charge(by=by, patient_id=found.patient_id, staff_id=by.actor_id, now=now)
    return version


@transaction.atomic
def carry_out(*, proposal: Proposal, zone: str, today: date, now: datetime) -> ProgramVersion:
    """What the therapist has ordered beforehand: a harder dose begins tomorrow, an easier one today.

    The caller has seen that it may act alone. Raises Invalid for all that refuses a signature.
    """
    system = system_viewer(proposal.clinic_id, zone)
    found, episode = _locked(system, proposal.id)
    begins = today + timedelta(days=1) if found.outcome == "progress" else today
    version = _signed(system, found, episode, _ordered(found, system.name), begins, now)
    end(system, found, State.ACCEPTED, now, result_id=version.id)
    return version


@transaction.atomic
def reject(*, by: Viewer, proposal_id: UUID, reason: str, now: datetime) -> Proposal:
    """Not now; the reason stays on file. Raises Invalid without one, and where it was decided before."""
    check(by, Permission.PRESCRIBE)
    if not reason.strip():
        text = N_("Write why it is not to be, in a few words, such as: sore after the journey.")
        raise invalid("reason", text)
    if problems := text_problems(Proposal, {"reason": reason}):
        raise Invalid(problems)
    found, _ = _locked(by, proposal_id)
    end(by, found, State.REJECTED, now, decided_by_id=by.actor_id, reason=reason.strip())
    attend(by, [found.patient_id], now)
    return found


@transaction.atomic
def edit(*, by: Viewer, proposal_id: UUID, now: datetime) -> Proposal:
    """Take it over into the draft, where it can be undone; the therapist goes on from there."""
    check(by, Permission.PRESCRIBE)
    found, episode = _locked(by, proposal_id)
    _refuse_stale(by, found, episode)
    drafts.open_draft(by=by, episode_id=episode.id, now=now)
    if is_step(found):
        drafts.edit(by, episode.id, lambda items: _changed(items, found), now)
    end(by, found, State.EDITED, now, decided_by_id=by.actor_id)
    attend(by, [found.patient_id], now)
    return found


def _locked(by: Viewer, proposal_id: UUID) -> tuple[Proposal, Episode]:
    """The episode first, as a signature does; whoever comes second finds it decided."""
    mine = Proposal.objects.seen_by(by).select_related("base", "assignment")
    episode_id = mine.find(id=proposal_id).base.episode_id
    episode = Episode.objects.seen_by(by).select_for_update().filter(id=episode_id).first()
    found = mine.select_for_update(of=("self",)).find(id=proposal_id)
    if episode is None or episode.status != Episode.ACTIVE or found.state != State.WAITING:
        raise invalid("proposal", STALE if found.state == State.OVERTAKEN else DECIDED)
    return found, episode


def _signed(
    by: Viewer, found: Proposal, episode: Episode, signer: Signer, valid_from: date, now: datetime
) -> ProgramVersion:
    base = _refuse_stale(by, found, episode)
    program = Program(
        items=_changed(from_document(base.items), found),
        template=base.template,
        reason=reason_in_words(found),
        valid_from=valid_from,
    )
    found.state = State.ACCEPTED
    found.save(update_fields=["state"])  # so that the signature does not overtake it
    version = next_version(by, episode, program, signer, now)
    _change_draft(by, found, episode, now)
    return version


def _refuse_stale(by: Viewer, found: Proposal, episode: Episode) -> ProgramVersion:
    latest = ProgramVersion.objects.seen_by(by).filter(episode=episode).order_by("-number").first()
    if latest is None or latest.id != found.base_id:
        raise invalid("proposal", STALE)
    return latest


def _changed(items: tuple[Prescription, ...], found: Proposal) -> tuple[Prescription, ...]:
    """The items with the one change, where the item still has the dose that it was proposed for."""
    place = next((n for n, item in enumerate(items) if _is_meant(item, found)), None)
    if place is None:
        return items
    kept = [replace(items[place], dosage=dose_of(found.after))] if found.after is not None else []
    return (*items[:place], *kept, *items[place + 1 :])


def _is_meant(item: Prescription, found: Proposal) -> bool:
    return item.key == found.item_key and item.dosage == dose_of(found.before)


def _change_draft(by: Viewer, found: Proposal, episode: Episode, now: datetime) -> None:
    """A draft that somebody is at gets the same change, so that signing it later does not take it back."""
    if Draft.objects.seen_by(by).filter(episode=episode).exists():
        system = system_viewer(by.clinic_id, by.zone)
        drafts.edit(system, episode.id, lambda items: _changed(items, found), now)


def _ordered(found: Proposal, who: str) -> Signer:
    """The signature of what is done under the written order of the therapist who approved the rules."""
    return Signer(found.assignment.approved_by_id, order_in_words(who, found.assignment.signature))


def _expires(found: Proposal) -> date:
    """The last day of the rule that decided."""
    rules = found.assignment.document["assigned"]
    ends = [date.fromisoformat(rule["expires"]) for rule in rules if rule["rule"] == found.rule]
    if not ends:
        raise NotFound(found.rule)
    return max(ends)
