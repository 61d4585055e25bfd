"""The browser tests' own alarms go off: else their silence would mean nothing."""

from playwright.sync_api import Browser

from browser.conftest import DESK, Watched, axe_faults, scrolls_sideways


def test_a_request_to_another_host_and_an_error_in_the_console_are_noticed(
    browser: Browser, server: str
) -> None:
    context = browser.new_context(base_url=server)
    watched = Watched(context, server)
    page = context.new_page()
    page.goto("/sign-in/")
    page.evaluate("console.error('something broke')")
    page.evaluate("fetch('https://elsewhere.example/').catch(() => null)")
    context.close()
    assert "console: something broke" in watched.faults
    assert any("elsewhere.example" in fault for fault in watched.faults)


def test_what_a_screen_reader_cannot_name_and_what_is_too_wide_are_noticed(browser: Browser) -> None:
    context = browser.new_context(viewport={"width": DESK[0], "height": DESK[1]})
    page = context.new_page()
    page.set_content("<main><h1>Page</h1><button></button><div style='width:3000px'>wide</div></main>")
    assert any(fault.startswith("button-name") for fault in axe_faults(page))
    assert scrolls_sideways(page)
    context.close()
