"""A destination on a real server, and what others see of it."""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.publish.destinations.behaviour import folders_in
from tests.system.servers import PASSWORD, USER

from radkind_pod.publish.destinations import Destination, open_destination

CLIENT = Path(__file__).with_name("client.py")
SRC = Path(__file__).parents[3] / "src"


@dataclass(frozen=True)
class Given:
    """Secrets as a test gives them."""

    secrets: dict[str, str]

    def get(self, name: str) -> str | None:
        return self.secrets.get(name)


@dataclass(frozen=True)
class Reach:
    """How to get to a destination."""

    kind: str
    pattern: str
    """The address, with {port}."""
    port: int
    look: Callable[[str], bytes | None]
    """Return what a listener sees at this path."""
    left: Callable[[], list[str]]
    """Return the names of all that lies there, and of uploads in parts that were begun."""
    environment: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=lambda: {"RADKIND_POD_PASSWORD": PASSWORD})

    root: Path | None = None
    """Where it lies on the disk; None where there are no folders."""

    @property
    def address(self) -> str:
        return self.pattern.format(port=self.port)

    def folders(self) -> list[str]:
        """Return all folders that are there."""
        return folders_in(self.root)() if self.root else []

    def by(self, port: int) -> "Reach":
        return replace(self, port=port)

    def open(self) -> AbstractContextManager[Destination]:
        return open_destination(self.address, Path(), Given(self.secrets))

    def client(self, *arguments: str | Path) -> subprocess.Popen:
        """Run client.py in a process of its own, which can be killed."""
        environment = {**os.environ, **self.environment, **self.secrets, "PYTHONPATH": str(SRC)}
        return subprocess.Popen(
            [sys.executable, str(CLIENT), self.address, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
            encoding="utf-8",
        )


S3_SECRETS = {"AWS_ACCESS_KEY_ID": USER, "AWS_SECRET_ACCESS_KEY": PASSWORD}
