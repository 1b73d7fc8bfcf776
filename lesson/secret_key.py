"""A signing key for local use: made once, kept beside the local database, readable by its owner only."""

import os
import secrets
from pathlib import Path


def local_secret_key(folder: Path) -> str:
    path = folder / "secret-key"
    if not path.exists():
        _create(path)
    return path.read_text().strip()


def _create(path: Path) -> None:
    """Written aside and linked into place, so that two servers starting at once agree on one whole key."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(60))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
