"""The symptom check as the phone asks it, offline too."""

from everyrep.core.alerting import Level
from everyrep.library.symptoms import OwnTexts, check_in
from everyrep.web.pages import language
from everyrep.web.patient.showing import PAIN_LEADS_TO_HELP
from everyrep.web.patient.snapshot import schema

LEVELS: dict[Level, schema.Level] = {
    Level.EMERGENCY: "emergency",
    Level.URGENT: "urgent",
    Level.ATTENTION: "attention",
}


def symptom_check(own: OwnTexts) -> schema.SymptomCheck:
    """The clinic's own words before everything else."""
    found = check_in(language(), own)
    return schema.SymptomCheck(
        emergency_text=own.emergency_text,
        emergency_number=found.number,
        crisis_text=found.crisis,
        guidance={level.value: words for level, words in found.guidance.items()},
        questions=[
            schema.Question(
                id=question.id,
                words=question.text(language()).text,
                level=LEVELS[question.level],
                crisis=question.crisis,
                group=group.text(language()).name,
            )
            for group in found.groups
            for question in group.questions
        ],
        none_words=found.none,
        keywords=list(found.keywords),
        pain_over=PAIN_LEADS_TO_HELP,
    )
