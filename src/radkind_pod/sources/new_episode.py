"""Starting an episode: its recordings copied in, and an episode.yaml that has a comment on every key."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from string import Template

from radkind_pod.disk import copy_file, standing, sync_name, write_whole
from radkind_pod.errors import Problem, SourceError
from radkind_pod.model.people import Person
from radkind_pod.model.show import Show
from radkind_pod.present import is_file, is_there
from radkind_pod.sources.aside import folder_aside
from radkind_pod.sources.document import quoted
from radkind_pod.sources.identity import new_episode_guid
from radkind_pod.sources.places import is_plain_name
from radkind_pod.sources.project import EPISODE_FILE, EPISODES, episode_slugs, is_slug, slug_problem
from radkind_pod.sources.scalars import LONGEST_LINE
from radkind_pod.sources.text import shown, unfit, unfit_in
from radkind_pod.sources.top_lines import top_lines_in

PLACEHOLDER_SUMMARY = "Say here in one or two plain sentences what the episode is about."
RAW = "raw"


def new_episode(show: Show, slug: str, files: Sequence[Path], title: str | None, now: datetime) -> tuple[Path, ...]:
    """Make the episode's folder with copies of `files` and return all files written.

    The episode comes out at `now`, which has a zone. Raises SourceError where the slug is taken or none, a recording
    can't be copied, or two have the same name; then nothing new is left behind.
    """
    target = show.root / EPISODES / slug
    names = [unicodedata.normalize("NFC", file.name) for file in files]
    wrong = [*_slug_problems(show.root, slug, target), *_title_problems(title, target), *_file_problems(files, names)]
    if wrong:
        raise SourceError(wrong)
    text = episode_text(show, names, title or titled(slug), now)
    try:
        with folder_aside(target) as folder:
            _fill(folder, list(zip(files, names, strict=True)), text)
    except OSError as error:
        file = Path(error.filename) if error.filename else target
        message = f"can't be copied or written: {error.strerror or error}. Nothing was changed; try again."
        raise SourceError([Problem(shown(file), None, message)]) from error
    return (target / EPISODE_FILE, *(target / RAW / name for name in names))


def episode_text(show: Show, names: Iterable[str], title: str, now: datetime) -> str:
    """Return episode.yaml for these recordings."""
    text = (_templates() / EPISODE_FILE).read_text(encoding="utf-8")
    return Template(text).substitute(
        title=quoted(title),
        number=_next_number(show.root),
        published=now.replace(second=0, microsecond=0).isoformat(sep=" ", timespec="minutes").replace("+", " +"),
        guid=new_episode_guid(),
        people=_listed(map(_person, show.info.hosts)),
        summary=quoted(PLACEHOLDER_SUMMARY),
        recordings=_listed(map(quoted, names)),
    )


def titled(slug: str) -> str:
    """Return a title to begin with: `how-it-began` as `How it began`."""
    return slug.replace("-", " ").capitalize()


def _templates() -> Path:
    return Path(str(files("radkind_pod.sources") / "templates"))


def _slug_problems(root: Path, slug: str, target: Path) -> Iterator[Problem]:
    if not is_slug(slug):
        yield slug_problem(root, slug)
    elif is_there(target):
        message = "is there already. Choose another name, or put the recordings into its raw folder by hand."
        yield Problem(shown(target), None, message)


def _title_problems(title: str | None, target: Path) -> Iterator[Problem]:
    for character in unfit_in(title or ""):
        yield Problem(shown(target), None, f"title: {unfit(character)}")
    if title is not None and (title != title.strip() or not title or "\n" in title or len(title) > LONGEST_LINE):
        message = f"title: must be one line of 1 to {LONGEST_LINE} characters with no space around it."
        yield Problem(shown(target), None, message)


def _file_problems(files: Sequence[Path], names: list[str]) -> Iterator[Problem]:
    met: dict[str, Path] = {}
    for file, name in zip(files, names, strict=True):
        if not is_there(file):
            yield Problem(file, None, "is not there. Check the name of the recording.")
        elif not is_file(file):
            yield Problem(file, None, "is not a file. Name the recordings one by one.")
        elif file.stat().st_size == 0:
            yield Problem(file, None, "is empty (0 bytes). Copy it from the recorder again.")
        elif unfit_in(name) or not is_plain_name(name):
            yield Problem(file, None, "has a sign in its name that can't be written down. Rename it.")
        same = met.setdefault(name.casefold(), file)
        if same is not file:
            yield Problem(file, None, f"has the same name as {same}. Rename one of the two.")


def _fill(folder: Path, recordings: list[tuple[Path, str]], text: str) -> None:
    (folder / RAW).mkdir()
    for file, name in recordings:
        copy = folder / RAW / name
        size = file.stat().st_size
        copy_file(file, copy)  # the recorder may be emptied now
        if copy.stat().st_size != size:
            raise OSError(0, "it grew or shrank while it was copied; wait until the recorder has finished", str(file))
        sync_name(copy)
    write_whole(folder / EPISODE_FILE, text.encode())


def _next_number(root: Path) -> int:
    files = (root / EPISODES / slug / EPISODE_FILE for slug in episode_slugs(root))
    lines = (top_lines_in((standing(file) or b"").decode(errors="replace")) for file in files)  # all, or none is next
    numbers = (found["number"][1] for found in lines if "number" in found)
    return max((int(number) for number in numbers if number.isdecimal()), default=0) + 1


def _person(person: Person) -> str:
    said = {"name": person.name, "role": person.role, "link": person.link, "image": person.image}
    return "{" + ", ".join(f"{key}: {quoted(value)}" for key, value in said.items() if value) + "}"


def _listed(items: Iterable[str]) -> str:
    lines = [f"\n  - {item}" for item in items]
    return "".join(lines) or " []"
