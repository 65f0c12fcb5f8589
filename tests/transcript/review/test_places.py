"""A person is sent where it is worth listening, once, and nowhere else."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from radkind_pod.media.decode import read_blocks
from radkind_pod.model.review import Block, Document, Place
from radkind_pod.model.transcript import Cue, Transcript, Word
from radkind_pod.progress import Silent
from radkind_pod.transcript.draft import in_order
from radkind_pod.transcript.models import find_model
from radkind_pod.transcript.recognise import hear
from radkind_pod.transcript.review.places import places
from radkind_pod.transcript.stages import Recognise

SPEECH = Path(__file__).parents[2] / "data" / "speech"
LOUD, SOFT, QUIET = 20, 42, 60


def words(text: str, at_ms: int = 1000, **how: object) -> list[Word]:
    """Return the words, 300 ms each; `?0.3` behind one is its probability."""
    found = []
    for k, part in enumerate(text.split()):
        said, _, sure = part.partition("?0")
        start = at_ms + 300 * k
        found.append(Word(said, start, start + 300, float(f"0{sure}") if sure else 0.9, **how))  # type: ignore[arg-type]
    return found


def document(*paragraphs: Sequence[Word], language: str = "en", speaker: str | None = None) -> Document:
    return Document(language, tuple(Block(speaker, tuple(some)) for some in paragraphs))


def levels(said: Sequence[Word], seconds: int = 10, sound: Sequence[tuple[int, int]] = ()) -> bytes:
    """Return levels that are loud where words or other sounds are."""
    found = [QUIET] * (seconds * 10)
    for start, end in [*((word.start_ms, word.end_ms) for word in said), *sound]:
        for step in range(start // 100, min(len(found), -(-end // 100))):
            found[step] = LOUD
    return bytes(found)


def found(
    said: Sequence[Word], *, language: str = "en", machine: Transcript | None = None, glossary: tuple[str, ...] = ()
) -> list[tuple[str, tuple[str, ...]]]:
    """Return the text and the reasons of each place where all words lie under sound."""
    where = places(document(said, language=language), machine, levels(said), glossary)
    return [(text_of(place, said), place.why) for place in where]


def text_of(place: Place, said: Sequence[Word]) -> str:
    return " ".join(word.text for word in said[place.first : place.last])


# doubted words ------------------------------------------------------------------------------------------------------


def test_a_word_that_the_engine_doubted_is_a_place() -> None:
    assert found(words("we took the fairy?0.3 to town.")) == [("fairy", ("doubtful",))]


def test_a_word_that_the_engine_held_for_likelier_than_not_is_none() -> None:
    assert found(words("we took the ferry?0.5 to town.")) == []


def test_doubted_words_close_by_in_a_sentence_are_one_place() -> None:
    assert found(words("we took?0.4 the fairy?0.3 to town.")) == [("took the fairy", ("doubtful",))]


def test_doubted_words_of_two_sentences_or_far_apart_are_two() -> None:
    assert len(found(words("we took the fairy?0.3 so. then?0.4 we went."))) == 2
    assert len(found(words("took?0.3 a b c d e f g h i j the?0.3 ferry."))) == 2


def test_a_word_that_a_person_wrote_is_not_doubted() -> None:
    said = words("we took the ferry to town.")
    said[3] = replace(said[3], probability=None)
    assert found(said) == []


def test_a_word_that_is_no_longer_the_machines_is_not_doubted() -> None:
    said = words("we took the fairy?0.3 to town.")
    machine = Transcript("en", (Cue(1000, 2800, tuple(said)),))
    assert found(said, machine=machine) == [("fairy", ("doubtful",))]
    said[3] = replace(said[3], text="ferry")
    assert found(said, machine=machine) == []


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


# names --------------------------------------------------------------------------------------------------------------


def test_a_name_is_a_place_the_first_time() -> None:
    said = words("then Siân Jones came. and Jones said no. then Siân left.")
    assert found(said) == [("Siân Jones", ("name",))]


def test_a_name_in_the_glossary_is_none_but_another_spelling_of_it_is() -> None:
    said = words("then Siân's mother came. and Sian left.")
    assert found(said, glossary=("Siân Jones",)) == [("Sian", ("name",))]


def test_the_speakers_names_are_known() -> None:
    said = words("and so Ama said yes.")
    assert places(document(said, speaker="Ama Owusu"), None, levels(said), ()) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Yesterday he came. Tomorrow she goes.",
        "and I'm sure I said so on Monday.",
        'he said, "We know it."',
        "it was this: Nobody knew.",
        "we saw it And we left and it was so.",
        "The Very Best Of All Songs.",
        "in brackets [Music and Laughter] only.",
        "we're sure. they said We're sure.",
    ],
)
def test_a_capital_letter_alone_makes_no_name(text: str) -> None:
    assert found(words(text)) == []


def test_two_names_after_each_other_are_close_by() -> None:
    assert found(words("between London, Accra and here.")) == [("London, Accra", ("name",))]


@pytest.mark.parametrize(
    ("language", "text"), [("ja", "昨日 田中 さん が"), ("ar", "ذهب أحمد إلى"), ("de", "wir sahen ein Haus und Bäume")]
)
def test_languages_in_which_capitals_say_nothing_have_no_names(language: str, text: str) -> None:
    assert found(words(text), language=language) == []
    mixed = [*words("we met them."), *words(text, 3000, language=language)]
    assert found(mixed) == []


# what all places have in common -------------------------------------------------------------------------------------


def test_several_reasons_for_one_passage_are_one_place() -> None:
    assert found(words("we met Hari?0.2 Solé there.")) == [("Hari Solé", ("doubtful", "name"))]


@pytest.mark.parametrize("mark", ["cut", "redact", "redact:place withheld", "withheld"])
def test_withheld_words_are_in_no_place_not_even_between_others(mark: str) -> None:
    said = words("we met?0.3 Hari?0.2 there?0.3 today.")
    said[2] = replace(said[2], marks=(mark,))
    assert found(said) == [("met", ("doubtful",)), ("there", ("doubtful",))]
    silent = places(document(said), None, levels([*said[:2], *words("far away", 8000)]), ())
    assert not any(place.first <= 2 < place.last for place in silent)


def test_an_id_stays_with_its_passage_and_changes_with_it() -> None:
    said = words("we took the fairy?0.3 to town.", 4000)
    (place,) = places(document(said), None, b"", ())
    more = [*words("well so."), *said]
    assert len(place.id) == 12
    assert int(place.id, 16) >= 0
    assert [p.id for p in places(document(said), None, b"", ())] == [place.id]
    assert [p.id for p in places(document(more), None, b"", ())] == [place.id]
    said[3] = replace(said[3], text="furry")
    assert [p.id for p in places(document(said), None, b"", ())] != [place.id]


def test_a_document_without_words_has_places_only_where_there_is_sound() -> None:
    assert places(document(), None, bytes([QUIET] * 100), ()) == ()
    (place,) = places(document(), None, bytes([QUIET] * 50 + [LOUD] * 50), ())
    assert (place.first, place.last) == (0, 0)


def test_thirty_thousand_words_take_less_than_half_a_second() -> None:
    sentence = "and then we met Siân?0.4 Jones at the big?0.3 market, which was open."
    said = [word for k in range(2300) for word in words(sentence, 4000 * k)]
    long = Document("en", tuple(Block("Ama", tuple(said[k : k + 65])) for k in range(0, len(said), 65)))
    machine = Transcript("en", tuple(Cue(b.words[0].start_ms, b.words[-1].end_ms, b.words) for b in long.blocks))
    sound = levels(said, seconds=4 * 2300)
    took = []
    for _ in range(3):
        begun = time.process_time()
        places(long, machine, sound, ("Ama",) * 30)
        took.append(time.process_time() - begun)
    assert len(said) > 30_000 - 200
    assert min(took) < 0.5


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
