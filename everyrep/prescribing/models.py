"""Episodes of care, the draft being edited and the versions that were signed."""

from django.db import models
from django.db.models import Q

from everyrep.people.models import Patient, Staff
from everyrep.tenancy.models import AppendOnlyModel, TenantForeignKey, TenantModel


class Episode(TenantModel):
    """One course of treatment of one patient for one problem. One active episode per patient for now."""

    ACTIVE, CLOSED = "active", "closed"

    patient = TenantForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    problem = models.CharField(max_length=200)
    goal = models.CharField(max_length=300, blank=True)
    involved_side = models.CharField(max_length=5, blank=True, choices=[("left", "left"), ("right", "right")])
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    status = models.CharField(max_length=10, default=ACTIVE, choices=[(ACTIVE, ACTIVE), (CLOSED, CLOSED)])

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("clinic", "patient"), condition=Q(status="active"), name="one_active_episode"
            ),
        )


class Milestone(TenantModel):
    """One step on the way to the episode's goal, in the patient's words; `place` orders them from 0."""

    patient_path = "episode__patient_id"

    episode = TenantForeignKey(Episode, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=120)
    reached_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("clinic", "episode", "text"), name="milestone_once_per_episode"),
        )


class ProgramVersion(AppendOnlyModel):
    """A signed version: who, when, why, from which local date, and the whole document of prescriptions.

    `number` runs through all of a patient's episodes, so that it names one version for good.
    `template` names the starter program and phase it was built from. `items` is the list of prescriptions
    as core.plan.Prescription reads them; `content_hash` covers it.
    `emergency_text` is the clinic's text as it stood at signing. `taught_back_on` is the local date on which
    the patient showed the program back, None: not done. `confidence` is how sure the patient is of keeping
    it up, 0-10, None: not asked. `decisions` are those of a review, by the key of the item: what was decided
    (continue, change, stop, add) and why.
    """

    episode = TenantForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    patient = TenantForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    valid_from = models.DateField()
    signed_at = models.DateTimeField()
    signed_by = TenantForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    signature = models.CharField(max_length=200)
    reason = models.CharField(max_length=300)
    template = models.CharField(max_length=80, blank=True)
    items = models.JSONField()
    content_hash = models.CharField(max_length=64)
    emergency_text = models.TextField()
    taught_back_on = models.DateField(null=True)
    confidence = models.PositiveSmallIntegerField(null=True)
    decisions = models.JSONField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("clinic", "patient", "number"), name="version_number_once"),
            models.CheckConstraint(condition=~Q(emergency_text=""), name="version_has_emergency_text"),
        )
        indexes = (
            models.Index(fields=("clinic", "patient", "-valid_from", "-number"), name="version_in_force"),
        )


class VersionSeen(TenantModel):
    """That a patient, or who helps them, has said they read what a version changed."""

    version = TenantForeignKey(ProgramVersion, on_delete=models.CASCADE, related_name="seen")
    patient = TenantForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    seen_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("clinic", "version"), name="version_seen_once"),)


class Draft(TenantModel):
    """The program being edited. Every change is kept at once; `undo` holds the items and template before it,
    the oldest first, and `redo` those that undo took back, the next one last.

    `decisions` are those of a review, as on the version. `revision` counts the changes, so that a signature
    on what someone else has changed is noticed.
    """

    patient_path = "episode__patient_id"

    episode = TenantForeignKey(Episode, on_delete=models.CASCADE, related_name="+")
    items = models.JSONField(default=list)
    undo = models.JSONField(default=list)
    redo = models.JSONField(default=list)
    decisions = models.JSONField(default=dict)
    template = models.CharField(max_length=80, blank=True)
    revision = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField()
    updated_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("clinic", "episode"), name="one_draft_per_episode"),)


class ClinicTemplate(TenantModel):
    """A program that the clinic has kept to begin others with: prescriptions with nothing of a patient."""

    name = models.CharField(max_length=80)
    items = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("clinic", "name"), name="clinic_template_name_once"),)


class Favourite(TenantModel):
    """An exercise that one member of staff wants to find first."""

    staff = TenantForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    exercise = models.CharField(max_length=60)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("clinic", "staff", "exercise"), name="favourite_once"),
        )


class RuleAssignment(AppendOnlyModel):
    """The rules of one item as a therapist approved them; a later one of the item replaces it.

    `document` is core.progression.ItemRules as plain values; without a rule in it they are switched off.
    `usual_pain` is the usual morning pain (0-10) where the therapist knows it. `lower_at_once`: what lowers
    the dose is carried out without asking; `assistants`: an assistant may accept what the rules propose.
    `signature` is the approver's name and credential on that day.
    """

    patient = TenantForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    item_key = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    document = models.JSONField()
    usual_pain = models.PositiveSmallIntegerField(null=True)
    lower_at_once = models.BooleanField()
    assistants = models.BooleanField()
    approved_by = TenantForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()
    signature = models.CharField(max_length=200)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("clinic", "patient", "item_key", "number"), name="rule_assignment_once"
            ),
        )


class Proposal(TenantModel):
    """What the rules of an item propose, with everything they say it by (`verdict`, core.progression).

    `rule`, `rule_version`, `row` and `outcome` are those that decided. `before` and `after` are doses as
    plain values; `after` is null where a person has to choose, and for a pause. `base` is the version it was
    made on, `made_on` the patient's local date. `result` is the version that carried it out, `decided_by` who
    decided, null for the order of the assignment. One at most waits for an item.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        ACCEPTED = "accepted"
        EDITED = "edited"
        REJECTED = "rejected"
        OVERTAKEN = "overtaken"
        EXPIRED = "expired"

    patient = TenantForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    assignment = TenantForeignKey(RuleAssignment, on_delete=models.PROTECT, related_name="+")
    base = TenantForeignKey(ProgramVersion, on_delete=models.PROTECT, related_name="+")
    item_key = models.CharField(max_length=64)
    exercise = models.CharField(max_length=60)
    rule = models.CharField(max_length=40)
    rule_version = models.PositiveSmallIntegerField()
    row = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=10)
    verdict = models.JSONField()
    before = models.JSONField()
    after = models.JSONField(null=True)
    made_on = models.DateField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    decided_at = models.DateTimeField(null=True)
    decided_by = TenantForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    result = TenantForeignKey(ProgramVersion, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("clinic", "patient", "item_key"),
                condition=Q(state="waiting"),
                name="one_waiting_proposal_an_item",
            ),
        )
        indexes = (
            models.Index(fields=("clinic",), condition=Q(state="waiting"), name="proposal_waiting"),
            models.Index(fields=("clinic", "patient", "item_key"), name="proposal_by_item"),
        )
