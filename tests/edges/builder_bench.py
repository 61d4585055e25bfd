"""The builder as a therapist works it: Rosa's draft in Ana's browser."""

from dataclasses import dataclass
from typing import Any

from conftest import ClinicWorld
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from everyrep.core.plan import Prescription
from everyrep.prescribing.queries import Workbench, workbench
from everyrep.web.clinic.builder.dose_fields import Typed, typed_of

HTMX = {"HX-Request": "true"}


@dataclass(frozen=True)
class Bench:
    """Ana's browser on Rosa's draft."""

    client: Client
    world: ClinicWorld

    def url(self, name: str, *, of: str = "", **query: str) -> str:
        return reverse(name, args=[self.world.patient.id, *([self.key(of)] if of else [])], query=query)

    def get(self, name: str, **query: str) -> str:
        answer = self.client.get(self.url(name, **query))
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    def post(self, name: str, data: dict[str, Any], *, of: str = "", script: bool = True) -> HttpResponse:
        return self.client.post(self.url(name, of=of), data, headers=HTMX if script else {})

    def change_dose(self, of: str, *, script: bool = True, **changes: Any) -> HttpResponse:
        """Send the whole dose form of an exercise with some fields changed."""
        return self.post("builder_dose", {**form(typed_of(self.item(of))), **changes}, of=of, script=script)

    @property
    def now(self) -> Workbench:
        found = workbench(self.world.ana, self.world.patient.id)
        assert found is not None
        return found

    @property
    def exercises(self) -> list[str]:
        return [item.exercise for item in self.now.review.items]

    def item(self, exercise: str) -> Prescription:
        return next(item for item in self.now.review.items if item.exercise == exercise)

    def key(self, exercise: str) -> str:
        return self.item(exercise).key


def form(typed: Typed) -> dict[str, Any]:
    return {**typed.texts, **typed.lists}
