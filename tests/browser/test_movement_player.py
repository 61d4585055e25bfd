"""The figure that moves: drawn in a real browser, played, stepped, turned; a still where it is not welcome.

The page is a small one of its own under the application's own content security policy, with the built script.
"""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from html import escape

import pytest
from django.conf import settings
from figures.stick_body import kick_scene
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from browser.conftest import DESK, FLAGS, PHONE, Watched, axe_faults, scrolls_sideways
from everyrep.figures import bodies
from everyrep.figures.tracks import track
from everyrep.web.assets import asset
from tools.system_packages import chromium

IN_SOFTWARE = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
FLAT = ["--disable-3d-apis"]
BODY = "young-woman"
WORDS = {
    "out": "Lift",
    "hold": "Hold",
    "back": "Lower",
    "rest": "Rest",
    "breatheOut": "Breathe out",
    "breatheIn": "Breathe in",
    "play": "Play",
    "pause": "Pause",
    "stepBack": "Step back",
    "stepOn": "Step on",
    "slow": "Half speed",
    "more": "More ways to look",
    "turn": "Turn",
    "mirror": "Mirror view",
    "reset": "Reset view",
    "upTo": "up to {degrees}°",
}
STILL = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><rect width="4" height="3" fill="#357"/></svg>'
)
ALT = "A woman lifts her right knee and her left arm"
PAGE = """<!doctype html><html lang="en" data-audience="public"><head><title>Marching</title>
<meta name="viewport" content="width=device-width">{head}</head>
<body><main class="column"><h1>Marching</h1>{above}
<movement-player class="movement-player" track="/figure/track.glb" body="/figure/body.glb" label="Marching"
 data-words="{words}"><img src="/figure/still.svg" alt="{alt}" width="320" height="240"></movement-player>
</main></body></html>"""
POLICY = "; ".join(
    f"{name} {' '.join(sources)}" for name, sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
)


@dataclass(frozen=True)
class Figure:
    """The page with the figure, as its reader has it."""

    page: Page

    @property
    def player(self) -> Locator:
        return self.page.get_by_role("group", name="Marching")

    @property
    def canvas(self) -> Locator:
        return self.player.locator("canvas")

    @property
    def still(self) -> Locator:
        return self.page.locator("img")

    def button(self, name: str) -> Locator:
        return self.player.get_by_role("button", name=name)

    def shows_more_ways(self) -> None:
        self.player.get_by_text("More ways to look").click()

    def picture(self) -> bytes:
        return self.canvas.screenshot()

    def after(self, button: str) -> bytes:
        """The picture after a button is pressed with the keyboard, the focus on the picture again."""
        if not self.button(button).is_visible():
            self.shows_more_ways()
        self.button(button).press("Enter")
        self.canvas.focus()
        return self.picture()

    def pauses_at(self, key: str) -> bytes:
        self.canvas.press(key)
        expect(self.button("Play")).to_be_visible()
        return self.picture()


Show = Callable[..., Figure]


@cache
def marching(until: float) -> bytes:
    return track(kick_scene(body=bodies.body(BODY), until=until))


def launched(browser: Browser, flags: list[str]) -> Iterator[Browser]:
    started = browser.browser_type.launch(executable_path=chromium(), args=flags)
    yield started
    started.close()


@pytest.fixture(scope="module")
def drawing(browser: Browser) -> Iterator[Browser]:
    """A browser that draws in three dimensions, on a machine without a graphics card."""
    yield from launched(browser, [flag for flag in FLAGS if flag != "--disable-gpu"] + IN_SOFTWARE)


@pytest.fixture(scope="module")
def flat(browser: Browser) -> Iterator[Browser]:
    """A browser that cannot."""
    yield from launched(browser, FLAGS + FLAT)


@pytest.fixture
def show(drawing: Browser, server: str) -> Iterator[Show]:
    """`show(browser=…, screen=PHONE, scheme="light", until=1.0, motion=True, track=True, above="")`."""
    watched: list[Watched] = []

    def one(
        browser: Browser = drawing,
        screen: tuple[int, int] = PHONE,
        scheme: str = "light",
        until: float = 1.0,
        motion: bool = True,
        arrives: bool = True,
        above: str = "",
    ) -> Figure:
        context = browser.new_context(
            base_url=server,
            viewport={"width": screen[0], "height": screen[1]},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="no-preference" if motion else "reduce",
            has_touch=screen == PHONE,
        )
        watched.append(Watched(context, server))
        serve(context, marching(until) if arrives else None, above)
        page = context.new_page()
        page.goto("/figure/")
        return Figure(page)

    yield one
    found = [fault for one in watched for fault in one.faults]
    for each in watched:
        each.context.close()
    assert found == []


def serve(context: BrowserContext, data: bytes | None, above: str) -> None:
    """The page and its files, on the application's own address."""
    built = asset("public")
    head = "".join(f'<link rel="stylesheet" href="{css}">' for css in built.css)
    head += f'<script type="module" src="{built.js}"></script>'
    words = escape(json.dumps(WORDS))
    files: dict[str, tuple[str, str | bytes | None]] = {
        "": ("text/html; charset=utf-8", PAGE.format(head=head, words=words, alt=ALT, above=above)),
        "track.glb": ("model/gltf-binary", data),
        "body.glb": ("model/gltf-binary", bodies.path(BODY).read_bytes()),
        "still.svg": ("image/svg+xml", STILL),
    }

    def answer(route: Route) -> None:
        kind, content = files[route.request.url.rsplit("/", 1)[1]]
        headers = {"content-type": kind, "content-security-policy": POLICY}
        if content is None:
            route.fulfill(status=404, headers=headers)
        else:
            route.fulfill(body=content, headers=headers)

    context.route("**/figure/*", answer)


