"""A patient's phone: it says what happened as operations, in the exact form that the sync endpoint takes."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from everyrep.core.sync import Evidence
from everyrep.logbook.wire import SCHEMA_VERSION, sealed

Body = dict[str, Any]
Sent = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class Phone:
    """Numbers its operations in order. Ids are UUID version 7 (RFC 9562), repeatable through `rng`."""

    device_id: str
    zone: str
    rng: Random
    seq: int = 0
    outbox: list[Sent] = field(default_factory=list)

    def create(
        self,
        version_id: UUID,
        body: Body,
        performed: datetime,
        *,
        evidence: Evidence,
        recorded: datetime | None = None,
    ) -> Sent:
        """Log something new: done at `performed` (aware), written down at `recorded` or at once."""
        return self._say(
            entry_id=self._uuid7(performed),
            kind="create",
            base_rev=0,
            version_id=version_id,
            body=body,
            performed=performed,
            recorded=recorded or performed,
            evidence=evidence.value,
        )

    def amend(self, sent: Sent, body: Body, recorded: datetime) -> Sent:
        """Correct what was sent: a whole new body for the same entry, on the revision that was seen."""
        return self._again(sent, "amend", body, recorded)

    def retract(self, sent: Sent, recorded: datetime) -> Sent:
        """Take back what was sent."""
        return self._again(sent, "retract", sent["body"], recorded)

    def _again(self, sent: Sent, kind: str, body: Body, recorded: datetime) -> Sent:
        zone = ZoneInfo(sent["zone"])
        return self._say(
            entry_id=UUID(sent["entry_id"]),
            kind=kind,
            base_rev=sent["base_rev"] + 1,
            version_id=UUID(sent["program_rev"]),
            body=body,
            performed=datetime.fromisoformat(sent["performed_local"]).replace(tzinfo=zone),
            recorded=recorded,
            evidence=sent["evidence"],
        )

    def _say(
        self,
        *,
        entry_id: UUID,
        kind: str,
        base_rev: int,
        version_id: UUID,
        body: Body,
        performed: datetime,
        recorded: datetime,
        evidence: str,
    ) -> Sent:
        self.seq += 1
        local = performed.astimezone(ZoneInfo(self.zone))
        offset = local.utcoffset()
        sent = sealed(
            {
                "op_id": str(self._uuid7(recorded)),
                "entry_id": str(entry_id),
                "kind": kind,
                "base_rev": base_rev,
                "device_id": self.device_id,
                "device_seq": self.seq,
                "performed_local": local.replace(tzinfo=None).isoformat(timespec="seconds"),
                "zone": self.zone,
                "utc_offset_min": int(offset.total_seconds() // 60) if offset else 0,
                "local_date": local.date().isoformat(),
                "recorded_at": recorded.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
                "program_rev": str(version_id),
                "schema_v": SCHEMA_VERSION,
                "evidence": evidence,
                "body": body,
            }
        )
        self.outbox.append(sent)
        return sent

    def _uuid7(self, moment: datetime) -> UUID:
        milliseconds = int(moment.timestamp() * 1000)
        random_a, random_b = self.rng.getrandbits(12), self.rng.getrandbits(62)
        return UUID(int=milliseconds << 80 | 0x7 << 76 | random_a << 64 | 0b10 << 62 | random_b)
