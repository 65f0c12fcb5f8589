"""Logging in over SSH, as far as no server is needed."""

import socket
from pathlib import Path

import pytest

pytest.importorskip("paramiko")

from radkind_pod.errors import TransferError
from radkind_pod.publish.destinations import open_destination


class NoSecrets:
    def get(self, name: str) -> str | None:
        return None


def refusal(address: str) -> TransferError:
    with pytest.raises(TransferError) as told, open_destination(address, Path(), NoSecrets()):
        pass
    return told.value


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of somebody with a folder for SSH."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (tmp_path / ".ssh").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ("Host pod\n  Port abc\n", "can't be read (Port abc is no number from 1 to 65535). Correct it"),
        ("Host pod\n  Port 0\n", "can't be read (Port 0 is no number"),
        ("Host pod\n  Port 70000\n", "can't be read (Port 70000 is no number"),
        ("Host pod\n  Port ²\n", "can't be read (Port ² is no number"),
        ("Host pod\n  Port\n", "can't be read (Unparsable line Port). Correct it"),
        ("Match sometimes\n  Port 22\n", "can't be read ("),
        ("Host pod\n  HostName \xff\n".encode("latin-1"), "can't be read ("),
    ],
)
def test_ssh_settings_that_can_not_be_read_are_told_with_their_file(
    home: Path, config: str | bytes, words: str
) -> None:
    file = home / ".ssh/config"
    file.write_bytes(config if isinstance(config, bytes) else config.encode())
    message = str(refusal("sftp://pod/~/two"))
    assert message.startswith(f"{file}: ")
    assert words in message


def test_a_match_that_would_run_a_program_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import paramiko.config

    monkeypatch.setattr(paramiko.config, "invoke", None)
    monkeypatch.setattr(paramiko.config, "invoke_import_error", ImportError("No module named 'invoke'"))
    (home / ".ssh/config").write_text('Match exec "true"\n  Port 22\n', encoding="utf-8")
    assert "a Match in it has exec" in str(refusal("sftp://pod/~/two"))


def test_a_server_that_is_not_there_is_told_with_the_reason_and_for_whatever_was_tried(home: Path) -> None:
    with socket.socket() as closed:  # it has the port and doesn't listen
        closed.bind(("127.0.0.1", 0))
        error = refusal(f"sftp://127.0.0.1:{closed.getsockname()[1]}/x")
    assert "can't be reached (Connection refused). " in str(error)
    assert str(error).endswith("the address is right, and try again")
    assert error.is_broken


@pytest.mark.parametrize("host", ["a..b", "a" * 64])
def test_a_name_that_no_server_can_have_is_told(home: Path, host: str) -> None:
    assert "can't be reached (no server can have this name)" in str(refusal(f"sftp://{host}/x"))
