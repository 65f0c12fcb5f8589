"""Files to be examined, and the gate itself."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.publish.gate.samples import AMA, MAKERS

from radkind_pod.model.consent import People
from radkind_pod.publish.gate import Leak, Names, compile_names, examine


@pytest.fixture(scope="session")
def samples() -> dict[str, bytes]:
    """Each kind of file by its ending."""
    return {ending: make() for ending, make in MAKERS.items()}


@pytest.fixture
def look(tmp_path: Path) -> Callable[..., tuple[Leak, ...]]:
    """Examine bytes as if they were to be published under a path."""

    def examined(data: bytes | str, path: str = "a.html", names: Names | People = AMA) -> tuple[Leak, ...]:
        file = tmp_path / "outgoing"
        file.write_bytes(data.encode() if isinstance(data, str) else data)
        return examine(file, path, compile_names(names) if isinstance(names, People) else names)

    return examined
