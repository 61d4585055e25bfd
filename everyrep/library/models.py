"""The exercises that a clinic wrote itself. What one says is in its revisions, which never change."""

from django.db import models
from django.db.models import Q

from everyrep.core.own_exercise import OwnRef
from everyrep.tenancy.models import AppendOnlyModel, TenantForeignKey, TenantModel

ALT_LENGTH = 300  # characters; what a picture shows, read aloud in one go
MOVEMENT_LENGTH = 20_000  # characters, as figures.movements.LONGEST


class OwnExercise(TenantModel):
    """One exercise of one clinic. `number` counts the clinic's, from 1; `retired_at`: no longer offered."""

    number = models.PositiveIntegerField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("clinic", "number"), name="own_exercise_number_once"),)


class OwnPicture(AppendOnlyModel):
    """A picture as it was made anew from what was sent. `name` is the file's in the storage "photos".

    `size` is in bytes, `width` and `height` in pixels.
    """

    name = models.CharField(max_length=80, unique=True)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    kept_at = models.DateTimeField()
    kept_by_name = models.CharField(max_length=200)


class OwnRevision(AppendOnlyModel):
    """What an exercise says since somebody wrote it so: `content` is library.own.Written as plain values.

    It is shown by a picture, or by the figure of `movement` (a text as in content/movements/), or by neither.
    `alt` says what the picture shows, and `agreed_by_name` who said that it shows nobody without their
    agreement. `language` is the one it is written in.
    """

    exercise = TenantForeignKey(OwnExercise, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    language = models.CharField(max_length=10)
    movement = models.TextField(max_length=MOVEMENT_LENGTH, blank=True)
    picture = TenantForeignKey(OwnPicture, on_delete=models.PROTECT, null=True, related_name="revisions")
    alt = models.CharField(max_length=ALT_LENGTH, blank=True)
    agreed_by_name = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField()
    written_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("clinic", "exercise", "number"), name="own_revision_number_once"),
            models.CheckConstraint(
                condition=Q(picture=None) | (~Q(alt="") & ~Q(agreed_by_name="")),
                name="own_picture_told_and_agreed",
            ),
        )

    @property
    def ref(self) -> OwnRef:
        """How programs name this revision; its exercise is fetched with it."""
        return OwnRef(self.clinic_id, self.exercise.number, self.number)
