"""Keep docs/clinical/progression.md in step with the rules of core/progression.

    python tools/progression_reference.py write | check

Every rule with its table, its numbers and where they come from, in the words that therapists read.
"""

import sys
from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path

from everyrep.core.language.dose import dose_in_words
from everyrep.core.language.rule_table import OUTCOMES, then_in_words, when_in_words
from everyrep.core.progression import RULES, Kind, Parameter, Row, Rule
from everyrep.core.progression.rules import balance_v1, two_for_two_v1
from everyrep.core.shorthand.amounts import plain_number

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "clinical" / "progression.md"
ENGLISH = NullTranslations()

HEAD = """\
# Rules of progression

<!-- Made by tools/progression_reference.py from everyrep/core/progression: change that, then make fix. -->

> **No licensed clinician has reviewed this yet.** Rules only make proposals to a therapist, who decides.
> Every number is a default that a clinic may edit within its bounds.

A therapist attaches rules to one exercise, for at most 28 days at a time. They are judged in this order:

1. The most cautious rule counts: stop, pause, one step back, stay as it is, may go on.
2. An exercise has one symptom model. Nothing goes on unless that model allows it, or without one.
3. Before any step on, every line of "Before any progress" has to be settled.
4. One thing changes in a step, within the limits of load and volume.
5. **What is not known holds.** In every table below, a line that cannot be judged because an answer is
   missing holds the exercise where it is, unless it "counts where it is known".

A signed rule may carry out single steps by itself only where the therapist has authorised that beforehand, up
to a number of steps and a load. A step back, a hold and a pause may act at once, for they lower the dose.

Pain of a session is the highest of that day. A session counts once its next morning has come, and only at
the dose as it stands now; today's pain counts at once where it is too high.
"""

KINDS = {
    Kind.FRAME: "Guards and limits of every exercise",
    Kind.SYMPTOM: "Symptom model",
    Kind.STEP: "Moves the dose",
    Kind.CONTEXT: "Has a say beside the dose",
    Kind.ADVISORY: "Only asks for a review",
    Kind.WITHIN: "Used within one session",
}


def page() -> str:
    """The whole page."""
    parts = [HEAD, *(_section(rule) for rule in RULES.values())]
    return "\n".join(parts)


def _section(rule: Rule) -> str:
    lines = [f"## {rule.title}", "", f"`{rule.id}` version {rule.version}. {KINDS[rule.kind]}.", ""]
    lines += [f"{text}\n" for text in (rule.evidence, rule.limit) if text]
    lines += [f"Source: {rule.source}", "", *_table(rule), *_extra(rule), *_numbers(rule)]
    return "\n".join(lines)


def _table(rule: Rule) -> Iterator[str]:
    yield "| When | Then |"
    yield "|---|---|"
    for row in rule.rows:
        yield f"| {when_in_words(row, rule, rule.defaults, ENGLISH)} | {_then(row, rule)} |"
    yield f"| an answer is missing | {'nothing' if rule.kind is Kind.ADVISORY else 'stay as it is'} |"
    yield f"| otherwise | {OUTCOMES[rule.otherwise]} |"
    yield ""


def _then(row: Row, rule: Rule) -> str:
    told = then_in_words(row, rule, rule.defaults, ENGLISH)
    if row.dose is not None:
        told.append(dose_in_words(row.dose, ENGLISH))
    return "; ".join(text.rstrip(".") for text in told)


def _extra(rule: Rule) -> Iterator[str]:
    """What a rule holds beside its table."""
    if rule is two_for_two_v1.RULE:
        yield from ("| Who and what | Step, in kg |", "|---|---|")
        for who, (least, most) in two_for_two_v1.STEPS_KG.items():
            yield f"| {who} | {least} to {most} |"
        yield ""
    if rule is balance_v1.RULE:
        yield f"Stances: {', '.join(balance_v1.STANCES)}. Support: {', '.join(balance_v1.SUPPORTS)}."
        yield ""


def _numbers(rule: Rule) -> Iterator[str]:
    if rule.parameters:
        yield "| Number | Default | May be | Source |"
        yield "|---|---|---|---|"
        yield from (_number(each) for each in rule.parameters)
        yield ""


def _number(each: Parameter) -> str:
    default, low, high = (plain_number(value) for value in (each.default, each.low, each.high))
    bounds = low if low == high else f"{low} to {high}"
    return f"| {each.title} | {default} | {bounds} | {each.source} |"


def write() -> int:
    PAGE.write_text(page(), encoding="utf-8")
    return 0


def check() -> int:
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page():
        return 0
    print(f"{PAGE.relative_to(ROOT)} is not what the rules say: run `make fix`.")
    return 1


if __name__ == "__main__":
    if sys.argv[1:] not in (["check"], ["write"]):
        sys.exit("usage: progression_reference.py check | write")
    sys.exit(check() if sys.argv[1] == "check" else write())
