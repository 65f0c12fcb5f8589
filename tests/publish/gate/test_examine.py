"""Whatever is made here may go out, and what isn't made here may not."""

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.publish.gate.episodes import clean_episode, everyday, slug_of
from tests.publish.gate.metadata import FILES
from tests.publish.gate.planting import PEOPLE, plant
from tests.publish.gate.samples import AMA, MAKERS, mp3, opus

from radkind_pod.model.consent import Consent, NotThisPerson, People
from radkind_pod.publish.gate import compile_names, examine
from radkind_pod.publish.gate.id3 import tag_size

Look = Callable[..., tuple]
TAKEN = 300
NAMES = sorted(everyday())


@pytest.mark.parametrize("ending", sorted(MAKERS))
def test_what_we_make_passes(ending: str, samples: dict[str, bytes], look: Look) -> None:
    assert look(samples[ending], f"episodes/one/one.{ending}") == ()


@pytest.mark.parametrize("what", FILES)
def test_metadata_that_we_do_not_write_is_refused(what: str, look: Look) -> None:
    ending, make = FILES[what]
    leaks = look(make(), f"one.{ending}")
    assert leaks
    assert all(leak.place and leak.what for leak in leaks)


def everybody(*, paired: bool) -> People:
    """Fifty people whose real names are everyday words: one, or a first and a family name."""
    whole = [f"{name} {NAMES[(7 * n + 3) % 50]}".title() if paired else name.title() for n, name in enumerate(NAMES)]
    return People(tuple(Consent(f"Guest {n}", (), None, (name,)) for n, name in enumerate(whole)))


@pytest.mark.parametrize("paired", [False, True])
def test_300_clean_episodes_with_50_everyday_names_are_never_refused(paired: bool, tmp_path: Path) -> None:
    names = compile_names(everybody(paired=paired))
    file, found = tmp_path / "outgoing", []
    for number in range(TAKEN):
        for path, text in clean_episode(number).items():
            file.write_text(text, encoding="utf-8")
            found += examine(file, path, names)
    assert found == []


def test_tags_and_pictures_of_clean_episodes_are_never_refused(look: Look) -> None:
    names = compile_names(everybody(paired=False))
    sentences = [said.strip() for some in everyday().values() for said in some]
    for number in range(0, len(sentences) - 3, 4):
        title, text, comment, chapter = sentences[number : number + 4]
        path = f"episodes/n-{slug_of(title)}/n-{slug_of(title)}"
        assert look(mp3(title, text, comment=comment, chapter=chapter), f"{path}.mp3", names) == ()
        assert look(opus(text, chapter, title=title, comment=comment), f"{path}.opus", names) == ()


def test_500_planted_names_are_all_found(tmp_path: Path) -> None:
    names = compile_names(PEOPLE)
    file, missed = tmp_path / "outgoing", []
    for number in range(500):
        leaky = plant(number)
        file.write_bytes(leaky.data)
        if not any(leak.kind == "name" for leak in examine(file, leaky.path, names)):
            missed.append(leaky.how)
    assert missed == []


def test_the_same_files_without_what_was_planted_pass(look: Look) -> None:
    names = compile_names(PEOPLE)
    assert [
        leak for n in range(20) for path, text in clean_episode(n).items() for leak in look(text, path, names)
    ] == []


def _mutated(data: bytes, number: int) -> Iterator[bytes]:
    """Yield the data with a byte put in, taken out and changed at a place of the first part or the last."""
    random_ = random.Random(number)
    edge = min(len(data) - 1, 3000)
    place = random_.choice((random_.randrange(edge), len(data) - random_.randrange(1, 60)))
    yield data[:place] + random_.randbytes(1) + data[place:]
    yield data[:place] + data[place + 1 :]
    yield data + random_.randbytes(1)


@pytest.mark.parametrize("ending", sorted(MAKERS))
def test_a_byte_more_or_less_is_refused_or_searched(ending: str, samples: dict[str, bytes], look: Look) -> None:
    """Whatever is put in at any place: no traceback; and a name put there is found, or the file refused."""
    data = samples[ending]
    for number in range(15 if ending == "flac" else 60):  # a checksum of few long frames is slow
        for changed in _mutated(data, number):
            look(changed, f"one.{ending}")
        place = random.Random(number).randrange(min(len(data), 2500))
        assert look(data[:place] + b" Nkansah " + data[place:], f"one.{ending}"), place
        assert look(data + bytes((number + 1,)), f"one.{ending}")


@pytest.mark.parametrize("ending", sorted(MAKERS))
def test_a_file_cut_off_anywhere_is_refused(ending: str, samples: dict[str, bytes], look: Look) -> None:
    data = samples[ending]
    for number in range(40):
        cut = random.Random(number).randrange(1, len(data) - 1)
        assert look(data[:cut], f"one.{ending}"), cut


def test_an_unknown_kind_of_file_is_refused(look: Look) -> None:
    (leak,) = look(b"{}", "notes.docx")
    assert leak.kind == "unknown"


def test_an_empty_file_is_refused(look: Look) -> None:
    (leak,) = look(b"", "a.html")
    assert leak.kind == "unreadable"


def test_the_name_of_a_file_is_searched(look: Look) -> None:
    (leak,) = look("Hello.", "episodes/one/ama-nkansah.txt")
    assert (leak.place, leak.kind) == ("its name", "name")


def test_a_place_is_told_by_its_line(look: Look) -> None:
    (leak,) = look("One.\nTwo with Nkansah.\n", "a.txt")
    assert leak.place == "line 2"


