"""The editor's addresses, and how everything that can go wrong is answered."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, jsonify, redirect, request, send_file
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from radkind_pod.editor.desk import SOUND_TYPE, Desk, Saved
from radkind_pod.editor.guard import Guard, refusal
from radkind_pod.editor.page import parts, server_page, server_policy
from radkind_pod.errors import NeedsPerson, PodError, Refused, SourceError
from radkind_pod.transcript.review.saving import ChangedUnderneath

START = "/start"
MOST_BYTES = 10_000_000
"""No corrections are longer."""

_STATUS: dict[type[PodError], int] = {ChangedUnderneath: 409, SourceError: 400, Refused: 403, NeedsPerson: 503}
"""What is wrong with what was sent is 4xx; what may be right again in a moment, 5xx. The page tries that again."""
_THANKS = "Thank you. Everything is saved; you can close this page."
_ASK_ANEW = (
    "Open the address that radkind-pod printed. It is good once, and in one browser; start the editor again for another"
)


@dataclass(frozen=True, slots=True)
class Room:
    """What the server serves: one desk, its sound, and whom it tells what.

    `finished` is called when a person was told that they are done, `crashed` with every bug.
    """

    desk: Desk
    sound: Path
    guard: Guard
    finished: Callable[[], object]
    crashed: Callable[[Exception], object]


def make_app(room: Room) -> Flask:
    """Return the application."""
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    app.url_map.merge_slashes = False
    app.before_request(lambda: _check(room.guard))
    app.after_request(_harden)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(PodError, _answer_problem)
    app.register_error_handler(OSError, _answer_disk)
    app.register_error_handler(Exception, lambda error: _answer_bug(error, room))
    for address, method, answer in _routes(room):
        app.add_url_rule(address, address, answer, methods=[method], provide_automatic_options=False)
    return app


def _routes(room: Room) -> list[tuple[str, str, Callable[..., Any]]]:
    desk = room.desk
    static = {name: text.encode() for name, text in parts().scripts.items()}

    def script(name: str) -> Response:
        return Response(static[name], mimetype="text/javascript") if name in static else abort(404)

    def save() -> Response:
        return jsonify(_told(desk.save(desk.read(request.get_data()))))

    def merge() -> Response:
        merged = desk.merge(desk.read(request.get_data()))
        return jsonify({**_told(merged), "conflicts": merged.conflicts, "reload": True})

    def done() -> Response:
        saved = desk.save(desk.read(request.get_data()))
        answer = jsonify({**_told(saved), "message": _THANKS})
        answer.call_on_close(room.finished)
        return answer

    return [
        (START, "GET", lambda: _start(room.guard)),
        ("/", "GET", lambda: Response(server_page(desk.open()), mimetype="text/html")),
        ("/static/<name>", "GET", script),
        ("/audio", "GET", lambda: send_file(room.sound, mimetype=SOUND_TYPE, conditional=True, etag=True)),
        ("/save", "POST", save),
        ("/merge", "POST", merge),
        ("/done", "POST", done),
    ]


def _start(guard: Guard) -> AnyResponse:
    """Answer the first address: who opens it first gets the key."""
    name = guard.cookie(request.environ)
    is_ours = guard.is_known(request.cookies.get(name))
    if not guard.redeem(request.args.get("ticket")) and not is_ours:
        abort(403, _ASK_ANEW)
    answer = redirect("/", 303)
    answer.set_cookie(name, guard.key, httponly=True, samesite="Strict", path="/")
    return answer


def _check(guard: Guard) -> None:
    if reason := refusal(request.environ):
        abort(403, reason)
    if request.path != START and not guard.is_known(request.cookies.get(guard.cookie(request.environ))):
        abort(403, _ASK_ANEW)


def _told(saved: Saved) -> dict[str, Any]:
    return {"version": saved.version, "saved": saved.at.strftime("%H:%M")}


def _answer_http(error: HTTPException) -> AnyResponse:
    code = error.code or 500
    if code < 400:
        return error.get_response(request.environ)
    answer = _problem(error.description or "", code)
    answer.headers.extend((name, value) for name, value in error.get_headers() if name in {"Allow", "Content-Range"})
    return answer


def _answer_problem(error: PodError) -> AnyResponse:
    words = str(error)
    if isinstance(error, SourceError):
        words = "\n".join(problem.message for problem in error.problems)
    status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 500)
    answer = (
        {"problem": words, "version": error.current} if isinstance(error, ChangedUnderneath) else {"problem": words}
    )
    return _json(answer, status)


def _answer_disk(error: OSError) -> AnyResponse:
    return _problem(f"This can't be written or read ({error.strerror}). What you did is still on this page", 500)


def _answer_bug(error: Exception, room: Room) -> AnyResponse:
    room.crashed(error)
    return _problem(f"This is a bug in radkind-pod ({type(error).__name__}). What you did is still on this page", 500)


def _problem(words: str, status: int) -> AnyResponse:
    return _json({"problem": words}, status)


def _json(value: dict[str, Any], status: int) -> AnyResponse:
    answer = jsonify(value)
    answer.status_code = status
    return answer


def _harden(response: AnyResponse) -> AnyResponse:
    response.headers["Content-Security-Policy"] = server_policy()
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
