"""Words that are marked *everywhere*: nothing goes on while one of them could be read or heard in the episode."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from radkind_pod.errors import Problem, Refused
from radkind_pod.model.episode import Episode
from radkind_pod.model.glossary import Entry
from radkind_pod.model.show import Show
from radkind_pod.model.timeline import Timeline
from radkind_pod.package.stages import Packaged
from radkind_pod.pipeline.moments import clock
from radkind_pod.pipeline.words import Chosen
from radkind_pod.present import files_below
from radkind_pod.sources.document import Document, read_document
from radkind_pod.sources.project import CONFIG
from radkind_pod.sources.text import shown
from radkind_pod.transcript.everywhere import Banned, banned, found_in, found_in_markup
from radkind_pod.transcript.review.versions import standing
from radkind_pod.transcript.stages import SubtitleFiles
from radkind_pod.transcript.unmarked import Unmarked, unmarked

if TYPE_CHECKING:
    from radkind_pod.transcript.review.case import Case

_OF_EPISODE = ("title", "summary", "people", "notes", "chapters", "artwork_alt")
_OF_SHOW = (
    "title", "description", "author", "owner", "link", "base_url", "licence_url", "artwork_alt", "hosts", "funding",
    "copyright",
)  # fmt: skip
"""The keys of episode.yaml and config.yaml that feed, page or tags show."""
_MARKUP = {".vtt", ".html"}
_SOUND = {".mp3", ".m4a", ".opus", ".flac"}


def refuse_what_is_written(show: Show, episode: Episode, words: Chosen) -> None:
    """Raise Refused with every place, in what people wrote, at which a banned word would be published."""
    if not words.banned:
        return
    slug = episode.info.slug
    places = [
        *_in_transcript(words.file, words.unmarked),
        *_in_document(read_document(episode.file), _OF_EPISODE, words.banned),
        *_in_document(read_document(show.root / CONFIG), _OF_SHOW, words.banned),
        *_found(shown(episode.folder), found_in(slug, words.banned), "is in the folder's name, and so in addresses"),
    ]
    _refuse(
        places,
        words.file,
        "Nothing is published. Mark the word there too, or write the line without it; then build again",
    )


def refuse_to_hand_out(show: Show, episode: Episode, case: "Case") -> None:
    """Raise Refused with every place at which a pack or an export would show a banned word."""
    data = standing(case.folder)
    reviewed = case.read(data) if data else None
    words = banned(reviewed.document.words, episode.info.language) if reviewed else ()
    if not (data and reviewed and words):
        return
    file = case.folder.transcript
    places = [
        *_in_transcript(file, unmarked(data, reviewed.transcript, words)),
        *_in_document(read_document(episode.file), ("title",), words),
        *_in_document(read_document(show.root / CONFIG), ("title",), words),
    ]
    _refuse(places, file, "Mark the word there too, or write the line without it. Who may know it gets --with-withheld")


def refuse_what_is_heard(
    words: Chosen, names: Sequence[Entry], answer: Path, english: SubtitleFiles | None, timeline: Timeline
) -> None:
    """Raise Refused where a machine heard a banned word in the finished episode, or wrote it in English."""
    from radkind_pod.transcript.overheard import captioned, overheard

    heard = overheard(answer, names, words.language, words.banned)
    written = captioned(english.vtt, "en", words.banned) if english else ()
    places = [
        *(_at(word, ms, timeline, "a machine that listens to the episode hears", words.file) for word, ms in heard),
        *(_at(word, ms, timeline, "the English translation has", words.file) for word, ms in written),
    ]
    remedy = (
        "Nothing is published. Listen there. If it is said, mark it there, also where it is spelt otherwise; "
        "if it is another name, put that into the glossary of the episode, with this one behind heard:"
    )
    _refuse(places, words.file, remedy)


def refuse_what_is_made(words: Chosen, packaged: Packaged) -> None:
    """Raise Refused where a banned word stands in a finished file, its name, or what feed and page are made of."""
    places = list(_in_made(packaged, words.banned))
    _refuse(places, words.file, "Nothing is published. Please report this")


def refuse_on_page(page: Path, words: Sequence[Banned]) -> None:
    """Raise Refused where a banned word stands on the page of the episode; `page` is the folder of its files."""
    if not words:
        return  # thousands of pages of episodes that weren't built now need no reading
    for file in files_below(page):
        if file.suffix == ".html" and (told := found_in_markup(file.read_text(encoding="utf-8"), words)):
            raise Refused(
                f"{file.name} of the episode has '{told[0].text}', which is marked to be taken out everywhere",
                "Nothing is published. Please report this",
                file=file,
            )


def _in_transcript(file: Path, places: Iterable[Unmarked]) -> Iterator[Problem]:
    yield from (Problem(shown(file), one.line, f"'{one.word.text}' {one.what}") for one in places)


def _in_document(document: Document, keys: tuple[str, ...], words: Sequence[Banned]) -> Iterator[Problem]:
    lines = document.file.read_text(encoding="utf-8").split("\n")
    for place, text in _texts(document.data, ()):
        if str(place[0]) not in keys or place[::2] == ("chapters", "image"):
            continue
        name = ".".join(part for part in place if isinstance(part, str))
        for word in found_in(text, words):
            first = document.line(*place) or 1
            following = min((line for line in document.lines.values() if line > first), default=len(lines) + 1)
            own = range(first, following)
            line = next((number for number in own if found_in(lines[number - 1], [word])), first)
            yield Problem(shown(document.file), line, f"'{word.text}' is in {name}:")


def _texts(value: Any, place: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict | list):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(one, (*place, key))


def _at(word: Banned, ms: int, timeline: Timeline, what: str, file: Path) -> Problem:
    recorded = timeline.to_recording(ms)
    return Problem(
        shown(file), None, f"at {clock(recorded)} of the recording ({clock(ms)} of the episode) {what} '{word.text}'"
    )


def _in_made(packaged: Packaged, words: Sequence[Banned]) -> Iterator[Problem]:
    kept = [packaged.archive] if packaged.archive else []
    for file in (*files_below(packaged.files), *kept):
        name = file.name if file in kept else file.relative_to(packaged.files).as_posix()
        yield from _found(Path(name), found_in(name, words), "is in the file's name")
        for what, text in _texts_of(file):
            found = found_in_markup(text, words) if file.suffix in _MARKUP else found_in(text, words)
            yield from _found(Path(name), found, f"is in {what}")
    for file in (packaged.release, packaged.words):
        for place, text in _texts(json.loads(file.read_text(encoding="utf-8")), ()):
            where = ".".join(map(str, place))
            yield from _found(Path(file.name), found_in(text, words), f"is in {where}")


def _texts_of(file: Path) -> Iterator[tuple[str, str]]:
    """Yield what each text of a finished file is called, and the text."""
    if file.suffix in _SOUND:
        from radkind_pod.package.refusals import disk_told
        from radkind_pod.package.texts import READERS

        with disk_told(file):
            yield from READERS[file.suffix](file)
    elif file.suffix == ".json":
        for _, text in _texts(json.loads(file.read_text(encoding="utf-8")), ()):
            yield "it", text
    elif file.suffix in {".txt", ".srt", *_MARKUP}:
        yield "it", file.read_text(encoding="utf-8")


def _found(file: Path, words: Iterable[Banned], what: str) -> Iterator[Problem]:
    yield from (Problem(file, None, f"'{word.text}' {what}") for word in words)


def _refuse(places: Sequence[Problem], file: Path, remedy: str) -> None:
    if places:
        raise Refused(
            "words that are marked to be taken out everywhere still stand in the episode, or are heard in it",
            remedy,
            file=file,
            places=dict.fromkeys(places),
        )
