"""What rsync and ssh report, in plain words."""

import errno
import re

from radkind_pod.errors import TransferError
from radkind_pod.publish.destinations.failures import DENIED, FULL, broken, denied, full, unreachable

BROKE = {10, 12, 20, 30, 35, 255}
"""rsync's exit codes for sockets, its protocol, signals and time-outs; 255 is ssh's."""
SSH_CANT = ("Could not resolve", "Connection refused", "timed out", "No route to host", "Network is unreachable")


def is_missing(code: int, said: str) -> bool:
    """Say whether the one thing that failed was that the file at the far end is not there."""
    numbers = _numbers(said) - {errno.EPIPE}  # the far end may hang up first
    return code == 23 and bool(numbers) and numbers <= {errno.ENOENT, errno.ENOTDIR}


def explain(where: str, code: int, said: str) -> TransferError:
    """Return what went wrong and what to do."""
    if "Host key verification failed" in said or "HOST IDENTIFICATION HAS CHANGED" in said:
        return TransferError(
            where,
            "this computer doesn't know the server's key, or the server has another one than before",
            "Run ssh once by hand: it shows the fingerprint. Compare it with the one that those who look after the "
            "server name before you accept it",
        )
    if re.search(r"Permission denied \([a-z]", said) or "Too many authentication failures" in said:
        return TransferError(
            where,
            "the server knows none of your keys (rsync can't use a password)",
            "Look at the user's name in the address, and put your public key on the server (ssh-copy-id). A key that a "
            "passphrase locks must be opened first (ssh-add)",
        )
    if "command not found" in said or code == 127:
        return TransferError(where, "rsync is not on the server", "Ask your host, or publish by sftp:// instead")
    if code == 255 and "configuration" in said:
        return TransferError(where, f"ssh can't read its settings ({_last(said)})", "Mend ~/.ssh/config")
    numbers = _numbers(said)
    if numbers & FULL:
        return full(where)
    if numbers & DENIED:
        return denied(where, "writing or reading there")
    if any(words in said for words in SSH_CANT):
        return unreachable(where, _last(said))
    if code in BROKE:
        return broken(where, _last(said))
    return TransferError(where, f"rsync failed ({code}: {_last(said)})", "Mend that, then try again")


def _numbers(said: str) -> set[int]:
    """Return the errors of the disk that rsync names: it writes their number behind them."""
    return {int(number) for number in re.findall(r"\((\d+)\)$", said, re.MULTILINE)}


def _last(said: str) -> str:
    lines = [line for line in said.splitlines() if line.strip() and not line.startswith("rsync error")]
    return lines[-1].strip()[:200] if lines else "no answer"
