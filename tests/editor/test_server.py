"""The editor's server answers the browser that was given its address, and nobody else."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from tests.editor.door import Door
from tests.editor.samples import body, region, texts

from radkind_pod.editor.page import parts


def test_a_correction_by_http_is_in_the_transcript(door: Door, case: Any) -> None:
    """Open, save, find it in transcript.vtt."""
    state = door.state()
    status, saved = door.post("/save", body(state, state["disk_version"], regions=[region(state, 3, 13, "poured.")]))
    assert status == 200
    assert (saved["version"], len(saved["saved"])) == (door.state()["disk_version"], 5)
    assert "So poured." in case.folder.transcript.read_text(encoding="utf-8")


def test_a_change_underneath_is_409_with_what_is_there_and_can_be_put_together(door: Door, case: Any) -> None:
    state = door.state()
    _, theirs = door.post(
        "/save", body(state, state["disk_version"], regions=[region(state, 1, "Theirs")], copy="f" * 16)
    )
    mine = body(state, state["disk_version"], regions=[region(state, 3, "Mine")])
    status, problem = door.post("/save", mine)
    assert (status, problem["version"]) == (409, theirs["version"])
    assert "changed meanwhile" in problem["problem"]
    status, merged = door.post("/merge", mine)
    assert (status, merged["conflicts"], merged["reload"]) == (200, 0, True)
    assert (texts(case)[1], texts(case)[3]) == ("Theirs", "Mine")


def test_done_saves_answers_and_ends_the_server(door: Door, case: Any) -> None:
    state = door.state()
    status, told = door.post("/done", body(state, state["disk_version"], regions=[region(state, 3, "Done.")]))
    assert (status, told["message"]) == (200, "Thank you. Everything is saved; you can close this page.")
    door.thread.join(timeout=5)
    assert not door.thread.is_alive()
    assert texts(case)[3] == "Done."


def test_the_first_address_is_good_once_and_its_cookie_is_out_of_reach(door: Door) -> None:
    own = {"Host": f"127.0.0.1:{door.port}"}
    again: Any = door.ask("GET", f"/start?ticket={door.ticket}", own)
    assert (again.status, again.getheader("Set-Cookie")) == (403, None)
    known: Any = door.ask("GET", f"/start?ticket={door.ticket}", door.own)
    assert (known.status, known.getheader("Location")) == (303, "/")
    cookie = known.getheader("Set-Cookie")
    assert {part.strip() for part in cookie.split(";")[1:]} == {"HttpOnly", "Path=/", "SameSite=Strict"}
    assert len(door.ticket) >= 43
    assert len(door.cookie.partition("=")[2]) >= 43
    for ticket in ("", "x", door.ticket[:-1], door.ticket + "x", "é", door.ticket.upper()):
        assert door.ask("GET", f"/start?ticket={quote(ticket)}", own).status == 403


@pytest.mark.parametrize("path", ["/", "/audio", "/static/pod.js", "/save", "/nothing"])
def test_without_the_key_there_is_nothing(door: Door, path: str) -> None:
    name = door.cookie.partition("=")[0]
    for cookie in ("", f"{name}=", f"{name}=x", f"{name}={door.ticket}", f"other={door.cookie.partition('=')[2]}"):
        answer: Any = door.ask("GET", path, {**door.own, "Cookie": cookie})
        assert answer.status == 403
        assert b"market" not in answer.text


def test_everything_is_sent_with_all_that_keeps_other_pages_out(door: Door) -> None:
    for path in ("/", "/audio", "/static/pod.js", "/nothing"):
        headers = door.get(path).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'sha256-")
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert [name for name in headers if name.lower().startswith("access-control")] == []
        assert headers["Server"] is None


def test_the_sound_comes_in_ranges(door: Door, recording: Any) -> None:
    whole = recording.file.read_bytes()
    answer: Any = door.ask("GET", "/audio", {**door.own, "Range": "bytes=1000-1999"})
    assert (answer.status, answer.text, answer.getheader("Content-Type")) == (206, whole[1000:2000], "audio/flac")
    assert answer.getheader("Content-Range") == f"bytes 1000-1999/{len(whole)}"
    assert door.ask("GET", "/audio", {**door.own, "Range": f"bytes={len(whole)}-"}).status == 416
    assert door.get("/audio").text == whole


def test_each_script_is_sent_as_it_is(door: Door) -> None:
    for name, text in parts().scripts.items():
        answer = door.get(f"/static/{name}")
        assert (answer.status, answer.text) == (200, text.encode())


def test_nothing_of_the_transcript_is_logged(door: Door, caplog: pytest.LogCaptureFixture, capfd: Any) -> None:
    state = door.state()
    sent = body(state, state["disk_version"], regions=[region(state, 3, "Kumquat")])
    for data in (sent, sent, sent[:-1]):
        door.post("/save", data)
    out = "".join(capfd.readouterr()) + caplog.text
    assert not [word for word in ("Kumquat", "market", "Zebediah") if word in out]


def test_a_bug_is_told_to_who_asked_and_the_server_lives_on(
    desk: Any, door: Door, crashes: list[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(error: Exception) -> Callable[[], Any]:
        def opening() -> Any:
            raise error

        return opening

    with monkeypatch.context() as patch:
        patch.setattr(desk, "open", broken(ZeroDivisionError("Zebediah")))
        answer = door.get("/")
    assert (answer.status, b"Zebediah" in answer.text, [type(error) for error in crashes]) == (
        500,
        False,
        [ZeroDivisionError],
    )
    crashes.clear()
    with monkeypatch.context() as patch:
        patch.setattr(desk, "open", broken(OSError(28, "No space left on device", "/home/somebody")))
        answer = door.get("/")
    assert (answer.status, json.loads(answer.text)["problem"][:50]) == (
        500,
        "This can't be written or read (No space left on de",
    )
    assert door.get("/").status == 200
