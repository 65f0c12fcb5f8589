"""What holds for every test."""

from tests.torture.seed import NAMED, drawn


def pytest_report_header() -> str:
    """Name the seed of the torture, so that what it draws can be played again."""
    return f"torture: {NAMED}={drawn()}"
