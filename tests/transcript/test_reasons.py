"""Each reason to doubt is raised by a recording that the real model hears, and not by one that is near it.

Recorded speech made faster, noisier or played backwards, a sung note, laughter and music made from seeds. What Whisper
makes of them is what is judged: no decoding here is made up. They are as far from the bounds as processors differ: each
rounds in its own way, and to one a phrase that is said six times is a loop, while to another it is not.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from radkind_pod.media.decode import read_blocks
from radkind_pod.model.transcript import Heard
from radkind_pod.transcript.engines import Sound
from radkind_pod.transcript.engines.faster import FasterWhisper
from radkind_pod.transcript.listening.decoder import Ask
from radkind_pod.transcript.listening.judge import (
    CUT_OFF,
    LANGUAGE,
    NO_SPEECH,
    REPEATS,
    SPEECH_ALONE,
    TOO_FAST,
    UNSURE,
    WORDS_ALONE,
    judged,
)
from radkind_pod.transcript.listening.listener import Listener
from radkind_pod.transcript.listening.voice import voice_in
from radkind_pod.transcript.listening.windows import Window
from radkind_pod.transcript.models import find_model
from radkind_pod.transcript.pieces import RATE, Piece, Samples, cut_pieces

TESTS = Path(__file__).parents[1]
JFK, GERMAN, QUILTER = "en/jfk.flac", "fleurs/fleurs-de-001.ogg", "picovoice/test.wav"
SENSE = "en/sense_and_sensibility_01_austen_64kb-0890.wav"
ENGLISH = Ask("en")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FasterWhisper]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RADKIND_POD_MODELS", str(tmp_path_factory.mktemp("models")))
        yield FasterWhisper(find_model("base").parent, 2)


def speech(file: str) -> Samples:
    return np.concatenate([b[:, 0] for b in read_blocks(TESTS / "data/speech" / file, channels=1, rate=RATE)])


def said_often(times: int) -> Samples:
    """Return "my fellow Americans", again and again."""
    once = speech(JFK)[RATE : 2 * RATE + RATE * 2 // 5]
    return np.tile(np.concatenate([once, np.zeros(RATE // 2, np.float32)]), times)


def faster(samples: Samples, times: float) -> Samples:
    """Return the same speech, faster but no higher: windows of 30 ms, half of each over the next (overlap-add)."""
    size, hop = 480, 240
    count = int((len(samples) - size) / (hop * times))
    out = np.zeros((count + 1) * hop + size)
    for i in range(count):
        at = int(i * hop * times)
        out[i * hop : i * hop + size] += np.hanning(size) * samples[at : at + size]
    return out.astype(np.float32)


def in_noise(snr_db: float, seed: int = 1) -> Samples:
    clean = speech(JFK)
    noise = np.random.default_rng(seed).standard_normal(len(clean))
    return (clean + noise * np.sqrt(np.mean(clean**2)) * 10 ** (-snr_db / 20)).astype(np.float32)


def made(kind: str, seconds: int) -> Samples:
    """Return a sound of the benches'."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [str(TESTS.parent / "bench"), *sys.path])
        import synthesis
    sound: Samples = getattr(synthesis, kind)(seconds * RATE, np.random.default_rng(1)).astype(np.float32)
    return sound


def with_silence_after() -> Samples:
    return np.concatenate([speech(JFK), np.zeros(15 * RATE, np.float32)])


def between_sentences(samples: Samples) -> Samples:
    pause = np.zeros(RATE // 2, np.float32)
    return np.concatenate([speech(SENSE), pause, samples, pause, speech(JFK)])


@pytest.mark.parametrize(
    ("reason", "raises", "near"),
    [
        (REPEATS, lambda: said_often(10), lambda: said_often(2)),
        (UNSURE, lambda: made("music", 28), lambda: in_noise(-5)),
        (NO_SPEECH, lambda: made("laughter", 28), lambda: in_noise(-5)),
        (TOO_FAST, lambda: faster(speech(JFK), 2), lambda: faster(speech(JFK), 1.5)),
        (CUT_OFF, lambda: made("held_note", 8), lambda: made("held_note", 28)),
        (WORDS_ALONE, lambda: made("music", 28), with_silence_after),
        (LANGUAGE, lambda: speech(GERMAN), lambda: speech(JFK)),
    ],
    ids=[REPEATS, UNSURE, NO_SPEECH, TOO_FAST, CUT_OFF, WORDS_ALONE, LANGUAGE],
)
def test_a_window_is_doubted_for_its_reason_and_what_is_near_is_not(
    engine: FasterWhisper, reason: str, raises: Callable[[], Samples], near: Callable[[], Samples]
) -> None:
    assert reason in doubts(engine, raises())
    assert reason not in doubts(engine, near())


def doubts(engine: FasterWhisper, samples: Samples) -> tuple[str, ...]:
    """Return the reasons to doubt what is heard in the samples as one window."""
    (decoded,) = engine.decode([samples], ENGLISH)
    assert decoded.words, "what gives no words can't be doubted"
    return judged(Window(Piece(samples, 0), ((0, len(samples)),)), decoded, voice_in(samples)).reasons


def test_speech_that_gave_no_words_is_flagged_at_its_place(engine: FasterWhisper) -> None:
    """A sentence played backwards is voice, and no words; played forwards it is heard."""
    quilter = speech(QUILTER)
    (flagged,) = (part for part in hear(engine, between_sentences(quilter[::-1])) if part.flags)
    assert flagged.flags == (SPEECH_ALONE,)
    starts = (len(speech(SENSE)) / RATE + 0.5) * 1000
    assert starts <= flagged.start_ms < flagged.end_ms <= starts + len(quilter) / RATE * 1000
    near = hear(engine, between_sentences(quilter))
    assert not any(part.flags for part in near)
    assert "glad to welcome his" in " ".join(word.text for part in near for word in part.words)


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_made_up_of_speech_that_drowns_in_noise_is_flagged(engine: FasterWhisper, seed: int) -> None:
    """Whisper writes pleasant sentences there. At 5 dB more most words are right, and nothing is flagged."""
    assert all(part.flags for part in hear(engine, in_noise(-10, seed)))
    assert not any(part.flags for part in hear(engine, in_noise(-5, seed)))


def hear(engine: FasterWhisper, samples: Samples) -> tuple[Heard, ...]:
    sound = Sound(cut_pieces([samples]), len(samples) * 1000 // RATE)
    return Listener(engine).transcribe(sound, ENGLISH, lambda _: None, {})
