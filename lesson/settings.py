"""All settings. Without any environment variable this is a working local site: SQLite, one process, no services.

FAULTLINE_PRODUCTION=1 is the switch for a public site; docs/deployment.md lists every variable.
"""

from pathlib import Path

from lesson import env
from lesson.secret_key import local_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("FAULTLINE_DATA_DIR", BASE_DIR / "var")
PRODUCTION = env.flag("FAULTLINE_PRODUCTION")
DEBUG = env.flag("FAULTLINE_DEBUG")  # off even at home, so that people see the real error pages

# --- Who may talk to us ----------------------------------------------------------------------------------------------

LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
if PRODUCTION:
    SECRET_KEY = env.secret("SECRET_KEY")
    ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS")
    CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS")
else:
    SECRET_KEY = env.text("SECRET_KEY") or local_secret_key(DATA_DIR)
    ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", LOCAL_HOSTS)
    CSRF_TRUSTED_ORIGINS = []
WEBSOCKET_ORIGINS = CSRF_TRUSTED_ORIGINS  # full origins; empty means "the hosts of ALLOWED_HOSTS", see lesson/asgi.py

SECURE_SSL_REDIRECT = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # for browsers too old to know frame-ancestors, below

# The pages need nothing from elsewhere, no inline script or style and no eval. 'self' covers same-origin WebSockets.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    },
}
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"

# --- Cookies: one for the session, set only once something is worth remembering; one for CSRF on pages with a form ---

SESSION_ENGINE = "lesson.sessions"
SESSION_COOKIE_AGE = 180 * 24 * 60 * 60  # a term: progress is kept without an account
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True  # forms carry the token; scripts never read the cookie
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = PRODUCTION

# --- The application -------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "daphne",  # first: it gives `runserver` WebSockets
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "channels",
    "csp",
    "django_htmx",
    "lesson.reading",
    "lesson.practice",
    "lesson.classroom",
    "lesson.classroom.questions",
    "playground",
]

MIDDLEWARE = [
    "lesson.middleware.health_probe",
    "django.middleware.security.SecurityMiddleware",
    "lesson.middleware.permissions_policy",
    "lesson.middleware.refusals_are_not_kept",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "lesson.urls"
ASGI_APPLICATION = "lesson.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

# --- Storage and messaging: local by default, shared once the two URLs are set ---------------------------------------

SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATA_DIR / "faultline.sqlite3",
    "OPTIONS": {
        "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;",
        "transaction_mode": "IMMEDIATE",  # a writer waits at the start instead of failing in the middle
        "timeout": 5,  # seconds
    },
}
KEPT = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}  # seconds, by each of the threads of lesson/one_thread.py
DATABASES = {"default": (env.optional_url("DATABASE_URL", env.postgresql) or SQLITE) | KEPT}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.optional_url("REDIS_URL", env.redis)
if REDIS_URL:
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [REDIS_URL], "prefix": "faultline"},
        },
    }
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- Static files: served by lesson/static_files.py in front of Django -----------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = env.text("FAULTLINE_STATIC_ROOT", str(BASE_DIR / "staticfiles")) if PRODUCTION else None
OWN_STATIC_DIR = BASE_DIR / "static"
STATICFILES_DIRS = [
    OWN_STATIC_DIR,
    ("vendor/uplot", BASE_DIR / "node_modules/uplot/dist"),
    ("vendor/inter", BASE_DIR / "node_modules/@fontsource/inter/files"),
    ("vendor/source-serif-4", BASE_DIR / "node_modules/@fontsource/source-serif-4/files"),
]
STATICFILES_FINDERS = ["lesson.static_files.ListedFiles", "django.contrib.staticfiles.finders.AppDirectoriesFinder"]
FILES_FROM_NPM = ["uPlot.esm.js", "uPlot.min.css", "*-latin-400-normal.woff2", "*-latin-600-normal.woff2"]
STORAGES = {
    "staticfiles": {
        "BACKEND": "lesson.static_files.HashedStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION  # at home nobody runs collectstatic
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MAX_AGE = 3600 if PRODUCTION else 0  # seconds; hashed names are cached for ever in any case

# --- The playground: what else one process takes on stands in playground/live/limits.py -------------------------------

PLAYGROUND_LIMITS = {"runs": env.whole_number("FAULTLINE_LIVE_RUNS", 64, 1, 10_000)}
PLAYGROUND_JOBS = {  # the rest: playground/jobs/limits.py
    "workers": env.whole_number("FAULTLINE_WORKERS", 2, 1, 64),
    "niceness": env.whole_number("FAULTLINE_WORKERS_NICE", 10, 0, 19),
}

ROOMS_PER_ADDRESS = env.whole_number("FAULTLINE_ROOMS_PER_ADDRESS", 60, 1, 100_000)  # opened at once, and an hour

# --- The rest --------------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"blank_secrets": {"()": "lesson.log_secrets.BlankSecrets"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["blank_secrets"]}},
    "root": {"handlers": ["stderr"], "level": env.text("FAULTLINE_LOG_LEVEL", "WARNING")},
    # Django's own default would mail administrators, and there are none.
    "loggers": {
        "django": {"handlers": [], "level": "NOTSET", "propagate": True},
        # Anyone can send a wrong Host; it is answered with 400 and need not fill the log with tracebacks.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
