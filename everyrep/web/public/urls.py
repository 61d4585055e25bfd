"""Pages for anyone: the way in."""

from django.urls import path

from everyrep.web.public import access, password

urlpatterns = [
    path("", access.home, name="home"),
    path("sign-in/", access.sign_in, name="sign_in"),
    path("sign-out/", access.sign_out, name="sign_out"),
    path("language/", access.choose_language, name="language"),
    path("p/", access.link, name="link"),
    path("password/", password.password, name="password"),
]
