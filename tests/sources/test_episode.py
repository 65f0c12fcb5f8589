import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from radkind_pod.errors import SourceError
from radkind_pod.model.audio import Recording, Track
from radkind_pod.model.episode import Episode, EpisodeInfo, Moment, PlannedChapter, PlannedCut, SharedRecording
from radkind_pod.model.glossary import Entry
from radkind_pod.model.people import Person
from radkind_pod.sources.episode import read_episode
from radkind_pod.sources.show import read_show

SLUG = "how-it-began"


def read(root: Path) -> Episode:
    return read_episode(read_show(root), SLUG)


def test_a_short_episode_takes_the_rest_from_the_show(show_folder: Path) -> None:
    folder = show_folder / "episodes" / SLUG
    assert read(show_folder) == Episode(
        file=folder / "episode.yaml",
        info=EpisodeInfo(
            slug=SLUG,
            title="How it began",
            guid="urn:uuid:5b0f6d0e-5a55-4d7c-9a40-0d5b8f6c2f11",
            published=datetime(2026, 3, 1, 9, tzinfo=UTC),
            summary="Ama tells how it began.",
            notes="",
            number=None,
            season=None,
            type="full",
            explicit=False,
            language="en-gb",
            people=(),
            artwork=None,
            artwork_alt=None,
        ),
        recordings=(Recording((Track(folder / "raw/a.wav"),)), Recording((Track(folder / "raw/b.wav"),))),
        chapters=(),
        cuts=(),
        reviewed=None,
        glossary=(),
        cleaning=(("off",), ("off",)),
    )


def test_every_key_reaches_the_episode(show_folder: Path, write_episode: Callable[..., None]) -> None:
    write_episode(
        add="number: 012\nseason: 2\ntype: bonus\npeople: [{name: Ama, role: Guest}]\nnotes: |\n  One\n\n    code\n"
        "explicit: true\nartwork: garden.jpg\nartwork_alt: Garden\nlanguage: cy\n"
        "glossary: [Ama, {name: Siân, heard: [Sharn, Shan]}]\n",
        title="'12:30'",
    )
    episode = read(show_folder)
    info = episode.info
    assert episode.glossary == (Entry("Ama"), Entry("Siân", ("Sharn", "Shan")))
    assert (info.title, info.number, info.season, info.type) == ("12:30", 12, 2, "bonus")
    assert (info.people, info.notes) == ((Person("Ama", "guest"),), "One\n\n  code")
    picture = show_folder / "episodes" / SLUG / "garden.jpg"
    assert (info.explicit, info.language, info.artwork, info.artwork_alt) == (True, "cy", picture, "Garden")


def test_each_track_says_how_far_it_is_cleaned(show_folder: Path) -> None:
    folder = show_folder / "episodes" / SLUG
    for name in ("c.wav", "d.wav", "e.wav"):
        (folder / "raw" / name).write_bytes(b"x")
    text = (folder / "episode.yaml").read_text(encoding="utf-8").partition("recordings:")[0]
    forms = (
        "recordings:\n  - a.wav\n  - {file: b.wav, speakers: 2, cleaning: gentle}\n"
        "  - {file: e.wav, channels: [Jo, Ama], cleaning: strong}\n"
        "  - tracks:\n      - {file: c.wav, cleaning: off}\n      - {file: d.wav, cleaning: gentle}\n"
    )
    (folder / "episode.yaml").write_text(text + forms, encoding="utf-8")
    episode = read(show_folder)
    assert episode.cleaning == (("off",), ("gentle",), ("strong",), ("off", "gentle"))
    assert episode.is_cleaned


def test_recordings_have_three_forms(show_folder: Path) -> None:
    folder = show_folder / "episodes" / SLUG
    (folder / "raw/c.wav").write_bytes(b"x")
    text = (folder / "episode.yaml").read_text(encoding="utf-8").partition("recordings:")[0]
    forms = "recordings:\n  - a.wav\n  - tracks:\n      - {file: b.wav, speaker: Jo}\n      - {file: c.wav}\n"
    (folder / "episode.yaml").write_text(text + forms, encoding="utf-8")
    both = Recording((Track(folder / "raw/b.wav", "Jo"), Track(folder / "raw/c.wav")))
    assert read(show_folder).recordings == (Recording((Track(folder / "raw/a.wav"),)), both)


def test_times_carry_their_recording_and_their_line(show_folder: Path, write_episode: Callable[..., None]) -> None:
    write_episode(
        add="chapters:\n  - at: 0:00\n    title: One\n  - title: Two\n    at: {recording: b.wav, at: 12:30}\n"
        "cuts:\n  - from: 1:00\n    to: 2:00.5\n"
    )
    episode = read(show_folder)
    assert episode.chapters == (
        PlannedChapter(Moment(0, None, 9), "One"),
        PlannedChapter(Moment(750_000, 1, 12), "Two"),
    )
    assert episode.cuts == (PlannedCut(Moment(60_000, None, 14), Moment(120_500, None, 15)),)


