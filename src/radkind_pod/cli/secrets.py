"""Passwords and keys: from the environment."""

import os


class _Environment:
    def get(self, name: str) -> str | None:
        return os.environ.get(name) or None


def open_secrets() -> _Environment:
    """Return where secrets come from."""
    return _Environment()
