"""Logging in over SSH: who the server is, and who we are."""

import getpass
import logging
import shlex
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

import paramiko
from paramiko.ssh_exception import NoValidConnectionsError, PartialAuthentication

from radkind_pod.errors import TransferError
from radkind_pod.present import is_file
from radkind_pod.publish.destinations import Secrets
from radkind_pod.publish.destinations.address import Address
from radkind_pod.publish.destinations.failures import unreachable

CONNECT_S, ANSWER_S = 20, 60
"""How long to wait for a connection, and for an answer in the middle of the work, in seconds."""
PASSWORDS = {"password", "keyboard-interactive"}
"""What SSH calls the ways to log in with a password."""

logging.getLogger("paramiko").addHandler(logging.NullHandler())  # else it prints what we say better


class UnknownHost(Exception):
    """The server's key is not in known_hosts."""

    def __init__(self, key: paramiko.PKey) -> None:
        super().__init__(key.fingerprint)
        self.key = key


class _Refuse(paramiko.MissingHostKeyPolicy):  # type: ignore[misc]  # paramiko has no types
    def missing_host_key(self, client: Any, hostname: str, key: Any) -> None:  # noqa: ARG002 # as paramiko calls it
        raise UnknownHost(key)


def connected(address: Address, secrets: Secrets) -> paramiko.SSHClient:
    """Return a client that is logged in to a server whose key is known. Raises TransferError."""
    settings = _settings(address)
    host, port = settings.get("hostname", address.host), address.port or settings["port"]
    user = address.user or settings.get("user") or getpass.getuser()
    named = [name for name in settings.get("identityfile", []) if is_file(Path(name))]
    password = secrets.get("RADKIND_POD_PASSWORD")
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(_Refuse())
    try:
        _know_hosts(client, address.text, settings)
        client.connect(
            host,
            port,
            username=user,
            password=password,
            key_filename=named or None,
            timeout=CONNECT_S,
            banner_timeout=CONNECT_S,
            auth_timeout=CONNECT_S,
        )
    except BaseException as error:
        try:
            if isinstance(error, paramiko.AuthenticationException) or "authentication methods" in str(error):
                raise _login(address.text, _methods(client, user), password, _locked(named, password)) from error
            if told := _told(error, address.text, host, port):
                raise told from error
        finally:
            client.close()
        raise
    client.get_transport().set_keepalive(15)
    return client


def _settings(address: Address) -> dict[str, Any]:
    """Return what ~/.ssh/config says about this host: hostname, port (always), user, identityfile, userknownhostsfile.

    Raises TransferError where it can't be read.
    """
    file = Path("~/.ssh/config").expanduser()
    if not is_file(file):
        return {"port": 22}
    try:
        settings = dict(paramiko.SSHConfig.from_path(str(file)).lookup(address.host))
        return {**settings, "port": _port(settings.get("port", "22"))}
    except ImportError as error:  # paramiko needs invoke for it
        raise TransferError(
            str(file),
            "can't be read (a Match in it has exec, which only ssh itself can do)",
            "Put what this server needs under a Host line above it, and take the exec out, or publish by rsync://",
        ) from error
    except (paramiko.SSHException, OSError, ValueError) as error:
        raise TransferError(str(file), f"can't be read ({error})", "Correct it; ssh reads it too") from error


def _port(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) < 1 << 16:
        raise ValueError(f"Port {text} is no number from 1 to 65535")
    return int(text)


def _know_hosts(client: paramiko.SSHClient, where: str, settings: dict[str, Any]) -> None:
    names = settings.get("userknownhostsfile", "~/.ssh/known_hosts").split()
    for file in [Path(name).expanduser() for name in names] + [Path("/etc/ssh/ssh_known_hosts")]:
        if is_file(file):
            try:
                client.load_system_host_keys(str(file))
            except (OSError, paramiko.SSHException, ValueError) as error:
                raise TransferError(where, f"{file} can't be read ({error})", "Mend or move that file") from error


def _told(error: BaseException, where: str, host: str, port: int) -> TransferError | None:
    match error:
        case UnknownHost():
            return TransferError(
                where,
                "this computer doesn't know the server yet. The server's key has the fingerprint "
                f"{error.key.fingerprint} ({_kind(error.key)})",
                "Compare it with the one that those who look after the server name (on the server: ssh-keygen -lf "
                f"/etc/ssh/ssh_host_{_kind(error.key)}_key.pub). Only if it is the same one: "
                f"{_scan(error.key, host, port)}",
            )
        case paramiko.BadHostKeyException():
            return TransferError(
                where,
                f"the server has another key than before: {error.key.fingerprint}. It was set up anew, or somebody "
                "listens in between",
                "Ask those who look after it. Only if they name this fingerprint: ssh-keygen -R "
                f"'{host if port == 22 else f'[{host}]:{port}'}' and then {_scan(error.key, host, port)}",
            )
        case socket.gaierror():
            return unreachable(where, "no server has this name")
        case UnicodeDecodeError():
            return TransferError(
                where, "a key file isn't one", "Look at IdentityFile in ~/.ssh/config, and at ~/.ssh/id_*"
            )
        case UnicodeError():  # a part of it is empty, or longer than 63 letters
            return unreachable(where, "no server can have this name")
        case NoValidConnectionsError():
            return unreachable(where, _why(error))
        case OSError() | EOFError() | paramiko.SSHException():
            return unreachable(where, error or type(error).__name__)
    return None


