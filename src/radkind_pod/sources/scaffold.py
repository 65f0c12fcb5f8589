"""Starting a show: its folder with a config.yaml that has a comment on every key. All of it or nothing."""

from importlib.resources import files
from pathlib import Path
from string import Template

from radkind_pod.disk import sync_name, write_over
from radkind_pod.errors import Problem, SourceError
from radkind_pod.present import is_file, is_folder, is_named, is_there
from radkind_pod.sources.answers import InitAnswers, answer_problem, answer_problems, tidied
from radkind_pod.sources.aside import written_aside
from radkind_pod.sources.document import quoted
from radkind_pod.sources.identity import guid_of_show
from radkind_pod.sources.new_episode import new_episode
from radkind_pod.sources.people import PEOPLE
from radkind_pod.sources.project import CONFIG, EPISODES
from radkind_pod.sources.schema import SCHEMA_FILES, schema_text
from radkind_pod.sources.text import shown

__all__ = ["InitAnswers", "answer_problem", "init_show", "new_episode"]

SCHEMA_FOLDER = ".schemas"
ARTWORK = "artwork.png"
IGNORED = ".gitignore"

_TEMPLATES = files("radkind_pod.sources") / "templates"


def init_show(folder: Path, answers: InitAnswers) -> tuple[Path, ...]:
    """Write a new show into `folder` and return the files written. Nothing that is there is overwritten.

    Raises SourceError where an answer can't be, there is a config.yaml, or the folder can't be written; then
    nothing new is left behind.
    """
    wrong = [Problem(shown(folder), None, message) for message in answer_problems(answers)]
    refuse_begun(folder)
    if wrong:
        raise SourceError(wrong)
    contents = _contents(folder, tidied(answers))
    try:
        return _write_all(folder, contents)
    except OSError as error:
        message = f"can't be written: {error.strerror or error}. Choose another folder, or make room in this one."
        raise SourceError([Problem(shown(folder), None, message)]) from error


def refuse_begun(folder: Path) -> None:
    """Raise SourceError where a show has begun in the folder: known before anybody answers a question."""
    if is_named(folder / CONFIG):
        message = "is there already, so a show has begun here. Change it by hand, or start in another folder."
        raise SourceError([Problem(shown(folder / CONFIG), None, message)])


def config_text(answers: InitAnswers) -> str:
    """Return config.yaml for these answers."""
    values = {
        "title": answers.title,
        "description": answers.description,
        "author": answers.author,
        "email": answers.email,
        "base_url": answers.base_url,
        "language": answers.language,
    }
    text = (_TEMPLATES / CONFIG).read_text(encoding="utf-8")
    written = {name: quoted(value) for name, value in values.items()}
    return Template(text).substitute(written, guid=guid_of_show(answers.base_url))


def _contents(folder: Path, answers: InitAnswers) -> dict[Path, bytes]:
    """Return what is to be written where; config.yaml, which makes the folder a show, comes last."""
    contents = {folder / SCHEMA_FOLDER / name: schema_text(name).encode() for name in SCHEMA_FILES}
    contents[folder / EPISODES / ".gitkeep"] = b""
    contents[folder / ARTWORK] = (_TEMPLATES / ARTWORK).read_bytes()
    contents[folder / IGNORED] = (_TEMPLATES / "gitignore.txt").read_bytes()
    contents[folder / PEOPLE] = (_TEMPLATES / PEOPLE).read_bytes()
    contents[folder / CONFIG] = config_text(answers).encode()
    return contents


def _write_all(folder: Path, contents: dict[Path, bytes]) -> tuple[Path, ...]:
    made: list[Path] = []
    ignored = folder / IGNORED
    before = ignored.read_bytes() if is_there(ignored) else None
    done = False
    try:
        for file, content in contents.items():
            _make_folder(file.parent, made)
            if file == ignored and before is not None:
                with written_aside(ignored, _joined(before, content), before):
                    pass
            elif not is_named(file):
                made.append(file)
                if not write_over(None, file, content):
                    made.pop()  # it is somebody's who was faster
        done = True
    finally:
        if not done:
            _undo(made)
            if before is not None:
                write_over(_joined(before, contents[ignored]), ignored, before)
    return tuple(path for path in made if is_file(path))


def _joined(before: bytes, rules: bytes) -> bytes:
    """Return the person's own .gitignore with our rules behind it, unless they are in it."""
    return before if rules in before else before.rstrip(b"\n") + b"\n\n" + rules


def _make_folder(folder: Path, made: list[Path]) -> None:
    if not is_folder(folder):
        _make_folder(folder.parent, made)
        folder.mkdir()
        made.append(folder)
        sync_name(folder)


def _undo(made: list[Path]) -> None:
    for path in reversed(made):
        if is_folder(path):
            path.rmdir()
        else:
            path.unlink(missing_ok=True)
