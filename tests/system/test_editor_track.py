"""A browser's own reader of captions reads what the editor saves, and what is published of it, as they are meant."""

import re
from itertools import pairwise

import pytest
from tests.system.arrival import NEW, OLD
from tests.system.hands import Editor

pytestmark = pytest.mark.system

READ = """(text) => new Promise((done, fail) => {
  const track = document.createElement("track");
  track.src = URL.createObjectURL(new Blob([text], { type: "text/vtt" }));
  track.onerror = () => fail(new Error("not read"));
  track.onload = () => done([...track.track.cues].map((cue) => ({
    id: cue.id, start: cue.startTime, end: cue.endTime, text: cue.getCueAsHTML().textContent,
    marks: [...cue.getCueAsHTML().querySelectorAll("[class]")].map((one) => [one.className, one.textContent]),
  })));
  const video = document.createElement("video");
  video.append(track);
  document.body.append(video);
  track.track.mode = "hidden";
})"""


def written(vtt: str) -> list[tuple[str, str]]:
    """Return start and text of each cue, read line by line."""
    found = []
    for block in vtt.split("\n\n"):
        rows = block.strip().split("\n")
        at = next((i for i, row in enumerate(rows) if "-->" in row), None)
        if at is not None:
            text = re.sub(r"<[^>]*>", "", "\n".join(rows[at + 1 :])).replace("&lt;", "<").replace("&gt;", ">")
            found.append((rows[at].split()[0], text.replace("&amp;", "&")))
    return found


def seconds(clock: str) -> float:
    h, m, s = clock.split(":")
    return int(h) * 3600 + int(m) * 60 + float(s)


def test_chromium_reads_the_saved_and_the_published_captions(show, new_context):
    server, address = show.edit()
    try:
        context = new_context()
        editor = Editor(context.new_page()).open(address)
        editor.correct(0, OLD, f"{NEW} <b>& --> x</b>")
        editor.choose(1, "fellow")
        editor.page.click("#mark-unclear")
        editor.before(0, "He")
        editor.page.keyboard.press("Control+Enter")
        editor.until_saved()
    finally:
        server.kill()
        server.wait()
        server.stdout.close()
    show.build()
    page = context.new_page()
    for vtt in (show.transcript, show.texts()[".vtt"]):
        cues = page.evaluate(READ, vtt)
        assert [cue["text"] for cue in cues] == [text for _, text in written(vtt)]
        assert [cue["start"] for cue in cues] == pytest.approx([seconds(start) for start, _ in written(vtt)])
        assert all(before["end"] <= after["start"] for before, after in pairwise(cues))
        assert any("<b>&" in cue["text"] for cue in cues)
    reviewed = page.evaluate(READ, show.transcript)
    assert [cue["id"] for cue in reviewed if cue["id"]] == [f"paragraph {n}" for n in (1, 2, 3, 4)]
    assert ["unclear", "fellow"] in [mark for cue in reviewed for mark in cue["marks"]]
