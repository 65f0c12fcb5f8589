"""What holds for every test."""

from hashlib import sha256
from pathlib import Path

import pytest
from tests.torture.seed import NAMED, drawn

from radkind_pod.pipeline.apart import Apart
from radkind_pod.pipeline.runner import Here

ROOT = Path(__file__).parents[1]
SACRED = ("audio", "episodes/*/raw", "tests/data")
"""Recordings and music: no test, and nothing that a test starts, may change one."""
BEFORE = pytest.StashKey[dict[Path, str]]()


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


def pytest_sessionstart(session: pytest.Session) -> None:
    """Note what the originals are, in the one process that outlives all tests."""
    if not hasattr(session.config, "workerinput"):
        session.config.stash[BEFORE] = originals()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail where an original is not what it was before the first test."""
    before = session.config.stash.get(BEFORE, None)
    if before is None or before == (now := originals()):
        return
    changed = sorted(str(file) for file in {*before, *now} if before.get(file) != now.get(file))
    session.exitstatus = pytest.ExitCode.TESTS_FAILED
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    reporter.write_line(f"\nERROR: a test has changed originals: {', '.join(changed)}", red=True)


def originals() -> dict[Path, str]:
    """Return the SHA-256 of each original."""
    files = (file for place in SACRED for top in ROOT.glob(place) for file in top.rglob("*") if file.is_file())
    return {file.relative_to(ROOT): sha256(file.read_bytes()).hexdigest() for file in files}
