"""Two open microphones hear both people: every word comes once, and is its speaker's."""

from pathlib import Path

import numpy as np
import pytest

from radkind_pod.audio.stages import Prepare
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.encode import WavWriter
from radkind_pod.model.audio import Recording, Track
from radkind_pod.progress import Silent
from radkind_pod.transcript.draft import in_order
from radkind_pod.transcript.models import find_model
from radkind_pod.transcript.recognise import hear
from radkind_pod.transcript.speakers import speakers
from radkind_pod.transcript.stages import Recognise

RATE = 48_000
DATA = Path("tests/data/speech")
BLEED = 10 ** (-10 / 20)
SAID = (
    ("Ama", "en/sense_and_sensibility_01_austen_64kb-0870.wav"),
    ("Jo", "picovoice/test.wav"),
    ("Ama", "en/sense_and_sensibility_01_austen_64kb-0890.wav"),
)


def plain(text: str) -> list[str]:
    words = "".join(c for c in text.lower() if c.isalnum() or c.isspace()).split()
    return ["mr" if word == "mister" else word for word in words]


def microphones(late_ms: int) -> np.ndarray:
    """What each of two microphones hears: its own person, the other 10 dB quieter and late, and some noise."""
    alone: dict[str, list[np.ndarray]] = {"Ama": [], "Jo": []}
    for name, file in SAID:
        said = np.concatenate([block[:, 0] for block in read_blocks(DATA / file, channels=1)])
        said = np.concatenate([said / np.std(said) * 0.05, np.zeros(RATE // 3)])
        for who, heard in alone.items():
            heard.append(said if who == name else np.zeros_like(said))
    near = np.stack([np.concatenate(heard) for heard in alone.values()], axis=1)
    far = np.pad(near[:, ::-1], ((late_ms * RATE // 1000, 0), (0, 0)))[: len(near)]
    return near + BLEED * far + 3e-4 * np.random.default_rng(late_ms).standard_normal(near.shape)


@pytest.mark.parametrize("late_ms", [5, 20])
def test_with_bleed_no_word_comes_twice_and_each_is_its_speakers(tmp_path: Path, late_ms: int) -> None:
    tracks = []
    for name, heard in zip(("Ama", "Jo"), microphones(late_ms).T, strict=True):
        with WavWriter(tmp_path / f"{name}.wav", 1) as out:
            out.write(heard[:, None].astype(np.float32))
        tracks.append(Track(tmp_path / f"{name}.wav", name))
    prepare = Prepare((Recording(tuple(tracks)),))
    prepare.run(tmp_path, Silent())
    interview = prepare.read(tmp_path)
    request = Recognise(interview.file, "faster-whisper", find_model("base"), None, "en", ())
    words = in_order((word for part in hear(request, Silent()) for word in part.words), "en")
    names = speakers(words, interview.turns)
    found = [(name, word) for name, spoken in zip(names, words, strict=True) for word in plain(spoken.text)]
    texts = [(name, plain((DATA / file).with_suffix(".txt").read_text(encoding="utf-8"))) for name, file in SAID]
    expected = [(name, word) for name, text in texts for word in text]
    assert abs(len(found) - len(expected)) <= 2  # a word may be misheard; were they doubled, 24 would come twice
    for name, text in texts:
        assert {word for who, word in found if who != name} & (set(text) - others(texts, name)) == set()


def others(texts: list[tuple[str, list[str]]], name: str) -> set[str]:
    """Return the words of everybody else."""
    return {word for who, text in texts if who != name for word in text}
