"""Passkeys: made by one's own device, good for their account and this site, each signature once."""

import json

import pytest
from conftest import NOW, ClinicWorld
from contexts.authenticator import Authenticator
from contexts.ways_in import helper_of, is_in, let_in_twice
from hypothesis import example, given
from hypothesis import strategies as st

from everyrep.audit.queries import events_about
from everyrep.core.problems import Invalid
from everyrep.people.access import Account, SignedIn, viewer_of_caregiver, viewer_of_session
from everyrep.people.actions import create_link
from everyrep.people.entering import redeem_link
from everyrep.people.models import Passkey
from everyrep.people.passkeys import (
    PASSKEYS_MOST,
    Challenge,
    Site,
    account_of_passkey,
    add_passkey,
    challenge_to_add,
    challenge_to_sign_in,
    passkeys_of,
    remove_passkey,
)
from everyrep.tenancy.viewer import NotAllowed, NotFound, Viewer

SITE = Site(host="everyrep.example", origin="https://everyrep.example")
ELSEWHERE = Site(host="everyrep.evil.example", origin="https://everyrep.evil.example")


def add(by: Viewer, key: Authenticator, challenge: Challenge | None = None, *, site: Site = SITE) -> Passkey:
    challenge = challenge or challenge_to_add(by, site)
    return add_passkey(
        by=by,
        site=SITE,
        challenge=challenge.challenge,
        credential=key.makes(challenge),
        label="Chrome, Android",
        now=NOW,
    )


def shown(credential: str, challenge: Challenge) -> Account:
    return account_of_passkey(site=SITE, challenge=challenge.challenge, credential=credential, now=NOW)


def signs_in(key: Authenticator, *, used: int = 1) -> Account:
    challenge = challenge_to_sign_in(SITE)
    return shown(key.signs(challenge, used=used), challenge)


@pytest.fixture
def key(world: ClinicWorld) -> Authenticator:
    made = Authenticator(SITE)
    add(world.rosa, made)
    return made


def test_whoever_holds_the_passkey_is_who_made_it(world: ClinicWorld, key: Authenticator) -> None:
    assert signs_in(key) == world.patient.user
    (kept,) = passkeys_of(world.rosa)
    assert (kept.label, kept.last_used_at, kept.sign_count) == ("Chrome, Android", NOW, 1)


def test_a_key_that_does_not_count_signs_in_again_and_again(world: ClinicWorld) -> None:
    phone = Authenticator(SITE, counts=False)
    add(world.rosa, phone)
    assert [signs_in(phone) for _ in range(3)] == [world.patient.user] * 3


def test_staff_and_helpers_have_their_own(world: ClinicWorld) -> None:
    luis = viewer_of_caregiver(helper_of(world))
    for who in (world.ana, luis):
        key = Authenticator(SITE)
        add(who, key)
        assert [one.user for one in passkeys_of(who)] == [signs_in(key)]
    assert passkeys_of(world.rosa) == []


def test_a_signature_is_good_for_its_own_challenge_alone(key: Authenticator) -> None:
    first, second = challenge_to_sign_in(SITE), challenge_to_sign_in(SITE)
    with pytest.raises(Invalid, match="does not open anything"):
        shown(key.signs(first), second)


def test_a_copied_key_whose_counter_lags_behind_is_refused(world: ClinicWorld, key: Authenticator) -> None:
    assert signs_in(key, used=5) == world.patient.user
    with pytest.raises(Invalid, match="does not open anything"):
        signs_in(key, used=0)
    with pytest.raises(Invalid, match="does not open anything"):
        signs_in(key, used=-2)


def test_a_site_that_looks_like_this_one_gets_nothing(world: ClinicWorld) -> None:
    fished = Authenticator(ELSEWHERE)
    with pytest.raises(Invalid):
        add(world.rosa, fished, challenge_to_add(world.rosa, SITE))
    key = Authenticator(SITE)
    add(world.rosa, key)
    key.site = ELSEWHERE
    with pytest.raises(Invalid, match="does not open anything"):
        signs_in(key)


def test_a_device_that_did_not_check_who_holds_it_is_refused(world: ClinicWorld) -> None:
    unlocked = Authenticator(SITE, verifies=False)
    with pytest.raises(Invalid, match="could not be kept"):
        add(world.rosa, unlocked)


