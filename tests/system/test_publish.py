"""The real command publishes to real servers; it is killed, cut off and raced, and listeners never see it."""

import hashlib
import json
import logging
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from urllib.error import HTTPError

import pytest
from lxml import etree
from tests.system import servers
from tests.system.conftest import ROOT, SLUG, copy_sample

pytestmark = pytest.mark.system
LOG = logging.getLogger(__name__)
"""Says the figures: pytest -o log_cli=true --log-cli-level=INFO."""

BASE_URL = "https://radicalkindness.example/podcast/"
POD = [sys.executable, "-m", "radkind_pod"]
SLUGS = (SLUG, "another", "a-third")
KILLS = 50
SEED = 6


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


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Versions:
    """Build the sample twice, and make three episodes of each build."""
    folder = tmp_path_factory.mktemp("versions")
    show = copy_sample(folder / "built")
    shutil.copy2(ROOT / "people.yaml", show.root)
    yaml = show.episode / "episode.yaml"
    for version, title in (("a", "Two voices: what"), ("b", "Two voices, and what")):
        text = yaml.read_text(encoding="utf-8")
        yaml.write_text(re.sub(r"Two voices.* what", title, text, count=1), encoding="utf-8")
        show.build()
        for slug in SLUGS:
            _keep(show.root, slug, folder / version / slug)
    shutil.copytree(show.root, folder / "base", ignore=shutil.ignore_patterns("raw", "build", "public"))
    for slug in SLUGS[1:]:
        shutil.copytree(folder / "base/episodes" / SLUG, folder / "base/episodes" / slug)
    return Versions(folder)


def _keep(root: Path, slug: str, target: Path) -> None:
    """Keep what was built, as if the episode had this slug."""
    target.mkdir(parents=True)
    for name in ("release.json", "words.json"):
        text = (root / "episodes" / SLUG / name).read_text(encoding="utf-8").replace(SLUG, slug)
        guid = hashlib.md5(slug.encode(), usedforsecurity=False).hexdigest()[:8]
        (target / name).write_text(text.replace("5b0f6d0e", guid), encoding="utf-8")
    files = target / "package/files/episodes" / slug
    files.mkdir(parents=True)
    for made in (root / "build" / SLUG / "package/files/episodes" / SLUG).iterdir():
        shutil.copy2(made, files / made.name.replace(SLUG, slug))


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


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    with ExitStack() as stack:
        rooms = [tmp_path / "sshd", tmp_path / "nginx"]
        for room in rooms:
            room.mkdir()
        ssh = stack.enter_context(servers.sshd(rooms[0]))
        http = stack.enter_context(servers.nginx(rooms[1], ssh.home))
        yield Web(ssh, http.port, ssh.home / "site")


def found(root: Path) -> dict[str, bytes]:
    files = (f for f in root.rglob("*") if f.is_file() and not any(part.startswith(".") for part in f.parts[1:]))
    return {f.relative_to(root).as_posix(): f.read_bytes() for f in files}


def outgoing(project: Project) -> dict[str, bytes]:
    return found(project.root / "build/outgoing")


def begins_to_send(process: subprocess.Popen[str]) -> bool:
    """Wait until it sends. False: it doesn't, since all stands there already."""
    assert process.stderr
    return any(line.startswith("send:") for line in process.stderr)


def test_killed_at_fifty_random_moments_listeners_never_see_it(versions: Versions, web: Web, tmp_path: Path) -> None:
    """Each publish is killed; now and then one comes to its end. Every file the feed names is read all the time."""
    draw = random.Random(SEED)
    project = versions.project(tmp_path / "show", web.address())
    project.switch("a")
    project.publish(home=web.home)
    project.switch("b")
    process, killed, in_time = project.start(home=web.home), 0, 0
    assert begins_to_send(process)
    began = time.monotonic()
    process.communicate()
    took = time.monotonic() - began
    with Listener(web.base) as listener:
        for number in range(KILLS):
            project.switch("ab"[number % 2])
            process = project.start(home=web.home)
            if begins_to_send(process):
                time.sleep(draw.uniform(0, took))
            process.kill()
            process.communicate()
            killed += process.returncode == -9
            in_time += process.returncode == 0
        project.switch("b")
        project.publish(home=web.home)
        looks = listener.looks
    LOG.info("%d killed, %d done before; %d looks, %d broken", killed, in_time, looks, len(listener.broken))
    assert listener.broken == []
    assert killed >= KILLS // 2
    assert looks > KILLS
    sent = found(web.root)
    assert {path: sent[path] for path in outgoing(project)} == outgoing(project)
    assert not list(web.root.rglob(".part*")), "nothing half-sent is left"


def test_two_publishers_at_once_never_break_it(versions: Versions, web: Web, tmp_path: Path) -> None:
    """One of the two waits for a person, or both come one after the other. Each means it, whatever the other sent."""
    meant = [f"--again={slug}" for slug in SLUGS]
    projects = [versions.project(tmp_path / name, web.address()) for name in ("one", "two")]
    projects[0].switch("a")
    projects[0].publish(home=web.home)
    codes = []
    with Listener(web.base) as listener:
        for number in range(10):
            for project, version in zip(projects, "ab" if number % 2 else "ba", strict=True):
                project.switch(version)
            running = [project.start(*meant, home=web.home) for project in projects]
            said = [process.communicate(timeout=120) for process in running]
            codes.append(sorted(process.returncode for process in running))
            assert codes[-1][0] == 0, said
            assert set(codes[-1]) <= {0, 6}, said
    assert listener.broken == []
    LOG.info("%d of %d races were refused to one of the two", codes.count([0, 6]), len(codes))
    projects[1].switch("a")
    projects[1].publish(*meant, home=web.home)
    sent = found(web.root)
    assert {path: sent[path] for path in outgoing(projects[1])} == outgoing(projects[1])


