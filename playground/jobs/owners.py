"""Owners of jobs: a session, and in front of a dot the source that it came from, where that is known."""


def named(source: str, session: str) -> str:
    return f"{source}.{session}"


def source_in(owner: str) -> str:
    """Empty where the owner says nothing of it."""
    source, dot, _ = owner.partition(".")
    return source if dot else ""
