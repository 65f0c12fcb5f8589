"""Which names an episode is heard and written with."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.pipeline.samples import INFO

from radkind_pod.model.audio import LoudnessTarget, Mp3Format, Recording, Track
from radkind_pod.model.episode import Episode, SharedRecording
from radkind_pod.model.glossary import Entry
from radkind_pod.model.people import Person
from radkind_pod.model.show import Owner, Show, ShowInfo, Sound, Speech
from radkind_pod.pipeline.names import known_names, names_advice, told_names
from radkind_pod.transcript.engines import MOST_NAMES

CONFIG = "title: Kindness\ntranscription:\n  model: base\n  glossary:\n    - Leeds\n"


@pytest.fixture
def show(tmp_path: Path) -> Show:
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    info = ShowInfo(
        title="Kindness",
        description="",
        language="en",
        author="",
        owner=Owner("", ""),
        link="",
        base_url="",
        guid="",
        categories=(),
        explicit=False,
        artwork=tmp_path / "artwork.png",
        artwork_alt="",
        licence="cc-by-4.0",
        licence_url=None,
        hosts=(Person("Jo Bloggs", "host"),),
    )
    sound = Sound(LoudnessTarget(-16, -1), Mp3Format(128, 2), None, None, 0, "tone")
    glossary = (Entry("Leeds"), Entry("ama mensah", ("Amma Mensa",)))
    return Show(tmp_path, info, sound, Speech("replay", "base", "en", glossary), "public")


@pytest.fixture
def episode(tmp_path: Path) -> Episode:
    info = replace(INFO, people=(Person("Ama Mensah"), Person("Jo Bloggs", "host")))
    tracks = (Track(tmp_path / "a.wav", "Siân"), Track(tmp_path / "b.wav"), Track(tmp_path / "c.wav", "Ama Mensah"))
    return Episode(
        tmp_path / "episode.yaml", info, (Recording(tracks),), (), (), None, (Entry("Solé", ("Sole Eh",)), Entry("Jo"))
    )


def named(count: int) -> tuple[Entry, ...]:
    return tuple(Entry(f"Name{i}") for i in range(count))


def test_the_episodes_own_names_come_first_then_its_people_then_the_shows(show: Show, episode: Episode) -> None:
    known = known_names(show, episode)
    assert [entry.name for entry in known] == ["Solé", "Jo", "Ama Mensah", "Jo Bloggs", "Siân", "Leeds"]
    assert [entry.heard for entry in known] == [("Sole Eh",), (), ("Amma Mensa",), (), (), ()]
    assert list(names_advice(show, episode)) == []


def test_the_name_of_a_track_alone_costs_no_listening(show: Show, episode: Episode) -> None:
    assert told_names(show, episode) == ("Solé", "Jo", "Ama Mensah", "Jo Bloggs", "Leeds")


def test_names_on_channels_and_of_shared_recordings_are_put_right_too(show: Show, episode: Episode) -> None:
    channels = Recording((Track(episode.file, None, ("Nia Rees", "Ama Mensah")),))
    more = replace(
        episode, recordings=(*episode.recordings, channels), shared=(SharedRecording(0, 2, ("Zoë", "Siân")),)
    )
    known = [entry.name for entry in known_names(show, more)]
    assert known == ["Solé", "Jo", "Ama Mensah", "Jo Bloggs", "Siân", "Nia Rees", "Zoë", "Leeds"]
    assert told_names(show, more) == told_names(show, episode)


def test_people_never_push_the_names_over_the_limit(show: Show, episode: Episode) -> None:
    """Four are the episode's and its people's; the last of the show's are left out, and named."""
    full = replace(show, speech=replace(show.speech, glossary=named(MOST_NAMES - 2)))
    told = told_names(full, episode)
    assert (len(told), told[:4], told[-1]) == (
        MOST_NAMES,
        ("Solé", "Jo", "Ama Mensah", "Jo Bloggs"),
        f"Name{MOST_NAMES - 5}",
    )
    assert {entry.name for entry in known_names(full, episode)} > {*told}
    (advice,) = names_advice(full, episode)
    assert (advice.file, advice.line) == (show.root / "config.yaml", 4)
    assert f"so it isn't told these: Name{MOST_NAMES - 4}, Name{MOST_NAMES - 3}. They are still" in advice.message
    room = replace(show, speech=replace(show.speech, glossary=named(MOST_NAMES - 4)))
    assert list(names_advice(room, episode)) == []


def test_a_spelling_that_is_somebodys_name_here_is_told(show: Show, episode: Episode) -> None:
    jane = replace(show.speech, glossary=(Entry("Joe Brown", ("Bloggs", "Bloggs Brown", "sole eh")),))
    (advice,) = names_advice(replace(show, speech=jane), episode)
    assert advice.message == "glossary: 'Bloggs' is a name in this episode too, so it doesn't become Joe Brown"
