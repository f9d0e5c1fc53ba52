"""Settings: few, read once from the environment, checked at start."""

import os
from importlib.util import find_spec
from pathlib import Path

import django_stubs_ext
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from taawun.config.embedded import database_settings, var

django_stubs_ext.monkeypatch()  # so that forms and querysets may name their model at run time too

HOUSE = Path(__file__).resolve().parent.parent
VAR = var()


def _secret() -> str:
    """Return the installation's secret: from the environment, or kept beside the data, or for this process alone."""
    if given := os.environ.get("TAAWUN_SECRET_KEY"):
        return given
    kept = VAR / "secret.key"
    try:
        return kept.read_text(encoding="ascii").strip()
    except OSError:
        return get_random_secret_key()


SECRET_KEY = _secret()
DEBUG = os.environ.get("TAAWUN_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("TAAWUN_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("TAAWUN_ORIGINS", "").split(",") if o]
SECURE = os.environ.get("TAAWUN_HTTPS") == "1"

INSTALLED_APPS = [
    "taawun.ground.policy",
    "taawun.ground.records",
    "taawun.ground.ledger",
    "taawun.people.accounts",
    "taawun.people.parties",
    "taawun.people.persons",
    "taawun.common.notices",
    "taawun.common.search",
    "taawun.work.training",
    "taawun.work.meetings",
    "taawun.work.agreements",
    "taawun.face.web",
    "taawun.face.reporting",
    "taawun.face.scenarios",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "django_htmx",
    "procrastinate.contrib.django",
]
INSTALLED_APPS = [a for a in INSTALLED_APPS if not a.startswith("taawun.") or find_spec(a + ".apps")]

MIDDLEWARE = [
    "taawun.face.web.headers.Headers",
    "taawun.face.web.headers.DatabaseAway",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "taawun.config.urls"
WSGI_APPLICATION = "taawun.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "taawun.face.web.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

DATABASES = database_settings()
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email",)},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "taawun.people.accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
# the throttle's store is shared by processes and stands outside the request's transaction
ACCOUNT_RATE_LIMITS = {"login_failed": "10/15m/key,100/15m/ip", "reset_password": "20/m/ip,5/m/key"}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": os.environ.get("TAAWUN_CACHE", str(VAR / "cache")),
    }
}

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", _("Arabic")), ("en", _("English"))]
LOCALE_PATHS = [
    str(HOUSE / "ground" / "localtime" / "locale"),
    str(HOUSE / "common" / "tables" / "locale"),
    str(HOUSE / "ground" / "lists" / "locale"),
]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Kuwait"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(VAR / "files")},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if os.environ.get("TAAWUN_SMTP")
    else "taawun.common.notices.folder.EmlFolder"
)
EMAIL_HOST = os.environ.get("TAAWUN_SMTP", "localhost")
EMAIL_FILE_PATH = str(VAR / "mail")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("TAAWUN_MAIL_FROM", "taawun@localhost")
SITE_URL = os.environ.get("TAAWUN_URL", "http://127.0.0.1:8000")
NOMINEE_DELAY_HOURS = float(os.environ.get("TAAWUN_NOMINEE_DELAY_HOURS", "24"))

SHELL_COUNTS = {
    "training:nominations": "taawun.work.training.queries.waiting_count",
    "notices:notices": "taawun.common.notices.queries.unread_count",
}

SILENCED_SYSTEM_CHECKS = ["models.W036", "models.W042"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # a refusal is no fault: 403 and 404 of every guess would fill the log, with the addresses that were guessed
    "loggers": {"django.request": {"level": "ERROR"}},
    "root": {"handlers": ["console"], "level": os.environ.get("TAAWUN_LOG", "WARNING")},
}
