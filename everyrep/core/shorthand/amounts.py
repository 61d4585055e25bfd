"""Which unit an amount is shown in, and how a decimal is written: shared by shorthand and plain words."""

from decimal import Decimal

from everyrep.core.dosage import Span

SECONDS_PER_MINUTE = 60
METRES_PER_KM = 1000
METRES_PER_STEP_OF_KM = 100  # kilometres are shown with one decimal


def minutes(seconds: Span) -> Span | None:
    """Whole minutes from 2 minutes on, as clinicians write them; None where seconds say it better."""
    whole = seconds.low % SECONDS_PER_MINUTE == seconds.high % SECONDS_PER_MINUTE == 0
    if not whole or seconds.low < 2 * SECONDS_PER_MINUTE:
        return None
    return Span(seconds.low // SECONDS_PER_MINUTE, seconds.high // SECONDS_PER_MINUTE)


def kilometres(metres: Span) -> tuple[str, str] | None:
    """Both ends in kilometres from 1 km on; None where one decimal cannot say it exactly."""
    exact = metres.low % METRES_PER_STEP_OF_KM == metres.high % METRES_PER_STEP_OF_KM == 0
    if not exact or metres.low < METRES_PER_KM:
        return None
    return (_in_km(metres.low), _in_km(metres.high))


def _in_km(metres: int) -> str:
    return plain_number(Decimal(metres) / METRES_PER_KM)


def plain_number(number: Decimal) -> str:
    """A decimal without exponent and without zeros at the end: 12.50 is 12.5."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
