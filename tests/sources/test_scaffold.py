import errno
import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path

import pytest

from radkind_pod import disk
from radkind_pod.disk import copy_file
from radkind_pod.errors import SourceError
from radkind_pod.model.people import Person
from radkind_pod.sources.check import advice_on, check_project
from radkind_pod.sources.entry import keys
from radkind_pod.sources.episode import read_episode
from radkind_pod.sources.episode_form import EpisodeForm
from radkind_pod.sources.people_form import PeopleForm
from radkind_pod.sources.scaffold import InitAnswers, answer_problem, init_show, new_episode
from radkind_pod.sources.show import read_show
from radkind_pod.sources.show_form import ShowForm

NOW = datetime(2026, 6, 1, 9, 30, 59, 7, tzinfo=timezone(timedelta(hours=1)))
ANSWERS = InitAnswers("Kindness", "Jo Bloggs", "jo@charity.test", "en-gb", "https://charity.test/podcast")
HARD = [
    'say "hi": a story',
    "# hashtag",
    "🎙 Kindness & co",
    "أهلا وسهلا",
    "- no list",
    "no",
    "12:30",
    "C:\\temp $guid $$",
    "it's",
]


def everything(folder: Path) -> dict[str, bytes | None]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() if p.is_file() else None for p in folder.rglob("*")}


@pytest.fixture
def recordings(tmp_path: Path) -> list[Path]:
    made = [tmp_path / "card" / name for name in ("ZOOM 0001.WAV", unicodedata.normalize("NFD", "Solé_أمل.m4a"))]
    made[0].parent.mkdir()
    for file in made:
        file.write_bytes(file.name.encode())
    return made


def test_a_new_show_reads_back_without_a_problem(tmp_path: Path) -> None:
    written = init_show(tmp_path / "new/show", ANSWERS)
    root = tmp_path / "new/show"
    assert {p.relative_to(root).as_posix() for p in written} == {
        ".gitignore",
        ".schemas/config.schema.json",
        ".schemas/episode.schema.json",
        ".schemas/people.schema.json",
        "artwork.png",
        "config.yaml",
        "episodes/.gitkeep",
        "people.yaml",
    }
    info = read_show(root).info
    assert (info.title, info.author, info.owner.email, info.language) == (
        "Kindness",
        "Jo Bloggs",
        "jo@charity.test",
        "en-gb",
    )
    assert info.base_url == "https://charity.test/podcast"
    assert check_project(root) == ()


@pytest.mark.parametrize("text", HARD)
def test_any_title_and_name_survives(tmp_path: Path, recordings: list[Path], text: str) -> None:
    root = tmp_path / "show"
    init_show(root, InitAnswers(text, text, "jo@charity.test", "ar", "https://charity.test/", f"{text}\nmore"))
    show = read_show(root)
    assert (show.info.title, show.info.author, show.info.description) == (text, text, f"{text}\nmore")
    new_episode(show, "first", recordings, text, NOW)
    assert read_episode(show, "first").info.title == text


def test_every_key_of_each_file_stands_in_the_templates_with_a_comment() -> None:
    templates = files("radkind_pod.sources") / "templates"
    for name, form in (("config.yaml", ShowForm), ("episode.yaml", EpisodeForm), ("people.yaml", PeopleForm)):
        lines = (templates / name).read_text(encoding="utf-8").splitlines()
        found = {m[1]: i for i, line in enumerate(lines) if (m := re.match(r"(?:# )?([a-z_]+):(?: |$|\$)", line))}
        assert set(keys(form)) - set(found) == set()
        assert [key for key, i in found.items() if key in keys(form) and not lines[i - 1].startswith("# ")] == []


def test_the_comments_say_that_times_are_recording_time(tmp_path: Path, recordings: list[Path]) -> None:
    init_show(tmp_path / "show", ANSWERS)
    file = new_episode(read_show(tmp_path / "show"), "first", recordings, None, NOW)[0]
    assert "EVERY TIME IN THIS FILE IS RECORDING TIME" in file.read_text(encoding="utf-8")


def used(lines: list[str], *, people: bool) -> Iterator[str]:
    """Yield the lines with the optional keys in use, and what belongs to each."""
    within = False
    for line in lines:
        begins = re.match(rf"# ({OPTIONAL}{'|people' if people else ''}):", line)
        within = bool(begins) or (within and line.startswith("#   "))
        yield line[2:] if within else re.sub(r"^  # (aac|opus|flac): ", r"  \1: ", line)


