"""A machine that listens to what will be published hears no withheld word, and would hear it if it were there."""

import json
from pathlib import Path

import numpy as np
import pytest

from radkind_pod.errors import EngineError, Refused
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.encode import Mp3Writer
from radkind_pod.model.audio import TONE_HZ, Cut, Mp3Format
from radkind_pod.model.plain import to_json
from radkind_pod.model.timeline import make_timeline
from radkind_pod.model.transcript import Cue, Transcript, Word
from radkind_pod.progress import Silent
from radkind_pod.transcript.models import find_model
from radkind_pod.transcript.stages import Relisten

RATE = 48_000
SPEECH = Path(__file__).parents[1] / "data/speech/en/jfk.flac"
KEPT, NAMED = "And so my fellow", "Americans"
AFTER = "ask not what your country can do for you, ask what you can do for your country."
SAID = (1750, 2400)
"""Where "Americans" is said."""
SPAN = slice(round((SAID[0] - 150) * RATE / 1000), round((SAID[1] + 250) * RATE / 1000))


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RADKIND_POD_MODELS", str(tmp_path_factory.mktemp("models")))
        return find_model("base")


@pytest.fixture(scope="module")
def speech() -> np.ndarray:
    return np.concatenate(list(read_blocks(SPEECH, channels=1)))


def tone(count: int) -> np.ndarray:
    return 0.1 * np.sin(2 * np.pi * TONE_HZ * np.arange(count) / RATE)[:, None]


def transcript(mark: str) -> Transcript:
    before = [Word(word, 300 + 300 * i, 600 + 300 * i) for i, word in enumerate(KEPT.split())]
    after = [Word(word, 3200 + 300 * i, 3500 + 300 * i) for i, word in enumerate(AFTER.split())]
    words = (*before, Word(NAMED, *SAID, marks=(mark,)), *after)
    return Transcript("en", (Cue(300, words[-1].end_ms, words),), reviewed=True)


def listened(
    folder: Path, weights: Path, sound: np.ndarray, mark: str = "redact", cuts: tuple[Cut, ...] = (), **other: str
) -> list[dict[str, str]]:
    with Mp3Writer(folder / "episode.mp3", Mp3Format(128, 1)) as mp3:
        mp3.write(sound.astype(np.float32))
    (folder / "draft.json").write_text(to_json(transcript(mark)))
    (folder / "captions.vtt").write_text(
        other.get("vtt") or f"WEBVTT\n\n00:00.300 --> 00:09.000\n{KEPT} [name withheld] {AFTER}\n"
    )
    timeline = make_timeline(11_000, cuts, 0, len(sound) * 1000 // RATE)
    request = Relisten(
        delivered=folder / "episode.mp3",
        transcript=folder / "draft.json",
        draft=None,
        timeline=timeline,
        sources=(),
        language=other.get("language", "en"),
        captions=(folder / "captions.vtt",),
        engine="faster-whisper",
        weights=weights,
    )
    (folder / "relisten").mkdir()
    request.run(folder / "relisten", Silent())
    found: list[dict[str, str]] = json.loads((folder / "relisten" / "relistened.json").read_text())
    proven = request.read(folder / "relisten")
    assert (proven.stage, proven.figures[0].value) == ("relisten", len(found))
    assert not any(one["plain"] in proven.what for one in found)
    return found


def bleeped(speech: np.ndarray, leak_db: float | None = None) -> np.ndarray:
    sound = speech.copy()
    leak = 0.0 if leak_db is None else 10 ** (leak_db / 20)
    sound[SPAN] = sound[SPAN] * leak + tone(SPAN.stop - SPAN.start)
    return sound


def test_nothing_is_heard_under_a_bleep(tmp_path: Path, weights: Path, speech: np.ndarray) -> None:
    (found,) = listened(tmp_path, weights, bleeped(speech))
    assert "my fellow" in found["plain"]
    assert "can do for you" in found["raised"]
    assert "merican" not in found["plain"] + found["raised"]


@pytest.mark.parametrize("leak_db", [0.0, -30.0], ids=["loud", "soft"])
def test_a_word_under_a_bleep_is_refused_with_its_place(
    tmp_path: Path, weights: Path, speech: np.ndarray, leak_db: float
) -> None:
    """At -30 dB the tone covers it, until it is taken away and the rest raised."""
    with pytest.raises(Refused, match=r"episode.mp3 at 1.6 s .*hears 'americans', which is marked"):
        listened(tmp_path, weights, bleeped(speech, leak_db))
    assert not (tmp_path / "relisten" / "relistened.json").exists()


def test_a_word_that_was_cut_is_not_heard_at_the_seam(tmp_path: Path, weights: Path, speech: np.ndarray) -> None:
    sound = np.concatenate([speech[: SPAN.start], speech[SPAN.stop :]])
    (found,) = listened(tmp_path, weights, sound, "cut", (Cut(SAID[0] - 150, SAID[1] + 250),))
    assert "merican" not in found["plain"]


def test_a_word_that_was_not_cut_is_refused(tmp_path: Path, weights: Path, speech: np.ndarray) -> None:
    with pytest.raises(Refused, match="hears 'americans'"):
        listened(tmp_path, weights, speech, "cut", (Cut(9000, 9200),))


def test_a_withheld_word_that_can_be_read_is_refused(tmp_path: Path, weights: Path, speech: np.ndarray) -> None:
    said = f"WEBVTT\n\n00:00.300 --> 00:09.000\n<v Jack>{KEPT} <i>Americans</i>, {AFTER}\n"
    with pytest.raises(Refused, match=r"captions.vtt has 'americans', which is marked to be withheld at 1.8 s"):
        listened(tmp_path, weights, bleeped(speech), vtt=said)


def test_a_language_that_the_model_does_not_know_is_told(tmp_path: Path, weights: Path, speech: np.ndarray) -> None:
    with pytest.raises(EngineError, match="does not know the language 'xx'"):
        listened(tmp_path, weights, bleeped(speech), language="xx")