def test_a_connection_that_drops_is_told_and_the_next_run_sends_the_rest(
    versions: Versions, web: Web, tmp_path: Path
) -> None:
    cutter = servers.Cutter(web.ssh.port)
    servers.know(web.home, cutter.port, web.ssh.room / "hostkey.pub")
    project = versions.project(tmp_path / "show", web.address(cutter.port))
    project.switch("a")
    project.publish(home=web.home)
    project.switch("b")
    with Listener(web.base) as listener:
        cutter.cut_after(700_000)
        said = project.publish(home=web.home, exit_code=5)
        cutter.cut_after(float("inf"))
        again = project.publish(home=web.home)
    assert "Traceback" not in said
    assert listener.broken == []
    went_up, files = map(int, re.search(r"; (\d+) of (\d+) files", again).groups())  # type: ignore[union-attr]
    assert went_up < files
    cutter.close()


def test_a_full_disk_is_told_and_leaves_the_old_show(versions: Versions, tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk: the sound doesn't fit, all else does."""
    project = versions.project(tmp_path / "show", "../site")
    project.switch("a")
    project.publish()
    before = found(tmp_path / "site")
    project.switch("b")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))

    said = project.publish(exit_code=5, preexec_fn=limit)
    assert "Traceback" not in said
    after = found(tmp_path / "site")
    assert after["feed.xml"] == before["feed.xml"]
    assert before.items() <= after.items()
    project.publish()
    assert outgoing(project).items() <= found(tmp_path / "site").items()


def _s3_files(port: int) -> dict[str, bytes]:
    client = servers.s3_client(port)
    listed = client.list_objects_v2(Bucket="podcast", Prefix="site/").get("Contents", [])
    keys = [one["Key"] for one in listed if "/.radkind-pod/" not in one["Key"]]
    return {key.removeprefix("site/"): client.get_object(Bucket="podcast", Key=key)["Body"].read() for key in keys}


Opened = tuple[str, Callable[[], dict[str, bytes]], Path | None]


def _open(kind: str, stack: ExitStack, room: Path) -> Opened:
    """Start a server; return its address, how to read what is there, and whose home may log in."""
    room.mkdir()
    if kind in ("sftp", "rsync"):
        server = stack.enter_context(servers.sshd(room))
        site = server.home / "site"
        site.mkdir()
        return f"{kind}://127.0.0.1:{server.port}{site}", lambda: found(site), room / "home"
    if kind == "nginx":
        server = stack.enter_context(servers.nginx(room))
        site = server.home / "dav" / "site"
        site.mkdir()
        return f"dav://{servers.USER}@127.0.0.1:{server.port}/dav/site", lambda: found(site), None
    if kind == "rclone-webdav":
        server = stack.enter_context(servers.rclone(room, "webdav"))
        site = server.home / "site"
        site.mkdir()
        return f"dav://{servers.USER}@127.0.0.1:{server.port}/site", lambda: found(site), None
    server = stack.enter_context(servers.moto(room) if kind == "moto" else servers.rclone(room, "s3"))
    address = f"s3://podcast/site?endpoint=http://127.0.0.1:{server.port}&region=us-east-1"
    return address, lambda: _s3_files(server.port), None


@pytest.mark.parametrize("kind", ["sftp", "rsync", "nginx", "rclone-webdav", "moto", "rclone-s3"])
def test_every_kind_of_destination_holds_the_show_and_then_the_next_one(
    versions: Versions, tmp_path: Path, kind: str
) -> None:
    with ExitStack() as stack:
        address, there, home = _open(kind, stack, tmp_path / "server")
        project = versions.project(tmp_path / "show", address)
        project.switch("a")
        said = project.publish(home=home)
        assert servers.PASSWORD not in said
        assert there() == outgoing(project)
        assert "Nothing to send" in project.publish(home=home)
        old = there()
        project.switch("b")
        project.publish(home=home)
        kept = {path: data for path, data in old.items() if path not in outgoing(project)}
        assert there() == {**outgoing(project), **kept}
        assert kept
        secret = servers.PASSWORD.encode()
        assert not any(secret in f.read_bytes() for f in project.root.rglob("*") if f.is_file())


def test_a_withdrawal_leaves_no_byte_at_the_server(versions: Versions, web: Web, tmp_path: Path) -> None:
    """Also of the earlier versions that were to stay for a month."""
    project = versions.project(tmp_path / "show", web.address())
    for version in "ab":
        project.switch(version)
        project.publish(home=web.home)
    environment = {**os.environ, "HOME": str(web.home)}
    command = [*POD, "-C", str(project.root), "withdraw", "John F. Kennedy", "--yes", "--progress", "none"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "What nobody can call back" in done.stdout
    assert not any(path.startswith("episodes/") for path in found(web.root))
    texts = b"".join(f.read_bytes() for f in web.root.rglob("*") if f.is_file())
    assert b"Kennedy" not in texts
    log = [json.loads(line) for line in (project.root / "publishing.log").read_text(encoding="utf-8").splitlines()]
    assert [line["what"] for line in log] == ["publish", "publish", "withdraw", "publish", "remove"]
