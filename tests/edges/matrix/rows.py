"""The tenant matrix: for each route, how to ask for a record and who gets an answer.

A new route needs a row here, by its name. `address` and the bodies are made from a record; every value in
them that is another one for the clinic next door counts as an id, and is swapped for the neighbour's.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from conftest import NOW, PASSWORD, TODAY

from edges.matrix.forms import (
    FIGURE,
    NEW_PASSWORD,
    Make,
    alert,
    closed,
    colleague,
    demonstrator,
    dose_form,
    figure,
    helper_form,
    item,
    link,
    nothing,
    own_exercise,
    own_form,
    own_form_pictured,
    patient_form,
    patient_id,
    proposal,
    push,
    reason,
    reminder_form,
    reply_form,
    rules_form,
    signature,
    subscription,
    template,
    time_form,
    time_noted,
)
from edges.matrix.town import TEMPLATE, Record
from edges.matrix.visitors import CLOSED
from edges.matrix.visitors import Visitor as V
from everyrep.api.texts import signature as signed_text
from everyrep.figures.bodies import DEFAULT
from everyrep.figures.movements import text_of

EVERYBODY = frozenset(V)
CARE = frozenset({V.THERAPIST, V.ASSISTANT})
THERAPIST = frozenset({V.THERAPIST})
OWNER = frozenset({V.OWNER})
PATIENT = frozenset({V.PATIENT, V.LINK, V.CAREGIVER})
ONLY_THE_PATIENT = frozenset({V.PATIENT})
REMINDED = frozenset({V.PATIENT, V.LINK})
ACCOUNTS = CARE | OWNER | {V.PATIENT}
OWN_SIGN_IN = ACCOUNTS | {V.CAREGIVER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`may` names visitors of the record; their like elsewhere may as well where the route names no id.

    `kept`: a file that is the same for everyone, for good, and may be kept by any cache; `by_reader`: it may
    be kept for good by the browser of who may see it.

    `get` and `post` are the query and the form of a request that is answered; None where the method is
    refused with 405. `reads` is whether a GET shows a patient's record, so that it must be audited.
    `gentle` names ids that are answered otherwise than with 404 when they are not there: still nothing may
    show or change. `unsigned`: a POST whose answer of a passkey no test here can make, so that it is refused
    with its reason to those who may send it. `apart` names inputs that are no plain ids and have a test of
    their own. `before` is what has to happen to a record so that the request can be answered. `own`: what it
    names is the visitor's alone, whoever may reach the record.
    """

    may: frozenset[V]
    address: Make = nothing
    get: Make | None = nothing
    post: Make | None = None
    headers: dict[str, str] = field(default_factory=dict)
    json: bool = False
    kept: bool = False
    reads: bool = False
    gentle: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()
    before: Callable[[Record], object] = nothing
    unsigned: bool = False
    secret: bool = False
    briefly: bool = False
    by_reader: bool = False
    own: bool = False


TEXT = {"id": "m-1", "from": "+15550199999", "text": "hello"}
SIGNED = {"X-Everyrep-Signature": signed_text("a secret", int(NOW.timestamp()), json.dumps(TEXT).encode())}
TOKEN = frozenset({"token"})
KEY = frozenset({"key"})
CHANGE = {"may": THERAPIST, "get": None}

