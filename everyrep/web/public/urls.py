"""Pages for anyone: the way in, and the exercises."""

from django.urls import path

from everyrep.web.public import access, exercises, password

urlpatterns = [
    path("", access.home, name="home"),
    path("sign-in/", access.sign_in, name="sign_in"),
    path("sign-out/", access.sign_out, name="sign_out"),
    path("language/", access.choose_language, name="language"),
    path("p/", access.link, name="link"),
    path("exercises/", exercises.exercise_list, name="library"),
    path("exercises/<slug:exercise_id>/", exercises.exercise, name="library_exercise"),
    path("password/", password.password, name="password"),
]
