"""Tenant tables: every row carries its clinic, every query names one, or it raises.

Joins over a TenantForeignKey also match the clinic, so the same schema runs on SQLite, on PostgreSQL and
on a cluster sharded by clinic. `get_extra_restriction` and the overridden methods with an underscore are
Django's half-private hooks: tests/contexts/test_tenancy.py holds them to their behaviour for each version.
"""

import uuid
from collections.abc import AsyncIterator, Iterator
from typing import Any, NoReturn, Self, TypeVar

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.db.models.expressions import Col
from django.db.models.lookups import Exact
from django.db.models.sql.where import AND, WhereNode

from everyrep.tenancy.viewer import NotFound, Viewer

Row = TypeVar("Row", bound="TenantModel")


class UnscopedQuery(RuntimeError):
    """A query on a tenant table did not say which clinic it is for. It is stopped, never answered."""


class TenantQuerySet(models.QuerySet[Row]):
    """Answers nothing until `in_clinic` or `seen_by` has been called."""

    _scoped = False

    def in_clinic(self, clinic_id: uuid.UUID) -> Self:
        """Only this clinic's rows."""
        scoped = self.filter(clinic_id=clinic_id)
        scoped._scoped = True
        return scoped

    def before_viewer(self) -> Self:
        """Across clinics, only to find out who is asking: a session, a link. Used in people.access alone."""
        found = self.all()
        found._scoped = True
        return found

    def seen_by(self, viewer: Viewer) -> Self:
        """Only rows of the viewer's clinic and, for a patient, only that patient's own."""
        scoped = self.in_clinic(viewer.clinic_id)
        if viewer.is_patient:
            scoped = scoped.filter(**{self.model.patient_path: viewer.patient_id})
        return scoped

    def find(self, **lookup: Any) -> Row:
        """The one row that matches, or NotFound: the same answer for absent and for not yours."""
        try:
            return self.get(**lookup)
        except (ObjectDoesNotExist, ValidationError, ValueError) as missing:
            raise NotFound(self.model.__name__) from missing

    def _must_be_scoped(self) -> None:
        if not self._scoped and not self.query.is_empty():
            raise UnscopedQuery(f"{self.model.__name__}: call in_clinic() or seen_by() first")

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._scoped = self._scoped
        return clone

    def _fetch_all(self) -> None:
        self._must_be_scoped()
        super()._fetch_all()

    def _merge_sanity_check(self, other: Self) -> None:
        other._must_be_scoped()
        super()._merge_sanity_check(other)  # type: ignore[misc]

    def _combinator_query(self, combinator: str, *others: Self, all: bool = False) -> Self:  # noqa: A002
        for other in others:
            other._must_be_scoped()
        combined: Self = super()._combinator_query(combinator, *others, all=all)  # type: ignore[misc]
        return combined

    def raw(self, *_args: Any, **_named: Any) -> NoReturn:
        raise UnscopedQuery(f"{self.model.__name__}: raw SQL names no clinic")

    def iterator(self, chunk_size: int | None = None) -> Iterator[Row]:
        self._must_be_scoped()
        return super().iterator(chunk_size)

    def aiterator(self, chunk_size: int = 2000) -> AsyncIterator[Row]:
        self._must_be_scoped()
        return super().aiterator(chunk_size)

    def count(self) -> int:
        self._must_be_scoped()
        return super().count()

    def exists(self) -> bool:
        self._must_be_scoped()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._must_be_scoped()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._must_be_scoped()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._must_be_scoped()
        return super().delete()


class TenantForeignKey(models.ForeignKey[Any, Any]):
    """A key to a row of the same clinic: joins and fetches match the clinic as well as the id."""

    def get_extra_restriction(self, alias: str | None, related_alias: str | None) -> WhereNode:
        there = _clinic_column(self.related_model, alias)
        here = _clinic_column(self.model, related_alias)
        restriction = WhereNode(connector=AND)
        restriction.add(Exact(there, here), AND)
        return restriction

    def get_extra_descriptor_filter(self, instance: models.Model) -> dict[str, Any]:
        return {"clinic_id": _clinic_id(instance)}


def _clinic_column(model: type[models.Model], alias: str | None) -> Col:
    field = model._meta.get_field("clinic")
    if not isinstance(field, models.Field):
        raise TypeError(f"{model.__name__} is no tenant table")
    return field.get_col(alias or "")


def _clinic_id(row: models.Model) -> uuid.UUID:
    if not isinstance(row, TenantModel):
        raise TypeError(f"{type(row).__name__} is no tenant row")
    return row.clinic_id


class CrossClinicKey(RuntimeError):
    """A row was about to point at a row of another clinic."""


class TenantModel(models.Model):
    """A row that belongs to one clinic for good. `patient_path` leads to the patient it is about."""

    patient_path = "patient_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey("people.Clinic", on_delete=models.PROTECT, related_name="+")

    objects = TenantQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._keys_stay_in_clinic()
        super().save(*args, **kwargs)

    def _keys_stay_in_clinic(self) -> None:
        for field in self._meta.concrete_fields:
            if isinstance(field, TenantForeignKey) and field.is_cached(self):
                target = field.get_cached_value(self)
                if target is not None and _clinic_id(target) != self.clinic_id:
                    raise CrossClinicKey(f"{type(self).__name__}.{field.name}")

    def _do_update(self, base_qs: Any, using: Any, pk_val: Any, values: Any, *rest: Any, **named: Any) -> Any:
        """Update inside the clinic and never move a row: the clinic is the shard key."""
        values = [value for value in values if value[0].name != "clinic"]
        scoped = base_qs.filter(clinic_id=self.clinic_id)
        return super()._do_update(scoped, using, pk_val, values, *rest, **named)


class AppendOnly(RuntimeError):
    """An attempt to change a row that is written once: sign a new version or append an operation instead."""


class AppendOnlyModel(TenantModel):
    """A tenant row that is written once. The database refuses updates too (see `append_only`)."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly(type(self).__name__)
        super().save(*args, **kwargs)
