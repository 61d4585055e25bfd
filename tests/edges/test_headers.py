"""What every answer says to the browser: what it may run, load, keep and tell others (TRUST G19)."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from edges.matrix.asking import ask, question
from edges.matrix.rows import ROWS
from edges.matrix.town import Town
from edges.matrix.visitors import Visitor, client_of

ANSWERED = [
    (name, method)
    for name, row in ROWS.items()
    for method, make in (("GET", row.get), ("POST", row.post))
    if make is not None
]
EXACT = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
OFF = ("camera", "microphone", "geolocation", "payment", "usb")


def faults(
    headers: dict[str, str], *, kept: bool = False, briefly: bool = False, by_reader: bool = False
) -> list[str]:
    """Every header that is not as strict as it must be.

    What is `kept` may be kept by any cache, for good; `by_reader` by the reader's own, for good; `briefly`
    by that for minutes.
    """
    wrong = [f"{name}: {headers.get(name)}" for name, value in EXACT.items() if headers.get(name) != value]
    policy = headers.get("Permissions-Policy", "")
    wrong += [f"Permissions-Policy lets {feature}" for feature in OFF if f"{feature}=()" not in policy]
    wrong += csp_faults(headers.get("Content-Security-Policy", ""))
    caching = headers.get("Cache-Control", "")
    usual = ("private", "max-age=300") if briefly else ("private", "no-store")
    for_good = ("public", "immutable") if kept else ("private", "immutable") if by_reader else ()
    if not all(word in caching for word in for_good or usual):
        wrong.append(f"Cache-Control: {caching}")
    if kept and "Cookie" in headers.get("Vary", ""):
        wrong.append("Vary: Cookie, so no shared cache can keep it")
    return wrong


def csp_faults(policy: str) -> list[str]:
    directives = {part.split()[0]: part.split()[1:] for part in policy.split(";") if part.split()}
    wrong = [f"CSP allows {word}" for word in ("unsafe", "http:", "https:", "*") if word in policy]
    for name, value in (("default-src", "'none'"), ("frame-ancestors", "'none'"), ("base-uri", "'none'")):
        if directives.get(name) != [value]:
            wrong.append(f"CSP {name}: {directives.get(name)}")
    for name in ("script-src", "style-src", "form-action", "connect-src"):
        if directives.get(name) != ["'self'"]:
            wrong.append(f"CSP {name}: {directives.get(name)}")
    return wrong


@pytest.mark.parametrize("case", ANSWERED, ids="{0[0]}-{0[1]}".format)
def test_every_route_is_strict_to_its_own_people_and_to_strangers(town: Town, case: tuple[str, str]) -> None:
    name, method = case
    row = ROWS[name]
    row.before(town.mine)
    asked = question(name, row, method, town.mine)
    own = next(visitor for visitor in Visitor if visitor in row.may)
    for visitor in (own, Visitor.NEIGHBOUR_PATIENT, Visitor.ANONYMOUS):
        answer = ask(client_of(visitor, town), asked)
        by_reader = row.by_reader and answer.status_code == 200
        found = faults(dict(answer.headers.items()), kept=row.kept, briefly=row.briefly, by_reader=by_reader)
        assert found == [], f"{asked} by {visitor.value}"


def test_an_address_that_leads_nowhere_is_as_strict(client: Client, db: None) -> None:
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert faults(dict(answer.headers.items())) == []


def test_a_form_without_its_token_is_as_strict(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"email": "x", "password": "y"})
    assert answer.status_code == 403
    assert faults(dict(answer.headers.items())) == []


def test_the_session_is_kept_from_scripts_and_other_sites(town: Town) -> None:
    client = Client()
    row = ROWS["sign_in"]
    ask(client, question("sign_in", row, "POST", town.mine))
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_no_template_holds_what_the_policy_forbids() -> None:
    """Inline scripts, styles and handlers would be dead in the browser: they are refused before that."""
    forbidden = re.compile(r"<script(?![^>]*\bsrc=)|\sstyle=|<style|\son[a-z]+=|javascript:", re.IGNORECASE)
    folder = Path(settings.BASE_DIR) / "everyrep" / "web"
    found = [
        f"{path.relative_to(folder)}: {match.group()}"
        for path in sorted(folder.rglob("templates/**/*.html"))
        for match in forbidden.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []
