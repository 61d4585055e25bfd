import time
from browser.conftest import OpenPage
from browser.phone import Phone, Answers, ARRIVED, HERE
from everyrep.prescribing.models import ProgramVersion
from playwright.sync_api import expect
import pytest
pytestmark = pytest.mark.usefixtures("plain_figures")
def test_x(signed_in_as: OpenPage, signed: ProgramVersion):
    t=time.time()
    def say(w): print(round(time.time()-t,1), w)
    page = signed_in_as("patient")
    page.on("console", lambda m: print("CONSOLE", m.text))
    rosa = Phone(page)
    rosa.opens_today(); say("today")
    print(page.locator("main").inner_text())
    rosa.does_the_guided_session(Answers(pain=2)); say("session")
    page.screenshot(path="/tmp/h10_1.png", full_page=True)
    print(page.locator("body").inner_text())
    rosa.goes_offline()
    p2 = page.context.new_page()
    page.close()
    r2=Phone(p2); r2.opens_today(); say("offline today")
    print(p2.locator("body").inner_text())
    p2.screenshot(path="/tmp/h10_2.png", full_page=True)
    import io
