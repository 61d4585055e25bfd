"""Whatever moment of a log the phone dies in: opened again, what was said is there, and there once."""

from collections.abc import Callable

import pytest
from conftest import ClinicWorld
from playwright.sync_api import Route, expect

from browser.conftest import NO_NETWORK
from browser.handset import Handset
from browser.phone import ARRIVED, HERE, Answers, Phone
from browser.therapist import exercises_logged
from everyrep.logbook.models import OperationRow, QuarantinedOperation
from everyrep.prescribing.models import ProgramVersion

SYNC = "**/api/v1/sync"
ANKLE_PUMP, QUAD_SET, HEEL_SLIDE = "Ankle pump", "Quadriceps set", "Heel slide"
Death = Callable[[Handset, Phone], None]


@pytest.fixture
def rosa(handset: Handset, signed: ProgramVersion) -> Phone:
    """Rosa's phone, which has been here before, with the app open."""
    first = Phone(handset.starts())
    first.page.goto("/today/")
    first.signs_in()
    first.sees_today()
    first.has_kept_the_app()
    handset.closes()
    return opened(handset)


def opened(handset: Handset) -> Phone:
    phone = Phone(handset.starts())
    phone.opens_today()
    return phone


def the_moment_it_is_tapped(handset: Handset, rosa: Phone) -> None:
    rosa.done(QUAD_SET).click()
    handset.kills()


def when_it_says_saved_and_nothing_is_sent(handset: Handset, rosa: Phone) -> None:
    rosa.page.route(SYNC, lambda route: route.abort(NO_NETWORK))
    rosa.ticks(QUAD_SET)
    expect(rosa.card(QUAD_SET)).to_contain_text(HERE)
    handset.kills()


def while_it_is_being_sent(handset: Handset, rosa: Phone) -> None:
    rosa.page.route(SYNC, lambda _route: handset.kills())
    rosa.done(QUAD_SET).click()


def when_the_server_has_it_and_the_answer_is_lost(handset: Handset, rosa: Phone) -> None:
    rosa.page.route(SYNC, answered_and(handset.kills))
    rosa.done(QUAD_SET).click()


def the_moment_the_answer_comes(handset: Handset, rosa: Phone) -> None:
    with rosa.page.expect_response(SYNC):
        rosa.ticks(QUAD_SET)
    handset.kills()


def answered_and(then: Callable[[], None]) -> Callable[[Route], None]:
    """The server takes the push in; then this happens instead of its answer."""

    def act(route: Route) -> None:
        assert route.fetch().ok
        then()

    return act


@pytest.mark.parametrize(
    ("dies", "is_certain"),
    [
        (the_moment_it_is_tapped, False),
        (when_it_says_saved_and_nothing_is_sent, True),
        (while_it_is_being_sent, True),
        (when_the_server_has_it_and_the_answer_is_lost, True),
        (the_moment_the_answer_comes, True),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_phone_that_dies_in_the_middle_of_a_tick_loses_and_doubles_nothing(
    handset: Handset, rosa: Phone, world: ClinicWorld, dies: Death, is_certain: bool
) -> None:
    with handset.is_killed():
        dies(handset, rosa)
    rosa = opened(handset)
    stands = rosa.undo(QUAD_SET).is_visible()
    assert stands or not is_certain
    if stands:
        expect(rosa.card(QUAD_SET)).to_contain_text(ARRIVED)
    expect(rosa.status).not_to_contain_text(HERE)
    assert exercises_logged(world) == [("quad-set", "done")] * stands
    assert OperationRow.objects.in_clinic(world.clinic.id).count() == stands


@pytest.mark.parametrize("counts", [True, False], ids=["after the server took it in", "before"])
def test_a_phone_that_dies_while_it_sends_several_sends_each_once(
    handset: Handset, rosa: Phone, world: ClinicWorld, counts: bool
) -> None:
    handset.goes_offline()
    for exercise in (ANKLE_PUMP, QUAD_SET, HEEL_SLIDE):
        rosa.ticks(exercise)
    rosa.undo(QUAD_SET).click()
    expect(rosa.done(QUAD_SET)).to_be_visible()
    with handset.is_killed():
        rosa.page.route(SYNC, answered_and(handset.kills) if counts else lambda _route: handset.kills())
        handset.goes_online()
    assert len(exercises_logged(world)) == (2 if counts else 0)

    rosa = opened(handset)
    for exercise in (ANKLE_PUMP, HEEL_SLIDE):
        expect(rosa.card(exercise)).to_contain_text(ARRIVED)
    expect(rosa.done(QUAD_SET)).to_be_visible()
    assert exercises_logged(world) == [("ankle-pump", "done"), ("heel-slide", "done")]
    assert OperationRow.objects.in_clinic(world.clinic.id).count() == 4
    assert not QuarantinedOperation.objects.in_clinic(world.clinic.id).exists()


def test_a_session_goes_on_where_it_was_whenever_the_phone_dies_and_is_counted_once(
    handset: Handset, rosa: Phone, world: ClinicWorld
) -> None:
    handset.goes_offline()
    rosa.starts_the_session()
    for taps in (2, 3, 6):
        for _ in range(taps):
            rosa.does_a_step()
        before = rosa.page.get_by_role("heading", level=1).inner_text()
        with handset.is_killed():
            handset.kills()
        rosa = opened(handset)
        rosa.page.get_by_role("link", name="Continue").click()
        rosa.page.get_by_role("button", name="Go on where I left").click()
        expect(rosa.page.get_by_role("heading", name=before, level=1)).to_be_visible()
    rosa.does_every_set()
    rosa.says_how_it_felt(Answers(pain=2))
    rosa.saves()
    expect(rosa.page.get_by_role("heading", name="Thank you")).to_be_visible()
    handset.goes_online()
    expect(rosa.told).to_contain_text(ARRIVED)
    assert [outcome for _, outcome in exercises_logged(world)] == ["done"] * 6
