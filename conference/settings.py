"""Settings of Dais, read from the environment; `.env.example` names every variable.

Without DATABASE_URL and REDIS_URL the embedded servers of this checkout are used.
"""

import os
import zoneinfo
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

import django_stubs_ext
from celery.schedules import schedule
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from conference import embedded, secrets

django_stubs_ext.monkeypatch()

# The pinned database of time zones, the same on every host: a system's own may be years old, and
# phones, which have a newer one, would show other times than pages and badges.
zoneinfo.reset_tzpath(to=[str(resources.files("tzdata").joinpath("zoneinfo"))])
zoneinfo.ZoneInfo.clear_cache()

ROOT = Path(__file__).resolve().parent.parent
VAR_DIR = embedded.var_dir()


def listed(name: str) -> list[str]:
    return [item.strip() for item in os.environ.get(name, "").split(",") if item.strip()]


def whole_number(name: str, *, default: int) -> int:
    value = os.environ.get(name) or str(default)
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value}.")
    return int(value)


# --- Where it runs -----------------------------------------------------------------------------

IS_EMBEDDED = not os.environ.get("DATABASE_URL")
SECRET_KEY = os.environ.get("SECRET_KEY", "")
if not SECRET_KEY:
    if not IS_EMBEDDED:
        raise ImproperlyConfigured(
            "SECRET_KEY is missing. An installation with its own DATABASE_URL needs a long random"
            " SECRET_KEY in its environment; see .env.example."
        )
    SECRET_KEY = embedded.secret_key()
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        "SECRET_KEY has fewer than 50 characters: it could be guessed. See .env.example."
    )
# Former keys, while what they signed is still believed.
SECRET_KEY_FALLBACKS = listed("SECRET_KEY_FALLBACKS")
# They open what the database holds sealed; without one nothing is signed, and all else works.
MASTER_KEYS = secrets.parsed(
    listed("MASTER_KEYS") or ([embedded.master_key()] if IS_EMBEDDED else [])
)
DEBUG = False
ALLOWED_HOSTS = listed("ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = listed("CSRF_TRUSTED_ORIGINS")

# --- Database, broker, cache -------------------------------------------------------------------


def database(url: str) -> dict[str, object]:
    """Django's description of postgres://user:password@host:port/name?host=/socket/folder."""
    parts = urlsplit(url)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": query,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # The whole suite runs in this encoding and locale, so that upper('қ') is 'Қ'.
        "TEST": {"TEMPLATE": "template0"},
    }


