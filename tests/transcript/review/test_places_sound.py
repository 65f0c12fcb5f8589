"""A person is sent where somebody speaks and no word stands, and where words stand and nobody speaks."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.transcript.review.sounding import QUIET, SOFT, document, levels, text_of, words

from radkind_pod.media.decode import read_blocks
from radkind_pod.model.transcript import Word
from radkind_pod.progress import Silent
from radkind_pod.transcript.draft import in_order
from radkind_pod.transcript.models import find_model
from radkind_pod.transcript.recognise import hear
from radkind_pod.transcript.review.places import places
from radkind_pod.transcript.stages import Recognise

SPEECH = Path(__file__).parents[2] / "data" / "speech"


# sound without words ------------------------------------------------------------------------------------------------


def test_sound_that_no_word_covers_is_a_place() -> None:
    said = [*words("and then."), *words("he left.", 9000)]
    (place,) = places(document(said), None, levels(said, sound=[(4000, 6500)]), ())
    assert (place.first, place.last, place.start_ms, place.end_ms) == (2, 2, 4000, 6500)
    assert place.why == ("sound-without-words",)


def test_a_short_sound_is_none() -> None:
    said = [*words("and then."), *words("he left.", 9000)]
    assert places(document(said), None, levels(said, sound=[(4000, 5900)]), ()) == ()


def test_soft_noise_is_no_sound() -> None:
    said = [*words("and then."), *words("he left.", 9000)]
    noisy = bytes(SOFT + 10 if level == QUIET and 40 <= k < 80 else level for k, level in enumerate(levels(said)))
    assert places(document(said), None, noisy, ()) == ()


def test_a_word_that_is_stretched_over_speech_does_not_cover_it() -> None:
    said = words("and then. he left.")
    said[1] = replace(said[1], end_ms=6000)
    said[2:] = words("he left.", 6000)
    (place,) = places(document(said), None, levels(said), ())
    assert (place.first, place.last, place.start_ms, place.end_ms) == (2, 2, 2800, 6000)


def test_a_sound_that_somebody_named_or_left_out_is_none() -> None:
    for marks in (("sound",), ("cut",), ("redact",), ("withheld",)):
        said = words("and then. he left.")
        said[1] = replace(said[1], end_ms=6000, marks=marks)
        said[2:] = words("he left.", 6000)
        assert places(document(said), None, levels(said), ()) == ()


def test_sounds_between_two_words_are_one_place_and_after_the_last_word_one_too() -> None:
    said = [*words("and then."), *words("he left.", 9000)]
    music = [(3000, 5500), (6000, 8200), (12_000, 19_000)]
    where = places(document(said), None, levels(said, 20, music), ())
    assert [(p.first, p.start_ms, p.end_ms) for p in where] == [(2, 3000, 8200), (4, 12_000, 19_000)]


def test_where_speech_cannot_be_told_from_noise_nothing_is_said_about_sound() -> None:
    said = [*words("and then."), *words("he left.", 9000)]
    assert places(document(said), None, bytes([30] * 200), ()) == ()
    assert places(document(said), None, b"", ()) == ()


# words without sound ------------------------------------------------------------------------------------------------


def test_a_word_over_silence_is_a_place() -> None:
    said = [*words("and then he left."), *words("Thank you.", 9000)]
    (place,) = places(document(said), None, levels(said[:4]), ())
    assert (text_of(place, said), place.why) == ("Thank you.", ("words-without-sound",))


def test_a_word_whose_time_is_a_little_off_is_none() -> None:
    said = [*words("and then he left."), *words("Goodbye.", 9000)]
    assert places(document(said), None, levels([*said[:4], replace(said[4], start_ms=9500, end_ms=9800)]), ()) == ()


def test_a_whisper_is_none() -> None:
    said = [*words("and then he left."), *words("Thank you.", 9000)]
    whispered = bytearray(levels(said[:4]))
    whispered[90:96] = bytes([51, 58, 50, 60, 52, 57])
    assert places(document(said), None, bytes(whispered), ()) == ()


def test_an_estimated_time_may_be_wrong_but_not_with_silence_all_around() -> None:
    said = [*words("and then he left."), *words("so", 6000, estimated=True), *words("we went.", 9000)]
    loud = [*said[:4], *said[5:]]
    (place,) = places(document(said), None, levels(loud), ())
    assert (text_of(place, said), place.why) == ("so", ("words-without-sound",))
    assert places(document(said), None, levels(loud, sound=[(4000, 4400)]), ()) == ()


def test_a_note_in_brackets_needs_no_sound() -> None:
    said = [*words("and then he left."), *words("[long silence]", 9000)]
    assert places(document(said), None, levels(said[:4]), ()) == ()


# real speech --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[list[Word], bytes]]:
    """A reader as the base model hears her, and the levels of the recording."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RADKIND_POD_MODELS", str(tmp_path_factory.mktemp("models")))
        file = SPEECH / "en" / "sense_and_sensibility_01_austen_64kb-0870.wav"
        heard = hear(Recognise(file, "faster-whisper", find_model("base"), None, "en", ()), Silent())
        samples = np.concatenate([b[:, 0] for b in read_blocks(file, channels=1)])
        steps = samples[: len(samples) // 4800 * 4800].reshape(-1, 4800).astype(np.float64)
        loud = -10 * np.log10(np.mean(np.square(steps), axis=1) + 1e-12)
        yield (
            in_order((w for part in heard for w in part.words), "en"),
            np.clip(np.rint(loud), 0, 255).astype(np.uint8).tobytes(),
        )


def test_a_reader_who_is_heard_well_is_listened_to_for_her_names_only(spoken: tuple[list[Word], bytes]) -> None:
    said, sound = spoken
    assert [(text_of(p, said), p.why) for p in places(document(said), None, sound, ())] == [
        ("John Dashwood", ("name",))
    ]
    assert places(document(said), None, sound, ("John Dashwood",)) == ()


def test_what_the_engine_passed_over_is_found(spoken: tuple[list[Word], bytes]) -> None:
    said, sound = spoken
    some = [word for word in said if not 2500 < word.start_ms < 5500]
    (place,) = places(document(some), None, sound, ("John Dashwood",))
    assert place.why == ("sound-without-words",)
    assert place.start_ms <= 3500
    assert place.end_ms >= 5000