def _why(error: NoValidConnectionsError) -> str:
    """Return what the tries with each of the server's addresses came to, such as `Connection refused`."""
    return ", ".join(dict.fromkeys(one.strerror or str(one) for one in error.errors.values()))


def _scan(key: paramiko.PKey, host: str, port: int) -> str:
    """Return the command that adds this one key; without -t it would add others, whose fingerprints nobody saw."""
    return f"ssh-keyscan -t {_kind(key)} -p {port} {host} >> ~/.ssh/known_hosts"


def _kind(key: paramiko.PKey) -> str:
    """Return what ssh-keyscan calls keys of this kind, such as `ed25519`, `ecdsa` or `rsa`."""
    name: str = key.get_name()
    return "ecdsa" if name.startswith("ecdsa-") else name.removeprefix("ssh-")


def _login(where: str, methods: set[str], password: str | None, locked: str | None) -> TransferError:
    """Say why nobody was let in. `methods` are the server's ways to log in; empty: it doesn't say."""
    takes_keys = not methods or "publickey" in methods
    first, untried = "", ""
    if takes_keys and locked:
        untried = f"; the key {locked} wasn't tried, since a passphrase locks it and no agent has opened it"
        first = (
            f"Open that key (ssh-add {shlex.quote(locked)}), or give its passphrase in RADKIND_POD_PASSWORD or the "
            "keyring. "
        )
    if methods and not methods & PASSWORDS:
        return TransferError(
            where,
            f"the server takes a key, no password, and knows none of your keys{untried}",
            f"{first}Look at the user's name in the address, and ask your host where to put your public key",
        )
    if password is None:
        return TransferError(
            where,
            f"no password was given{', and the server knows none of your keys' if takes_keys else ''}{untried}",
            f"{first}Look at the user's name in the address. Put your public key on the server (ssh-copy-id), or give "
            "the password in RADKIND_POD_PASSWORD or the keyring (docs/publishing.md)",
        )
    return TransferError(
        where,
        f"the server refuses the password{', and knows none of your keys' if takes_keys else ''}{untried}",
        f"{first}Look at the user's name in the address, and at the password: RADKIND_POD_PASSWORD, or without it what "
        "the keyring keeps for this address",
    )


def _methods(client: paramiko.SSHClient, user: str) -> set[str]:
    """Ask the server in which ways one may log in; empty where it has hung up."""
    try:
        client.get_transport().auth_none(user)
    except (paramiko.BadAuthenticationType, PartialAuthentication) as error:
        return set(error.allowed_types)
    except (paramiko.SSHException, OSError, EOFError):
        return set()
    return set()


def _locked(named: list[str], password: str | None) -> str | None:
    """Return the first key file that neither the password nor an agent opens; None where there is none."""
    own = [Path(f"~/.ssh/id_{kind}").expanduser() for kind in ("rsa", "ecdsa", "ed25519")]
    files = [*named, *(str(file) for file in own if is_file(file))]
    return next((file for file in files if _is_locked(file, password) and not _is_in_agent(file)), None)


def _is_locked(file: str, password: str | None) -> bool:
    needs_passphrase = False
    for kind in (paramiko.RSAKey, paramiko.ECDSAKey, paramiko.Ed25519Key):
        try:
            kind.from_private_key_file(file)
        except paramiko.PasswordRequiredException:
            needs_passphrase = True
            with suppress(paramiko.SSHException):
                if password is not None:
                    kind.from_private_key_file(file, password)
                    return False
        except (paramiko.SSHException, OSError, ValueError):  # of another kind, or no key
            continue
    return needs_passphrase


def _is_in_agent(file: str) -> bool:
    """Say whether an agent holds the key whose public half lies beside this file."""
    public, blobs = Path(f"{file}.pub"), set()
    with suppress(paramiko.SSHException, OSError):
        agent = paramiko.Agent()
        blobs = {key.get_base64() for key in agent.get_keys()}
        agent.close()
    with suppress(OSError, UnicodeDecodeError):
        return bool(blobs & set(public.read_text(encoding="utf-8").split()))
    return False
