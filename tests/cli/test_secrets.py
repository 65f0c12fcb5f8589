"""Where secrets come from."""

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import KeyringLocked

from radkind_pod.cli.secrets import EnvironmentAndKeyring
from radkind_pod.errors import TransferError

SECRETS = EnvironmentAndKeyring("sftp://ann@example.org/www")


class Memory(KeyringBackend):
    """A keyring that holds one secret, or is locked."""

    priority = 1
    is_locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.is_locked:
            raise KeyringLocked
        kept = {("radkind-pod", "RADKIND_POD_PASSWORD sftp://ann@example.org/www"): "from the keyring"}
        return kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Memory:
    memory = Memory()
    monkeypatch.setattr(keyring.core, "_keyring_backend", memory)
    monkeypatch.delenv("RADKIND_POD_PASSWORD", raising=False)
    return memory


def test_the_keyring_is_asked_for_this_address_and_name(ring: Memory) -> None:
    assert SECRETS.get("RADKIND_POD_PASSWORD") == "from the keyring"
    assert SECRETS.get("AWS_SECRET_ACCESS_KEY") is None
    assert EnvironmentAndKeyring("sftp://bo@example.org/www").get("RADKIND_POD_PASSWORD") is None


def test_the_environment_comes_first(ring: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RADKIND_POD_PASSWORD", "from the environment")
    assert SECRETS.get("RADKIND_POD_PASSWORD") == "from the environment"


def test_a_computer_without_a_keyring_has_no_secret_in_it(ring: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring.core, "_keyring_backend", fail.Keyring())
    assert SECRETS.get("RADKIND_POD_PASSWORD") is None


def test_a_locked_keyring_is_told(ring: Memory) -> None:
    ring.is_locked = True
    with pytest.raises(TransferError, match="Unlock it, or set RADKIND_POD_PASSWORD"):
        SECRETS.get("RADKIND_POD_PASSWORD")