DATABASES = {"default": database(os.environ.get("DATABASE_URL") or embedded.database_url())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = os.environ.get("REDIS_URL") or embedded.redis_url()


def celery_url(url: str) -> str:
    """Celery names a Unix socket in its own way: unix:///s?db=1 is redis+socket:///s?virtual_host=1.

    Over TLS it believes any certificate unless told otherwise; the cache does not.
    """
    if url.startswith("rediss://") and "ssl_cert_reqs=" not in url:
        url += ("&" if "?" in url else "?") + "ssl_cert_reqs=required"
    return url.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")


# The bell may share the cache's database: clearing the cache empties both (Django flushes), which
# costs at most the ten seconds until the scheduler rings again.
CACHES = {
    "default": {
        "BACKEND": "conference.json_cache.JsonCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "dais",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
}
CELERY_BROKER_URL = celery_url(REDIS_URL)
# Whoever writes to the broker may ring, and nothing else: no pickles, no orders to workers.
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_TIMEZONE = "UTC"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {"badges.*": {"queue": "print"}, "delegates.*": {"queue": "import"}}
# A broker that stays away is looked for as long as it takes; what is in hand goes on meanwhile.
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 30, "socket_connect_timeout": 5}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# A process of the worker loads what lays pages out before it is ready; see badges.tasks.
CELERY_WORKER_PROC_ALIVE_TIMEOUT = 60.0
# How long a worker may be silent about a piece of work before another takes it over.
WORK_LEASE_SECONDS = float(os.environ.get("WORK_LEASE_SECONDS", "60"))
# A task is only a bell: the rows say what is to do. The scheduler rings again for rows that wait.
CELERY_BEAT_SCHEDULE = {
    "wake-print-jobs": {"task": "badges.wake", "schedule": schedule(10.0)},
    "end-paused-print-jobs": {"task": "badges.end_paused", "schedule": schedule(60.0)},
    "wake-imports": {"task": "delegates.wake", "schedule": schedule(10.0)},
    "offer-places": {"task": "delegates.offer_places", "schedule": schedule(60.0)},
    "expire-imports": {"task": "delegates.expire_imports", "schedule": schedule(3600.0)},
    "sweep-typed": {"task": "delegates.sweep_typed", "schedule": schedule(3600.0)},
    "forget-requests": {"task": "delegates.forget_requests", "schedule": schedule(3600.0)},
    "forget-invitations": {"task": "delegates.forget_invitations", "schedule": schedule(3600.0)},
    "send-codes": {"task": "conference.send_codes", "schedule": schedule(10.0)},
    "send-mail": {"task": "conference.send_mail", "schedule": schedule(10.0)},
    "forget-sign-ins": {"task": "conference.forget_sign_ins", "schedule": schedule(600.0)},
    "expire-jobs": {"task": "conference.expire_jobs", "schedule": schedule(3600.0)},
    "publish-files": {"task": "conference.publish", "schedule": schedule(10.0)},
    "sweep-files": {"task": "conference.sweep", "schedule": schedule(6 * 3600.0)},
}

# --- Applications ------------------------------------------------------------------------------

INSTALLED_APPS = [
    "conference",
    "delegates",
    "sessions",
    "badges",
    "conference.site.apps.SiteConfig",
    "conference.site.apps.DaisAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
]
MIDDLEWARE = [
    "conference.requests.middleware.known_request",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "conference.requests.middleware.bounded_request",
    "conference.requests.middleware.readable_query",
    "django_htmx.middleware.HtmxMiddleware",
    "conference.requests.parts.whole_pages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "conference.requests.held_language.held_language",
    "conference.requests.middleware.translated_staff_pages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "conference.accounts.lifetimes.limited_session",
    "conference.accounts.marker.marked_sign_in",
    "conference.accounts.sign_in_first.SignInFirst",
    "conference.accounts.staff_factor.second_factor_first",
    "conference.requests.middleware.readable_form",
    "conference.site.middleware.conference_in_address",
    "conference.site.middleware.former_slug",
    "django.contrib.messages.middleware.MessageMiddleware",
    "conference.requests.sent_only.leads_to_a_page",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "conference.requests.script_fonts.linked_script_fonts",
]
ROOT_URLCONF = "conference.site.urls"
# Of the admin's addresses as seen from outside of it; within, each request has its own.
ADMIN_URLCONF = "conference.site.admin_urls"
WSGI_APPLICATION = "conference.wsgi.application"
MESSAGE_STORAGE = "conference.requests.messages.ConferenceMessages"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- People and sign-in ------------------------------------------------------------------------

AUTH_USER_MODEL = "conference.User"
AUTHENTICATION_BACKENDS = ["conference.accounts.backends.StaffRoleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "conference.accounts.passwords.NotLikeTheUserValidator"},
    {"NAME": "conference.accounts.passwords.LengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "conference.accounts.passwords.NotCommonValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "after-sign-in"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "conference.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_LOGOUT_ON_GET = False
# A conference's computers are shared: signing in lasts as long as the browser is open.
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
USERSESSIONS_ADAPTER = "conference.accounts.sessions.OwnSessionsAdapter"
ACCOUNT_FORMS = {
    "login": "conference.accounts.forms.SignInForm",
    "change_password": "conference.accounts.forms.NewPasswordForm",
}
# Wrong passwords and codes are counted in the database, see conference.accounts.attempts; what is
# counted in the cache only keeps floods away.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": None,
    # A delegation's hotel is one address.
    "mailed_code": "120/h/ip,6/h/key",
    "join": "60/m/ip",
    # A ministry is one address.
    "request_invitation": "20/h/ip,3/d/key",
}
MFA_ADAPTER = "conference.accounts.second_factors.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# A passkey that signs in by itself: one that its device keeps, and asks its owner for.
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Dais"
# A telephone's clock is off by half a minute, or somebody types slowly.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "conference.accounts.second_factors.SecondFactorForm",
    "reauthenticate": "conference.accounts.second_factors.SecondFactorAgainForm",
    "activate_totp": "conference.accounts.second_factors.AppForm",
    "add_webauthn": "conference.accounts.second_factors.KeyForm",
    "login_webauthn": "conference.accounts.second_factors.PasskeySignInForm",
}
# Whoever works with people's data shows more than a password; the demonstration's accounts, which
# a configured installation never has, need not.
STAFF_NEED_SECOND_FACTOR = not IS_EMBEDDED
# NIST SP 800-63B asks for no more than a day and an hour; a conference's day is shorter.
STAFF_SIGNED_IN_SECONDS = 16 * 3600
STAFF_IDLE_SECONDS = 3600

# --- Languages and time ------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("ru", _("Russian")),
    ("ar", _("Arabic")),
    ("zh-hans", _("Chinese")),
    ("tg", _("Tajik")),
]
# Those into which the admin is translated: no page mixes two languages.
LANGUAGES_OF_STAFF_PAGES = ["en"]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = ["conference.formats"]
USE_TZ = True
TIME_ZONE = "UTC"

