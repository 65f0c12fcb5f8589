"""A whole show moved in. Every guid and date is written down first; only then the files are fetched, one by one.

So an import that is interrupted has lost nothing, and running it again fetches what is missing and overwrites nothing.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from radkind_pod.disk import standing, write_over, write_whole
from radkind_pod.errors import MediaError, Problem, SourceError
from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.release import Chapter, Release, Words
from radkind_pod.package.artwork import check_show_art
from radkind_pod.package.finished import Finished
from radkind_pod.pipeline.apart import Apart
from radkind_pod.pipeline.built_from import changed_since, note, written
from radkind_pod.pipeline.feed_import.bringing import ARTWORK, Bringer
from radkind_pod.pipeline.feed_import.released import keep, release_of, with_files
from radkind_pod.pipeline.feed_import.shelf import Shelf, open_shelf
from radkind_pod.pipeline.feed_import.source import NAME, Opened
from radkind_pod.pipeline.feed_import.telling import REPORT, Waiting, report_text
from radkind_pod.pipeline.lock import locked
from radkind_pod.pipeline.show import IMPORTED, RELEASE, WORDS, read_release, releases
from radkind_pod.present import is_file, is_there
from radkind_pod.progress import Watcher
from radkind_pod.sources.aside import folder_aside
from radkind_pod.sources.feed_import.addresses import NotFetched
from radkind_pod.sources.feed_import.fetching import MOST_PICTURE, Fetcher
from radkind_pod.sources.feed_import.kinds import picture_ending
from radkind_pod.sources.feed_import.old import SHOW, Notebook, OldEpisode
from radkind_pod.sources.feed_import.settling import Answers, missing_answers, settle
from radkind_pod.sources.feed_import.slugs import slug_for
from radkind_pod.sources.feed_import.writing import NewShow, config_of, episode_text
from radkind_pod.sources.project import CONFIG, EPISODE_FILE, EPISODES
from radkind_pod.sources.scaffold import IGNORED, SCHEMA_FOLDER
from radkind_pod.sources.schema import SCHEMA_FILES, schema_text
from radkind_pod.sources.text import shown
from radkind_pod.sources.top_lines import top_lines

KEPT = "import"
"""The folder for the old feed as it was."""
_IGNORE_SOUNDS = """\
# The finished sound of imported episodes: too large for git. Keep a copy elsewhere, for the old host will delete it.
episodes/*/imported/*.m*
episodes/*/imported/*.ogg
"""


@dataclass
class MovedIn:
    """What an import came to. `waiting` is what could not be fetched and is still at its old address."""

    root: Path
    title: str
    slugs: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    told: int = 0

    @property
    def report(self) -> Path:
        """Where all of it is told."""
        return self.root / REPORT


@dataclass(frozen=True, slots=True)
class _Work:
    """What the whole import shares."""

    root: Path
    show: NewShow
    fetcher: Fetcher
    notebook: Notebook
    watcher: Watcher
    reference: bool
    apart: Apart


def move_in(
    opened: Opened, given: Answers, root: Path, watcher: Watcher, *, reference: bool, pause_s: float = 2.0
) -> MovedIn:
    """Make the project in `root`, or go on with one that an import began. `reference`: fetch no episode's files.

    Raises SourceError where an answer is missing or the folder holds another show.
    """
    wrong = [
        Problem(Path(NAME), None, f"{text}. Say it with --{name.replace('_', '-')}")
        for name, text in missing(opened, given)
    ]
    if wrong:
        raise SourceError(wrong)
    notebook = Notebook(list(opened.feed.told))
    show, episodes = settle(opened.feed, given, notebook)
    _refuse_another_show(root, show.guid)
    fetcher, moved = Fetcher(opened.trusted, watcher, pause_s=pause_s), MovedIn(root, show.title)
    with locked(root / "build" / "lock"), Apart() as apart:
        work = _Work(root, show, fetcher, notebook, watcher, reference, apart)
        _write_frame(root, opened.data)
        homes = _write_episodes(work, episodes, moved)
        _write_config(work, moved)
        if not reference:
            for old, slug in homes:
                _bring_home(work, old, slug, moved)
        report = report_text(show, opened.feed, episodes, notebook, moved.waiting, reference=reference)
        write_whole(root / REPORT, report.encode())
    moved.told = len(notebook.told)
    return moved


def missing(opened: Opened, given: Answers) -> tuple[tuple[str, str], ...]:
    """Return the names of the answers that a person must give, each with what is missing."""
    return missing_answers(opened.feed, given)


def _refuse_another_show(root: Path, guid: str) -> None:
    config = root / CONFIG
    if not is_there(config):
        return
    line, there = top_lines(config).get("guid", (None, ""))
    if there != guid or not is_file(root / KEPT / NAME):
        message = (
            f"another show is here already, and the imported one has the guid {guid}. Import into a folder of its own"
        )
        raise SourceError([Problem(shown(config), line, message)])


def _write_frame(root: Path, feed: bytes) -> None:
    """Write what every project has, and the old feed as it came."""
    for folder in (root / KEPT, root / EPISODES, root / SCHEMA_FOLDER):
        folder.mkdir(parents=True, exist_ok=True)
    write_whole(root / KEPT / NAME, feed)
    for name in SCHEMA_FILES:
        write_whole(root / SCHEMA_FOLDER / name, schema_text(name).encode())
    ignored = root / IGNORED
    if not is_there(ignored):
        ours = (files("radkind_pod.sources") / "templates" / "gitignore.txt").read_text(encoding="utf-8")
        write_over(None, ignored, (ours + _IGNORE_SOUNDS).encode())


def _write_episodes(work: _Work, episodes: Iterable[OldEpisode], moved: MovedIn) -> list[tuple[OldEpisode, str]]:
    """Write down each episode that isn't here yet, whole or not at all; return where each one lives."""
    homes = []
    known = {read_release(file).guid: file.parent.name for file in releases(work.root)}
    taken = {folder.name for folder in (work.root / EPISODES).iterdir()}
    for old in episodes:
        slug = known.get(old.guid)
        if slug is None:
            slug = slug_for(old, taken)
            taken.add(slug)
            _write_episode(work, old, slug)
            moved.new.append(slug)
        moved.slugs.append(slug)
        homes.append((old, slug))
    return homes


def _write_episode(work: _Work, old: OldEpisode, slug: str) -> None:
    target = work.root / EPISODES / slug
    with folder_aside(target) as folder:
        shelf = Shelf(folder / IMPORTED, slug)
        shelf.folder.mkdir()
        chapters = _chapters_so_far(old)
        release = with_files(release_of(old, work.show, shelf), old, shelf, 0, chapters, Notebook())
        keep(folder, release, ())
        write_whole(folder / EPISODE_FILE, episode_text(old, work.show, chapters, None).encode())
        note(folder, written(folder))


def _chapters_so_far(old: OldEpisode) -> tuple[Chapter, ...]:
    """Return the chapters that the feed itself tells."""
    return old.chapters or (() if old.chapters_file else old.listed_chapters)


def _write_config(work: _Work, moved: MovedIn) -> None:
    """Write config.yaml, which makes the folder a show, with the show's picture; never over one that is there."""
    if is_there(work.root / CONFIG):
        return
    picture = _fetch_picture(work, moved)
    name = picture or f"{ARTWORK}.png"
    placeholder = (files("radkind_pod.sources") / "templates" / f"{ARTWORK}.png").read_bytes()
    is_placeholder = not picture and write_over(None, work.root / name, placeholder)
    write_over(None, work.root / CONFIG, config_of(work.show, name, is_placeholder=is_placeholder).encode())


def _fetch_picture(work: _Work, moved: MovedIn) -> str | None:
    """Return the name of the show's picture; None where it can't be fetched, or isn't what the platforms ask for."""
    url = work.show.old.picture
    if not url:
        work.notebook.note(SHOW, "The feed names no picture. Put the show's picture in the place of artwork.png.")
        return None
    aside = work.root / KEPT / "picture"
    try:
        work.fetcher.bring(url, aside, MOST_PICTURE)
    except NotFetched as error:
        moved.waiting.append(Waiting(SHOW, f"the show's picture at {url}: {error.why}"))
        return None
    ending = picture_ending(aside.read_bytes()) or "bin"
    named = aside.with_name(f"{ARTWORK}.{ending}")
    aside.replace(named)
    try:
        work.apart.ask(check_show_art, named)
    except MediaError as error:
        what = f"The show's picture can't be used: {error.what}. {error.remedy}. It lies at {KEPT}/{named.name}"
        work.notebook.note(SHOW, f"{what}; put a better one in the place of artwork.png.")
        return None
    target = work.root / named.name
    if standing(target) in (None, named.read_bytes()):
        named.replace(target)
    else:
        what = f"{target.name} was here already and stays the show's picture; the feed's lies at {KEPT}/{named.name}."
        work.notebook.note(SHOW, what)
    return named.name


def _bring_home(work: _Work, old: OldEpisode, slug: str, moved: MovedIn) -> None:
    """Fetch what is missing of one episode, and let its Release name it; nothing that people changed is overwritten."""
    folder = work.root / EPISODES / slug
    release, shelf = from_plain_file(Release, folder / RELEASE), open_shelf(folder)
    if not release.audio.is_elsewhere and release.audio not in shelf.files.values():
        return  # it was made anew here
    bringer, began = Bringer(work.fetcher, old, shelf, work.notebook, work.apart), time.monotonic()
    work.watcher.stage(slug, (f"{count} files to fetch",) if (count := bringer.missing()) else ())
    bringer.bring_all()
    moved.waiting += [Waiting(old.title, text) for text in bringer.waiting]
    found = bringer.finished()
    chapters = bringer.chapters(found)
    _note_duration(work, old, found)
    whole = with_files(release, old, shelf, found.duration_ms, chapters, work.notebook)
    words = bringer.words(release.language) or from_plain_file(Words, folder / WORDS).transcript
    keep(folder, whole, words)
    _renew_text(work, old, folder, chapters)
    work.watcher.done(slug, time.monotonic() - began)


def _note_duration(work: _Work, old: OldEpisode, found: Finished) -> None:
    if not old.duration_ms and not found.duration_ms:
        work.notebook.note(old.title, "Neither the feed nor the sound says how long it lasts.")
    elif (
        old.duration_ms
        and found.duration_ms
        and abs(old.duration_ms - found.duration_ms) > 0.05 * found.duration_ms + 5000
    ):
        said, is_long = old.duration_ms // 1000, found.duration_ms // 1000
        work.notebook.note(old.title, f"The feed says that it lasts {said} s; the sound says {is_long} s.")


def _renew_text(work: _Work, old: OldEpisode, folder: Path, chapters: tuple[Chapter, ...]) -> None:
    """Let episode.yaml name chapters and picture that came with the files, as long as nobody has changed it."""
    file = folder / EPISODE_FILE
    picture = next((f"{ARTWORK}.{e}" for e in ("jpg", "png") if is_file(folder / f"{ARTWORK}.{e}")), None)
    before = episode_text(old, work.show, _chapters_so_far(old), None).encode()
    text = episode_text(old, work.show, chapters, picture).encode()
    now = standing(file) if is_file(file) else None
    is_ours = now == before or (now == text and changed_since(folder) == (EPISODE_FILE,))  # a run was killed in between
    if is_ours and write_over(now, file, text):
        note(folder, written(folder))
