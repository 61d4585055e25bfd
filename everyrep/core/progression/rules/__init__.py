"""The registry: every rule in every version that was ever used."""

from collections.abc import Mapping
from types import MappingProxyType

from everyrep.core.progression.rule import Rule
from everyrep.core.progression.rules import (
    absence_v1,
    balance_v1,
    dapre_v1,
    delorme_v1,
    effort_v1,
    frame_v1,
    irritability_v1,
    pain_free_v1,
    pain_monitoring_v1,
    phase_gate_v1,
    plateau_v1,
    range_v1,
    soreness_v1,
    tendon_loading_v1,
    traffic_light_v1,
    two_for_two_v1,
    walking_v1,
)

FRAME = frame_v1.RULE

IN_ORDER = (
    FRAME,
    two_for_two_v1.RULE,
    dapre_v1.RULE,
    dapre_v1.SET_4,
    delorme_v1.RULE,
    delorme_v1.OXFORD,
    pain_monitoring_v1.RULE,
    soreness_v1.RULE,
    soreness_v1.EFFUSION,
    irritability_v1.RULE,
    tendon_loading_v1.RULE,
    tendon_loading_v1.ALFREDSON_RULE,
    tendon_loading_v1.HSR,
    range_v1.RULE,
    balance_v1.RULE,
    effort_v1.RULE,
    effort_v1.TEMPO,
    walking_v1.RULE,
    traffic_light_v1.RULE,
    pain_free_v1.RULE,
    absence_v1.RULE,
    phase_gate_v1.RULE,
    plateau_v1.RULE,
)
"""As in the clinical reference, 3.0 to 3.12."""

RULES: Mapping[tuple[str, int], Rule] = MappingProxyType({rule.key: rule for rule in IN_ORDER})
"""By id and version. A rule that was used stays here as it was; a better one is the next version."""
