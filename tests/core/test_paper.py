"""The tick sheet's places: fixed, apart from each other, and all within reach of the corner marks."""

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everyrep.core.paper import (
    PAIN,
    SHEET_DAYS,
    Box,
    Cell,
    CellKind,
    Paper,
    TickPage,
    TickRow,
    TickSheet,
    page_code,
    tick_sheet,
)
from everyrep.core.paper.geometry import TICKS_MOST
from everyrep.core.problems import Invalid

MONDAY = date(2026, 11, 16)


def row(key: str, times: int = 1, **changes: object) -> TickRow:
    return TickRow(key=key, times=(times,) * SHEET_DAYS, **changes)  # type: ignore[arg-type]


@st.composite
def programs(draw: st.DrawFn) -> tuple[TickRow, ...]:
    rows = []
    for number in range(draw(st.integers(1, 30))):
        counted = draw(st.booleans())
        most = draw(st.integers(1, 24 if counted else TICKS_MOST))
        times = draw(
            st.lists(st.sampled_from((0, most)), min_size=SHEET_DAYS, max_size=SHEET_DAYS).filter(any)
        )
        rows.append(TickRow(key=f"item-{number}", times=tuple(times), counted=counted))
    return tuple(rows)


papers = st.sampled_from(Paper)
sheets = st.builds(
    lambda paper, rows, large: tick_sheet(paper, rows, MONDAY, large=large), papers, programs(), st.booleans()
)
few = settings(max_examples=40, deadline=None)


def apart(one: Box, other: Box) -> bool:
    slack = 0.001  # coordinates are kept in thousandths of a millimetre
    beside = one.right <= other.x + slack or other.right <= one.x + slack
    return beside or one.bottom <= other.y + slack or other.bottom <= one.y + slack


def within(inner: Box, outer: Box) -> bool:
    across = outer.x <= inner.x and inner.right <= outer.right + 0.002
    return across and outer.y <= inner.y and inner.bottom <= outer.bottom + 0.002


def name(cell: Cell) -> tuple[str, date, int]:
    return cell.item_key, cell.day, cell.session


def written_on(page: TickPage) -> list[Box]:
    """Everything that carries ink or words, besides lines."""
    boxes = [page.head, page.foot, page.code, page.code_text, *(mark.box for mark in page.marks)]
    boxes += [head.box for head in page.days] + [label.box for label in page.labels]
    boxes += [label.box for label in page.sessions] + [cell.box for cell in page.cells]
    return boxes + ([page.notes] if page.notes else [])


@few
@given(sheets)
def test_nothing_on_a_page_overlaps(sheet: TickSheet) -> None:
    for page in sheet.pages:
        for one, other in combinations(written_on(page), 2):
            assert apart(one, other), (one, other)


@few
@given(sheets)
def test_every_cell_lies_between_the_corner_marks(sheet: TickSheet) -> None:
    for page in sheet.pages:
        centres = [mark.box.middle for mark in page.marks]
        (left, top), (right, bottom) = min(centres), max(centres)
        reach = Box(left, top, right - left, bottom - top)
        assert all(within(cell.box, reach) for cell in page.cells)


@few
@given(papers, programs(), st.booleans())
def test_the_same_program_always_gives_the_same_sheet(
    paper: Paper, rows: tuple[TickRow, ...], large: bool
) -> None:
    assert tick_sheet(paper, rows, MONDAY, large=large) == tick_sheet(paper, rows, MONDAY, large=large)


@few
@given(papers, programs(), st.booleans())
def test_there_is_one_place_for_each_time_and_one_for_each_days_pain(
    paper: Paper, rows: tuple[TickRow, ...], large: bool
) -> None:
    days = [MONDAY + timedelta(days=offset) for offset in range(SHEET_DAYS)]
    asked = {
        (row.key, day, session)
        for row in rows
        for day, times in zip(days, row.times, strict=True)
        for session in range(min(times, 1) if row.counted else times)
    }
    asked |= {(PAIN, day, 0) for day in days}
    found = [name(cell) for page in tick_sheet(paper, rows, MONDAY, large=large).pages for cell in page.cells]
    assert len(found) == len(set(found))
    assert set(found) == asked


