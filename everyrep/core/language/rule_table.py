"""Decision tables in words: each condition, row and step as a therapist reads it."""

from decimal import Decimal

from everyrep.core.language.words import Phrase, Words, say
from everyrep.core.problems import N_
from everyrep.core.progression.conditions import (
    Compare,
    Condition,
    Each,
    Setting,
    Settings,
    Several,
    Some,
    Test,
    Throughout,
    Times,
)
from everyrep.core.progression.inputs import Value, title
from everyrep.core.progression.outcome import Effect, Outcome
from everyrep.core.progression.rule import Row, Rule
from everyrep.core.progression.steps import Direction, Step, Variable
from everyrep.core.shorthand.amounts import plain_number

COMPARISONS = {
    Compare.AT_LEAST: N_("%(input)s: at least %(bound)s"),
    Compare.AT_MOST: N_("%(input)s: at most %(bound)s"),
    Compare.MORE: N_("%(input)s: more than %(bound)s"),
    Compare.LESS: N_("%(input)s: less than %(bound)s"),
    Compare.IS: N_("%(input)s: %(bound)s"),
    Compare.IS_NOT: N_("%(input)s: not %(bound)s"),
}
UPTO = N_("%(test)s and at most %(high)s")
EACH = Phrase("%(test)s, in the last session", "%(test)s, in each of the last %(n)s sessions")
SOME = N_("%(test)s, in at least one of the last %(n)s sessions")
TIMES = N_("%(test)s, on at least %(times)s of the last %(days)s days")
THROUGHOUT = N_("%(test)s, in every session of the last %(days)s days")
SEVERAL = N_("any %(n)s of these (%(tests)s)")
AND = N_("%(first)s; and %(rest)s")
OR = N_("%(first)s; or %(rest)s")
WHERE_KNOWN = N_("%(when)s (counts where it is known)")

YES, NO, UNKNOWN = N_("yes"), N_("no"), N_("not known")
CODES = {
    "none": N_("none"),
    "warm_up_gone": N_("in the warm-up, gone after it"),
    "warm_up_stays": N_("in the warm-up, and it stays"),
    "warm_up_returns": N_("in the warm-up, gone, and back in the session"),
    "after": N_("more than an hour after, or on the next day"),
    "muscle": N_("a plain muscle ache"),
    "sometimes": N_("sometimes"),
    "constant": N_("constant"),
    "before_end": N_("before the end of the range"),
    "end": N_("at the end of the range"),
    "overpressure": N_("only with overpressure"),
    "high": N_("high"),
    "moderate": N_("moderate"),
    "low": N_("low"),
    "tka": N_("knee replacement"),
}

OUTCOMES = {
    Outcome.STOP: N_("stop all exercises"),
    Outcome.PAUSE: N_("pause this exercise"),
    Outcome.REGRESS: N_("one step back"),
    Outcome.HOLD: N_("stay as it is"),
    Outcome.PROGRESS: N_("may go on"),
}
EFFECTS = {
    Effect.ALERT_URGENT: N_("urgent alert"),
    Effect.ALERT_ATTENTION: N_("alert"),
    Effect.NOTICE: N_("notice"),
    Effect.REVIEW: N_("review"),
    Effect.STOP_TODAY: N_("end this exercise for today"),
}
STEPS = {
    (Variable.LOAD, Direction.UP): N_("more load"),
    (Variable.LOAD, Direction.DOWN): N_("less load"),
    (Variable.VOLUME, Direction.UP): N_("more volume"),
    (Variable.VOLUME, Direction.DOWN): N_("less volume"),
    (Variable.DOSE, Direction.UP): N_("more load, or more volume without a load"),
    (Variable.DOSE, Direction.DOWN): N_("less load, or less volume without a load"),
    (Variable.RANGE, Direction.UP): N_("larger target range"),
    (Variable.RUNG, Direction.UP): N_("the next harder exercise"),
    (Variable.RUNG, Direction.DOWN): N_("the next easier exercise"),
    (Variable.STAGE, Direction.UP): N_("the next stage"),
    (Variable.STAGE, Direction.DOWN): N_("the stage before"),
}
AMOUNTS = {
    Variable.LOAD: N_("%(step)s, by %(n)s kg"),
    Variable.VOLUME: N_("%(step)s, by %(n)s percent"),
    Variable.RANGE: N_("%(step)s, by %(n)s degrees"),
}
DAYS_OFF = Phrase("%(n)s day off", "%(n)s days off")


