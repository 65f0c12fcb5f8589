"""What a WebDAV server's statuses mean, in plain words."""

from radkind_pod.errors import TransferError
from radkind_pod.publish.destinations.failures import broken, denied, full

LISTS_NOTHING = (
    "this server doesn't list what is in a folder (PROPFIND; in Apache it needs `DirectoryIndex disabled`), so folders "
    "that are empty now stay there, and so does what an interrupted run left. Delete them by hand"
)


def refused(where: str, path: str, status: int) -> TransferError:
    """Say in plain words what a status means that is not the one wished for."""
    match status:
        case 401:
            return TransferError(
                where,
                "the server doesn't take this user and password",
                "Look at the user's name in the address, and set RADKIND_POD_PASSWORD or put it into the keyring",
            )
        case 403 | 404 | 409:
            return _not_there(where, path, status)
        case 405 | 501:
            # Servers in Go also say 405 where they fail to write.
            return TransferError(
                where,
                "this is no WebDAV, or the server can't write there: its disk may be full",
                "Look at the address, and how much room is left",
            )
        case 413:
            return TransferError(
                where,
                f"{path} is larger than the server takes",
                "Ask those who look after it to raise the limit (nginx: client_max_body_size)",
            )
        case 423:
            return TransferError(where, f"{path} is locked by somebody else", "Try again later", is_broken=True)
        case 507:
            return full(where)
        case 502 | 503 | 504:
            return broken(where, f"the server is busy or being mended, {status}")
        case status if status >= 500:
            return TransferError(
                where,
                f"the server failed at {path} ({status})",
                "Most often its disk is full; its error log says so. Then try again",
            )
    return TransferError(where, f"the server refuses {path} ({status})", "Look at the address")


def _not_there(where: str, path: str, status: int) -> TransferError:
    if "/." in f"/{path}":
        return TransferError(
            where,
            f"the server hides {path}, or doesn't let it be made ({status})",
            "Look at the path in the address. If it is right, a rule of the web server against names that begin with a "
            "dot counts for WebDAV too: docs/publishing.md says how to part them",
        )
    if status == 403:
        return denied(where, f"writing or reading {path}")
    return TransferError(where, f"the folder of {path} is not there", "Look at the path in the address")


def not_sure(folder: str) -> str:
    """What to remark where a folder seems empty, and the server may not tell all."""
    return (
        f"the folder {folder} seems empty and stays, with its name: this server doesn't tell whether something that "
        "begins with a dot is in it. Delete it by hand"
    )
