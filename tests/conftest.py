"""What holds for every test."""

import pytest
from tests.torture.seed import NAMED, drawn

from radkind_pod.pipeline.apart import Apart
from radkind_pod.pipeline.runner import Here


def pytest_report_header() -> str:
    """Name the seed of the torture, so that what it draws can be played again."""
    return f"torture: {NAMED}={drawn()}"


@pytest.fixture(autouse=True)
def _here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run stages in this process, where a test can put something else in a function's place.

    System tests and those marked `apart` run them in the process in which they run for people.
    """
    if not any(request.node.get_closest_marker(name) for name in ("system", "apart")):
        monkeypatch.setattr(Apart, "run", Here.run)
        monkeypatch.setattr(Apart, "ask", lambda _, function, file: function(file))
