"""Settings, from the environment where an installation differs.

EVERYREP_DATA: folder for the database and secrets. DATABASE_URL: postgresql://… instead of SQLite.
EVERYREP_DEMO: 1 turns on the demo sign-in pages. EVERYREP_HOSTS: comma-separated host names.
EVERYREP_HTTPS: 1 where a proxy in front serves https and sets X-Forwarded-Proto and X-Forwarded-For; phones
need https to log.
EVERYREP_ADDRESS: where the installation is reached, such as https://clinic.example; it is in what is sent.
EVERYREP_MAIL_*, EVERYREP_SMS_*, EVERYREP_VAPID_*: how messages go out (docs/how-to/reminders.md).
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(os.environ.get("EVERYREP_DATA", BASE_DIR / "var"))
CONTENT_DIR = BASE_DIR / "content"
STATIC_BUILD = BASE_DIR / "everyrep" / "web" / "static_build"

DEBUG = False
HTTPS = os.environ.get("EVERYREP_HTTPS") == "1"
DEMO = os.environ.get("EVERYREP_DEMO") == "1"
DEMO_LINK_FILE = "demo-link"  # in the data folder; the database keeps only hashes of links
DEMO_ACCOUNTS = {
    "therapist": "ana.vidal@demo.example",
    "patient": "rosa.diaz@demo.example",
    "owner": "owen.brooks@demo.example",
    "caregiver": "luis.diaz@demo.example",
}
ALLOWED_HOSTS = os.environ.get("EVERYREP_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

_usual_address = f"{'https' if HTTPS else 'http'}://{ALLOWED_HOSTS[0]}"
ADDRESS = os.environ.get("EVERYREP_ADDRESS", _usual_address).rstrip("/")


def _secret_key() -> str:
    """One secret per installation, made at first use; the data folder is its owner's alone.

    The secret is written aside and put in place in one step: a second process finds all of it or none.
    """
    DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = DATA_DIR / "secret-key"
    if not path.exists():
        fresh = DATA_DIR / f"secret-key.{secrets.token_hex(4)}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(64))
        with suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text()


LOCK_WAIT_S = 20  # then the request is answered with an error: a thread that waits serves nobody


def _database() -> dict[str, Any]:
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "everyrep.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": LOCK_WAIT_S,
                # FULL: an acknowledged entry survives a power cut (ADR 0005)
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;",
            },
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"options": f"-c lock_timeout={LOCK_WAIT_S}s"},
    }


SECRET_KEY = os.environ.get("EVERYREP_SECRET_KEY") or _secret_key()
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "everyrep.audit",
    "everyrep.outbox",
    "everyrep.people",
    "everyrep.attention",
    "everyrep.library",
    "everyrep.prescribing",
    "everyrep.logbook",
    "everyrep.conversations",
    "everyrep.monitoring",
    "everyrep.reminders",
    "everyrep.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "everyrep.web.figures.serving.kept_figures",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "everyrep.web.middleware.viewer",
]
ROOT_URLCONF = "everyrep.config.urls"
WSGI_APPLICATION = "everyrep.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "everyrep" / "web" / "templates"],
        "OPTIONS": {"environment": "everyrep.web.templating.environment"},
    }
]
STATIC_URL = "/static/"
STATIC_ROOT = STATIC_BUILD
WHITENOISE_USE_FINDERS = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/assets/"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "sign_in"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30  # a patient's device; counted anew while it is used
# Staff are signed out sooner; both figures are the design's (trust 2.1, ASVS 5.0 V7.3.1 and V7.3.2), within
# those of NIST SP 800-63B-4 for AAL2 (an hour, a day).
STAFF_IDLE_MINUTES = int(os.environ.get("EVERYREP_STAFF_IDLE_MINUTES", "15"))
STAFF_SESSION_HOURS = int(os.environ.get("EVERYREP_STAFF_SESSION_HOURS", "12"))
# A printed sheet opens for half a year: a course of care with its booster visits at three and six months
# (clinical reference 6). The clinic sets another day for any sheet.
LINK_DAYS = int(os.environ.get("EVERYREP_LINK_DAYS", "183"))
SENT_LINK_MINUTES = int(os.environ.get("EVERYREP_SENT_LINK_MINUTES", "15"))  # trust 1.3, row 13
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:  # behind a proxy that ends TLS and always sets this header itself
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_USE_SESSIONS = False
CSRF_FAILURE_VIEW = "everyrep.web.errors.csrf_failure"
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# Photos in messages. A camera takes 12 to 50 megapixels in 3 to 15 MB; what is kept is made anew, with
# at most PHOTO_EDGE pixels on the longer edge: enough to judge a scar or a swelling on any screen.
PHOTO_BYTES = int(os.environ.get("EVERYREP_PHOTO_MB", "15")) * 1_000_000
PHOTO_PIXELS = int(os.environ.get("EVERYREP_PHOTO_MEGAPIXELS", "50")) * 1_000_000
PHOTO_EDGE = 2000
PHOTOS_MOST = 4  # in one message
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "photos": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DATA_DIR / "photos",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
}
FILE_UPLOAD_HANDLERS = [
    "everyrep.web.uploads.Capped",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# smtp://user:password@host:587 (STARTTLS, without it where ?plain follows) or smtps:// (port 465)
MAIL = urlsplit(os.environ.get("EVERYREP_MAIL_URL", ""))
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL.hostname else 'console'}.EmailBackend"
EMAIL_HOST, EMAIL_USE_SSL = MAIL.hostname or "", MAIL.scheme == "smtps"
EMAIL_PORT = MAIL.port or (465 if EMAIL_USE_SSL else 587)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(MAIL.username or ""), unquote(MAIL.password or "")
EMAIL_USE_TLS = not EMAIL_USE_SSL and MAIL.query != "plain"
EMAIL_TIMEOUT = 20  # s
DEFAULT_FROM_EMAIL = os.environ.get("EVERYREP_MAIL_FROM", "Everyrep <everyrep@localhost>")

SMS_URL, SMS_TOKEN = os.environ.get("EVERYREP_SMS_URL", ""), os.environ.get("EVERYREP_SMS_TOKEN", "")
SMS_FROM, SMS_SECRET = os.environ.get("EVERYREP_SMS_FROM", ""), os.environ.get("EVERYREP_SMS_SECRET", "")
VAPID_KEY = os.environ.get("EVERYREP_VAPID_KEY", "")
VAPID_CONTACT = os.environ.get("EVERYREP_VAPID_CONTACT", "mailto:everyrep@localhost.localdomain")

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "everyrep" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