ROWS: dict[str, Row] = {
    # public
    "home": Row(may=EVERYBODY),
    "sign_in": Row(may=EVERYBODY, post=lambda _: {"email": "ana@riverside.example", "password": PASSWORD}),
    "sign_out": Row(may=EVERYBODY, get=None, post=nothing),
    "language": Row(may=EVERYBODY, get=None, post=lambda _: {"language": "es"}),
    "password": Row(
        may=ACCOUNTS, post=lambda _: {"current": PASSWORD, "new": NEW_PASSWORD, "again": NEW_PASSWORD}
    ),
    "code_ask": Row(may=EVERYBODY, get=None, post=lambda _: {"email": "nobody@riverside.example"}),
    "code": Row(may=EVERYBODY, post=lambda _: {"code": "12345678"}),
    "passkey_sign_in": Row(may=EVERYBODY, get=None, post=lambda _: {"credential": "{}"}, unsigned=True),
    "passkey_sign_in_options": Row(may=EVERYBODY, get=None, post=nothing),
    "stay": Row(may=OWN_SIGN_IN, get=None, post=nothing),
    "sign_out_others": Row(may=OWN_SIGN_IN, get=None, post=nothing),
    "care": Row(may=OWN_SIGN_IN),
    "care_open": Row(
        may=ONLY_THE_PATIENT, address=lambda r: {"way_id": r.patient.id}, get=None, post=nothing
    ),
    "passkeys": Row(may=OWN_SIGN_IN),
    "passkey_options": Row(may=OWN_SIGN_IN, get=None, post=nothing),
    "passkey_add": Row(may=OWN_SIGN_IN, get=None, post=lambda _: {"credential": "{}"}, unsigned=True),
    "passkey_remove": Row(
        may=ONLY_THE_PATIENT, address=lambda r: {"passkey_id": r.passkey_id}, get=None, post=nothing
    ),
    "link": Row(may=EVERYBODY, post=lambda record: {"code": record.token}, apart=frozenset({"code"})),
    "library": Row(may=EVERYBODY),
    "library_exercise": Row(may=EVERYBODY, address=lambda _: {"exercise_id": FIGURE}),
    "figure": Row(may=EVERYBODY, address=figure, kept=True),
    "figure_body": Row(may=EVERYBODY, address=demonstrator, kept=True),
    # clinic
    "patients": Row(may=CARE),
    "patient_add": Row(may=THERAPIST, post=patient_form),
    "chart": Row(may=CARE, address=patient_id, reads=True),
    "chart_compare": Row(may=CARE, address=patient_id, reads=True),
    "chart_rows": Row(may=CARE, address=patient_id, reads=True),
    "summary": Row(may=CARE, address=patient_id, reads=True),
    "summary_pdf": Row(may=CARE, address=patient_id, reads=True),
    "patient_edit": Row(may=THERAPIST, address=patient_id, post=patient_form, reads=True),
    "episode_open": Row(
        may=THERAPIST, address=patient_id, post=lambda _: {"problem": "Stiff hip"}, before=closed, reads=True
    ),
    "episode_close": Row(
        may=THERAPIST, address=patient_id, post=lambda _: {"ended_on": TODAY.isoformat()}, reads=True
    ),
    "goal": Row(
        may=THERAPIST, address=patient_id, post=lambda _: {"milestones": "to the corner"}, reads=True
    ),
    "account": Row(may=CARE, address=patient_id, post=lambda _: {"email": "new@account.example"}, reads=True),
    "ways_in": Row(may=CARE, address=patient_id, reads=True),
    "passphrase_renew": Row(may=CARE, address=patient_id, get=None, post=nothing),
    "link_letter": Row(may=CARE, address=patient_id, get=None, post=nothing),
    "helper_add": Row(may=CARE, address=patient_id, get=None, post=helper_form),
    "helper_end": Row(
        may=CARE, address=lambda r: {**patient_id(r), "caregiver_id": r.helper.id}, get=None, post=nothing
    ),
    "paper": Row(
        may=CARE,
        address=patient_id,
        get=lambda _: {"last": TODAY.isoformat()},
        post=lambda _: {"first": TODAY.isoformat(), "last": TODAY.isoformat()},
        reads=True,
    ),
    "version": Row(may=CARE, address=lambda r: {**patient_id(r), "number": r.version.number}, reads=True),
    "chart_entry": Row(may=CARE, address=lambda r: {**patient_id(r), "entry_id": r.entry_id}, reads=True),
    "settle": Row(
        may=CARE,
        address=lambda r: {**patient_id(r), "quarantined_id": r.quarantined_id},
        get=None,
        post=lambda _: {"note": "Asked, and logged by hand."},
    ),
    "attention": Row(may=CARE, reads=True),
    "reason": Row(may=CARE, address=reason, reads=True),
    "reason_handled": Row(
        may=CARE, address=reason, get=None, post=lambda _: {"note": "Called.", "until": "7"}
    ),
    "reason_owner": Row(may=CARE, address=reason, get=None, post=colleague, apart=frozenset({"to"})),
    "alert_owner": Row(may=CARE, address=alert, get=None, post=colleague, apart=frozenset({"to"})),
    "cover": Row(may=CARE, post=lambda _: {"covered_by": "", "first": "", "last": ""}),
    "response_times": Row(
        may=OWNER,
        post=lambda _: {
            "emergency_min": "10",
            "urgent_min": "60",
            "attention_days": "1",
            "weekly_contacts": "12",
        },
    ),
    "alert_seen": Row(may=CARE, address=alert, get=None, post=nothing),
    "alert_clear": Row(may=THERAPIST, address=alert, get=None, post=lambda _: {"outcome": "Called."}),
    # rules
    "rules": Row(may=THERAPIST, address=item, post=rules_form, reads=True),
    "rules_off": Row(**CHANGE, address=item, post=nothing),
    "proposals": Row(may=CARE, reads=True),
    "proposal": Row(may=CARE, address=proposal, reads=True),
    "proposal_accept": Row(may=CARE, address=proposal, get=None, post=nothing),
    "proposal_edit": Row(**CHANGE, address=proposal, post=nothing),
    "proposal_reject": Row(**CHANGE, address=proposal, post=lambda _: {"reason": "Not yet"}),
    # monitoring and audit
    "monitoring_all": Row(may=CARE | OWNER, reads=True),
    "monitoring_all_file": Row(may=CARE | OWNER, reads=True),
    "monitoring_codes": Row(may=OWNER, get=None, post=lambda _: {"shown": "on"}),
    "monitoring": Row(may=CARE | OWNER, address=patient_id, reads=True),
    "monitoring_file": Row(may=CARE | OWNER, address=patient_id, reads=True),
    "monitoring_beat": Row(may=CARE, address=patient_id, get=None, post=lambda _: {"page": "chart"}),
    "time_write": Row(may=CARE, address=patient_id, get=None, post=time_form),
    "time_amend": Row(may=THERAPIST, address=time_noted, post=time_form, reads=True, own=True),
    "time_remove": Row(
        may=THERAPIST, address=time_noted, get=None, post=lambda _: {"why": "Not hers."}, own=True
    ),
    "patient_audit": Row(may=OWNER | THERAPIST, address=patient_id, reads=True),
    "patient_audit_file": Row(may=OWNER | THERAPIST, address=patient_id, reads=True),
    # messages
    "clinic_messages": Row(may=CARE, reads=True),
    "saved_replies": Row(may=CARE, post=reply_form),
    "saved_reply": Row(may=CARE, address=lambda r: {"reply_id": r.reply_id}, post=reply_form),
    "saved_reply_remove": Row(may=CARE, address=lambda r: {"reply_id": r.reply_id}, get=None, post=nothing),
    "clinic_hours": Row(may=OWNER, post=lambda _: {"first-0": "08:00", "last-0": "17:00"}),
    "clinic_thread": Row(may=CARE, address=patient_id, reads=True),
    "clinic_thread_part": Row(may=CARE, address=patient_id, reads=True, headers={"HX-Request": "true"}),
    "clinic_message_send": Row(
        may=CARE,
        address=patient_id,
        get=None,
        post=lambda r: {"text": "Go on.", "item_key": r.item_key, "answers": str(r.question_id)},
    ),
    "message_settle": Row(
        may=CARE,
        address=lambda r: {**patient_id(r), "said_id": r.said_id},
        get=None,
        post=lambda _: {"note": "Talked in the clinic."},
    ),
    "clinic_photo": Row(may=CARE, address=lambda r: {**patient_id(r), "photo_id": r.photo_id}, reads=True),
    "movements": Row(may=THERAPIST),
    "movement": Row(
        may=THERAPIST, address=lambda _: {"exercise_id": FIGURE}, post=lambda _: {"side": "left"}
    ),
    "own_exercises": Row(may=THERAPIST | OWNER),
    "own_exercise_new": Row(may=THERAPIST | OWNER, post=own_form),
    "own_exercise": Row(may=THERAPIST | OWNER, address=own_exercise, post=own_form_pictured),
    "own_exercise_drawing": Row(
        may=THERAPIST | OWNER, get=None, post=lambda _: {"movement": text_of(FIGURE)}
    ),
    "own_exercise_offer": Row(
        may=THERAPIST | OWNER, address=own_exercise, get=None, post=lambda _: {"do": "retire"}
    ),
    "own_picture": Row(
        may=CARE | OWNER | PATIENT, address=lambda r: {"picture_id": r.own_row.picture_id}, by_reader=True
    ),
    "settings": Row(may=OWNER, post=lambda _: {"emergency_text": "Call 911.", "phone": "+1 555 0199"}),
    # builder
    "builder": Row(may=THERAPIST, address=patient_id, reads=True),
    "builder_start": Row(
        may=THERAPIST, address=patient_id, post=lambda _: {"from": f"{TEMPLATE}:1"}, reads=True
    ),
    "builder_search": Row(
        may=THERAPIST, address=patient_id, get=lambda _: {"q": "quad"}, headers={"HX-Request": "true"}
    ),
    "builder_add": Row(**CHANGE, address=patient_id, post=lambda _: {"exercise": "quad-set"}),
    "builder_line": Row(**CHANGE, address=item, post=lambda _: {"do": "down"}, gentle=KEY),
    "builder_shorthand": Row(**CHANGE, address=item, post=lambda _: {"shorthand": "3x10 1/d"}, gentle=KEY),
    "builder_dose": Row(
        may=THERAPIST,
        address=item,
        post=dose_form,
        headers={"HX-Request": "true"},
        reads=True,
        gentle=KEY,
    ),
    "builder_override": Row(
        **CHANGE, address=item, post=lambda _: {"override_reason": "Cleared by the surgeon."}, gentle=KEY
    ),
    "builder_swap": Row(**CHANGE, address=item, post=lambda _: {"exercise": "mini-squat"}, gentle=KEY),
    "builder_undo": Row(**CHANGE, address=patient_id, post=nothing),
    "builder_redo": Row(**CHANGE, address=patient_id, post=nothing),
    "builder_favourite": Row(**CHANGE, address=patient_id, post=lambda _: {"keep": "quad-set"}),
    "builder_template": Row(**CHANGE, address=patient_id, post=lambda _: {"name": "Knee, first week"}),
    "builder_compare": Row(may=THERAPIST, address=patient_id, reads=True),
    "builder_review": Row(may=THERAPIST, address=patient_id, post=nothing, reads=True),
    "builder_discard": Row(**CHANGE, address=patient_id, post=nothing),
    "builder_sign": Row(may=THERAPIST, address=patient_id, post=signature, reads=True),
    "templates": Row(may=THERAPIST),
    "template": Row(
        may=THERAPIST,
        address=lambda r: {"template_id": r.template_id},
        get=None,
        post=lambda _: {"name": "Knee, later"},
    ),
    "templates_give": Row(may=THERAPIST, address=template, post=lambda r: {"patients": r.patient.id}),
    # handout
    "handout": Row(may=CARE, address=patient_id, reads=True),
    "handout_print": Row(may=CARE, address=patient_id, get=None, post=lambda _: {"per_page": "4"}),
    "link_create": Row(may=CARE, address=patient_id, get=None, post=lambda _: {"label": "To send"}),
    "link_date": Row(may=CARE, address=link, get=None, post=lambda _: {"last_day": "2026-12-24"}),
    "link_revoke": Row(may=CARE, address=link, get=None, post=nothing),
    # patient
    "version_seen": Row(may=PATIENT, get=None, post=lambda r: {"number": r.version.number}),
    "snapshot": Row(may=PATIENT, reads=True),
    "today": Row(may=PATIENT),
    "session": Row(may=PATIENT, address=lambda _: {"index": 0}),
    "day": Row(may=PATIENT, address=lambda _: {"local_date": TODAY.isoformat()}),
    "exercise": Row(may=PATIENT, address=lambda _: {"item_key": "any"}),
    "outbox": Row(may=PATIENT),
    "worker": Row(may=EVERYBODY),
    "manifest": Row(may=EVERYBODY),
    "plain": Row(may=PATIENT, reads=True),
    "progress": Row(may=PATIENT, reads=True),
    "mark_step": Row(
        may=frozenset({V.PATIENT}),
        address=lambda r: {"milestone_id": r.milestone_id},
        get=None,
        post=lambda _: {"reached": "1"},
    ),
    "messages": Row(may=PATIENT, reads=True),
    "messages_part": Row(may=ONLY_THE_PATIENT, reads=True, headers={"HX-Request": "true"}),
    "message_send": Row(may=ONLY_THE_PATIENT, get=None, post=lambda _: {"text": "Thank you."}),
    "message_photo": Row(may=ONLY_THE_PATIENT, address=lambda r: {"photo_id": r.photo_id}, reads=True),
    "entry": Row(may=PATIENT, address=lambda r: {"entry_id": r.entry_id}, reads=True),
    "help": Row(may=PATIENT),
    "more": Row(may=PATIENT),
    "birth_year": Row(may=frozenset({V.LINK}), post=lambda _: {"year": "1958"}),
    "devices": Row(may=ONLY_THE_PATIENT, reads=True),
    "device_sign_out": Row(
        may=ONLY_THE_PATIENT, address=lambda r: {"device_id": r.device_id}, get=None, post=nothing
    ),
    "people": Row(may=ONLY_THE_PATIENT, post=helper_form, reads=True),
    "caregiver_end": Row(
        may=ONLY_THE_PATIENT, address=lambda r: {"caregiver_id": r.helper.id}, get=None, post=nothing
    ),
    "own_link_close": Row(
        may=ONLY_THE_PATIENT, address=lambda r: {"link_id": r.link_id}, get=None, post=nothing
    ),
    "reminders": Row(may=REMINDED, post=reminder_form, reads=True),
    "reminders_off": Row(may=REMINDED, get=None, post=nothing),
    "reminders_try": Row(may=REMINDED, get=None, post=nothing),
    "reminders_calendar": Row(may=ONLY_THE_PATIENT, get=None, post=nothing),
    "reminders_stop": Row(
        may=EVERYBODY, address=lambda r: {"token": r.stop}, post=nothing, secret=True, apart=TOKEN
    ),
    "calendar": Row(
        may=EVERYBODY, address=lambda r: {"token": r.calendar}, secret=True, briefly=True, apart=TOKEN
    ),
    "reading": Row(may=PATIENT, get=None, post=lambda _: {"text_size": "150", "voice": "on"}),
    "demonstrator": Row(may=PATIENT, get=None, post=lambda _: {"demonstrator": DEFAULT}),
    # devices
    "sync": Row(  # whose way in was closed still hands in what the phone holds: it is set aside
        may=PATIENT | CLOSED,
        get=None,
        post=push,
        json=True,
        apart=frozenset({"ops"}),
    ),
    "push_key": Row(may=REMINDED),
    "push_subscriptions": Row(may=REMINDED, get=None, post=subscription, json=True),
    "texts": Row(may=EVERYBODY, get=None, post=lambda _: TEXT, json=True, headers=SIGNED),
}
