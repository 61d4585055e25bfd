"""Keep docs/reference/roles.md in step with the one policy table, everyrep/people/policy.py.

    python tools/roles_reference.py write | check

Who may do what, in plain words; every permission of the table has a row.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from everyrep.people.policy import ALLOWED, TALKING, WIDER, Permission
from everyrep.tenancy.viewer import Role

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "roles.md"

HEAD = """\
# Roles: who may do what

<!-- Made by tools/roles_reference.py from everyrep/people/policy.py: change that, then make fix. -->

One table decides, and what it does not allow is refused: a page that is not yours answers as if it were not
there. Everything stays inside the viewer's own clinic; a patient, and whoever comes in for one, reaches that
patient alone.
"""

FOOT = """
- A **caregiver** helps one patient under their own name, until a day. The patient chooses how much: log only,
  progress too, or messages too.
- A **link** is the patient's printed or sent code. Progress shows for half an hour after the birth year.
- A **therapist** signs; an **assistant** takes care of what was signed. Who looked at a record is read by the
  owner, and by the therapist in charge of the patient or whoever covers. The patient reads it under **More**.
- **Front desk** staff sign in, and see no patient's record.
- Who is in charge of a patient, and who covers on days away, is set under **Attention**.
"""

COLUMNS = (
    (Role.OWNER, "Owner"),
    (Role.THERAPIST, "Therapist"),
    (Role.ASSISTANT, "Assistant"),
    (Role.FRONT_DESK, "Front desk"),
    (Role.CAREGIVER, "Caregiver"),
    (Role.PATIENT, "Patient"),
    (Role.LINK, "Link"),
)
P = Permission
WORDS = {
    P.SEE_PATIENTS: "Open patients' charts, and the list of who needs attention",
    P.EDIT_PATIENT: "Add a patient and change personal details",
    P.PRESCRIBE: "Open an episode, build a program, set its rules, sign it",
    P.ACCEPT_PROPOSALS: "Accept a step that a signed rule proposes, as far as the therapist allowed it",
    P.WRITE_MOVEMENTS: "Write movements and see how they are drawn",
    P.WRITE_EXERCISES: "Write the clinic's own exercises",
    P.SEE_EXERCISES: "See the clinic's own exercises and their pictures",
    P.HAND_OVER: "Print, make links and accounts, let somebody help",
    P.LOG_FOR_PATIENT: "Type in a paper sheet, settle what could not be counted",
    P.CLEAR_ALERT: "Clear an alert, so that a paused plan goes on",
    P.ATTEND: "Mark a reason as handled, hand it over, name a cover",
    P.READ_MESSAGES: "Read messages",
    P.WRITE_MESSAGES: "Write messages",
    P.EDIT_CLINIC: "Change the clinic's words, hours, response times and settings",
    P.SEE_AUDIT: "Read who looked at a patient's record and who changed it",
    P.SEE_MONITORING: "Read and save monitoring worksheets",
    P.KEEP_TIME: "Have time on a patient's pages noted, and note it by hand",
    P.PRACTISE: "Open today's program, log, correct, answer the symptom check",
    P.SEE_PROGRESS: "See progress and earlier notes",
    P.SET_REMINDERS: "Set reminders",
    P.OWN_SIGN_IN: "See one's own ways to sign in, and sign out other devices",
    P.CHANGE_PASSWORD: "Change one's own password",
    P.DECIDE_WHO_SEES: "See who looked; end devices, links and helpers",
}


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_table()]) + "\n" + FOOT


def _table() -> Iterator[str]:
    yield "| | " + " | ".join(title for _, title in COLUMNS) + " |"
    yield "|---|" + "---|" * len(COLUMNS)
    for permission in Permission:
        cells = (_cell(role, permission) for role, _ in COLUMNS)
        yield f"| {WORDS[permission]} | " + " | ".join(cells) + " |"


def _cell(role: Role, permission: Permission) -> str:
    if permission in ALLOWED[role]:
        return "yes"
    if permission in WIDER.get(role, frozenset()):
        return "after the birth year" if role is Role.LINK else "where allowed"
    return "where allowed" if permission in TALKING.get(role, frozenset()) else ""


def write() -> int:
    PAGE.write_text(page(), encoding="utf-8")
    return 0


def check() -> int:
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page():
        return 0
    print(f"{PAGE.relative_to(ROOT)} is not what the policy says: run `make fix`.")
    return 1


if __name__ == "__main__":
    if sys.argv[1:] not in (["check"], ["write"]):
        sys.exit("usage: roles_reference.py check | write")
    sys.exit(check() if sys.argv[1] == "check" else write())
