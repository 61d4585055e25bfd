"""A therapist at a desk: what she clicks and types in the clinic's pages, and what she then sees."""

import re

from conftest import PASSWORD, ClinicWorld
from playwright.sync_api import Locator, Page, Route, expect

from everyrep.logbook.models import Entry
from everyrep.prescribing.models import ProgramVersion

FIRST_PHASE = re.compile(r"^Weeks 0-2 ?, After knee replacement")


class Therapist:
    def __init__(self, page: Page) -> None:
        self.page = page

    def signs_in(self) -> None:
        """Where a page of the clinic asks for it, with the password at hand."""
        self.page.get_by_label("Your e-mail address").fill("ana@riverside.example")
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in", exact=True).click()

    def opens_the_patient(self, name: str = "Diaz, Rosa") -> None:
        self.page.goto("/clinic/patients/")
        self.page.get_by_role("link", name=name).click()

    def opens_an_episode(self, problem: str, side: str, goal: str) -> None:
        self.page.get_by_role("link", name="Open an episode").click()
        self.page.get_by_label("What the care is for").fill(problem)
        self.page.get_by_role("group", name="Involved side").get_by_role(
            "radio", name=side, exact=True
        ).check()
        self.page.get_by_label("The patient's goal, in their own words").fill(goal)
        self.page.get_by_role("button", name="Open and build the program").click()

    def begins_with(self, phase: re.Pattern[str] = FIRST_PHASE) -> None:
        self.page.get_by_role("button", name=phase).click()
        self.sees_the_draft()

    def sees_the_draft(self) -> None:
        """The page and its script: before that, keys and forms do what a browser does by itself."""
        expect(self.page.get_by_role("heading", name="Draft")).to_be_visible()
        self.page.wait_for_load_state("load")

    def edits_the_program(self) -> None:
        """From the chart to a draft of what is signed."""
        self.page.get_by_role("link", name="Edit program").click()
        self.page.get_by_role("button", name="From version").click()
        self.sees_the_draft()

    @property
    def lines(self) -> Locator:
        """The prescriptions of the draft, in their order."""
        program = self.page.get_by_role("region", name="Draft")
        return program.get_by_role("listitem").filter(has=self.page.get_by_role("heading", level=3))

    def line(self, exercise: str) -> Locator:
        return self.lines.filter(has=self.page.get_by_role("heading", name=exercise))

    def shorthand(self, exercise: str) -> Locator:
        return self.page.get_by_label(f"Dose of {exercise} in shorthand")

    def types_a_dose(self, exercise: str, dose: str) -> None:
        field = self.shorthand(exercise)
        field.fill(dose)
        field.press("Enter")

    @property
    def asks(self) -> Locator:
        """What the whole program asks of the patient."""
        return self.page.get_by_role("complementary", name="What this asks of Rosa")

    def goes_to_sign(self) -> None:
        self.page.get_by_role("link", name="Sign …").click()

    def signs(self, reason: str, *, valid_from: str = "") -> None:
        self.page.get_by_label("Why this version").fill(reason)
        if valid_from:
            self.page.get_by_label("Valid from").fill(valid_from)
        self.page.get_by_role("button", name="Sign as Ana Vidal").click()

    def prints_the_handout(self) -> bytes:
        """Presses Print; the PDF that opens in the new tab."""
        printed: list[bytes] = []

        def keep(route: Route) -> None:
            answer = route.fetch()
            assert answer.headers["content-type"] == "application/pdf"
            printed.append(answer.body())
            route.fulfill(content_type="text/plain", body="the printer has it")

        self.page.context.route("**/handout/print/", keep)
        self.page.get_by_role("link", name="Print or send").click()
        with self.page.expect_popup() as tab:
            self.page.get_by_role("button", name="Print ").click()
        expect(tab.value.get_by_text("the printer has it")).to_be_visible()
        tab.value.close()
        return printed[0]

    def revokes_the_link(self) -> None:
        self.page.get_by_role("link", name="Print or send").click()
        self.page.get_by_role("button", name="Revoke: ").click()
        expect(self.page.get_by_text("The link no longer opens.")).to_be_visible()

    @property
    def tracker(self) -> Locator:
        return self.page.get_by_role("region", name="Day by day")

    def tracker_row(self, heading: str) -> list[str]:
        """The words of a row's cells, oldest day first."""
        row = self.tracker.get_by_role("row").filter(
            has=self.page.get_by_role("rowheader", name=heading, exact=True)
        )
        return [words.strip() for words in row.get_by_role("cell").all_inner_texts()]

    @property
    def log(self) -> Locator:
        """What was logged in the last three days."""
        heading = self.page.get_by_role("heading", name="What was logged in the last three days")
        return self.page.locator("section").filter(has=heading)


def exercises_logged(world: ClinicWorld) -> list[tuple[str, str]]:
    """What stands on the server: each exercise with its outcome."""
    versions = ProgramVersion.objects.in_clinic(world.clinic.id)
    names = {item["key"]: item["exercise"] for version in versions for item in version.items}
    entries = Entry.objects.in_clinic(world.clinic.id).filter(retracted=False)
    bodies = [entry.body for entry in entries if entry.body.get("type") == "exercise"]
    return sorted((names[body["item_key"]], body["outcome"]) for body in bodies)