OPTIONAL = (
    "season|explicit|language|licence_url|copyright|notes|places|rhythm|recommends|feed|helplines|publish|seasons|posts|"
    "soundbites|content_notes|not_this_person"
)


def test_what_is_commented_out_can_be_used_as_it_stands(tmp_path: Path, recordings: list[Path]) -> None:
    """Take away the `# ` in front of optional keys that name no file: both files still read back."""
    root = tmp_path / "show"
    init_show(root, ANSWERS)
    new_episode(read_show(root), "first", recordings, None, NOW)
    for file in (root / "config.yaml", root / "episodes/first/episode.yaml", root / "people.yaml"):
        lines = list(used(file.read_text(encoding="utf-8").splitlines(), people=file.name == "people.yaml"))
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert [str(p) for p in check_project(root)] == []


def test_placeholders_are_advice_until_they_are_replaced(tmp_path: Path, recordings: list[Path]) -> None:
    root = tmp_path / "show"
    init_show(root, ANSWERS)
    new_episode(read_show(root), "first", recordings, None, NOW)
    assert [re.sub(r".*/(\w+\.yaml):\d+: (\w+): .*", r"\1 \2", str(p)) for p in advice_on(root)] == [
        "config.yaml description",
        "config.yaml artwork",
        "episode.yaml summary",
    ]


def test_a_show_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("mine", encoding="utf-8")
    before = everything(tmp_path)
    with pytest.raises(SourceError, match=r"config\.yaml: is there already"):
        init_show(tmp_path, ANSWERS)
    assert everything(tmp_path) == before


