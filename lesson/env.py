"""Typed readers of the process environment. Each fails loudly, naming the variable and what it may hold.

An unset variable and an empty one mean the same: use the default. Nothing here knows of Django's settings.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

Value = TypeVar("Value")

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off"}
SECRET_LENGTH_MIN = 50
SECRET_SYMBOLS_MIN = 5
SECRET_FORM = f"{SECRET_LENGTH_MIN} random characters or more"
DATABASE_FORM = "postgresql://user:password@host:5432/name or postgresql:///name?host=/folder/of/its/socket"
REDIS_FORM = "redis://host:6379/0 (or rediss:// for TLS)"
ORIGIN_FORM = "full origins separated by commas, e.g. https://faultline.example"


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def required(name: str, legal_form: str) -> str:
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. FAULTLINE_PRODUCTION=1 needs it: {legal_form}.")
    return value


def secret(name: str) -> str:
    """The bounds are those of Django's own deployment check."""
    value = required(name, SECRET_FORM)
    if len(value) < SECRET_LENGTH_MIN or len(set(value)) < SECRET_SYMBOLS_MIN:
        raise refuse(name, SECRET_FORM)
    return value


def refuse(name: str, legal_form: str) -> ImproperlyConfigured:
    """The value itself is left out of the message: it may be a secret and messages end up in logs."""
    return ImproperlyConfigured(f"{name} cannot be read. It must be {legal_form}.")


def flag(name: str, *, default: bool = False) -> bool:
    word = text(name).lower()
    if not word:
        return default
    if word in TRUE_WORDS | FALSE_WORDS:
        return word in TRUE_WORDS
    raise refuse(name, "1 or 0 (true, yes, on, false, no and off are understood too)")


def whole_number(name: str, default: int, lowest: int, highest: int) -> int:
    digits = text(name, str(default))
    if digits.isascii() and digits.isdecimal() and lowest <= int(digits) <= highest:
        return int(digits)
    raise refuse(name, f"a whole number from {lowest} to {highest}")


def folder(name: str, default: Path) -> Path:
    path = Path(text(name, str(default))).expanduser().resolve()
    if path.exists() and not path.is_dir():
        raise refuse(name, "the path of a folder; it is made when missing")
    path.mkdir(parents=True, exist_ok=True)
    return path


def words(name: str, default: list[str] | None = None) -> list[str]:
    found = [word.strip() for word in text(name).split(",") if word.strip()]
    return found or list(default or [])


def hosts(name: str) -> list[str]:
    found = [word.strip() for word in required(name, "host names separated by commas").split(",") if word.strip()]
    if any("/" in host or host == "*" for host in found):
        raise refuse(name, "host names separated by commas, without scheme, path or a bare *")
    return found


def origins(name: str) -> list[str]:
    found = [origin.strip().rstrip("/") for origin in required(name, ORIGIN_FORM).split(",") if origin.strip()]
    if not all(_is_origin(origin) for origin in found):
        raise refuse(name, ORIGIN_FORM)
    return found


def _is_origin(candidate: str) -> bool:
    parts = urlsplit(candidate)
    extras = parts.path or parts.query or parts.fragment or parts.username
    return parts.scheme == "https" and bool(parts.hostname) and "*" not in candidate and not extras


def optional_url(name: str, parse: Callable[[str, SplitResult], Value]) -> Value | None:
    value = text(name)
    return parse(name, urlsplit(value)) if value else None


def postgresql(name: str, url: SplitResult) -> dict[str, str]:
    """Django's DATABASES entry for a PostgreSQL URL; reserved characters in a password are percent-encoded."""
    host = url.hostname or parse_qs(url.query).get("host", [""])[0]
    if url.scheme not in {"postgresql", "postgres"} or not host or not url.path.strip("/"):
        raise refuse(name, DATABASE_FORM)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.strip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": host,
        "PORT": _port(name, url, DATABASE_FORM),
    }


def redis(name: str, url: SplitResult) -> str:
    if url.scheme not in {"redis", "rediss"} or not url.hostname:
        raise refuse(name, REDIS_FORM)
    _port(name, url, REDIS_FORM)
    return url.geturl()


def _port(name: str, url: SplitResult, legal_form: str) -> str:
    try:
        return str(url.port or "")
    except ValueError:
        raise refuse(name, legal_form) from None