def drawn_share(picture: bytes) -> float:
    """How much of a picture is not its commonest colour."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    colours = image.getcolors(image.width * image.height) or []
    return 1 - max(count for count, _ in colours) / (image.width * image.height)


def apart(first: bytes, second: bytes, *, flipped: bool = False) -> float:
    """The mean difference of two pictures, 0 to 255; `flipped` turns the second one round first."""
    one, two = (Image.open(io.BytesIO(picture)).convert("L") for picture in (first, second))
    if flipped:
        two = two.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return ImageStat.Stat(ImageChops.difference(one, two)).mean[0]


@pytest.mark.parametrize(("screen", "scheme"), [(PHONE, "light"), (PHONE, "dark"), (DESK, "light")])
def test_a_limited_figure_takes_the_place_of_the_still_and_keeps_the_rules_of_accessibility(
    show: Show, screen: tuple[int, int], scheme: str
) -> None:
    figure = show(screen=screen, scheme=scheme, until=0.5)
    expect(figure.canvas).to_be_visible()
    expect(figure.still).to_be_hidden()
    expect(figure.canvas).to_have_attribute("aria-label", ALT)
    assert 0.05 < drawn_share(figure.pauses_at("Home")) < 0.6
    expect(figure.player).to_contain_text("up to 46°")
    figure.shows_more_ways()
    assert axe_faults(figure.page) == []
    assert not scrolls_sideways(figure.page)
    for button in figure.player.get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44


def test_it_plays_by_itself_says_what_to_do_and_pauses_when_asked(show: Show) -> None:
    figure = show()
    for words in ("Lift", "Breathe out", "Hold", "Lower", "Breathe in", "Lift"):
        expect(figure.player).to_contain_text(words)
    figure.button("Pause").click()
    expect(figure.button("Play")).to_be_visible()
    kept = figure.picture()
    expect(figure.player).to_have_attribute("data-state", "paused")
    assert figure.picture() == kept
    figure.button("Play").click()
    expect(figure.player).to_contain_text("Hold")
    figure.canvas.click()
    expect(figure.button("Play")).to_be_visible()
    figure.canvas.click(position={"x": 30, "y": 30})
    expect(figure.button("Pause")).to_be_visible()


def test_keys_step_from_the_start_to_the_finish_and_a_button_takes_the_space_bar_for_itself(
    show: Show,
) -> None:
    figure = show()
    start, finish = figure.pauses_at("Home"), figure.pauses_at("End")
    before = figure.pauses_at("ArrowLeft")
    assert len({start, finish, before}) == 3
    assert figure.pauses_at("ArrowRight") == finish
    assert figure.pauses_at("Home") == start
    figure.button("Half speed").press("Space")
    expect(figure.button("Half speed")).to_have_attribute("aria-pressed", "true")
    expect(figure.button("Play")).to_be_visible()
    figure.canvas.press("Space")
    expect(figure.button("Pause")).to_be_visible()


def test_the_figure_turns_by_drag_and_by_button_is_mirrored_and_comes_back(show: Show) -> None:
    figure = show(screen=DESK)
    first = figure.pauses_at("Home")
    box = figure.canvas.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    figure.page.mouse.move(box["x"] + 100, middle)
    figure.page.mouse.down()
    figure.page.mouse.move(box["x"] + 220, middle, steps=5)
    figure.page.mouse.up()
    expect(figure.button("Play")).to_be_visible()
    assert figure.picture() != first
    figure.canvas.press("r")
    assert figure.picture() == first
    views = {figure.after("Turn") for _ in range(8)}
    assert len(views) == 8
    assert first in views
    end = figure.pauses_at("End")
    mirrored = figure.after("Mirror view")
    assert apart(end, mirrored, flipped=True) < apart(end, mirrored) / 5
    assert figure.after("Mirror view") == end


def test_who_does_not_like_motion_sees_the_first_pose_and_a_play_button(show: Show) -> None:
    figure = show(motion=False)
    expect(figure.canvas).to_be_visible()
    expect(figure.button("Play")).to_be_visible()
    figure.button("Play").click()
    expect(figure.player).to_contain_text("Hold")


def test_without_webgl_the_still_picture_stays_and_nothing_else_is_fetched(show: Show, flat: Browser) -> None:
    figure = show(browser=flat)
    figure.page.wait_for_load_state("networkidle")
    expect(figure.still).to_be_visible()
    expect(figure.page.get_by_role("button")).to_have_count(0)
    assert fetched(figure.page, "player") == []
    assert fetched(figure.page, "track.glb") == []


def test_where_the_track_does_not_arrive_the_still_picture_stays(show: Show) -> None:
    figure = show(arrives=False)
    figure.page.wait_for_load_state("networkidle")
    expect(figure.still).to_be_visible()
    expect(figure.page.get_by_role("button")).to_have_count(0)


def test_nothing_is_fetched_before_the_figure_comes_near_and_its_graphics_are_given_back(show: Show) -> None:
    figure = show(above='<svg viewBox="0 0 1 9" width="300" height="2700"></svg>')
    figure.page.wait_for_load_state("networkidle")
    assert fetched(figure.page, "player") == []
    figure.still.scroll_into_view_if_needed()
    figure.pauses_at("Home")
    assert len(fetched(figure.page, "player")) == 1
    lost = """() => {
      const context = document.querySelector("canvas").getContext("webgl2");
      document.querySelector("movement-player").remove();
      return context.isContextLost();
    }"""
    assert figure.page.evaluate(lost) is True


def fetched(page: Page, words: str) -> list[str]:
    """The addresses with these words that the page has asked for."""
    names: list[str] = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    return [name for name in names if words in name.rsplit("/", 1)[1]]
