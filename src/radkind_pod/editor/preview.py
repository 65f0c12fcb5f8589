"""The preview: the public folder as a web server would serve it, on this computer only.

Answers GET and HEAD, with byte ranges and ETags as podcast apps ask of a host. A request whose Host is not this
server's own address is refused, so that no web page can read the preview through a name that it controls.
"""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import waitress
from flask import Flask, abort, redirect, request, send_file
from waitress.server import BaseWSGIServer
from werkzeug.wrappers import Response

from radkind_pod.editor.listening import ADDRESS, HEADER_BYTES, is_for_us, listen
from radkind_pod.errors import NeedsPerson
from radkind_pod.model.media_types import media_type
from radkind_pod.present import is_file, is_folder

_NOT_THERE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG, errno.EACCES)


def make_app(public: Path) -> Flask:
    """Return the application that serves the public folder."""
    app = Flask(__name__, static_folder=None)
    app.url_map.merge_slashes = False
    root = public.resolve()

    def show(path: str) -> Response:
        return _answer(root, path)

    app.before_request(_refuse_other_hosts)
    app.after_request(_harden)
    app.register_error_handler(OSError, _say_what_the_disk_says)
    app.add_url_rule("/", view_func=show, defaults={"path": ""}, provide_automatic_options=False)
    app.add_url_rule("/<path:path>", view_func=show, provide_automatic_options=False)
    return app


def serve(public: Path, port: int, opened: Callable[[str], object] | None = None) -> None:
    """Serve the public folder until interrupted; `opened` is told the address that a browser can open.

    Takes the next free port where `port` is taken, any free one for 0. Raises NeedsPerson without a public folder.
    """
    if not is_folder(public):
        raise NeedsPerson(public, "There is nothing to show yet", "Build an episode first: radkind-pod build <episode>")
    server = open_server(public, port)
    if opened:
        opened(f"http://{ADDRESS}:{server.effective_port}/")
    server.run()


def open_server(public: Path, port: int) -> BaseWSGIServer:
    """Return a server that listens on 127.0.0.1, at `port` or the next free one. Raises Refused without any."""
    return waitress.create_server(
        make_app(public), sockets=[listen(port)], ident=None, max_request_header_size=HEADER_BYTES
    )


def _refuse_other_hosts() -> None:
    if not is_for_us(request.environ):
        abort(403)


def _answer(root: Path, path: str) -> Response:
    file = _find(root, path)
    if is_folder(file) and path and not path.endswith("/"):
        return redirect(quote(f"/{file.relative_to(root).as_posix()}/"), 302)
    if not path or path.endswith("/"):
        file = _find(root, f"{path}index.html")
    if not is_file(file):
        abort(404)
    return send_file(file, mimetype=media_type(file.name), conditional=True, etag=True)


def _find(root: Path, path: str) -> Path:
    """Return where the path leads, links followed, if that is inside the public folder; else answer 404."""
    parts = path.removesuffix("/").split("/") if path else []
    if "\0" in path or "\\" in path or not {"", ".", ".."}.isdisjoint(parts):
        abort(404)
    try:
        file = Path(os.path.realpath(root.joinpath(*parts), strict=True))
    except OSError as error:
        if error.errno not in _NOT_THERE:
            raise
        abort(404)
    if not file.is_relative_to(root):
        abort(404)
    return file


def _say_what_the_disk_says(error: OSError) -> tuple[str, int]:
    return f"This can't be read from the disk ({error.strerror or error})", 500


def _harden(response: Response) -> Response:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "frame-ancestors 'none'"
    if _is_read_by_web_players(request.path):
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _is_read_by_web_players(path: str) -> bool:
    """Say whether this is a transcript or chapters, which the podcast namespace wants readable from other sites."""
    is_page = path.endswith(("/", "/index.html"))
    return not is_page and path.endswith((".html", ".json", ".srt", ".txt", ".vtt"))