@few
@given(sheets)
def test_rows_keep_the_programs_order_and_are_never_cut_in_two(sheet: TickSheet) -> None:
    first_week = [page for page in sheet.pages if page.days[0].day == MONDAY]
    keys = [label.key for page in first_week for label in page.labels]
    items = [key for key in keys if key != PAIN]
    assert items == sorted(items, key=lambda key: int(key.removeprefix("item-")))
    assert len(set(keys)) == len(keys)
    assert keys[-1] == PAIN


def test_only_the_top_left_mark_has_a_hole_so_that_a_photo_shows_which_way_is_up() -> None:
    (page,) = tick_sheet(Paper.A4, [row("a")], MONDAY).pages
    holed = [mark for mark in page.marks if mark.hole]
    assert len(page.marks) == 4
    assert [mark.box for mark in holed] == [
        min((mark.box for mark in page.marks), key=lambda box: box.middle)
    ]


def test_a_sheet_has_two_weeks_and_large_print_one_week_on_a_page() -> None:
    (page,) = tick_sheet(Paper.A4, [row("a")], MONDAY).pages
    assert [head.day for head in page.days] == [MONDAY + timedelta(days=n) for n in range(14)]
    first, second = tick_sheet(Paper.A4, [row("a")], MONDAY, large=True).pages
    assert [len(first.days), len(second.days)] == [7, 7]
    assert second.days[0].day == date(2026, 11, 23)
    assert first.cells[0].box.w > 1.5 * page.cells[0].box.w


def test_a_letter_sheet_stays_on_letter_paper() -> None:
    for page in tick_sheet(Paper.LETTER, [row(f"item-{n}", 3) for n in range(8)], MONDAY).pages:
        assert all(within(box, Box(0, 0, 215.9, 279.4)) for box in written_on(page))


def test_three_times_a_day_is_three_circles_in_the_days_column() -> None:
    (page,) = tick_sheet(Paper.A4, [row("a", 3)], MONDAY).pages
    circles = [cell for cell in page.cells if cell.day == MONDAY and cell.kind is CellKind.TICK]
    assert [cell.session for cell in circles] == [0, 1, 2]
    assert len({cell.box.x for cell in circles}) == 1


def test_a_day_on_which_the_exercise_is_not_due_has_no_place() -> None:
    times = tuple(1 if offset % 7 in (0, 2, 4) else 0 for offset in range(SHEET_DAYS))
    (page,) = tick_sheet(Paper.A4, [TickRow(key="a", times=times)], MONDAY).pages
    assert {cell.day.isoweekday() for cell in page.cells if cell.item_key == "a"} == {1, 3, 5}


def test_eight_exercises_three_times_a_day_go_on_to_a_second_page() -> None:
    sheet = tick_sheet(Paper.A4, [row(f"item-{n}", 3) for n in range(8)], MONDAY)
    assert [len(page.labels) for page in sheet.pages] == [7, 2]
    assert {cell.kind for cell in sheet.pages[0].cells} == {CellKind.TICK}


def test_a_page_says_how_to_find_its_cells_and_nothing_about_the_patient() -> None:
    sheet = tick_sheet(Paper.LETTER, [row("a")], MONDAY, large=True)
    assert page_code(sheet, sheet.pages[1], 12) == "ER1.12.2.2.LETTER.L.20261116"


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ([], "rows"),
        ([row(f"item-{n}") for n in range(31)], "rows"),
        ([row("a"), row("a")], "rows.1.key"),
        ([row(" ")], "rows.0.key"),
        ([row(PAIN)], "rows.0.key"),
        ([row("a", 0)], "rows.0.times"),
        ([row("a", 5)], "rows.0.times"),
        ([row("a", -1)], "rows.0.times"),
        ([row("a", 25, counted=True)], "rows.0.times"),
        ([TickRow(key="a", times=(1, 1))], "rows.0.times"),
    ],
)
def test_nonsense_is_refused_where_it_is(rows: list[TickRow], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        tick_sheet(Paper.A4, rows, MONDAY)
    assert [problem.field for problem in refused.value.problems] == [field]
