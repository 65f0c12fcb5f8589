"""One episode's files brought home: sound, transcripts, chapters and picture, each checked for what it is."""

from collections.abc import Callable
from pathlib import Path

from radkind_pod.errors import MediaError, SourceError
from radkind_pod.model.release import Chapter
from radkind_pod.model.transcript import Paragraph
from radkind_pod.package.artwork import draw_episode_art
from radkind_pod.package.finished import Finished, look_at
from radkind_pod.pipeline.apart import Apart
from radkind_pod.pipeline.feed_import.released import is_same_language
from radkind_pod.pipeline.feed_import.shelf import Shelf
from radkind_pod.present import is_there
from radkind_pod.sources.feed_import.addresses import NotFetched
from radkind_pod.sources.feed_import.chapter_files import chapters_in_json, in_order, pictures_in_json, told_of_json
from radkind_pod.sources.feed_import.fetching import MOST_PICTURE, MOST_SOUND, MOST_TEXT, Fetcher
from radkind_pod.sources.feed_import.kinds import SOUND_ENDINGS, TEXT_ENDINGS, is_page, picture_ending, sound_kind
from radkind_pod.sources.feed_import.old import Notebook, OldEpisode
from radkind_pod.sources.feed_import.tree import unzipped
from radkind_pod.sources.feed_import.values import one_line
from radkind_pod.transcript.came_with import paragraphs_of

ARTWORK = "artwork"
_BEST_FIRST = ("vtt", "srt", "json")


