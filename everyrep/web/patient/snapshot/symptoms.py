"""The symptom check as the phone asks it, offline too."""

from everyrep.web.patient.showing import PAIN_LEADS_TO_HELP
from everyrep.web.patient.snapshot import schema


def symptom_check(emergency_text: str) -> schema.SymptomCheck:
    """The clinic's own words before everything else."""
    return schema.SymptomCheck(
        emergency_text=emergency_text,
        emergency_number="",
        crisis_text="",
        guidance={},
        questions=[],
        none_words="",
        keywords=[],
        pain_over=PAIN_LEADS_TO_HELP,
    )
