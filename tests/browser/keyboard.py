"""Hands on a keyboard, and no mouse: Tab to a control, then keys."""

from playwright.sync_api import Locator, Page, expect

FAR = 120  # presses of Tab within which every control of a page is reached


class Keyboard:
    def __init__(self, page: Page) -> None:
        self.page = page

    def goes_to(self, control: Locator) -> None:
        """Tab until the control has focus, then see that it shows and is not covered."""
        for _ in range(FAR):
            if control.evaluate("control => control === document.activeElement"):
                break
            self.page.keyboard.press("Tab")
        expect(control).to_be_focused()
        expect(control).to_be_in_viewport()

    def presses(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def activates(self, control: Locator) -> None:
        self.goes_to(control)
        self.presses("Enter")

    def types(self, text: str) -> None:
        self.page.keyboard.type(text)

    def retypes(self, control: Locator, text: str) -> None:
        self.goes_to(control)
        self.presses("Control+a")
        self.types(text)
