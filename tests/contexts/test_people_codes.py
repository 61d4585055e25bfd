"""Codes by e-mail: for who owns the address, once, in time, in few tries; nobody learns who has one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from conftest import NOW, ClinicWorld
from contexts.ways_in import helper_of
from django.db import connection
from django.test.utils import CaptureQueriesContext

from everyrep.core.problems import Invalid
from everyrep.people.access import Account
from everyrep.people.codes import DIGITS, TRIES, Asked, ask_for_code, enter_code
from everyrep.people.limits import CODES_OF_CLIENT, CODES_TO_ADDRESS
from everyrep.people.models import SignInCode

ROSA = "rosa@riverside.example"


def ask(email: str = ROSA, *, client: str = "one") -> Asked:
    return ask_for_code(email, client=client, now=NOW)


def enter(asked: Asked, code: str = "", *, minutes: float = 1) -> Account:
    return enter_code(asked.question, code or asked.code, client="one", now=NOW + timedelta(minutes=minutes))


def wrong(asked: Asked) -> str:
    return f"{(int(asked.code) + 1) % 10**DIGITS:0{DIGITS}}"


def test_the_code_that_was_sent_opens_the_account(world: ClinicWorld) -> None:
    asked = ask(" Rosa@Riverside.example ")
    assert asked.send_to == ROSA
    assert enter(asked) == world.patient.user


def test_a_helper_gets_a_code_too(world: ClinicWorld) -> None:
    care = helper_of(world)
    assert enter(ask("luis@example.org")) == care.user


@pytest.mark.parametrize("typed", ["{0}{1}", "{0} {1}", " {0}-{1}\n", "{0}\u00a0{1}"])
def test_the_code_may_be_pasted_as_it_is_written(world: ClinicWorld, typed: str) -> None:
    asked = ask()
    half = DIGITS // 2
    assert enter(asked, typed.format(asked.code[:half], asked.code[half:])) == world.patient.user


def test_a_code_works_once(world: ClinicWorld) -> None:
    asked = ask()
    enter(asked)
    with pytest.raises(Invalid, match="does not open anything"):
        enter(asked)


def test_a_code_works_for_ten_minutes(world: ClinicWorld) -> None:
    assert enter(ask(), minutes=9.9) == world.patient.user
    with pytest.raises(Invalid):
        enter(ask(), minutes=10)


def test_after_five_wrong_tries_the_right_code_is_wrong_too(world: ClinicWorld) -> None:
    asked = ask()
    for _ in range(TRIES):
        with pytest.raises(Invalid):
            enter(asked, wrong(asked))
    with pytest.raises(Invalid, match="does not open anything"):
        enter(asked)
    assert enter(ask()) == world.patient.user


def test_a_code_is_good_for_the_question_it_answers_and_no_other(world: ClinicWorld) -> None:
    first, second = ask(), ask()
    with pytest.raises(Invalid):
        enter(second, first.code)
    with pytest.raises(Invalid):
        enter_code(uuid4(), first.code, client="one", now=NOW)


@pytest.mark.parametrize(
    "email", ["nobody@riverside.example", "ana@riverside.example", "oscar@riverside.example"]
)
def test_nobody_and_staff_are_sent_nothing_and_no_code_opens(world: ClinicWorld, email: str) -> None:
    asked = ask(email)
    assert asked.send_to == ""
    with pytest.raises(Invalid, match="does not open anything"):
        enter(asked)


def test_asking_for_an_unknown_address_does_the_same_work(world: ClinicWorld) -> None:
    def work(email: str) -> list[str]:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            ask(email)
        return [query["sql"].split()[0] for query in queries]

    assert work(ROSA) == work("nobody@riverside.example")


def test_no_code_is_kept_as_it_is(world: ClinicWorld) -> None:
    asked = ask()
    assert asked.code not in str(SignInCode.objects.values())


def test_one_address_is_not_flooded_and_the_answer_is_the_same_for_nobody(world: ClinicWorld) -> None:
    for email in (ROSA, "nobody@riverside.example"):
        for number in range(CODES_TO_ADDRESS.most):
            ask(email, client=f"{email} {number}")
        with pytest.raises(Invalid, match="too many codes"):
            ask(email, client="another")
    assert ask_for_code(ROSA, client="x", now=NOW + timedelta(hours=1)).send_to == ROSA


def test_one_client_does_not_go_through_all_addresses(world: ClinicWorld) -> None:
    for number in range(CODES_OF_CLIENT.most):
        ask(f"{number}@example.org")
    with pytest.raises(Invalid, match="too many codes"):
        ask()
    assert ask(client="two").send_to == ROSA


@pytest.mark.django_db(transaction=True)
def test_of_many_who_enter_the_code_at_once_one_gets_in(world: ClinicWorld) -> None:
    asked = ask()

    def try_it(_number: int) -> bool:
        try:
            enter(asked)
        except Invalid:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(max_workers=4) as threads:
        assert sum(threads.map(try_it, range(TRIES))) == 1


def test_the_codes_of_yesterday_are_forgotten(world: ClinicWorld) -> None:
    ask()
    ask_for_code(ROSA, client="one", now=NOW + timedelta(days=2))
    assert SignInCode.objects.count() == 1