def test_what_is_told_to_be_somebody_else_passes_in_that_episode_alone(look: Look) -> None:
    """The phrase of the finding, written into people.yaml, answers for the hit; and for the word in the index."""
    (leak,) = look("The town of Nkansah in Ghana.\n", "episodes/one/one.txt")
    assert leak.phrase == "town of nkansah in ghana"
    answered = People(AMA.consents, (NotThisPerson("town of Nkansah in Ghana", "one"),))
    assert look("The town of Nkansah in Ghana.\n", "episodes/one/one.txt", answered) == ()
    assert look("The town of Nkansah in Ghana.\n", "episodes/two/two.txt", answered)
    assert look("The town of Nkansah in Ghana. And Nkansah.\n", "episodes/one/one.txt", answered)
    assert look("m aaagabb\nnkansah aaagaa\n", "search/words-e101f268.txt")
    assert look("m aaagabb\nnkansah aaagaa\n", "search/words-e101f268.txt", answered) == ()


def test_a_phrase_without_an_episode_answers_outside_the_episodes(look: Look) -> None:
    answered = People(AMA.consents, (NotThisPerson("Nkansah in Ghana"),))
    assert look("<p>The town of Nkansah in Ghana.</p>", "index.html", answered) == ()
    assert look("<p>The town of Nkansah in Ghana.</p>", "episodes/one/index.html", answered)


def test_an_answer_holds_in_markup_and_entities(look: Look) -> None:
    answered = People(AMA.consents, (NotThisPerson("of Nkansah in Ghana"),))
    assert look("<p>The town of&nbsp;<em>Nkansah</em> in Ghana &amp; so on.</p>", "index.html", answered) == ()


def test_a_text_that_is_not_utf_8_is_refused(look: Look) -> None:
    assert look("Café".encode("latin-1"), "a.txt")[0].kind == "unreadable"
    assert look("Hello".encode("utf-16"), "a.txt")[0].kind == "unreadable"


def test_a_name_between_nuls_is_found(look: Look) -> None:
    leaks = look("with Nkansah here".encode("utf-16-le"), "a.txt")
    assert {leak.kind for leak in leaks} == {"metadata", "name"}


@pytest.mark.parametrize(
    "text",
    [
        "see /home/someone/pod/a.wav now",
        r"see C:\Users\Someone\a.wav",
        r'{"a": "C:\\Users\\Someone\\a.wav"}',
        "see /Users/someone/Desktop/a.wav",
        '<a href="file:///C:/a.html">x</a>',
        r"see \\nas\share\a.wav",
        "at +51.4543-000.9781/ now",
        "see %2Fhome%2Fsomeone%2Fa.wav",
        "see /home/someone",
        "input:/home/someone/x.wav",
        "see /media/someone/USB/x.wav",
        "see /run/media/someone/x",
        "see /var/home/someone/x.wav",
        "see /c/Users/someone/x.wav",
        "see ~/Podcasts/x.wav",
    ],
)
def test_paths_and_positions_are_refused(text: str, look: Look) -> None:
    assert {leak.kind for leak in look(text, "a.html")} == {"place"}


@pytest.mark.parametrize(
    "text",
    [
        '<a href="/home/">Home</a> <a href="https://example.org/home/someone/a.html">x</a>',
        '<podcast:location geo="geo:51.4543,-0.9781">Reading</podcast:location>',
        "a:hover::before{content:'\\2014'}",
        "see https://app.example.org/#/users/someone and https://example.org/login?next=/users/someone",
        "see [page](/users/someone) and [news](/home/news)",
        r"run ls /tmp/test.log in C:\Windows\System32",
        "see https://example.org/~/tmp/x and https://example.org/home/someone/",
        "either/or, and/or, 10/12/2024, 20-30 people, -3.5 to +4.75",
    ],
)
def test_links_places_and_style_sheets_are_not_taken_for_paths(text: str, look: Look) -> None:
    assert look(text, "a.html") == ()


def test_a_path_can_be_answered_for(look: Look) -> None:
    (leak,) = look("now open /home/someone/a.wav there\n", "a.txt")
    assert leak.what.endswith('- {says: "now open home someone a wav there"}')
    answered = People(AMA.consents, (NotThisPerson("open home someone a wav"),))
    assert look("now open /home/someone/a.wav there\n", "a.txt", answered) == ()


def test_nothing_of_a_picture_within_base64_is_passed_over(look: Look) -> None:
    from base64 import b64encode

    from tests.publish.gate.metadata import exif_jpeg
    from tests.publish.gate.samples import picture

    page = '<img src="data:image/jpeg;base64,{}" alt="x">'
    assert look(page.format(b64encode(picture()).decode()), "a.html") == ()
    assert look(page.format(b64encode(exif_jpeg()).decode()), "a.html")[0].kind == "metadata"


def test_an_hour_of_sound_is_read_in_two_seconds(samples: dict[str, bytes], look: Look) -> None:
    """60 MB of frames; the time of this process alone is counted."""
    one = samples["mp3"]
    tag = tag_size(one[:10])
    data = one + one[tag:] * (60_000_000 // (len(one) - tag))
    begun = time.process_time()
    assert look(data, "one.mp3") == ()
    assert time.process_time() - begun < 2


def test_a_hundred_pages_are_read_in_four_seconds(look: Look) -> None:
    """With fifty names to look for; pages of 6 to 10 kB, and no answer remembered."""
    names = compile_names(everybody(paired=True))
    pages = [(path, text) for n in range(100) for path, text in clean_episode(n).items() if path.endswith(".html")]
    begun = time.process_time()
    assert all(look(text, path, names) == () for path, text in pages)
    assert time.process_time() - begun < 4