def value_in_words(value: Value, words: Words) -> str:
    """A number, yes or no, or a code; what nobody said is not known."""
    if value is None:
        return words.gettext(UNKNOWN)
    if isinstance(value, bool):
        return words.gettext(YES if value else NO)
    if isinstance(value, str):
        return words.gettext(CODES.get(value, value))
    return plain_number(round(_decimal(value), 2))


def condition_in_words(condition: Condition, rule: Rule, settings: Settings, words: Words) -> str:
    """What has to be true, with the rule's numbers filled in."""
    match condition:
        case Test():
            return _test(condition, settings, words)
        case Each(test, sessions):
            n = int(settings[sessions])
            return EACH.say(words, n, n=n, test=_test(test, settings, words))
        case Some(test, sessions):
            return say(words, SOME, test=_test(test, settings, words), n=settings[sessions])
        case Times(test, days, times):
            told = _test(test, settings, words)
            return say(words, TIMES, test=told, days=settings[days], times=settings[times])
        case Throughout(test, days):
            return say(words, THROUGHOUT, test=_test(test, settings, words), days=settings[days])
        case Setting(name, on):
            named = next(each.title for each in rule.parameters if each.name == name)
            bound = value_in_words(on, words)
            return say(words, COMPARISONS[Compare.IS], input=words.gettext(named), bound=bound)
        case Several(count, conditions):
            tests = [condition_in_words(each, rule, settings, words) for each in conditions]
            return say(words, SEVERAL, n=settings[count], tests=_joined(tests, OR, words))


def when_in_words(row: Row, rule: Rule, settings: Settings, words: Words) -> str:
    """All that has to be true for the row."""
    told = _joined([condition_in_words(each, rule, settings, words) for each in row.when], AND, words)
    return say(words, WHERE_KNOWN, when=told) if row.where_known else told


def then_in_words(row: Row, rule: Rule, settings: Settings, words: Words) -> list[str]:
    """What the row says: the outcome, the step, days off, what comes with it, and advice."""
    told = [words.gettext(OUTCOMES[row.outcome])]
    if row.step is not None:
        told.append(step_in_words(row.step, settings, words))
    if row.rest_days:
        days = int(settings[row.rest_days])
        told.append(DAYS_OFF.say(words, days, n=days))
    told += [words.gettext(EFFECTS[effect]) for effect in row.effects]
    return [*told, *advice_in_words(row, rule, settings, words)]


def advice_in_words(row: Row, rule: Rule, settings: Settings, words: Words) -> list[str]:
    """What the row tells the therapist, with the rule's numbers filled in."""
    if not row.advice:
        return []
    return [say(words, row.advice, **{each.name: settings[each.name] for each in rule.parameters})]


def step_in_words(step: Step, settings: Settings, words: Words) -> str:
    told = words.gettext(STEPS[step.variable, step.direction])
    if not step.amount or step.variable not in AMOUNTS:
        return told
    return say(words, AMOUNTS[step.variable], step=told, n=plain_number(settings[step.amount]))


def _test(test: Test, settings: Settings, words: Words) -> str:
    numeric = test.compare not in (Compare.IS, Compare.IS_NOT)
    bound = settings[test.bound] if numeric and isinstance(test.bound, str) else test.bound
    told = value_in_words(bound, words)
    told = say(words, COMPARISONS[test.compare], input=words.gettext(title(test.input)), bound=told)
    return say(words, UPTO, test=told, high=plain_number(settings[test.upto])) if test.upto else told


def _joined(texts: list[str], text: str, words: Words) -> str:
    *rest, told = texts
    for earlier in reversed(rest):
        told = say(words, text, first=earlier, rest=told)
    return told


def _decimal(value: int | float | Decimal) -> Decimal:
    return Decimal(str(value))
