"""Settings, from the environment only; docs/operating.md lists each."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from commonplace.house import data_folder
from commonplace.house.environment import Environment
from commonplace.house.rooms import ROOMS
from commonplace.people.form_names import ACCOUNT_FORMS as ACCOUNT_FORMS
from commonplace.people.form_names import MFA_FORMS as MFA_FORMS
from commonplace.people.form_names import SOCIALACCOUNT_FORMS as SOCIALACCOUNT_FORMS

env = Environment(os.environ)

ROOT = Path(__file__).resolve().parents[2]
DATA = env.folder("COMMONPLACE_DATA", default=ROOT / "var")
data_folder.make(DATA, env)
SECRET_KEY = env.key("SECRET_KEY") or data_folder.kept_key(DATA, env)
DEBUG = env.flag("DEBUG", default=False)
PORT = env.number("PORT", default=8000, least=1, most=65535)
BASE_URL = env.address("BASE_URL", default="http://localhost:8000")
_here = ["localhost", "127.0.0.1", "[::1]", urlsplit(BASE_URL).netloc.rsplit(":", 1)[0]]
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", default=_here)
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# What this house is and who may open a room in it.
HOUSE_NAME = env.text("HOUSE_NAME", default="Commonplace")
FOUNDERS = env.choice("COMMONPLACE_FOUNDERS", default="stewards", among=("operator", "stewards", "anyone"))
DEMO = env.flag("COMMONPLACE_DEMO", default=False)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django_tasks_db",
    *ROOMS,
    # After the rooms, whose templates stand in for theirs.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "commonplace.web.busy.BusyDatabase",
    "commonplace.web.guest_pages.GuestPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "commonplace.people.middleware.LanguageAndZone",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "commonplace.people.middleware.Reader",
    "allauth.account.middleware.AccountMiddleware",
    "commonplace.web.pace.Pace",
]

ROOT_URLCONF = "commonplace.house.urls"
WSGI_APPLICATION = "commonplace.house.wsgi.application"
FORM_RENDERER = "commonplace.ui.forms.Renderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "commonplace.ui.context.look",
                "commonplace.web.context.spine",
            ],
        },
    }
]

SQLITE_SYNCHRONOUS = env.choice("SQLITE_SYNCHRONOUS", default="NORMAL", among=("OFF", "NORMAL", "FULL", "EXTRA"))
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA}/commonplace.sqlite3")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    data_folder.make_database(DATABASES["default"]["NAME"], env)
    # Writers queue instead of failing: measured in docs/measurements.md. FULL survives a power cut at a price in speed.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;"
        f"PRAGMA synchronous={SQLITE_SYNCHRONOUS};"
        # A small cache of its own and no memory map: the system's cache is as fast, and a worker of a large house
        # stays as small as one of a small house.
        "PRAGMA cache_size=-8192;PRAGMA temp_store=MEMORY;"
        # What is deleted is overwritten: a draft, an older state, a person who has gone (see store/wiping.py).
        "PRAGMA secure_delete=ON;",
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # As long as SQLite's writers queue; after it web/busy.py says so. Compiling a query of many small parts takes
    # PostgreSQL longer than running it, and disks no longer turn. DATABASE_URL may name other options.
    _options = "-c lock_timeout=20s -c jit=off -c random_page_cost=1.1"
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", _options)
    # Planning a page's statements takes longer than running them: what a connection asks for the third time is planned
    # once (docs/decisions/0019-planned-once.md).
    DATABASES["default"]["OPTIONS"].setdefault("server_side_binding", True)
    DATABASES["default"]["OPTIONS"].setdefault("prepare_threshold", 2)

DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.redis_url("REDIS_URL")


def _cache(name: str, entries: int) -> dict[str, object]:
    backend = "commonplace.house.caching.Shared" if REDIS_URL else "django.core.cache.backends.locmem.LocMemCache"
    return {"BACKEND": backend, "LOCATION": REDIS_URL or name, "KEY_PREFIX": name, "OPTIONS": {"MAX_ENTRIES": entries}}


# allauth counts in the default one, which drops nothing before its time. Guests' pages are apart, so that many of them
# push out nothing else; compressed, 500 are about 5 MB in each process.
CACHES = {"house": _cache("house", 2000), "pages": _cache("pages", 500)}
CACHES["default"] = {"BACKEND": "commonplace.limits.kept.Kept"}
LIMITS_FILE = "" if DATABASES["default"]["ENGINE"].endswith("postgresql") else str(DATA / "limits.sqlite3")
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# People and their way in.
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["commonplace.people.sessions.Backend"]
SESSION_ENGINE = "commonplace.people.sessions"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "commonplace.people.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None  # asked at sign-in
ACCOUNT_RATE_LIMITS = {"signup": "10/m/ip,60/h/ip", "login": "20/m/ip", "request_login_code": "10/m/ip,3/m/key"}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
MFA_ADAPTER = "commonplace.people.adapter.KeysAdapter"
SOCIALACCOUNT_ADAPTER = "commonplace.people.adapter.SocialAdapter"
# An address that the other server has confirmed leads into the account where it is known, and ties both together.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SESSION_COOKIE_AGE = 30 * 24 * 3600
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # half minutes: clocks differ, and typing takes a while
_elsewhere: dict[str, Any] = {
    "provider_id": "house",
    "name": env.text("OIDC_NAME", default="Your organisation"),
    "client_id": env.text("OIDC_CLIENT_ID", default=""),
    "secret": env.text("OIDC_SECRET", default=""),
    "settings": {"server_url": env.link("OIDC_URL")},
}
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, Any]] = {
    "openid_connect": {
        "APPS": [_elsewhere] if _elsewhere["settings"]["server_url"] else [],
        "OAUTH_PKCE_ENABLED": True,
    }
}

# Letters. Without MAIL_URL the worker prints them, so that a code reaches someone where no mail server exists yet.
DEFAULT_FROM_EMAIL = env.sender("MAIL_FROM", default="Commonplace <house@localhost>")
if _mail := env.email_url("MAIL_URL"):
    MAILERS = {
        "default": {
            "BACKEND": _mail["EMAIL_BACKEND"],
            "OPTIONS": {
                "host": _mail["EMAIL_HOST"],
                "port": _mail["EMAIL_PORT"],
                "username": _mail["EMAIL_HOST_USER"],
                "password": _mail["EMAIL_HOST_PASSWORD"],
                "use_tls": _mail.get("EMAIL_USE_TLS", False),
                "use_ssl": _mail.get("EMAIL_USE_SSL", False),
                "timeout": 20,
            },
        }
    }
else:
    MAILERS = {"default": {"BACKEND": "commonplace.letters.terminal.TerminalBackend"}}

# Letters that come in: off until a mail server hands them to `bin/commonplace mail`.
MAIL_IN = env.flag("MAIL_IN", default=False)
MAIL_DOMAIN, MAIL_AUTHSERV_ID = env.domain("MAIL_DOMAIN"), env.domain("MAIL_AUTHSERV_ID")
MAIL_LISTS = env.domains("MAIL_LISTS")  # of mailing lists, whose mail reaches the house too
# Where no mail server hands letters over: a mailbox that the worker empties, or a provider that calls the house.
IMAP_URL, MAIL_PROVIDER_URL = env.mailbox("IMAP_URL"), env.provider("MAIL_PROVIDER_URL")
MAIL_MAX_BYTES = env.number("MAIL_MAX_BYTES", default=25 * 1024 * 1024, least=64 * 1024)

# Whether makers of browsers are asked to say that something waits; and those inside one's own network, to try it.
WEB_PUSH = env.flag("WEB_PUSH", default=False)
WEB_PUSH_INSIDE = env.flag("WEB_PUSH_INSIDE", default=False)
# Where gatherings meet online that ask for a room of the operator's own: {name} stands for one that nobody guesses.
GATHERING_LINK = env.pattern("GATHERING_LINK")
# Whether calendars of others and feeds of scans are asked for inside one's own network too.
CALENDARS_INSIDE, FEEDS_INSIDE = env.flag("CALENDARS_INSIDE", default=False), env.flag("FEEDS_INSIDE", default=False)
# A service of the operator's own that drafts in other languages; see lib/translating.py.
TRANSLATION_URL, TRANSLATION_KEY = env.link("TRANSLATION_URL"), env.text("TRANSLATION_KEY", default="")
TRANSLATION_INSIDE = env.flag("TRANSLATION_INSIDE", default=False)
# A service of the operator's own by which what means the same is found; see lib/embedding.py.
EMBEDDINGS_URL, EMBEDDINGS_MODEL = env.link("EMBEDDINGS_URL"), env.text("EMBEDDINGS_MODEL", default="")
EMBEDDINGS_KEY, EMBEDDINGS_INSIDE = env.text("EMBEDDINGS_KEY", default=""), env.flag("EMBEDDINGS_INSIDE", default=False)
API_READS_A_MINUTE = env.number("API_READS_A_MINUTE", default=600)  # by one token or address; 0 is without end

# Files.
FILES_MAX_BYTES = env.number("FILES_MAX_BYTES", default=10 * 1024 * 1024, least=1)
# What the files of one community may take together, in bytes; 0 is without end.
FILES_QUOTA_BYTES = env.number("FILES_QUOTA_BYTES", default=0)
# How long a visitor may take to say what is wanted, or to read a piece of the answer; see house/whole_requests.py.
REQUEST_SECONDS = env.number("REQUEST_SECONDS", default=30, least=1, most=60)
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["commonplace.files.early.Declared"] + [
    f"django.core.files.uploadhandler.{name}FileUploadHandler" for name in ("Memory", "Temporary")
]
DATA_UPLOAD_MAX_NUMBER_FILES = 401  # of an archive, all open at once; one too many so that the page can say so
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
# Ten files of one post, one too many so that the page can say so, and the words.
REQUEST_MAX_BYTES = 11 * FILES_MAX_BYTES + DATA_UPLOAD_MAX_MEMORY_SIZE
MEDIA_ROOT = DATA / "files"
STATIC_URL = "/static/"
# Set by `serve`: the folder where it has put them under hashed names (see assets.py). Unset, the rooms' own are found.
STATIC_ROOT = env.static_root("STATIC_ROOT")
_disk = env.text("FILES_BACKEND", default="django.core.files.storage.FileSystemStorage")
_bucket = env.bucket("FILES_URL")
FILES_ARE_AWAY = bool(_bucket)  # on a store of another machine
_plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "commonplace.files.s3.S3", "OPTIONS": _bucket} if _bucket else {"BACKEND": _disk},
    "staticfiles": {"BACKEND": "commonplace.house.assets.HashedStorage" if STATIC_ROOT else _plain},
}
WHITENOISE_USE_FINDERS = not STATIC_ROOT
WHITENOISE_MAX_AGE = 3600  # of plain names; hashed ones are kept for ever

# Words and time.
LANGUAGES = [("en", _("English")), ("pl", _("Polish"))]
LANGUAGE_CODE = env.choice("HOUSE_LANGUAGE", default="en", among=[code for code, _name in LANGUAGES])
LOCALE_PATHS = [ROOT / "commonplace" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.zone("TIME_ZONE", default="UTC")

# Safety. No page asks anyone else for anything.
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
_https = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SECURE_HSTS_SECONDS = 31536000 if _https else 0
BEHIND_PROXY = env.flag("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# Whoever guesses is slowed by address: behind a web server that is the last one it forwards, not its own.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
# What `check --deploy` would add: W005, a promise for other names below this one, which are not ours; W008, sending
# http on to https, which the web server in front does before a worker is asked; W021, a list in browsers that one
# leaves slowly, for its operator to choose.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W008", "security.W021"]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler", "level": "WARNING"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Without the handlers that Django adds, which say it all again; a mistyped address is nobody’s fault here.
    "loggers": {"django": {"level": "INFO"}, "django.request": {"level": "ERROR"}},
}

env.done()
