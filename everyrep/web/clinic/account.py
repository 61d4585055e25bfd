"""Giving a patient an account: an e-mail address, and a first password to hand over."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from everyrep import clock
from everyrep.audit.actions import record_read
from everyrep.core.problems import Invalid, Problem
from everyrep.people.accounts import create_account
from everyrep.people.policy import Permission
from everyrep.people.queries import patient
from everyrep.tenancy.viewer import Viewer
from everyrep.web.pages import page


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.HAND_OVER)
def account(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """The answer to a form that was accepted is the only page that ever shows the password.

    A form sent twice finds the account there, and says so.
    """
    now = clock.now()
    found = patient(viewer, patient_id)
    email = request.POST.get("email", "").strip()
    problems: tuple[Problem, ...] = ()
    passphrase = ""
    if request.method == "POST" and found.user_id is None:
        try:
            passphrase = create_account(by=viewer, patient_id=patient_id, email=email, now=now)
            found = patient(viewer, patient_id)
        except Invalid as fault:
            problems = fault.problems
    record_read(by=viewer, what="account", patient_id=patient_id, now=now)
    context = {
        "patient": found,
        "email": email,
        "passphrase": passphrase,
        "problems": {problem.field: problem for problem in problems},
        "sign_in": request.build_absolute_uri(reverse("sign_in")),
    }
    return render(request, "clinic/account.html", context, status=422 if problems else 200)
