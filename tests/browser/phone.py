"""A patient with the pages on a phone: what they tap and type, and what they then see."""

from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

SENT = "Saved. With your therapist ✓"
NOT_SENT = "Not sent yet. Your answers are still here."


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
    def __init__(self, page: Page) -> None:
        self.page = page

    def scans(self, code: str) -> None:
        self.page.goto(f"/p/#{code}")

    def opens_the_program(self) -> None:
        self.page.get_by_role("button", name="Open my program").click()
        expect(self.page.get_by_role("heading", name="Good morning, Rosa")).to_be_visible()

    def opens_today(self) -> None:
        self.page.goto("/today/")

    def card(self, exercise: str) -> Locator:
        heading = self.page.get_by_role("heading", name=exercise, exact=True)
        return self.page.get_by_role("article").filter(has=heading)

    def taps_done(self, exercise: str) -> None:
        self.card(exercise).get_by_role("button", name="Done", exact=True).click()

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
        expect(self.page.get_by_text(SENT)).to_be_visible()
        expect(self.page.get_by_role("heading", name="Logged today")).to_be_visible()

    def does_the_guided_session(self, answers: Answers, *, arrives: bool = True) -> None:
        """Every set of every exercise as it is asked for, then the questions at the end."""
        self.starts_the_session()
        self.does_every_step()
        self.says_how_it_felt(answers)
        self.saves()
        if arrives:
            expect(self.page.get_by_text(SENT)).to_be_visible()

    def starts_the_session(self) -> None:
        self.page.get_by_role("link", name="Start · ").first.click()
        expect(self.page.get_by_role("heading", name="Session, ")).to_be_visible()

    def does_every_step(self) -> None:
        end = self.page.get_by_role("heading", name="How was it?")
        while not end.is_visible():
            self._does_a_step()

    def _does_a_step(self) -> None:
        step = self.page.get_by_role("main").get_by_role("region").filter(visible=True)
        name = step.get_by_role("heading", level=2).inner_text()
        done = step.get_by_role("button", name="Set done").or_(
            step.get_by_role("button", name="Done", exact=True)
        )
        while done.is_visible():
            done.click()
        step.get_by_role("button", name="Next").or_(step.get_by_role("button", name="Finish")).click()
        expect(self.page.get_by_role("heading", name=name, level=2)).to_be_hidden()

    def tries_again(self) -> None:
        self.page.get_by_role("button", name="Try again").click()

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
