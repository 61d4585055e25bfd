"""A browser that was let in: the secret it shows with every request, and what it is called in plain words."""

import hashlib
import re
import secrets

SECRET_BYTES = 32
BROWSERS = (  # the first that is found: most browsers also name the ones they descend from
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"Edg(e|A|iOS)?/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"FxiOS/|Firefox/", "Firefox"),
    (r"CriOS/|Chrome/|Chromium/", "Chrome"),
    (r"Safari/", "Safari"),
)
SYSTEMS = (
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android", "Android"),
    (r"CrOS", "Chromebook"),
    (r"Windows", "Windows"),
    (r"Macintosh", "Mac"),
    (r"Linux|X11", "Linux"),
)
UNKNOWN = ""


def new_secret() -> str:
    """What only this browser keeps."""
    return secrets.token_urlsafe(SECRET_BYTES)


def secret_hash(secret: str) -> str:
    """The only form that is stored: who reads the database cannot show the secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def browser_words(user_agent: str) -> str:
    """Such as Chrome, Android; "" for what says nothing known. Names of products need no translation."""
    found = (_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent))
    return ", ".join(name for name in found if name)


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for pattern, name in names if re.search(pattern, user_agent)), UNKNOWN)