def test_times_in_several_tracks_carry_theirs_and_wait_for_their_clocks(
    show_folder: Path, write_episode: Callable[..., None]
) -> None:
    """Which of two times by two clocks is the earlier one is known when the tracks are in step, and not before."""
    write_episode(
        add="chapters:\n  - {title: One, at: {recording: b.wav, at: 2:00}}\n"
        "  - {title: Two, at: {recording: c.wav, at: 1:30}}\n"
    )
    folder = show_folder / "episodes" / SLUG
    (folder / "raw/c.wav").write_bytes(b"x")
    text = (folder / "episode.yaml").read_text(encoding="utf-8")
    (folder / "episode.yaml").write_text(text.replace("  - b.wav\n", "  - tracks: [{file: b.wav}, {file: c.wav}]\n"))
    first, second = (chapter.at for chapter in read(show_folder).chapters)
    assert (first.ms, first.recording, first.track) == (120_000, 1, 0)
    assert (second.ms, second.recording, second.track) == (90_000, 1, 1)


def test_a_transcript_that_a_person_put_there_is_found(show_folder: Path) -> None:
    file = show_folder / "episodes" / SLUG / "transcript.vtt"
    file.write_text("WEBVTT\n", encoding="utf-8")
    assert read(show_folder).reviewed == file


@pytest.mark.parametrize("link", ["raw/a.wav", "raw"])
def test_a_link_out_of_the_folder_is_refused(show_folder: Path, tmp_path: Path, link: str) -> None:
    """Else a show from a stranger could publish any file of this computer."""
    outside = tmp_path / "outside"
    outside.mkdir()
    for name in ("a.wav", "b.wav"):
        (outside / name).write_bytes(b"x")
    inside = show_folder / "episodes" / SLUG / link
    inside.rename(tmp_path / "was-there")
    inside.symlink_to(outside if link == "raw" else outside / "a.wav")
    with pytest.raises(SourceError, match="is a link to somewhere else"):
        read(show_folder)


@pytest.mark.parametrize(("on_disk", "written"), [("NFD", "NFC"), ("NFC", "NFD")])
def test_names_are_found_in_both_forms_of_unicode(
    show_folder: Path, write_episode: Callable[..., None], on_disk: str, written: str
) -> None:
    name = "Solé_أمل.m4a"
    file = show_folder / "episodes" / SLUG / "raw" / unicodedata.normalize(on_disk, name)
    file.write_bytes(b"x")
    write_episode(add=f"  - {unicodedata.normalize(written, name)}\n")
    assert read(show_folder).recordings[2].tracks[0].file == file


@pytest.mark.parametrize("slug", ["../secrets", "has space", "Upper", "", "con", "a--b", "x" * 81])
def test_what_can_name_no_episode_is_refused(show_folder: Path, slug: str) -> None:
    with pytest.raises(SourceError, match=r"episodes: '.*' can't name an episode\. Use "):
        read_episode(read_show(show_folder), slug)


def test_an_episode_that_is_not_there_is_explained(show_folder: Path) -> None:
    with pytest.raises(SourceError, match=r"there is no episode 'nope'\. Make it with `radkind-pod new nope"):
        read_episode(read_show(show_folder), "nope")


def test_a_serial_show_needs_numbers(
    show_folder: Path, write_config: Callable[..., None], write_episode: Callable[..., None]
) -> None:
    write_config(add="type: serial\n")
    with pytest.raises(SourceError, match="number: is missing, and a serial show needs it"):
        read(show_folder)
    write_episode(add="type: trailer\n")
    assert read(show_folder).info.number is None


@pytest.mark.parametrize("lines", ["", "language: en-gb\n"])
def test_english_needs_no_translation_into_it(
    show_folder: Path, write_episode: Callable[..., None], lines: str
) -> None:
    write_episode(add=f"translate_to: en\n{lines}")
    with pytest.raises(SourceError, match="translate_to: is needless, for the episode is in English"):
        read(show_folder)
    write_episode(add=f"translate_to: en\nalso_spoken: [ar]\n{lines}")
    assert read(show_folder).translate_to == "en"


def test_nothing_is_translated_but_into_english(show_folder: Path, write_episode: Callable[..., None]) -> None:
    write_episode(add="translate_to: fr\nlanguage: ar\n")
    with pytest.raises(SourceError, match="translate_to"):
        read(show_folder)


def recorded(root: Path, *recordings: str) -> Episode:
    """Return the episode with these entries under recordings."""
    file = root / "episodes" / SLUG / "episode.yaml"
    before = file.read_text(encoding="utf-8").partition("recordings:")[0]
    file.write_text(f"{before}recordings: [{', '.join(recordings)}]\n", encoding="utf-8", newline="\n")
    return read(root)


@pytest.mark.parametrize(
    ("written", "shared"),
    [
        ("3", SharedRecording(1, 3)),
        ("[Ama, Jo]", SharedRecording(1, 2, ("Ama", "Jo"))),
    ],
)
def test_a_recording_may_be_shared(show_folder: Path, written: str, shared: SharedRecording) -> None:
    """Its people are counted or named beside the recordings, so that nothing is decoded anew for a name."""
    episode = recorded(show_folder, "a.wav", f"{{file: b.wav, speakers: {written}}}")
    assert episode.shared == (shared,)
    assert episode.recordings == tuple(
        Recording((Track(show_folder / "episodes" / SLUG / "raw" / name),)) for name in ("a.wav", "b.wav")
    )


def test_each_channel_may_be_somebodys(show_folder: Path) -> None:
    track = Track(show_folder / "episodes" / SLUG / "raw/a.wav", channels=("Ama", "Jo"))
    assert recorded(show_folder, "{file: a.wav, channels: [Ama, Jo]}").recordings == (Recording((track,)),)
