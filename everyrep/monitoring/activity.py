"""What staff do for a patient between visits."""

from enum import Enum


class Activity(Enum):
    """What was done for the patient meanwhile."""

    REVIEW = "review"
    MESSAGE = "message"
    CALL = "call"
    PLAN = "plan"
    OTHER = "other"