def test_the_same_key_is_not_kept_twice_nor_for_another(world: ClinicWorld, key: Authenticator) -> None:
    for who in (world.rosa, world.ana):
        with pytest.raises(Invalid, match="could not be kept"):
            add(who, key)
    assert Passkey.objects.count() == 1


def test_a_locked_account_is_not_opened(world: ClinicWorld, key: Authenticator) -> None:
    assert world.patient.user is not None
    world.patient.user.is_active = False
    world.patient.user.save()
    with pytest.raises(Invalid, match="does not open anything"):
        signs_in(key)


def test_removing_one_ends_every_other_session(world: ClinicWorld, key: Authenticator) -> None:
    here, there = let_in_twice(world.patient)
    (kept,) = passkeys_of(world.rosa)
    remove_passkey(by=world.rosa, passkey_id=kept.id, keep=here.device_id, now=NOW)
    assert is_in(here)
    assert not is_in(there)
    with pytest.raises(Invalid, match="does not open anything"):
        signs_in(key)
    actions = events_about(world.ana, world.patient.id).values_list("action", flat=True)
    assert {"add_passkey", "remove_passkey"} <= set(actions)


def test_a_member_of_staff_who_removes_one_goes_on_and_every_other_session_ends(world: ClinicWorld) -> None:
    add(world.ana, Authenticator(SITE))
    user = world.therapist.user
    before = SignedIn(user_id=user.id, auth_hash=user.get_session_auth_hash())
    (kept,) = passkeys_of(world.ana)
    after = remove_passkey(by=world.ana, passkey_id=kept.id, keep=None, now=NOW)
    assert viewer_of_session(before) is None
    assert viewer_of_session(SignedIn(user_id=user.id, auth_hash=after)) == world.ana


def test_nobody_removes_another_persons(world: ClinicWorld, key: Authenticator) -> None:
    (kept,) = passkeys_of(world.rosa)
    for other in (world.ana, viewer_of_caregiver(helper_of(world))):
        with pytest.raises(NotFound):
            remove_passkey(by=other, passkey_id=kept.id, keep=None, now=NOW)
    assert signs_in(key) == world.patient.user


def test_a_link_has_no_passkeys(world: ClinicWorld) -> None:
    token = create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)
    entered = redeem_link(token, now=NOW)
    assert entered is not None
    with pytest.raises(NotAllowed):
        challenge_to_add(entered.viewer, SITE)
    with pytest.raises(NotAllowed):
        passkeys_of(entered.viewer)


def test_there_is_an_end_to_how_many_are_kept(world: ClinicWorld) -> None:
    for _ in range(PASSKEYS_MOST):
        add(world.rosa, Authenticator(SITE))
    with pytest.raises(Invalid, match="At most 20 passkeys"):
        add(world.rosa, Authenticator(SITE))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
NONSENSE = st.text(max_size=60) | JSON.map(json.dumps)
ENDLESS = "[" * 50_000
PARTS = ("id", "rawId", "type", "attestationObject", "authenticatorData", "clientDataJSON", "signature")


@pytest.mark.django_db
@example(ENDLESS, "")
@given(NONSENSE, st.sampled_from(["", "é", "AAAA"]))
def test_nonsense_is_refused_like_any_other_passkey(credential: str, challenge: str) -> None:
    with pytest.raises(Invalid, match="does not open anything"):
        account_of_passkey(site=SITE, challenge=challenge, credential=credential, now=NOW)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("put", ["", "é", "AAAA", "%%%%", "oWE", None, 7, [], {}, "x" * 5000], ids=repr)
def test_a_passkey_with_one_part_spoilt_is_refused_in_plain_words(
    world: ClinicWorld, key: Authenticator, part: str, put: object
) -> None:
    making, signing = challenge_to_add(world.rosa, SITE), challenge_to_sign_in(SITE)
    made, signed = (json.loads(text) for text in (Authenticator(SITE).makes(making), key.signs(signing)))
    for answer in (made, signed):
        holder = answer if part in answer else answer["response"]
        holder[part] = put
    if part != "signature" and part != "authenticatorData":
        with pytest.raises(Invalid):
            add_passkey(
                by=world.rosa,
                site=SITE,
                challenge=making.challenge,
                credential=json.dumps(made),
                label="",
                now=NOW,
            )
    if part != "attestationObject":
        with pytest.raises(Invalid):
            shown(json.dumps(signed), signing)
