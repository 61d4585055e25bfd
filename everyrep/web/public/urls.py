"""Pages for anyone: the way in, and the exercises."""

from django.urls import path

from everyrep.web.public import access, calendar, care, codes, exercises, passkeys, password

urlpatterns = [
    path("", access.home, name="home"),
    path("sign-in/", access.sign_in, name="sign_in"),
    path("sign-in/send-code/", codes.ask, name="code_ask"),
    path("sign-in/code/", codes.code, name="code"),
    path("sign-in/passkey/", passkeys.sign_in, name="passkey_sign_in"),
    path("sign-in/passkey/options/", passkeys.sign_in_options, name="passkey_sign_in_options"),
    path("stay/", access.stay, name="stay"),
    path("sign-out/", access.sign_out, name="sign_out"),
    path("sign-out/others/", care.end_others, name="sign_out_others"),
    path("who/", care.choose, name="care"),
    path("who/<uuid:way_id>/", care.open_one, name="care_open"),
    path("passkeys/", passkeys.own, name="passkeys"),
    path("passkeys/options/", passkeys.add_options, name="passkey_options"),
    path("passkeys/add/", passkeys.add, name="passkey_add"),
    path("passkeys/<uuid:passkey_id>/remove/", passkeys.remove, name="passkey_remove"),
    path("language/", access.choose_language, name="language"),
    path("p/", access.link, name="link"),
    path("exercises/", exercises.exercise_list, name="library"),
    path("exercises/<slug:exercise_id>/", exercises.exercise, name="library_exercise"),
    path("calendar/<str:token>.ics", calendar.calendar, name="calendar"),
    path("reminders/stop/<str:token>/", calendar.stop, name="reminders_stop"),
    path("password/", password.password, name="password"),
]
