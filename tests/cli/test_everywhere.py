"""A word that is marked everywhere is nowhere in what is published, or nothing is published."""

import re
from pathlib import Path

import pytest
from tests.cli.building import made
from tests.cli.conftest import SLUG, Show
from tests.cli.test_translation import ask_for_english

from radkind_pod.package.tags import texts_of

TRANSCRIPT = f"episodes/{SLUG}/transcript.vtt"
EPISODE = f"episodes/{SLUG}/episode.yaml"
MARKED = "<c.redact.everywhere>{}</c>"


def mark(show: Show, before: str, word: str, after: str = "") -> int:
    """Mark the word in the transcript; return the line where it stands."""
    return show.edit(TRANSCRIPT, f"{before}{word}{after}", f"{before}{MARKED.format(word)}{after}")


@pytest.fixture
def begun(built: Show, pod) -> Show:
    assert pod("review", "start", SLUG).exit == 0
    return built


def places(said) -> list[str]:
    return [line.strip() for line in said.lines if line.startswith("    ")]


def test_all_places_where_people_wrote_it_are_told_at_once_before_the_sound_is_made(begun, build):
    before = begun.published()
    mark(begun, "what your ", "country")
    mark(begun, "Mr. ", "John")
    begun.edit(TRANSCRIPT, "paragraph 3\n", "NOTE chapter\nJohn's country\n\nparagraph 3\n")
    begun.edit("config.yaml", "\nauthor: ", "\ncopyright: Johnny & John\nauthor: ")
    said = build()
    assert said.exit == 7
    assert [re.sub(r":\d+:", ":", place) for place in places(said)] == [
        f"{TRANSCRIPT}: 'john' is in the name of who speaks",
        f"{TRANSCRIPT}: 'country' is said there, and nothing marks it",
        f"{TRANSCRIPT}: 'country' is in the chapter's title",
        f"{TRANSCRIPT}: 'john' is in the chapter's title",
        f"{EPISODE}: 'john' is in people.name:",
        f"{EPISODE}: 'country' is in summary:",
        f"{EPISODE}: 'john' is in notes:",
        f"{EPISODE}: 'john' is in chapters.link:",
        "config.yaml: 'john' is in copyright:",
    ]
    for place in places(said):
        file, line, what = place.split(":", 2)
        told = Path(file).read_text(encoding="utf-8").split("\n")[int(line) - 1]
        assert what.split("'")[1] in told.lower()
    assert "Mark the word there too, or write the line without it; then build again" in said.err
    assert not (begun.root / "build" / SLUG / "withhold").exists()
    assert begun.published() == before


def test_a_folder_is_named_after_nobody(begun, build):
    mark(begun, "how ", "much")
    begun.edit(TRANSCRIPT, "selfish is to be", "selfish is to be two")
    mark(begun, "is to be ", "two")
    begun.edit(EPISODE, 'title: "Two voices:', 'title: "Voices:')
    begun.edit(EPISODE, "Two short recordings", "Short recordings")
    said = build()
    assert (said.exit, places(said)[-1]) == (7, f"episodes/{SLUG}: 'two' is in the folder's name, and so in addresses")


def test_once_it_is_nowhere_the_episode_is_built_and_the_word_is_in_no_file(begun, build):
    mark(begun, "what your ", "country")
    mark(begun, "do for your ", "country.")
    begun.edit(EPISODE, "what we owe our country", "what we owe")
    said = build()
    assert said.exit == 0, said.err
    assert "1 word taken out everywhere: heard and written nowhere in the episode" in said.out
    folder = begun.root / "public/episodes" / SLUG
    for file in folder.iterdir():
        assert b"country" not in file.read_bytes().lower(), file
        assert "country".encode("utf-16-le") not in file.read_bytes(), file
    (mp3,) = folder.glob("*.mp3")
    tags = dict(texts_of(mp3))
    assert "what your [name withheld]" in tags["the tag USLT"]
    assert tags["the tag CHAP"]
    again = build("--json")
    assert made(again) == []
    assert "overhear" in {stage["name"] for stage in again.json["stages"]}
    begun.edit(TRANSCRIPT, "prudently", "wisely")
    assert "overhear" not in made(build("--json"))


def test_what_a_machine_still_hears_or_translates_is_told_with_its_time(begun, build):
    """Somebody wrote another word, and left what is said as it was; the translation was heard before that."""
    before = begun.published()
    mark(begun, "not an ", "ill-disposed")
    begun.edit(TRANSCRIPT, "is to be ill-disposed.", "is to be well.")
    ask_for_english(begun)
    said = build()
    assert said.exit == 7, said.err
    told = places(said)
    heard = [place for place in told if "a machine that listens to the episode hears 'ill disposed'" in place]
    written = [place for place in told if "the English translation has 'ill disposed'" in place]
    assert (len(heard), len(written), len(told)) == (1, 2, 3), said.err
    assert re.match(rf"{TRANSCRIPT}: at 0:00:2[56] of the recording \(0:00:(29|30) of the episode\) ", heard[0])
    assert begun.published() == before


def test_no_pack_and_no_export_shows_it_but_where_somebody_may_know_it(begun, pod, tmp_path):
    mark(begun, "what your ", "country")
    line = begun.edit(TRANSCRIPT, "your country.", "your country.")
    begun.edit(EPISODE, "Two voices: what we owe", "Two voices, one country: what we owe")
    out = ("--output", str(tmp_path / "given"))
    (tmp_path / "given").mkdir()
    for command in (("pack", SLUG, *out), ("export", SLUG, "--output", str(tmp_path / "given/a.docx"))):
        said = pod("review", *command)
        assert said.exit == 7
        assert f"{TRANSCRIPT}:{line}: 'country' is said there, and nothing marks it" in places(said)
        assert any(place.endswith("'country' is in title:") for place in places(said))
        assert not list((tmp_path / "given").iterdir())
    assert pod("review", "export", SLUG, "--with-withheld", "--output", str(tmp_path / "given/a.docx")).exit == 0
    mark(begun, "do for your ", "country.")
    begun.edit(EPISODE, "one country: what", "one: what")
    assert pod("review", "pack", SLUG, *out).exit == 0
    (pack,) = (tmp_path / "given").glob("*.html")
    text = pack.read_text(encoding="utf-8")
    assert "country" not in text.split('class="state">', 1)[1].split("</script>")[0]
    assert "[name withheld]" in text
