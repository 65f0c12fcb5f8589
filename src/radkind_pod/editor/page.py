"""The page of the editor, put together: the same one from the disk and from the server, each with its own policy.

The policy lets run what is ours and nothing else, by its hash, and forbids every request but those to the server.
"""

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_STATIC = Path(__file__).parent / "static"
_PLACE = re.compile("<!--(POLICY|TITLE|STYLES|DATA|SCRIPTS)-->")
_SOUND = "<!--SOUND-->"
_PIECE = 1 << 18
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Parts:
    """What the page is made of, as it came: the frame, the style, and the scripts by name in their order."""

    frame: str
    style: str
    scripts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """A page in two halves: between them comes the sound, in pieces that `sound_piece` makes."""

    before: bytes
    after: bytes


@cache
def parts() -> Parts:
    """Return the parts of the page."""
    names = _text("order.txt").split()
    return Parts(_text("editor.html"), _text("editor.css"), {name: _text(name) for name in names})


def pack_page(state: Mapping[str, Any]) -> Page:
    """Return the page as one file. It asks nothing of anybody: all requests are forbidden."""
    own = parts()
    policy = (
        f"default-src 'none'; script-src {_hashes(own.scripts.values())}; style-src {_hashes([own.style])}; "
        "media-src blob:; img-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'"
    )
    scripts = "\n".join(f"<script>{text}</script>" for text in own.scripts.values())
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return _page(state, meta, scripts)


def server_page(state: Mapping[str, Any]) -> bytes:
    """Return the page as the server sends it. Browsers run a script that the policy names where it says its hash."""
    scripts = "\n".join(
        f'<script src="/static/{html.escape(name)}" integrity="{_hash(text)}"></script>'
        for name, text in parts().scripts.items()
    )
    page = _page(state, "", scripts)
    return page.before + page.after


def sound_piece(data: bytes) -> bytes:
    """Return a piece of the sound as it stands in a page. WebKit takes many times as long over one of megabytes."""
    return b'<script type="text/plain" class="audio">' + base64.b64encode(data) + b"</script>\n"


def server_policy() -> str:
    """Return the policy that goes with everything that the server sends."""
    own = parts()
    return (
        f"default-src 'none'; script-src {_hashes(own.scripts.values())}; style-src {_hashes([own.style])}; "
        "connect-src 'self'; media-src 'self' blob:; img-src data:; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )


def data_text(value: Any) -> str:
    """Return the value as JSON that never ends the element that it is in, and is never read as markup."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return _SURROGATE.sub("\ufffd", text)


def _page(state: Mapping[str, Any], policy: str, scripts: str) -> Page:
    own = parts()
    title = _SURROGATE.sub("\ufffd", f"{state['title']} | {state['show']}")
    filled = {
        "POLICY": policy,
        "TITLE": html.escape(title),
        "STYLES": f"<style>{own.style}</style>",
        "DATA": _state_pieces(data_text(state)),
        "SCRIPTS": scripts,
    }
    text = _PLACE.sub(lambda place: filled[place[1]], own.frame)
    before, _, after = text.partition(_SOUND)
    return Page(before.encode(), after.encode())


def _state_pieces(text: str) -> str:
    """Return the state in elements of which none is large, for the same reason as the sound's."""
    pieces = (text[i : i + _PIECE] for i in range(0, len(text), _PIECE))
    return "".join(f'<script type="application/json" class="state">{piece}</script>' for piece in pieces)


def _hashes(texts: Iterable[str]) -> str:
    return " ".join(f"'{_hash(text)}'" for text in texts)


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _text(name: str) -> str:
    """Return one of our own files; its line ends as the browser will see them, for a hash must be of those."""
    return (_STATIC / name).read_text(encoding="utf-8").replace("\r\n", "\n")
