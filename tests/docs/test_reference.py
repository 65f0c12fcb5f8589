"""docs/reference.md is what the code says."""

import runpy
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_the_reference_is_what_the_generator_makes() -> None:
    """Where this fails: python scripts/make_reference.py."""
    made = runpy.run_path(str(ROOT / "scripts" / "make_reference.py"))["reference"]()
    assert made == (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
