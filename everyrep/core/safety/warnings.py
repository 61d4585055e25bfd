"""Warnings where what is known of the patient meets what an exercise asks for.

Flags and their actions: clinical reference, section 7. Weight-bearing block rule: section 1.3. A block
holds until the therapist overrides it with a reason; it is a question to the therapist, not a verdict.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Literal


class Action(Enum):
    """What a flag does to an exercise that carries its tag."""

    BLOCK = "block"
    WARN = "warn"


class WeightBearing(Enum):
    """What the restricted limb may bear: nothing, a toe for balance, a part, as tolerated, everything.

    The clinic keeps its own definition of each with the patient, and a percentage for PWB.
    """

    NWB = "NWB"
    TTWB = "TTWB"
    PWB = "PWB"
    WBAT = "WBAT"
    FWB = "FWB"


RowWeightBearing = Literal["NWB", "PWB", "FWB"]
"""The least an exercise asks of the limb it loads, as its library row says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A patient flag, named as the exercise tag it matches."""

    id: str
    action: Action


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyWarning:
    """One flag of the patient that this exercise touches."""

    flag: str
    action: Action


WEIGHT_BEARING_FLAG = "wb_status"

_BLOCKING = (
    "acl_graft_early",
    "achilles_repair_early",
    "rcr_early",
    "biceps_repair_early",
    "tendon_repair_early",
    "hamstring_graft",
    WEIGHT_BEARING_FLAG,  # by level, see below
    "post_tha_posterior",
    "post_tha_anterior",
    "cervical_instability",
    "cardiac_screen",
    "dvt_suspect",
    "osteoporosis_spine",
    "shoulder_instability_anterior",
    "impact",
    "latex",
)
_WARNING = (
    "tka_wound_early",
    "fall_risk",
    "spondylolisthesis",
    "spinal_stenosis_extension",
    "radicular_peripheralisation",
    "nerve_irritable",
    "tendon_irritable",
    "tendon_compression",
    "patellofemoral_irritable",
    "shoulder_irritable",
    "ac_joint_irritable",
    "gluteal_tendon_compression",
    "htn_valsalva",
    "pregnancy_supine",
    "dizziness",
    "wrist_load",
    "knee_kneeling",
)

FLAGS = tuple(
    Flag(id=flag, action=action)
    for action, flags in ((Action.BLOCK, _BLOCKING), (Action.WARN, _WARNING))
    for flag in flags
)
"""The flags of clinical reference section 7: defaults that a clinic may edit."""

DEFAULT_ACTIONS: Mapping[str, Action] = MappingProxyType({flag.id: flag.action for flag in FLAGS})

ALLOWED_ROWS: Mapping[WeightBearing, frozenset[str]] = MappingProxyType(
    {
        WeightBearing.NWB: frozenset({"NWB"}),
        WeightBearing.TTWB: frozenset({"NWB"}),
        WeightBearing.PWB: frozenset({"NWB", "PWB"}),
        WeightBearing.WBAT: frozenset({"NWB", "PWB", "FWB"}),
        WeightBearing.FWB: frozenset({"NWB", "PWB", "FWB"}),
    }
)
"""The rows each status allows (clinical reference 1.3)."""


def warnings(
    flags: frozenset[str],
    tags: frozenset[str],
    actions: Mapping[str, Action],
    weight_bearing: WeightBearing | None,
    exercise_weight_bearing: RowWeightBearing,
) -> tuple[SafetyWarning, ...]:
    """What to say before this exercise is prescribed to this patient: blocks first, then by name.

    `weight_bearing` is None where no limb is restricted. Weight bearing goes by the exercise's row alone,
    whether or not it carries the tag and whichever limb it trains: arm work in standing loads the leg
    too. A flag raised without a recorded status counts as NWB, and a shared flag without an action
    blocks: what is not known is not taken for permission.
    """
    if weight_bearing is None and WEIGHT_BEARING_FLAG in flags:
        weight_bearing = WeightBearing.NWB
    found = {flag: actions.get(flag, Action.BLOCK) for flag in flags & tags if flag != WEIGHT_BEARING_FLAG}
    if weight_bearing is not None and exercise_weight_bearing not in ALLOWED_ROWS[weight_bearing]:
        found[WEIGHT_BEARING_FLAG] = Action.BLOCK
    ordered = sorted(found.items(), key=lambda pair: (pair[1] is not Action.BLOCK, pair[0]))
    return tuple(SafetyWarning(flag=flag, action=action) for flag, action in ordered)


def blocks_signing(warnings: Iterable[SafetyWarning], override_reason: str) -> bool:
    """Whether a block stands: the therapist has not written a reason to go ahead."""
    return not override_reason.strip() and any(warning.action is Action.BLOCK for warning in warnings)
