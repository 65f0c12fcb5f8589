"""A project of which there are two versions, a web where it is published, and a listener who reads it all the time."""

import hashlib
import os
import re
import shutil
import subprocess
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from urllib.error import HTTPError

from lxml import etree
from tests.system import servers
from tests.system.conftest import POD, SLUG

BASE_URL = "https://radicalkindness.example/podcast/"
SLUGS = (SLUG, "another", "a-third")


@dataclass(frozen=True)
class Versions:
    """A project with three episodes, of which there are two versions each."""

    folder: Path

    def project(self, where: Path, to: str) -> "Project":
        """Return a project of its own that publishes to this address."""
        shutil.copytree(self.folder / "base", where)
        config = where / "config.yaml"
        text = config.read_text(encoding="utf-8")
        config.write_text(f'{text}\npublish: {{to: "{to}", check: false}}\n', encoding="utf-8")
        return Project(where, self.folder)


@dataclass(frozen=True)
class Project:
    """What a producer has on the laptop."""

    root: Path
    versions: Path

    def switch(self, version: str) -> None:
        """Have all episodes as another build has left them."""
        for slug in SLUGS:
            source = self.versions / version / slug
            for name in ("release.json", "words.json"):
                shutil.copy2(source / name, self.root / "episodes" / slug / name)
            package = self.root / "build" / slug / "package"
            shutil.rmtree(package, ignore_errors=True)
            shutil.copytree(source / "package", package)

    def start(self, *arguments: str, home: Path | None = None, **options) -> subprocess.Popen[str]:
        """Start a publish."""
        environment = {**os.environ, "RADKIND_POD_PASSWORD": servers.PASSWORD}
        environment |= {"AWS_ACCESS_KEY_ID": servers.USER, "AWS_SECRET_ACCESS_KEY": servers.PASSWORD}
        if home:
            environment |= {"HOME": str(home), "PATH": f"{home}/bin:{os.environ['PATH']}"}
        command = [*POD, "-C", str(self.root), "publish", "--progress", "plain", *arguments]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "encoding": "utf-8"}
        return subprocess.Popen(command, env=environment, **pipes, **options)

    def publish(self, *arguments: str, exit_code: int = 0, **options) -> str:
        """Publish to the end; return what it said."""
        process = self.start(*arguments, **options)
        out, err = process.communicate(timeout=300)
        assert process.returncode == exit_code, out + err
        return out + err


class Listener(Thread):
    """Reads the feed and everything it names, again and again, as an app does."""

    def __init__(self, base: str) -> None:
        super().__init__(daemon=True)
        self.base, self.looks, self.broken = base, 0, list[str]()
        self._over = Event()

    def __enter__(self) -> "Listener":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join()

    def run(self) -> None:
        while not self._over.wait(0.02):
            self.look()

    def look(self) -> None:
        """Read everything once, and note what is broken."""
        data = self._get("feed.xml")
        if data is None:
            return
        try:
            feed = etree.fromstring(data)
        except etree.XMLSyntaxError as error:
            self.broken.append(f"feed: {error}")
            return
        sizes = {e.get("url"): int(e.get("length")) for e in feed.iter("enclosure")}
        urls = {url for e in feed.iter() for name in ("url", "href") if (url := e.get(name, "")).startswith(BASE_URL)}
        for url in sorted(urls - {f"{BASE_URL}feed.xml"}):
            path = url.removeprefix(BASE_URL)
            content = self._get(path)
            named = re.search(r"-([0-9a-f]{12})\.", path)
            if content is None or (named and not hashlib.sha256(content).hexdigest().startswith(named[1])):
                self.broken.append(f"{path}: {'missing' if content is None else 'other bytes'}")
            elif url in sizes and len(content) != sizes[url]:
                self.broken.append(f"{path}: {len(content)} bytes instead of {sizes[url]}")
        self.looks += 1

    def _get(self, path: str) -> bytes | None:
        try:
            with urllib.request.urlopen(self.base + path, timeout=20) as answer:
                return answer.read()
        except HTTPError:
            return None


@dataclass(frozen=True)
class Web:
    """An SFTP server whose files nginx shows to everybody."""

    ssh: servers.Server
    port: int
    root: Path

    @property
    def home(self) -> Path:
        """The home of somebody who may log in."""
        return self.ssh.room / "home"

    @property
    def base(self) -> str:
        """Where listeners find it."""
        return f"http://127.0.0.1:{self.port}/site/"

    def address(self, port: int | None = None) -> str:
        """Return where to publish to."""
        return f"sftp://127.0.0.1:{port or self.ssh.port}{self.root}"


def found(root: Path) -> dict[str, bytes]:
    files = (f for f in root.rglob("*") if f.is_file() and not any(part.startswith(".") for part in f.parts[1:]))
    return {f.relative_to(root).as_posix(): f.read_bytes() for f in files}


def outgoing(project: Project) -> dict[str, bytes]:
    return found(project.root / "build/outgoing")
