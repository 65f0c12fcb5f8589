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
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.system import servers
from tests.system.conftest import POD, ROOT, SLUG, copy_sample
from tests.system.publishing import SLUGS, Listener, Versions, Web, found, outgoing

pytestmark = pytest.mark.system
LOG = logging.getLogger(__name__)
"""Says the figures: pytest -o log_cli=true --log-cli-level=INFO."""
KILLS = 50
SEED = 6


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


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    with ExitStack() as stack:
        rooms = [tmp_path / "sshd", tmp_path / "nginx"]
        for room in rooms:
            room.mkdir()
        ssh = stack.enter_context(servers.sshd(rooms[0]))
        http = stack.enter_context(servers.nginx(rooms[1], ssh.home))
        yield Web(ssh, http.port, ssh.home / "site")


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
