"""Load, effort, side and limits: 5kg, band red, rir1-3, L, rom knee-flexion 0-45, pain<=3."""

import re
from decimal import Decimal

from everyrep.core.dosage import (
    Assistance,
    Band,
    Dosage,
    Effort,
    EffortScale,
    Load,
    LoadUnit,
    PainLimit,
    RomLimit,
    Side,
)
from everyrep.core.shorthand.amounts import plain_number
from everyrep.core.shorthand.scanner import Fields, Rule, span
from everyrep.core.shorthand.volume import RANGE, token

NUMBER = r"[0-9]{1,6}(?:\.[0-9]{1,30})?"
ANGLE = r"-?[0-9]{1,3}"
BAND_WORD = r'[^\s":@]+'
JOINT_WORD = r'[^\s"-]+'
MOTION_WORD = r'[^\s"]+'
QUOTED = r'"[^"]*"'

LOAD_UNITS = {
    "kg": LoadUnit.KG,
    "lb": LoadUnit.LB,
    "%1rm": LoadUnit.PERCENT_1RM,
    "%bw": LoadUnit.PERCENT_BW,
    "xbw": LoadUnit.TIMES_BW,
}
EFFORTS = {
    "rir": EffortScale.RIR,
    "rpe": EffortScale.RPE_RT,
    "cr10:": EffortScale.CR10,
    "borg": EffortScale.BORG_6_20,
    "effort": EffortScale.EFFORT,
}
SIDES = {
    "L": Side.LEFT,
    "R": Side.RIGHT,
    "both": Side.BOTH,
    "alt": Side.ALTERNATE,
    "inv": Side.INVOLVED,
    "uninv": Side.UNINVOLVED,
}
PAIN = {"pain<=": "during", "pain24<=": "at_24h", "painref=": "reference"}


def _weight(match: re.Match[str]) -> Fields:
    return {"load": Load(unit=LOAD_UNITS[match["unit"].lower()], value=Decimal(match["value"]))}


def _body_weight(_: re.Match[str]) -> Fields:
    return {"load": Load(unit=LoadUnit.BODY_WEIGHT)}


def _pin(match: re.Match[str]) -> Fields:
    return {"load": Load(unit=LoadUnit.MACHINE_PIN, value=Decimal(match["value"]))}


def _band(match: re.Match[str]) -> Fields:
    percent = match["percent"]
    band = Band(
        colour=_unquoted(match["colour"]),
        brand=_unquoted(match["brand"] or ""),
        elongation_percent=int(percent) if percent else None,
    )
    return {"load": Load(unit=LoadUnit.BAND, band=band)}


def _effort(match: re.Match[str]) -> Fields:
    return {"effort": Effort(scale=EFFORTS[match["scale"].lower()], target=span(match["target"]))}


def _side(match: re.Match[str]) -> Fields:
    sides = {text.lower(): side for text, side in SIDES.items()}
    return {"side": sides[match.group().lower()]}


def _rom(match: re.Match[str]) -> Fields:
    limit = RomLimit(
        joint=_unquoted(match["joint"]),
        motion=_unquoted(match["motion"]),
        min_deg=int(match["min"]),
        max_deg=int(match["max"]),
        assistance=Assistance((match["assistance"] or "active").lower()),
    )
    return {"rom_limit": limit}


def _pain(match: re.Match[str]) -> Fields:
    return {PAIN[match["which"].lower()]: int(match["points"])}


RULES = (
    Rule("12.5kg", token(rf"(?P<value>{NUMBER})(?P<unit>{'|'.join(LOAD_UNITS)})"), _weight),
    Rule("bw", token("bw"), _body_weight),
    Rule("pin4", token(rf"pin(?P<value>{NUMBER})"), _pin),
    Rule(
        "band Thera-Band:red@100%",
        token(
            rf"band\s+(?:(?P<brand>{BAND_WORD}|{QUOTED}):)?"
            rf"(?P<colour>{BAND_WORD}|{QUOTED})(?:@(?P<percent>[0-9]{{1,3}})%)?"
        ),
        _band,
    ),
    Rule("rir1-3", token(rf"(?P<scale>{'|'.join(EFFORTS)})(?P<target>{RANGE})"), _effort),
    Rule("L", token("|".join(f"{side}(?=\\s|$)" for side in SIDES)), _side),
    Rule(
        "rom knee-flexion 0-45",
        token(
            rf"rom\s+(?P<joint>{JOINT_WORD}|{QUOTED})-(?P<motion>{MOTION_WORD}|{QUOTED})\s+"
            rf"(?P<min>{ANGLE})-(?P<max>{ANGLE})(?:\s+(?P<assistance>active|assisted|passive))?"
        ),
        _rom,
    ),
    Rule("pain<=3", token(rf"(?P<which>{'|'.join(PAIN)})(?P<points>[0-9]{{1,3}})"), _pain),
)


def intensity_tokens(dosage: Dosage) -> list[str]:
    """The parts for load, effort, side, range limit and pain limit, in this order."""
    return [
        *([load_token(dosage.load)] if dosage.load else []),
        *([_effort_token(dosage.effort)] if dosage.effort else []),
        *([text for text, side in SIDES.items() if side is dosage.side]),
        *([_rom_token(dosage.rom_limit)] if dosage.rom_limit else []),
        *(_pain_tokens(dosage.pain_limit) if dosage.pain_limit else []),
    ]


def load_token(load: Load) -> str:
    if load.band is not None:
        return _band_token(load.band)
    number = plain_number(load.value) if load.value is not None else ""
    return f"pin{number}" if load.unit is LoadUnit.MACHINE_PIN else f"{number}{load.unit.value.lower()}"


def _band_token(band: Band) -> str:
    brand = f"{_quoted(band.brand, BAND_WORD)}:" if band.brand else ""
    stretch = "" if band.elongation_percent is None else f"@{band.elongation_percent}%"
    return f"band {brand}{_quoted(band.colour, BAND_WORD)}{stretch}"


def _effort_token(effort: Effort) -> str:
    return next(text for text, scale in EFFORTS.items() if scale is effort.scale) + str(effort.target)


def _rom_token(limit: RomLimit) -> str:
    where = f"{_quoted(limit.joint, JOINT_WORD)}-{_quoted(limit.motion, MOTION_WORD)}"
    how = "" if limit.assistance is Assistance.ACTIVE else f" {limit.assistance.value}"
    return f"rom {where} {limit.min_deg}-{limit.max_deg}{how}"


def _pain_tokens(limit: PainLimit) -> list[str]:
    points = ((text, getattr(limit, name)) for text, name in PAIN.items())
    return [f"{text}{value}" for text, value in points if value is not None]


def _quoted(text: str, word: str) -> str:
    """The text as one part; double quotes inside it become single ones."""
    return text if re.fullmatch(word, text) else '"' + text.replace('"', "'") + '"'


def _unquoted(text: str) -> str:
    return text[1:-1] if text.startswith('"') else text
