"""Someone who asks the server, over one kept-alive connection and under one open session."""

import http.client

from django.conf import settings
from django.middleware.csrf import _get_new_csrf_string

HOST = "127.0.0.1"


class Visitor:
    """`cookie` is the header of an open session; empty for a stranger."""

    def __init__(self, port: int, cookie: str) -> None:
        self._connection = http.client.HTTPConnection(HOST, port)
        self._cookie = cookie

    def get(self, path: str, **headers: str) -> bytes:
        """The answer's body; raises RuntimeError for any status but 200."""
        return self._ask("GET", path, None, {"Cookie": self._cookie, **headers})

    def post(self, path: str, body: bytes, content_type: str, **more: str) -> bytes:
        """The same for what changes something, with the token that forms carry."""
        token = _get_new_csrf_string()
        cookies = f"{self._cookie}; {settings.CSRF_COOKIE_NAME}={token}"
        headers = {"Cookie": cookies, "X-CSRFToken": token, "Content-Type": content_type, **more}
        return self._ask("POST", path, body, headers)

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> bytes:
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        read = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{method} {path} answered {answer.status}: {read[:300]!r}")
        return read