class Bringer:
    """Fetches what one episode names and isn't here yet. What can't be fetched stays where it is, and is told."""

    def __init__(self, fetcher: Fetcher, old: OldEpisode, shelf: Shelf, notebook: Notebook, apart: Apart) -> None:
        self.fetcher, self.old, self.shelf, self.notebook, self.apart = fetcher, old, shelf, notebook, apart
        self.waiting: list[str] = []
        """Why something could not be fetched."""

    def missing(self) -> int:
        """Return how many files are to be fetched."""
        old = self.old
        chapters = old.chapters_file.url if old.chapters_file else None
        urls = (old.sound.url, *(file.url for file in old.transcripts), chapters, old.picture)
        return sum(url is not None and self.shelf.file_of(url) is None for url in urls)

    def bring_all(self) -> None:
        """Fetch everything that is missing."""
        self._bring("the sound", self.old.sound.url, MOST_SOUND, self._take_sound)
        for file in self.old.transcripts:
            ending = TEXT_ENDINGS.get(file.type) or file.url.partition("?")[0].rpartition(".")[2].lower()
            ending = ending if ending in TEXT_ENDINGS.values() else "txt"
            self._bring("a transcript", file.url, MOST_TEXT, self._text_taker(file.type, ending))
        if self.old.chapters_file:
            chapters = self.old.chapters_file
            self._bring("the chapters", chapters.url, MOST_TEXT, self._text_taker(chapters.type, "chapters.json"))
        if self.old.picture:
            self._bring("its picture", self.old.picture, MOST_PICTURE, self._take_picture)
        self._note_differences()

    def finished(self) -> Finished:
        """Return what the sound says of itself, nothing where it isn't here."""
        file = self.shelf.file_of(self.old.sound.url)
        if file is None:
            return Finished(0, ())
        try:
            return self.apart.ask(look_at, file)
        except MediaError as error:
            self._note(f"The sound can't be read as one: {error.what}. It is taken over as it is.")
            return Finished(0, ())

    def chapters(self, found: Finished) -> tuple[Chapter, ...]:
        """Return the chapters, from the best place that has some: file, feed, sound, times in the notes."""
        file = self.shelf.file_of(self.old.chapters_file.url) if self.old.chapters_file else None
        if file:
            return chapters_in_json(file.read_bytes()) or ()
        in_sound = in_order(Chapter(start, one_line(title, 255)) for start, title in found.chapters)
        listed = () if self.old.chapters_file else self.old.listed_chapters
        return self.old.chapters or in_sound or listed

    def words(self, language: str) -> tuple[Paragraph, ...]:
        """Return what is said, from the transcript in the episode's language that tells most."""
        fetched = [
            (file.url, path)
            for file in self.old.transcripts
            if is_same_language(file, language) and (path := self.shelf.file_of(file.url))
        ]
        by_ending = {path.suffix[1:]: (url, path) for url, path in reversed(fetched)}
        for ending in filter(by_ending.__contains__, _BEST_FIRST):
            url, path = by_ending[ending]
            try:
                return paragraphs_of(ending, path.read_bytes(), Path(url.rpartition("/")[2] or "transcript"))
            except SourceError as error:
                self._note(
                    f"A transcript is published as it is, but can't be shown on the page: {error.problems[0].message}"
                )
        if fetched and not any(ending in by_ending for ending in _BEST_FIRST):
            self._note("Its transcript has no times that can be read, so the page links to it and doesn't show it.")
        return ()

    def _bring(self, what: str, url: str, most: int, take: Callable[[str, Path], None]) -> None:
        if self.shelf.file_of(url):
            return
        aside = self.shelf.aside(url)
        try:
            got = self.fetcher.bring(url, aside, most)
            if got.bytes == 0:
                raise NotFetched("it is empty")
            take(url, aside)
        except NotFetched as error:
            self.waiting.append(f"{what} at {url}: {error.why}")
        finally:
            aside.unlink(missing_ok=True)

    def _take_sound(self, url: str, file: Path) -> None:
        said = self.old.sound.type
        kind = sound_kind(file, said)
        if kind is None:
            with file.open("rb") as stream:
                page = is_page(stream.read(512))
            raise NotFetched("a web page came, and no sound" if page else "what came is no sound that is known here")
        ending = SOUND_ENDINGS.get(kind) or url.partition("?")[0].rpartition(".")[2].lower()[:4] or "bin"
        self.shelf.adopt(url, file, kind, ending if ending.isalnum() and ending.isascii() else "bin")

    def _text_taker(self, kind: str, ending: str) -> Callable[[str, Path], None]:
        def take(url: str, file: Path) -> None:
            data = _unpacked(file)
            if ending != "html" and is_page(data):
                raise NotFetched("a web page came in its place")
            if ending == "chapters.json" and chapters_in_json(data) is None:
                raise NotFetched("what came is no chapters file")
            self.shelf.adopt(url, file, kind, ending)

        return take

    def _note_differences(self) -> None:
        """Tell how the files that are here differ from what the feed says, also where an earlier run fetched them."""
        said = self.old.sound
        sound = self.shelf.files.get(said.url)
        if sound and sound.type != said.type:
            told = f"The feed says that its sound is {said.type}, and it is {sound.type}"
            self._note(f"{told}. The new feed says what it is.")
        if sound and said.bytes not in (None, 0, sound.bytes):
            self._note(f"The feed says that its sound has {said.bytes} bytes; it has {sound.bytes}.")
        if self.old.chapters_file and (chapters := self.shelf.file_of(self.old.chapters_file.url)):
            self._note_chapters(chapters.read_bytes())

    def _note_chapters(self, data: bytes) -> None:
        if count := pictures_in_json(data):
            self._note(f"The pictures of {count} chapters are still at their old addresses: they were not fetched.")
        for sentence in told_of_json(data):
            self._note(sentence)

    def _take_picture(self, url: str, file: Path) -> None:
        ending = picture_ending(file.read_bytes())
        if ending is None:
            self.shelf.unfit.add(url)
            self._note(f"Its picture is neither JPEG nor PNG, and can't be used: {url}")
            return
        named = self.shelf.folder.parent / f"{ARTWORK}.{ending}"
        is_new = not is_there(named)
        if is_new:
            file.replace(named)
        try:
            self.shelf.add(url, self.apart.ask(draw_episode_art, named), "image/jpeg", "jpg")
        except MediaError as error:
            if is_new:
                named.unlink()
            self.shelf.unfit.add(url)
            self._note(f"Its picture can't be used: {error.what}. {error.remedy}. Apps show the show's picture: {url}")

    def _note(self, text: str) -> None:
        self.notebook.note(self.old.title, text)


def _unpacked(file: Path) -> bytes:
    """Return a text file's bytes; a host that packs it, although nobody asked for that, is undone."""
    data = file.read_bytes()
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        plain = unzipped(data, MOST_TEXT, file)
    except SourceError as error:
        raise NotFetched("what came is packed, and can't be unpacked") from error
    file.write_bytes(plain)
    return plain
