"""What must be in the next build when somebody did the same few things in the editor, in whichever way."""

import json
import re
from pathlib import Path

from mutagen.id3 import ID3
from tests.system.conftest import SLUG, Show
from tests.system.hands import words_of

OLD, NEW = "leisure", "pleasure"
OLD_NAME, NEW_NAME = "A LibriVox volunteer", "Ama Mensah"
TITLE = "Not an ill-disposed man"
BY = "Zoë Müller"
SPLIT = "He"
"""The first paragraph is divided before this word; there begins the chapter."""


def bring(show: Show, file: Path) -> str:
    """Import the corrections by the command line."""
    return show.pod("review", "import", SLUG, file)


def expected_text(before: str) -> str:
    """Return the text file as it must be after all of it."""
    text = before.replace(OLD, NEW).replace(OLD_NAME, NEW_NAME)
    return text.replace(f" {SPLIT} was", f"\n\n{NEW_NAME}: {SPLIT} was")


def check_everything_arrived(show: Show, before: dict[str, str]) -> None:
    """Fail unless each published file has each change, and no other change of the words."""
    after = show.texts()
    assert after[".txt"] == expected_text(before[".txt"])
    for ending in (".vtt", ".srt"):
        assert _said(after[ending]) == [NEW if w == OLD else w for w in _said(before[ending])], ending
        assert OLD_NAME not in after[ending]
        assert NEW_NAME in after[ending]
    assert _segments(after[".transcript.json"]) == _renamed(_segments(before[".transcript.json"]))
    for ending in (".transcript.html", "index.html"):
        assert NEW in after[ending], ending
        assert not re.search(rf"\b{OLD}\b", after[ending]), ending
        assert NEW_NAME in after[ending], ending
    assert f"corrected by {BY}." in after["index.html"]
    titles = [chapter["title"] for chapter in json.loads(after["chapters.json"])["chapters"]]
    assert titles == ["A brother's prudence", TITLE, "Ask what you can do", "Rather cold-hearted"]
    _check_tags(show, after[".txt"])


def _check_tags(show: Show, text: str) -> None:
    tags = ID3(show.public(".mp3"))
    (lyrics,) = tags.getall("USLT")
    assert lyrics.text.split() == text.split()
    chapters = sorted(tags.getall("CHAP"), key=lambda chapter: chapter.start_time)
    assert TITLE in [str(chapter.sub_frames["TIT2"]) for chapter in chapters]


def _said(captions: str) -> list[str]:
    """Return the words without the speakers, which stand before them in SRT."""
    names = (f"{OLD_NAME}:", f"{NEW_NAME}:", "John F. Kennedy:")
    text = " ".join(words_of(captions))
    for name in names:
        text = text.replace(name, "")
    return text.split()


def _segments(text: str) -> list[tuple[str, str]]:
    """Return each word with who says it."""
    segments = json.loads(text)["segments"]
    return [(segment["speaker"], word) for segment in segments for word in segment["body"].split()]


def _renamed(segments: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(NEW_NAME if who == OLD_NAME else who, NEW if word == OLD else word) for who, word in segments]
