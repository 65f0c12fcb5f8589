"""Waiting for a page whose policy forbids to make code of text, as Playwright's own waiting does."""

import time


def until(page, expression: str, seconds: float = 15) -> None:
    """Return as soon as the expression is true in the page. Raises AssertionError when it never is."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, expression
        page.wait_for_timeout(50)
