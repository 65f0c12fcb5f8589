from collections.abc import Callable
from pathlib import Path

import pytest

from radkind_pod.errors import SourceError
from radkind_pod.model.audio import LoudnessTarget, Mp3Format
from radkind_pod.model.glossary import Entry
from radkind_pod.model.people import Person
from radkind_pod.model.show import Category, Funding, Owner, Show, ShowInfo, Sound, Speech
from radkind_pod.sources.identity import guid_of_feed, guid_of_show
from radkind_pod.sources.show import read_show


def test_a_short_config_takes_the_rest_from_defaults(show_folder: Path) -> None:
    assert read_show(show_folder) == Show(
        root=show_folder,
        info=ShowInfo(
            title="Kindness at Work",
            description="Conversations about kindness.",
            language="en-gb",
            author="Radical Kindness",
            owner=Owner("Radical Kindness", "podcast@radicalkindness.test"),
            link="https://radicalkindness.test",
            base_url="https://radicalkindness.test/podcast",
            guid="917393e3-1b1e-5cef-ace4-edaa54e1f810",
            categories=(Category("Society & Culture", "Documentary"),),
            explicit=False,
            artwork=show_folder / "artwork.png",
            artwork_alt="Two hands",
            licence="cc-by-nc-4.0",
            licence_url=None,
            hosts=(),
        ),
        sound=Sound(LoudnessTarget(-16.0, -1.0), Mp3Format(128, 2), None, None, 0, "tone"),
        speech=Speech("faster-whisper", "base", "en", ()),
    )


def test_every_key_reaches_the_show(show_folder: Path, write_config: Callable[..., None]) -> None:
    write_config(
        add="licence_url: https://radicalkindness.test/licence\n"
        "hosts: [{name: Jo, role: Co-Host, link: https://jo.test, image: https://jo.test/a.jpg}, {name: Al}]\n"
        "type: serial\nlocked: false\nfunding: {url: https://give.test, text: Give}\ncopyright: Radical Kindness\n"
        "loudness: {target: -18.5, true_peak: -2}\nintro: audio/intro.flac\noutro: audio/intro.flac\ncrossfade: 1.5\n"
        "bleep: room\n"
        "output: {bitrate: 96, channels: 1}\n"
        "transcription: {engine: replay, model: small, language: ar, "
        "glossary: [Ama, '1.10', {name: Siân, heard: [Sharn, 12]}, {name: Solé}]}\n",
        licence="custom",
    )
    show = read_show(show_folder)
    intro = show_folder / "audio/intro.flac"
    assert show.sound == Sound(LoudnessTarget(-18.5, -2.0), Mp3Format(96, 1), intro, intro, 1500, "room")
    glossary = (Entry("Ama"), Entry("1.10"), Entry("Siân", ("Sharn", "12")), Entry("Solé"))
    assert show.speech == Speech("replay", "small", "ar", glossary)
    jo = Person("Jo", "co-host", "https://jo.test", "https://jo.test/a.jpg")
    assert show.info.hosts == (jo, Person("Al", "host"))
    said = (show.info.type, show.info.locked, show.info.funding, show.info.copyright)
    assert said == ("serial", False, Funding("https://give.test", "Give"), "Radical Kindness")
    assert (show.info.licence, show.info.licence_url) == ("custom", "https://radicalkindness.test/licence")


def test_one_channel_is_three_decibels_lower(show_folder: Path, write_config: Callable[..., None]) -> None:
    write_config(add="output: {channels: 1}\n")
    assert read_show(show_folder).sound.target.integrated_lufs == -19.0


def test_slashes_at_the_end_of_the_base_url_are_dropped(show_folder: Path, write_config: Callable[..., None]) -> None:
    write_config(base_url="https://radicalkindness.test/podcast//")
    assert read_show(show_folder).info.base_url == "https://radicalkindness.test/podcast"


@pytest.mark.parametrize(("written", "spoken"), [("en-gb", "en"), ("nb", "no"), ("zh-hant-tw", "zh"), ("CY", "cy")])
def test_the_spoken_language_is_the_shows(
    show_folder: Path, write_config: Callable[..., None], written: str, spoken: str
) -> None:
    write_config(language=written)
    assert read_show(show_folder).speech.language == spoken


def test_keys_with_nothing_behind_them_mean_the_default(show_folder: Path, write_config: Callable[..., None]) -> None:
    write_config(add="intro:\nhosts:\nlocked:\nloudness:\n  target:\n")
    show = read_show(show_folder)
    assert (show.sound.intro, show.info.hosts, show.info.locked) == (None, (), True)
    assert show.sound.target.integrated_lufs == -16.0


@pytest.mark.parametrize(
    ("feed", "guid"),
    [
        ("https://podnews.net/rss", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
        ("https://mp3s.nashownotes.com/pc20rss.xml", "917393e3-1b1e-5cef-ace4-edaa54e1f810"),
        ("http://podnews.net/rss/", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
    ],
)
def test_the_guid_is_that_of_the_namespaces_examples(feed: str, guid: str) -> None:
    assert guid_of_feed(feed) == guid


def test_the_guid_comes_from_the_feeds_address() -> None:
    assert guid_of_show("https://a.test/p/") == guid_of_feed("https://a.test/p/feed.xml")


def test_the_guid_of_an_empty_key_is_told_once(show_folder: Path, write_config: Callable[..., None]) -> None:
    write_config(guid="")
    with pytest.raises(SourceError) as caught:
        read_show(show_folder)
    line = f"guid: {guid_of_show('https://radicalkindness.test/podcast')}"
    assert str(caught.value) == f"config.yaml:8: guid: is missing. Add this line, and never change it: `{line}`."
