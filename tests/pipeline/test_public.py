"""The public folder holds whole files, and nothing of an earlier build."""

from contextlib import nullcontext
from pathlib import Path

import pytest

from radkind_pod.errors import Refused
from radkind_pod.pipeline.fingerprint import Hashes
from radkind_pod.pipeline.public import bring, bring_kept, refuse_to_lose, sweep


def test_files_arrive_under_their_paths_and_unchanged_ones_are_left_alone(tmp_path: Path) -> None:
    source, public = tmp_path / "files", tmp_path / "public"
    (source / "episodes" / "a").mkdir(parents=True)
    (source / "episodes" / "a" / "x.mp3").write_bytes(b"sound")
    hashes = Hashes(tmp_path / "h.json", tmp_path)
    assert bring(source, public, tmp_path / "aside", hashes) == {"episodes/a/x.mp3"}
    arrived = public / "episodes" / "a" / "x.mp3"
    assert arrived.read_bytes() == b"sound"
    inode = arrived.stat().st_ino
    bring(source, public, tmp_path / "aside", hashes)
    assert arrived.stat().st_ino == inode


def test_what_no_release_names_is_swept_away(tmp_path: Path) -> None:
    for name in ("a/new.mp3", "a/old.mp3", "gone/index.html"):
        (tmp_path / "episodes" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "episodes" / name).touch()
    for name in ("CNAME", "artwork-1.png", "artwork-2.png", "feed.xml", "feed-1.xml", "feed-2.xml"):
        (tmp_path / name).touch()
    sweep(tmp_path, {"episodes/a/new.mp3", "artwork-2.png", "feed.xml", "feed-1.xml"})
    left = sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*"))
    assert left == [
        "CNAME",
        "artwork-2.png",
        "episodes",
        "episodes/a",
        "episodes/a/new.mp3",
        "feed-1.xml",
        "feed.xml",
    ]


def test_a_folder_that_a_killed_build_has_emptied_goes_too(tmp_path: Path) -> None:
    for folder in ("episodes/gone/pictures", "search/text", "people", "kept/empty"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "episodes/a").mkdir()
    (tmp_path / "episodes/a/a.mp3").write_bytes(b"a")
    sweep(tmp_path, {"episodes/a/a.mp3"})
    left = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*"))
    assert left == ["episodes", "episodes/a", "episodes/a/a.mp3", "kept", "kept/empty"]


def test_of_kept_files_only_those_that_are_named_are_brought(tmp_path: Path) -> None:
    """What a Release no longer names, and what lies on another host, isn't copied."""
    kept, public = tmp_path / "kept", tmp_path / "public"
    kept.mkdir()
    for name in ("a.mp3", "old.mp3", "fetched.json"):
        (kept / name).write_bytes(name.encode())
    hashes = Hashes(tmp_path / "hashes.json", tmp_path)
    paths = ["episodes/one/a.mp3", "https://old.example.com/old.mp3", "episodes/one/gone.vtt"]
    bring_kept(kept, paths, public, tmp_path / "aside", hashes)
    assert [file.relative_to(public).as_posix() for file in public.rglob("*") if file.is_file()] == [
        "episodes/one/a.mp3"
    ]


@pytest.mark.parametrize(
    ("there", "kept", "refused"),
    [(20, 17, False), (20, 16, True), (4, 2, True), (4, 3, False), (1, 0, False), (0, 0, False)],
)
def test_a_build_never_takes_much_out_of_the_preview_by_itself(
    tmp_path: Path, there: int, kept: int, refused: bool
) -> None:
    """Episodes whose folders are gone: a drive that isn't there, a copy that went wrong."""
    for number in range(there):
        (tmp_path / "public/episodes" / f"e{number}").mkdir(parents=True)
    slugs = {f"e{number}" for number in range(kept)}
    with pytest.raises(Refused, match=f"{there - kept} of the {there}") if refused else nullcontext():
        refuse_to_lose(tmp_path / "public", slugs, lambda _: "")


def test_an_episode_with_another_name_is_not_lost(tmp_path: Path) -> None:
    """Its guid says that it is the same; another new episode makes up for none that is gone."""
    for number in range(4):
        (tmp_path / f"episodes/old-{number}").mkdir(parents=True)
    items = "".join(f'<guid isPermaLink="false">g{number}&amp;</guid>' for number in range(4))
    (tmp_path / "feed.xml").write_text(f"<rss>{items}</rss>", encoding="utf-8")
    same = {f"new-{number}": f"g{number}&" for number in range(4)}
    refuse_to_lose(tmp_path, {*same}, same.__getitem__)
    others = {f"new-{number}": f"another-{number}" for number in range(4)} | {"unsaid": ""}
    with pytest.raises(Refused, match="4 of the 4"):
        refuse_to_lose(tmp_path, {*others}, others.__getitem__)