def test_files_that_are_there_are_kept(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine", encoding="utf-8")
    (tmp_path / "artwork.png").write_bytes(b"my picture")
    init_show(tmp_path, ANSWERS)
    assert (tmp_path / "artwork.png").read_bytes() == b"my picture"
    ignored = (tmp_path / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert ignored[0] == "mine"
    assert {"build/", "public/", "episodes/*/raw/", "episodes/*/review/", "people.yaml"} <= set(ignored)


def test_wrong_answers_are_told_together_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        init_show(tmp_path / "show", InitAnswers("", "Jo\x07", "jo", "English", "http://x.test"))
    assert [p.message.split(":")[0] for p in caught.value.problems] == [
        "title",
        "author",
        "email",
        "language",
        "base_url",
    ]
    assert not (tmp_path / "show").exists()


def test_a_single_answer_can_be_checked_while_asking() -> None:
    assert answer_problem("language", "en-GB") is None
    assert answer_problem("language", "en-uk") == "language: 'en-uk': the United Kingdom's code is gb. Write en-gb."


def test_a_full_disk_leaves_no_half_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".gitignore").write_text("mine", encoding="utf-8")
    before, write_over = everything(tmp_path), disk.write_over

    def disk_is_full(stands: bytes | None, file: Path, data: bytes) -> bool:
        if "config.yaml" in file.name:
            raise OSError(errno.ENOSPC, "No space left on device", str(file))
        return write_over(stands, file, data)

    monkeypatch.setattr("radkind_pod.sources.scaffold.write_over", disk_is_full)
    with pytest.raises(SourceError, match="No space left on device"):
        init_show(tmp_path, ANSWERS)
    assert everything(tmp_path) == before


def test_a_new_episode_reads_back_with_its_recordings(tmp_path: Path, recordings: list[Path]) -> None:
    root = tmp_path / "show"
    init_show(root, ANSWERS)
    config = root / "config.yaml"
    host = 'hosts:\n  - {name: "Jo \\"J\\" Bloggs", role: co-host, link: https://jo.test}\n'
    config.write_text(config.read_text(encoding="utf-8").replace("hosts: []\n", host), encoding="utf-8")
    show = read_show(root)
    written = new_episode(show, "how-it-began", recordings, None, NOW)
    raw = root / "episodes/how-it-began/raw"
    assert written == (
        raw.parent / "episode.yaml",
        raw / "ZOOM 0001.WAV",
        raw / unicodedata.normalize("NFC", "Solé_أمل.m4a"),
    )
    assert [p.read_bytes() for p in written[1:]] == [p.read_bytes() for p in recordings]
    episode = read_episode(show, "how-it-began")
    assert [r.tracks[0].file for r in episode.recordings] == list(written[1:])
    info = episode.info
    assert (info.title, info.number, info.published) == ("How it began", 1, NOW.replace(second=0, microsecond=0))
    assert info.published.utcoffset() == timedelta(hours=1)
    assert info.people == (Person('Jo "J" Bloggs', "co-host", "https://jo.test"),)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", info.guid)
    assert check_project(root) == ()


def test_the_next_number_follows_the_highest(tmp_path: Path, recordings: list[Path]) -> None:
    init_show(tmp_path / "show", ANSWERS)
    show = read_show(tmp_path / "show")
    for slug in ("one", "two"):
        new_episode(show, slug, recordings, None, NOW)
    assert [read_episode(show, slug).info.number for slug in ("one", "two")] == [1, 2]


def test_an_episode_without_recordings_says_what_it_waits_for(tmp_path: Path) -> None:
    init_show(tmp_path / "show", ANSWERS)
    show = read_show(tmp_path / "show")
    new_episode(show, "later", [], None, NOW)
    with pytest.raises(SourceError, match=r"recordings: the list is empty\. Write at least one item") as caught:
        read_episode(show, "later")
    assert len(caught.value.problems) == 1


def test_an_episode_that_is_there_is_never_touched(tmp_path: Path, recordings: list[Path]) -> None:
    init_show(tmp_path / "show", ANSWERS)
    show = read_show(tmp_path / "show")
    new_episode(show, "one", recordings, None, NOW)
    before = everything(tmp_path)
    with pytest.raises(SourceError, match="is there already"):
        new_episode(show, "one", recordings, "Other", NOW)
    assert everything(tmp_path) == before


def test_recordings_that_can_not_be_copied_are_told_together(tmp_path: Path, recordings: list[Path]) -> None:
    init_show(tmp_path / "show", ANSWERS)
    (tmp_path / "empty.wav").touch()
    (tmp_path / "zoom 0001.wav").write_bytes(b"x")
    wrong = [tmp_path / "none.wav", tmp_path / "card", tmp_path / "empty.wav", tmp_path / "zoom 0001.wav"]
    before = everything(tmp_path)
    with pytest.raises(SourceError) as caught:
        new_episode(read_show(tmp_path / "show"), "Bad Slug", [*recordings, *wrong], " ", NOW)
    words = (
        "can't name an episode",
        "must be one line",
        "is not there",
        "is not a file",
        "is empty",
        "has the same name as",
    )
    assert [w for w, p in zip(words, caught.value.problems, strict=True) if w not in p.message] == []
    assert everything(tmp_path) == before


@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_a_copy_that_fails_leaves_nothing(
    tmp_path: Path, recordings: list[Path], monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    init_show(tmp_path / "show", ANSWERS)
    before = everything(tmp_path)

    def disk_is_full(source: Path, target: Path) -> None:
        if source == recordings[1]:
            target.write_bytes(b"half")
            raise failure
        copy_file(source, target)

    monkeypatch.setattr("radkind_pod.sources.new_episode.copy_file", disk_is_full)
    with pytest.raises((SourceError, KeyboardInterrupt)):
        new_episode(read_show(tmp_path / "show"), "one", recordings, None, NOW)
    assert everything(tmp_path) == before


def test_a_file_of_a_new_show_is_never_there_in_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever it is killed: the same command then finishes it."""
    synced: list[Path] = []
    sync_folder = disk.sync_folder

    def looked(path: Path) -> None:
        sync_folder(path)
        there = [file for file in tmp_path.rglob("*") if file.is_file() and not file.name.endswith(".part")]
        assert [file for file in there if file.read_bytes() != contents[file.name]] == []
        synced.append(path)

    init_show(tmp_path / "whole", ANSWERS)
    contents = {file.name: file.read_bytes() for file in (tmp_path / "whole").rglob("*") if file.is_file()}
    monkeypatch.setattr(disk, "sync_folder", looked)
    init_show(tmp_path / "show", ANSWERS)
    assert {*synced} == {tmp_path, *(path for path in (tmp_path / "show").rglob("*/")), tmp_path / "show"}
