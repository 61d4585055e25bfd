"""The form of an item's rules: what was typed, read into rules with every problem at its own field."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.http import QueryDict
from django.utils.translation import gettext as _

from everyrep.core.dosage import Dosage
from everyrep.core.problems import N_, Invalid, Problem
from everyrep.core.progression import FRAME, RULES, AssignedRule, ItemRules, Kind, Mode, Rule, parameters_from
from everyrep.core.progression.assigned import ASSIGNABLE
from everyrep.core.progression.steps import is_loaded
from everyrep.core.shorthand.amounts import plain_number
from everyrep.prescribing.actions.rules import pain_problems
from everyrep.prescribing.ruled import Assigned
from everyrep.tenancy.viewer import Viewer
from everyrep.web.clinic.builder.form_reader import FormReader

MODEL, STEP, BESIDE = "model", "step", "beside"
ONCE = ("usual_pain", "expires", "mode", "max_steps", "max_load_kg", "lower_at_once", "assistants")
NO_BOUND = N_("Write the most load that a step may reach by itself, in kg.")
NO_STEP = N_("Only a load rule takes steps by itself: choose one, or have every step proposed.")
NO_RULE = N_("Choose at least one rule. To switch rules off, use the button below.")
NO_DAY = N_("Choose the last day on which these rules count.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What stands in the form: the chosen rules by id, and the texts of its fields."""

    model: str
    step: str
    beside: tuple[str, ...]
    texts: dict[str, str]

    @property
    def chosen(self) -> tuple[Rule, ...]:
        """The rules chosen, in the registry's order; an unknown id chooses nothing."""
        ids = {self.model, self.step, *self.beside}
        return tuple(rule for rule in newest() if rule.id in ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The form as read: `rules` is None where they cannot be."""

    rules: ItemRules | None
    usual_pain: int | None
    lower_at_once: bool
    assistants: bool
    problems: tuple[Problem, ...]


def newest() -> tuple[Rule, ...]:
    """Every rule that can be chosen, in its newest version."""
    latest = {rule.id: rule for rule in sorted(RULES.values(), key=lambda rule: rule.version)}
    return tuple(rule for rule in latest.values() if rule.kind in ASSIGNABLE)


def of_kind(*kinds: Kind) -> list[Rule]:
    return [rule for rule in newest() if rule.kind in kinds]


def fields_of(rule: Rule) -> list[tuple[str, str, str, str]]:
    """Of each number of a rule: the field, its title, what may be typed, and the default."""
    return [
        (
            f"n-{rule.id}-{each.name}",
            _(each.title),
            _("%(low)s to %(high)s; usual: %(default)s. %(source)s")
            % {
                "low": plain_number(each.low),
                "high": plain_number(each.high),
                "default": plain_number(each.default),
                "source": each.source,
            },
            plain_number(each.default),
        )
        for each in rule.parameters
    ]


def typed_before(assigned: Assigned | None, today: date) -> Typed:
    """The form of the rules that stand; without any, of what most exercises begin with."""
    last = today + timedelta(days=int(FRAME.defaults["authorised_days"]))
    texts = {"expires": last.isoformat(), "mode": Mode.PROPOSAL.value, "max_steps": "1"}
    if assigned is None:
        return Typed(model="pain_monitoring", step="", beside=("absence", "plateau"), texts=_whole(texts))
    found = {rule.definition.kind: rule for rule in assigned.rules.assigned}
    step = found.get(Kind.STEP)
    row = assigned.row
    texts |= {"usual_pain": "" if row.usual_pain is None else str(row.usual_pain)}
    texts |= {name: "on" for name in ("lower_at_once", "assistants") if getattr(row, name)}
    if step is not None:
        load = step.max_load_kg
        texts |= {"mode": step.mode.value, "max_steps": str(step.max_steps)}
        texts |= {"max_load_kg": "" if load is None else plain_number(load)}
    for rule in assigned.rules.assigned:
        texts |= {f"n-{rule.rule}-{name}": plain_number(value) for name, value in rule.parameters}
    texts |= {f"n-frame-{name}": plain_number(value) for name, value in assigned.rules.frame}
    beside = (
        rule.rule for rule in assigned.rules.assigned if rule.definition.kind in (Kind.CONTEXT, Kind.ADVISORY)
    )
    model = found.get(Kind.SYMPTOM)
    return Typed(
        model=model.rule if model else "",
        step=step.rule if step else "",
        beside=tuple(beside),
        texts=_whole(texts),
    )


def typed_now(form: QueryDict) -> Typed:
    """What was sent."""
    return Typed(
        model=form.get(MODEL, ""),
        step=form.get(STEP, ""),
        beside=tuple(form.getlist(BESIDE)),
        texts=_whole(
            {name: form.get(name, "").strip() for name in form if name in ONCE or name.startswith("n-")}
        ),
    )


def _whole(texts: dict[str, str]) -> dict[str, str]:
    return {**dict.fromkeys(ONCE, ""), **texts}


def read(typed: Typed, dosage: Dosage, by: Viewer, today: date) -> Read:
    """The rules as typed, to be approved today by the viewer."""
    reader = FormReader(typed.texts)
    usual_pain = reader.whole("usual_pain")
    reader.problems.extend(pain_problems(usual_pain))
    expires = reader.day("expires")
    if not typed.texts["expires"]:
        reader.refuse("expires", NO_DAY)
    if not typed.chosen:
        reader.refuse(MODEL, NO_RULE)
    max_steps, most = reader.whole("max_steps"), reader.decimal("max_load_kg")
    mode = Mode.PREAUTHORISED if typed.texts["mode"] == Mode.PREAUTHORISED.value else Mode.PROPOSAL
    _check_alone(reader, typed, dosage, mode, most)
    assigned = [
        _assigned(reader, rule, typed, by, today, expires or today, mode, max_steps, most)
        for rule in typed.chosen
    ]
    frame = _numbers(reader, FRAME)
    rules = None
    if not reader.problems:
        try:
            rules = ItemRules(assigned=tuple(one for one in assigned if one), frame=frame)
        except Invalid as fault:
            reader.problems.extend(_at_fields(fault.problems, FRAME))
    return Read(
        rules=rules,
        usual_pain=usual_pain,
        lower_at_once=bool(typed.texts["lower_at_once"]),
        assistants=bool(typed.texts["assistants"]),
        problems=tuple(_each_once(reader.problems)),
    )


def _check_alone(reader: FormReader, typed: Typed, dosage: Dosage, mode: Mode, most: Decimal | None) -> None:
    """Steps by itself need a load rule, and a bound where there is a load to raise."""
    if mode is not Mode.PREAUTHORISED:
        return
    if not typed.step:
        reader.refuse("mode", NO_STEP)
    elif is_loaded(dosage) and most is None and not typed.texts["max_load_kg"]:
        reader.refuse("max_load_kg", NO_BOUND)


def _assigned(
    reader: FormReader,
    rule: Rule,
    typed: Typed,
    by: Viewer,
    today: date,
    expires: date,
    mode: Mode,
    max_steps: int | None,
    most: Decimal | None,
) -> AssignedRule | None:
    """Mode and bounds are those of the load rule; the others take no steps."""
    steps = rule.id == typed.step
    numbers = _numbers(reader, rule)
    try:
        return AssignedRule(
            rule=rule.id,
            version=rule.version,
            approved_by=str(by.actor_id),
            approved_at=today,
            expires=expires,
            parameters=numbers,
            mode=mode if steps else Mode.PROPOSAL,
            max_steps=max_steps if steps and max_steps is not None else 1,
            max_load_kg=most if steps else None,
        )
    except Invalid as fault:
        reader.problems.extend(_at_fields(fault.problems, rule))
        return None


def _numbers(reader: FormReader, rule: Rule) -> tuple[tuple[str, Decimal], ...]:
    """Those that differ from the rule's defaults."""
    found: dict[str, Decimal] = {}
    for each in rule.parameters:
        field = f"n-{rule.id}-{each.name}"
        value = reader.decimal(field) if field in reader.texts else None
        if value is not None and value != each.default:
            found[each.name] = value
    return parameters_from(found)


def _at_fields(problems: Iterable[Problem], rule: Rule) -> Iterator[Problem]:
    """At the fields of this form: the numbers of a rule are named after it."""
    for problem in problems:
        place, _dot, name = problem.field.partition(".")
        field = f"n-{rule.id}-{name}" if place in ("parameters", "frame") else problem.field
        yield Problem(MODEL if place in ("assigned", "rule") else field, problem.text, problem.values)


def _each_once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """One at each field: what is typed once for all rules is wrong once."""
    found = {problem.field: problem for problem in reversed(list(problems))}
    return reversed(found.values())
