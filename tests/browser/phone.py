"""A patient with the app on a phone: what they tap and type, and what they then see."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from conftest import PASSWORD
from playwright.sync_api import Locator, Page, expect

HERE = "Saved on this phone"
ARRIVED = "With your therapist ✓"
UNWATCHED_MS = 3_000  # a session whose clock leaps further says that the phone was asleep
ONWARD = re.compile("^(Start now|Set done|Next)$")


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What a patient says of an exercise, in the words of the form; what is left out stays open."""

    sets: Sequence[int] = ()
    pain: int | None = None
    effort: int | None = None
    difficulty: str = ""
    why: str = ""
    note: str = ""


class Phone:
    def __init__(self, page: Page, name: str = "Rosa") -> None:
        self.page, self.name = page, name

    def once_more(self) -> "Phone":
        """The app is closed, and opened anew."""
        page = self.page.context.new_page()
        self.page.close()
        again = Phone(page, self.name)
        again.opens_today()
        return again

    def has_kept_the_app(self) -> None:
        """After a visit the browser needs a moment to keep what the app cannot do without."""
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    def scans(self, code: str) -> None:
        self.page.goto(f"/p/#{code}")

    def opens_the_program(self) -> None:
        self.page.get_by_role("button", name="Open my program").click()
        self.sees_today()

    def signs_in(self, email: str = "rosa@riverside.example") -> None:
        """On the page to sign in, with a password."""
        self.page.get_by_text("Use a password").click()
        self.page.get_by_label("Your e-mail address").fill(email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in", exact=True).click()

    def opens_today(self) -> None:
        self.page.goto("/today/")
        self.sees_today()

    def sees_today(self) -> None:
        expect(self.page.get_by_role("heading", name=f"Good morning, {self.name}")).to_be_visible()

    def goes_back_to_today(self) -> None:
        link = self.page.get_by_role("link", name="Today")
        link.or_(self.page.get_by_role("button", name="Back to Today")).first.click()
        self.sees_today()

    def goes_offline(self) -> None:
        self.page.context.set_offline(True)

    def goes_online(self) -> None:
        self.page.context.set_offline(False)

    def card(self, exercise: str) -> Locator:
        heading = self.page.get_by_role("heading", name=exercise, exact=True)
        return self.page.get_by_role("article").filter(has=heading)

    def done(self, exercise: str) -> Locator:
        return self.page.get_by_role("button", name=f"Done: {exercise}")

    def undo(self, exercise: str) -> Locator:
        return self.page.get_by_role("button", name=f"Undo: {exercise}")

    def ticks(self, exercise: str) -> None:
        self.done(exercise).click()
        expect(self.undo(exercise)).to_be_visible()

    def opens(self, exercise: str) -> None:
        self.card(exercise).get_by_role("link", name=exercise).click()
        expect(self.page.get_by_role("heading", name=exercise, level=1)).to_be_visible()

    def fills_in(self, outcome: str, answers: Answers) -> None:
        """Fills the log form of the exercise that is open, without saving it."""
        self.choice("How did it go?", outcome).check()
        for number, amount in enumerate(answers.sets):
            self.amounts.nth(number).fill(str(amount))
        if answers.why:
            self.choice("What got in the way?", answers.why).check()
        self.says_how_it_felt(answers)

    def says_how_it_felt(self, answers: Answers) -> None:
        if answers.pain is not None:
            self.choice("Pain while doing it", str(answers.pain)).check()
        if answers.effort is not None:
            self.choice("How much effort was it?", str(answers.effort)).check()
        if answers.difficulty:
            self.choice("How hard was it?", answers.difficulty).check()
        if answers.note:
            self.note.fill(answers.note)

    def saves(self) -> None:
        self.page.get_by_role("button", name="Save", exact=True).click()

    def logs(self, exercise: str, outcome: str, answers: Answers) -> None:
        self.opens(exercise)
        self.fills_in(outcome, answers)
        self.saves()
        expect(self.logged).to_be_visible()

    @property
    def logged(self) -> Locator:
        """What the screen of an exercise says of it once it is logged."""
        return self.page.get_by_role("region", name="Logged today")

    def does_the_guided_session(self, answers: Answers) -> None:
        """Every set of every exercise at one's own pace, then the questions at the end."""
        self.starts_the_session()
        self.does_every_set()
        self.says_how_it_felt(answers)
        self.saves()
        expect(self.page.get_by_role("heading", name="Thank you")).to_be_visible()

    def starts_the_session(self) -> None:
        self.page.get_by_role("link", name="Start · ").first.click()
        expect(self.page.get_by_role("heading", name="Session, ")).to_be_visible()
        self.choice("How shall it go?", "At my own pace").check()
        self.page.get_by_role("button", name="Begin", exact=True).click()
        expect(self.onward).to_be_visible()

    def does_every_set(self) -> None:
        end = self.page.get_by_role("heading", name="How was it?")
        while not end.is_visible():
            self.does_a_step()

    def does_a_step(self) -> None:
        """One tap; where a clock runs, as many seconds as it lets pass unwatched."""
        go_on = self.page.get_by_role("button", name="Go on", exact=True)
        if self.page.get_by_role("button", name="Pause", exact=True).is_visible():
            self.page.clock.fast_forward(UNWATCHED_MS)
        else:
            (go_on if go_on.is_visible() else self.onward).click()

    @property
    def onward(self) -> Locator:
        """The one button that leads on in a session."""
        return self.page.get_by_role("button", name=ONWARD)

    @property
    def screen(self) -> Locator:
        return self.page.get_by_role("main")

    @property
    def told(self) -> Locator:
        """What the app says in passing."""
        return self.page.locator("[data-toasts]")

    @property
    def status(self) -> Locator:
        """What the app says at the top of every screen about what is not sent."""
        return self.page.locator("outbox-status")

    def question(self, words: str) -> Locator:
        return self.page.get_by_role("group", name=words)

    def choice(self, question: str, answer: str) -> Locator:
        return self.question(question).get_by_role("radio", name=answer, exact=True)

    @property
    def amounts(self) -> Locator:
        """What was done in each set."""
        return self.question("What you did").get_by_role("textbox")

    @property
    def note(self) -> Locator:
        return self.page.get_by_label("Anything to tell Ana Vidal?")
