"""Secrets that open something: long, random, shown once, kept as SHA-256 only and compared in constant time."""

import hashlib
import hmac
import secrets

SECRET_BYTES = 24


def new_secret() -> str:
    """192 random bits, fit for an address."""
    return secrets.token_urlsafe(SECRET_BYTES)


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def opens(secret: str, hashed: str) -> bool:
    """Whether `secret` is the one whose hash is kept. An empty hash is opened by nothing."""
    return bool(hashed) and hmac.compare_digest(hash_of(secret), hashed)
