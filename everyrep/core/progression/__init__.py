"""Rules of progression: frozen modules that propose, for a therapist to decide.

A rule is data (`rule`), judged on facts (`facts`, `judging`) that come out of the log (`gathering`). A
therapist assigns rules to an item (`assigned`); together they give one verdict (`evaluate`), also for past
days (`replay`).
"""

from everyrep.core.progression.assigned import AssignedRule, ItemRules, Mode, parameters_from
from everyrep.core.progression.evaluate import Obstacle, Verdict, evaluate, may_act_alone
from everyrep.core.progression.facts import Clinical, Facts, Phase, Session
from everyrep.core.progression.gathering import Day, facts_from
from everyrep.core.progression.judging import Finding, judge
from everyrep.core.progression.ladder import Ladder, ladder
from everyrep.core.progression.outcome import Effect, Outcome
from everyrep.core.progression.replay import Firing, replay
from everyrep.core.progression.rule import Kind, Parameter, Row, Rule, fingerprint
from everyrep.core.progression.rules import FRAME, RULES
from everyrep.core.progression.steps import Change, Direction, Variable

__all__ = [
    "FRAME",
    "RULES",
    "AssignedRule",
    "Change",
    "Clinical",
    "Day",
    "Direction",
    "Effect",
    "Facts",
    "Finding",
    "Firing",
    "ItemRules",
    "Kind",
    "Ladder",
    "Mode",
    "Obstacle",
    "Outcome",
    "Parameter",
    "Phase",
    "Row",
    "Rule",
    "Session",
    "Variable",
    "Verdict",
    "evaluate",
    "facts_from",
    "fingerprint",
    "judge",
    "ladder",
    "may_act_alone",
    "parameters_from",
    "replay",
]