# --- Files -------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    ROOT / "static",
    VAR_DIR / "assets",
    ("guide", ROOT / "docs/guide/pictures"),
]
FONTS_DIR = VAR_DIR / "fonts"
# What readers of conferences are served as files on this machine; see conference.published.
PUBLISHED_DIR = VAR_DIR / "published"
# Where the process that draws previews of badges is asked.
PREVIEW_SOCKET = embedded.preview_socket()


def private_storage(url: str) -> dict[str, object]:
    """Where files of people are kept: a folder, or s3://bucket/prefix. Never public media."""
    parts = urlsplit(url or f"file://{quote(str(VAR_DIR / 'files'))}")
    if parts.scheme == "file":
        return {
            "BACKEND": "conference.files.storage.PrivateFolder",
            "OPTIONS": {
                "location": unquote(parts.path),
                "base_url": None,
                "file_permissions_mode": 0o600,
                "directory_permissions_mode": 0o700,
            },
        }
    if parts.scheme != "s3":
        raise ImproperlyConfigured("STORAGE_URL must be file:///folder or s3://bucket/prefix.")
    if find_spec("boto3") is None:
        raise ImproperlyConfigured("STORAGE_URL asks for S3: make setup installs what that takes.")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": parts.hostname,
            "location": parts.path.lstrip("/"),
            "default_acl": "private",
            "file_overwrite": False,
            "endpoint_url": query.get("endpoint"),
        },
    }


STORAGES = {
    "default": private_storage(os.environ.get("STORAGE_URL", "")),
    "staticfiles": {"BACKEND": "conference.files.style_sheets.BundledStaticFiles"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
# Of one request with all its files; the proxy is told the same.
MOST_SENT = 25 * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20

# --- Mail --------------------------------------------------------------------------------------

mail = urlsplit(os.environ.get("EMAIL_URL", ""))
# Without a host mails wait, and can be read by staff: see conference.outbox.
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = mail.hostname or ""
EMAIL_PORT = mail.port or 25
EMAIL_HOST_USER = unquote(mail.username or "")
EMAIL_HOST_PASSWORD = unquote(mail.password or "")
EMAIL_USE_TLS = mail.scheme == "smtp+tls"
EMAIL_USE_SSL = mail.scheme == "smtps"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "dais@localhost")

# --- Security ----------------------------------------------------------------------------------

# Behind TLS everything is marked secure; the embedded default speaks plain HTTP on the loopback.
IS_SECURE = not IS_EMBEDDED and os.environ.get("INSECURE_HTTP") != "1"
# Where the site is reached: the only source of addresses in mails, feeds and codes.
PUBLIC_URL = (
    os.environ.get("PUBLIC_URL") or f"{'https' if IS_SECURE else 'http'}://{ALLOWED_HOSTS[0]}"
).rstrip("/")
# How many proxies of ours a request passes. Only what they say about it is believed: without one
# anybody could write these headers.
TRUSTED_PROXIES = whole_number("TRUSTED_PROXIES", default=0)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_SSL_REDIRECT = IS_SECURE
SECURE_HSTS_SECONDS = 31_536_000 if IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_SECURE
# To be asked for knowingly: browsers that have the list keep it for years.
SECURE_HSTS_PRELOAD = os.environ.get("HSTS_PRELOAD") == "1"
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SESSION_COOKIE_SECURE = IS_SECURE
CSRF_COOKIE_SECURE = IS_SECURE
# Signing in does not depend on the cache, and nothing in a login session is ever run.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
# Over TLS no other host of the domain, and no page without TLS, can set these cookies.
COOKIE_PREFIX = "__Host-" if IS_SECURE else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}dais_login"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}dais_form"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "conference.accounts.sign_in_first.form_expired"
DESK_COOKIE_NAME = f"{COOKIE_PREFIX}dais_desk"
DEVICE_COOKIE_NAME = f"{COOKIE_PREFIX}dais_device"
# Scripts read it, nothing believes it: see conference.accounts.marker.
SIGNED_IN_COOKIE_NAME = f"{COOKIE_PREFIX}dais_signed_in"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}dais_language"
LANGUAGE_COOKIE_SECURE = IS_SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        # Bootstrap's style sheet holds small pictures as data.
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- Log ---------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "conference.requests.log_lines.LineFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}

# Our own widgets have their templates beside all others.
FORM_RENDERER = "conference.admin.forms.rendering.FormRenderer"
