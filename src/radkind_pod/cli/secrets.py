"""Passwords and keys of destinations: from the environment, else from the keyring of this computer."""

import os
from dataclasses import dataclass

from radkind_pod.errors import TransferError

SERVICE = "radkind-pod"


@dataclass(frozen=True, slots=True)
class EnvironmentAndKeyring:
    """What `open_destination` asks for secrets. The keyring's user is the secret's name, a space and the address."""

    address: str

    def get(self, name: str) -> str | None:
        """Return the secret; None where nobody gave it. Raises TransferError where the keyring stays locked."""
        return os.environ.get(name) or self._from_keyring(name)

    def _from_keyring(self, name: str) -> str | None:
        import keyring
        from keyring.errors import KeyringError, NoKeyringError

        try:
            return keyring.get_password(SERVICE, f"{name} {self.address}")
        except NoKeyringError:
            return None
        except KeyringError as error:
            raise TransferError(
                "the keyring of this computer",
                f"can't be read ({type(error).__name__})",
                f"Unlock it, or set {name} for this run",
            ) from error
