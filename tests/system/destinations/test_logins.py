"""Who may come in, which servers are believed, and that no secret is ever told."""

import logging
import os
import re
import stat
import subprocess
import time
import traceback
from dataclasses import replace
from pathlib import Path

import pytest
from tests.publish.destinations.behaviour import send
from tests.system import servers
from tests.system.destinations.conftest import make_reach
from tests.system.destinations.reach import Reach

from radkind_pod.errors import TransferError

pytestmark = pytest.mark.system
PLANTED = "Zq9-planted-secret-x7"


def refusal(reach: Reach) -> TransferError:
    with pytest.raises(TransferError) as told, reach.open() as there:
        there.stat("feed.xml")
    return told.value


@pytest.mark.parametrize(
    ("reach", "secrets", "words"),
    [
        ("sftp", {"RADKIND_POD_PASSWORD": PLANTED}, "the server refuses the password, and knows none of your keys."),
        ("sftp", {}, "no password was given, and the server knows none of your keys."),
        ("rsync", {}, "knows none of your keys"),
        (
            "rclone-sftp",
            {"RADKIND_POD_PASSWORD": PLANTED},
            "the server refuses the password, and knows none of your keys.",
        ),
        ("rclone-sftp", {}, "no password was given, and the server knows none of your keys."),
        ("nginx", {"RADKIND_POD_PASSWORD": PLANTED}, "doesn't take this user and password"),
        ("rclone-dav", {"RADKIND_POD_PASSWORD": PLANTED}, "doesn't take this user and password"),
        ("rclone-dav", {}, "doesn't take this user and password"),
        ("rclone-s3", {"AWS_ACCESS_KEY_ID": servers.USER, "AWS_SECRET_ACCESS_KEY": PLANTED}, "doesn't take this key"),
        ("rclone-s3", {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": PLANTED}, "doesn't take this key"),
        ("rclone-s3", {}, "no key for this storage was given"),
    ],
    indirect=["reach"],
)
def test_a_wrong_login_is_told_and_the_secret_is_in_no_message_log_or_command(
    reach: Reach, secrets: dict[str, str], words: str, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    config = Path(reach.environment.get("HOME", tmp_path)) / ".ssh/config"
    kept = config.read_text(encoding="utf-8") if config.exists() else None
    if kept:  # without the line that names the key
        config.write_text(re.sub(r"(?m)^ *IdentityFile.*$", "", kept), encoding="utf-8")
    try:
        error = refusal(replace(reach, secrets=secrets))
    finally:
        if kept:
            config.write_text(kept, encoding="utf-8")
    assert words in str(error)
    assert not error.is_broken
    assert PLANTED not in "".join(traceback.format_exception(error)) + caplog.text + repr(error.__dict__)


@pytest.mark.parametrize("is_password_taken", [True, False])
@pytest.mark.parametrize("password", [None, PLANTED])
def test_a_key_that_a_passphrase_locks_and_a_password_that_is_not_asked_for_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, password: str | None, is_password_taken: bool
) -> None:
    with servers.sshd(tmp_path, passwords=is_password_taken) as server:
        home = servers.ssh_home_of(server, tmp_path)
        monkeypatch.setenv("HOME", str(home))
        monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
        reach = make_reach("sftp", server, "locked")
        reach = replace(reach, secrets={"RADKIND_POD_PASSWORD": password} if password else {})
        lock(server.room / "id", "its-passphrase")
        message = str(refusal(reach))
        if is_password_taken:
            assert ("refuses the password" if password else "no password was given") in message
        else:
            assert "the server takes a key, no password, and knows none of your keys" in message
        assert f"the key {server.room}/id wasn't tried" in message
        assert "keyring" in message
        assert PLANTED not in message
        with replace(reach, secrets={"RADKIND_POD_PASSWORD": "its-passphrase"}).open() as there:
            assert there.stat("feed.xml") is None


def test_a_key_that_an_agent_has_opened_is_not_told_as_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with servers.sshd(tmp_path) as server:
        home = servers.ssh_home_of(server, tmp_path)
        monkeypatch.setenv("HOME", str(home))
        socket = tmp_path / "agent"
        agent = subprocess.Popen(["ssh-agent", "-D", "-a", socket], stdout=subprocess.DEVNULL)
        try:
            monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
            while not socket.exists():
                time.sleep(0.05)
            subprocess.run(["ssh-add", "-q", server.room / "id"], check=True)
            lock(server.room / "id", "its-passphrase")
            reach = replace(make_reach("sftp", server, "agent"), secrets={})
            with reach.open() as there:
                assert there.stat("feed.xml") is None
            (server.room / "authorized_keys").write_text("", encoding="utf-8")
            message = str(refusal(reach))
            assert "no password was given, and the server knows none of your keys." in message
        finally:
            agent.terminate()
            agent.wait()


def lock(key: Path, passphrase: str) -> None:
    subprocess.run(["ssh-keygen", "-q", "-p", "-P", "", "-N", passphrase, "-f", key], check=True)


@pytest.mark.parametrize("kind", ["sftp", "rsync"])
def test_an_unknown_server_and_one_with_another_key_are_refused(
    kind: str, ssh_server: servers.Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is added to known_hosts."""
    reach = make_reach(kind, ssh_server, "hosts")
    words = "has the fingerprint SHA256:" if kind == "sftp" else "doesn't know the server's key"
    home = servers.ssh_home_of(ssh_server, tmp_path)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PATH", f"{home}/bin:{os.environ['PATH']}")
    known = home / ".ssh/known_hosts"
    known.write_text("", encoding="utf-8")
    error = refusal(reach)
    assert words in str(error)
    assert not error.is_broken
    assert known.read_text(encoding="utf-8") == ""
    other = (ssh_server.room / "id.pub").read_text(encoding="utf-8").split()[:2]  # a key, but not the server's
    known.write_text(f"[127.0.0.1]:{ssh_server.port} {' '.join(other)}\n", encoding="utf-8")
    before = known.read_bytes()
    error = refusal(reach)
    assert "another key than before" in str(error) or "another one than before" in str(error)
    assert not error.is_broken
    assert known.read_bytes() == before


def test_the_command_of_the_message_adds_the_key_that_was_shown_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with servers.sshd(tmp_path, more_keys=("rsa", "ecdsa")) as server:
        home = servers.ssh_home_of(server, tmp_path)
        monkeypatch.setenv("HOME", str(home))
        known = home / ".ssh/known_hosts"
        known.write_text("", encoding="utf-8")
        reach = make_reach("sftp", server, "keys")
        message = str(refusal(reach))
        subprocess.run(message.rpartition(": ")[2], shell=True, check=True, capture_output=True)
        (line,) = known.read_text(encoding="utf-8").splitlines()
        shown = subprocess.run(["ssh-keygen", "-lf", known], check=True, capture_output=True, text=True).stdout
        assert shown.split()[1] in message
        assert f"({shown.split()[-1].strip('()').lower()})" in message
        with reach.open() as there:
            assert there.stat("feed.xml") is None
        known.write_text(line.replace(line.split()[2], other_key(server)), encoding="utf-8")
        assert "ssh-keyscan -t ed25519 -p" in str(refusal(reach))


def other_key(server: servers.Server) -> str:
    return (server.room / "id.pub").read_text(encoding="utf-8").split()[1]


@pytest.mark.parametrize("kind", ["sftp", "rsync"])
def test_a_name_from_the_ssh_config_is_understood(
    kind: str, ssh_server: servers.Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reach = make_reach(kind, ssh_server, f"config-{kind}")
    for name, value in reach.environment.items():
        monkeypatch.setenv(name, value)
    short = replace(reach, pattern=reach.pattern.replace("127.0.0.1:{port}", "pod-server"))
    with short.open() as there:
        send(there, "a.txt", b"x", tmp_path)
    assert reach.look("a.txt") == b"x"


def test_https_is_spoken_and_only_to_a_certificate_that_is_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with servers.nginx(tmp_path, tls=True) as server:
        reach = make_reach("nginx", server, "tls")
        secure = replace(reach, pattern="davs://pod@localhost:{port}/dav/tls")
        error = refusal(secure)
        assert "certificate can't be trusted" in str(error)
        assert not error.is_broken
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        with secure.open() as there:
            send(there, "feed.xml", b"x", tmp_path)
        assert (server.home / "dav/tls/feed.xml").read_bytes() == b"x"


@pytest.mark.parametrize("reach", ["sftp", "rsync", "nginx", "moto"], indirect=True)
def test_a_server_that_is_not_there_may_be_tried_again(reach: Reach) -> None:
    error = refusal(reach.by(servers.free_port()))
    assert "can't be reached" in str(error)
    assert error.is_broken


@pytest.mark.parametrize("reach", ["sftp", "rclone-sftp", "rsync"], indirect=True)
def test_a_missing_folder_around_the_destination_is_told_to_who_only_looks(reach: Reach) -> None:
    place = reach.address.partition(f":{reach.port}")[2]
    for wrong in ("/no/podcast", "/no/such/podcast"):
        folder = f"{place}{wrong}".rpartition("/")[0]
        error = refusal(replace(reach, pattern=reach.pattern + wrong))
        assert f": the folder {folder} is not there. Look at the path in the address" in str(error)
        assert not error.is_broken
    assert "the folder ~/no is not there" in str(refusal(replace(reach, pattern=home_of(reach) + "/no/podcast")))
    assert reach.folders() == []


@pytest.mark.parametrize("reach", ["nginx"], indirect=True)
def test_a_missing_folder_around_a_webdav_destination_is_told(reach: Reach) -> None:
    error = refusal(replace(reach, pattern=reach.pattern + "/no/podcast"))
    folder = reach.address.partition(f":{reach.port}")[2] + "/no"
    assert f": the folder {folder} is not there. Look at the path in the address" in str(error)


def home_of(reach: Reach) -> str:
    return reach.pattern.partition("{port}")[0] + "{port}/~"


@pytest.mark.parametrize("reach", ["sftp", "rsync"], indirect=True)
def test_a_destination_whose_last_folder_is_missing_is_opened(reach: Reach) -> None:
    for top in (reach.pattern, home_of(reach), home_of(reach) + "/podcast"):
        with replace(reach, pattern=top).open() as there:
            assert there.stat("feed.xml") is None


@pytest.mark.parametrize("reach", ["moto"], indirect=True)
def test_a_bucket_that_is_not_there_is_told(reach: Reach) -> None:
    assert "no such bucket" in str(refusal(replace(reach, pattern=reach.pattern.replace("podcast", "potcast"))))


@pytest.mark.parametrize("reach", ["moto"], indirect=True)
def test_storage_keeps_type_and_cache_time(reach: Reach, tmp_path: Path, moto_server: servers.Server) -> None:
    with reach.open() as there:
        send(there, "a.mp3", b"x", tmp_path)
    place = reach.address.partition("podcast/")[2].partition("?")[0]
    head = servers.s3_client(moto_server.port).head_object(Bucket="podcast", Key=f"{place}/a.mp3")
    assert head["ContentType"] == "audio/mpeg"
    assert head["CacheControl"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(("reach", "is_told"), [("moto", False), ("rclone-s3", True)], indirect=["reach"])
def test_storage_that_heeds_no_conditions_is_noticed_and_told_once(reach: Reach, is_told: bool) -> None:
    with reach.open() as there:
        assert there.create("lock", b"a")
        assert not there.create("lock", b"b")
        assert ["takes no conditions" in remark for remark in there.remarks] == [True] * is_told
    assert reach.left() == ["lock"]


@pytest.mark.parametrize(("reach", "is_told"), [("sftp", False), ("rclone-sftp", True)], indirect=["reach"])
def test_a_server_that_makes_a_file_twice_is_noticed_and_told_once(reach: Reach, is_told: bool) -> None:
    with reach.open() as there:
        assert there.create("lock", b"a")
        assert not there.create("lock", b"b")
        assert ["lets two people make the same file" in remark for remark in there.remarks] == [True] * is_told
    assert reach.left() == ["lock"]


@pytest.mark.parametrize("reach", ["sftp", "rsync"], indirect=True)
def test_a_web_server_may_read_everything_whatever_the_umask(
    reach: Reach, tmp_path: Path, ssh_server: servers.Server
) -> None:
    """The server runs with the umask 077."""
    with reach.open() as there:
        send(there, "a/b/c.txt", b"x", tmp_path)
        there.create("a/.lock", b"y")
    root = ssh_server.home / reach.address.rpartition("/")[2]
    modes = {path.relative_to(root).as_posix(): stat.S_IMODE(path.stat().st_mode) for path in [root, *root.rglob("*")]}
    assert modes == {".": 0o755, "a": 0o755, "a/b": 0o755, "a/b/c.txt": 0o644, "a/.lock": 0o644}
