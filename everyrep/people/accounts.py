"""Accounts: giving one to a patient, and changing the password of one's own."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from everyrep.audit.actions import record
from everyrep.core.problems import N_, Invalid, Problem, invalid
from everyrep.people.access import ways_of
from everyrep.people.actions import add_staff, create_link
from everyrep.people.links import LinkKind
from everyrep.people.models import Patient, User
from everyrep.people.passphrases import new_passphrase
from everyrep.people.policy import Permission, check
from everyrep.people.signing_out import end_sessions, user_behind
from everyrep.people.texts import NUL, text_problems
from everyrep.tenancy.viewer import NotFound, Role, Viewer

PASSWORD_LEAST = 12  # characters; between the 8 and 15 of NIST SP 800-63B-4, 3.1.1.2
ONLY_BY_CODE = N_(
    "This account also opens something else than this record, so its password is not the clinic's to renew."
    " Ask the patient to sign in with a code by e-mail."
)
PASSWORD_MOST = 200  # hashing a longer one only costs time


@transaction.atomic
def create_account(*, by: Viewer, patient_id: UUID, email: str, now: datetime) -> str:
    """A way to sign in for a patient who has none. The passphrase is returned once, to hand over.

    Raises Invalid for an address that is none or is taken, and for a patient who has an account.
    """
    check(by, Permission.HAND_OVER)
    patient = Patient.objects.seen_by(by).select_for_update().find(id=patient_id)
    if patient.user_id is not None:
        raise invalid("email", N_("This patient already has an account."))
    passphrase = new_passphrase()
    patient.user = _new_user(email.strip().lower(), passphrase)
    patient.save(update_fields=["user"])
    record(
        by=by,
        action="create_account",
        object_type="patient",
        object_id=patient.id,
        patient_id=patient.id,
        now=now,
    )
    return passphrase


@transaction.atomic
def renew_passphrase(*, by: Viewer, patient_id: UUID, now: datetime) -> str:
    """A new passphrase for a patient who cannot get in; the old password and every open session end.

    It is returned once, to hand over. Raises NotFound for a patient without an account, and Invalid where
    the account leads to more than this patient: what one clinic hands over must not open another's record.
    """
    check(by, Permission.HAND_OVER)
    patient = Patient.objects.seen_by(by).select_related("user").find(id=patient_id)
    if patient.user is None:
        raise NotFound("User")
    if len(ways_of(patient.user, now=now)) > 1:
        raise invalid("account", ONLY_BY_CODE)
    passphrase = new_passphrase()
    patient.user.set_password(passphrase)
    patient.user.save(update_fields=["password"])
    end_sessions(patient.user, keep=None, now=now)
    record(
        by=by,
        action="renew_passphrase",
        object_type="patient",
        object_id=patient.id,
        patient_id=patient.id,
        now=now,
    )
    return passphrase


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLink:
    """A sent link's secret, where it goes and how long it opens: for the letter alone."""

    token: str
    email: str
    minutes: int


def letter_link(*, by: Viewer, patient_id: UUID, label: str, now: datetime) -> LetterLink:
    """A link for the patient's own e-mail address. Raises NotFound for a patient without an account."""
    check(by, Permission.HAND_OVER)
    patient = Patient.objects.seen_by(by).select_related("user").find(id=patient_id)
    if patient.user is None:
        raise NotFound("User")
    token = create_link(by=by, patient_id=patient_id, label=label, now=now, kind=LinkKind.SENT)
    return LetterLink(token=token, email=patient.user.email, minutes=settings.SENT_LINK_MINUTES)


@transaction.atomic
def hire(*, by: Viewer, email: str, role: Role, name: str, credential: str, now: datetime) -> str:
    """A member of staff with an account; the passphrase is returned once, to hand over. Raises Invalid."""
    address, passphrase = email.strip().lower(), new_passphrase()
    _check_address(address)
    if not name.strip():
        raise invalid("name", N_("Enter a name."))
    with _free_address():
        add_staff(
            by=by, email=address, password=passphrase, role=role, name=name, credential=credential, now=now
        )
    return passphrase


def _new_user(email: str, password: str) -> User:
    _check_address(email)
    with _free_address():
        return User.objects.create_user(email=email, password=password)


def _check_address(email: str) -> None:
    if wrong := address_problem(email):
        raise Invalid([wrong])


def address_problem(email: str) -> Problem | None:
    """What keeps a typed address from being one."""
    if problems := text_problems(User, {"email": email}):
        return problems[0]
    try:
        validate_email(email.strip())
    except ValidationError:
        return Problem("email", N_("Enter an e-mail address such as rosa@example.org."))
    return None


def user_at(email: str) -> User:
    """The account of a checked address, made without a password where there is none yet."""
    address = email.strip().lower()
    with suppress(IntegrityError), transaction.atomic():
        return User.objects.create_user(email=address, password=None)
    return User.objects.get_by_natural_key(address)


@contextmanager
def _free_address() -> Iterator[None]:
    """Whether an address is free is the database's to say: asking first would leave a gap."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as fault:
        text = N_("Someone already signs in with this e-mail address. Enter another one.")
        raise invalid("email", text) from fault


@transaction.atomic
def change_password(
    *, by: Viewer, current: str, new: str, again: str, now: datetime, keep: UUID | None = None
) -> str:
    """The viewer's own password. Every other session of the account ends.

    `keep` is the device in hand; a member of staff's session takes over the returned session hash.
    Raises Invalid, naming `current`, `new` or `again`.
    """
    check(by, Permission.CHANGE_PASSWORD)
    user = user_behind(by)
    problems = _password_problems(user, current, new, again)
    if problems:
        raise Invalid(problems)
    user.set_password(new)
    user.save(update_fields=["password"])
    end_sessions(user, keep=keep, now=now)
    record(
        by=by,
        action="change_password",
        object_type="user",
        object_id=user.id,
        patient_id=by.patient_id,
        now=now,
    )
    return user.get_session_auth_hash()


def _password_problems(user: User, current: str, new: str, again: str) -> list[Problem]:
    problems = []
    if not user.check_password(current):
        problems.append(Problem("current", N_("This is not your password. Type it as you do to sign in.")))
    if not PASSWORD_LEAST <= len(new) <= PASSWORD_MOST or NUL in new:
        values: dict[str, object] = {"least": PASSWORD_LEAST}
        problems.append(
            Problem("new", N_("Use %(least)s letters or more, such as four words in a row."), values)
        )
    elif _is_common(new) or new.lower() == user.email:
        problems.append(Problem("new", N_("This one is easy to guess. Choose another one.")))
    elif new != again:
        problems.append(Problem("again", N_("The two are not the same. Type the new password again.")))
    return problems


def _is_common(password: str) -> bool:
    """Whether it is one of the 20 000 most used passwords, as Django keeps them."""
    try:
        CommonPasswordValidator().validate(password)
    except ValidationError:
        return True
    return False
