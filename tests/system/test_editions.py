"""In a real browser every edition is in step with the MP3: captions and chapters hold for each."""

import base64
from pathlib import Path

import numpy as np
import pytest

from radkind_pod.media.decode import read_blocks
from radkind_pod.media.editions import AAC, OPUS, EditionWriter
from radkind_pod.media.encode import FlacWriter, Mp3Writer
from radkind_pod.model.audio import Mp3Format

pytestmark = pytest.mark.system

SPEECH = Path(__file__).parents[1] / "data/speech/en/jfk.flac"
SAMPLES = 500_003
DECODED = """async sound => {
    const bytes = Uint8Array.from(atob(sound), one => one.charCodeAt(0));
    const buffer = await new OfflineAudioContext(1, 48000, 48000).decodeAudioData(bytes.buffer);
    const floats = new Uint8Array(buffer.getChannelData(0).slice().buffer);
    let text = "";
    for (let at = 0; at < floats.length; at += 32768) {
        text += String.fromCharCode.apply(null, floats.subarray(at, at + 32768));
    }
    return btoa(text);
}"""


@pytest.fixture(scope="module")
def heard(chromium, tmp_path_factory: pytest.TempPathFactory) -> dict[str, np.ndarray]:
    """What Chromium decodes of the same speech in each format, by ending."""
    folder = tmp_path_factory.mktemp("sound")
    mono = np.concatenate(list(read_blocks(SPEECH, channels=1)))[:SAMPLES]
    writers = {
        ".mp3": Mp3Writer(folder / "a.mp3", Mp3Format(128, 1)),
        ".m4a": EditionWriter(folder / "a.m4a", AAC, 1, 96),
        ".opus": EditionWriter(folder / "a.opus", OPUS, 1, 24),
        ".flac": FlacWriter(folder / "a.flac", 1),
    }
    for writer in writers.values():
        with writer:
            writer.write(mono)
    page = chromium.new_page()
    decoded = {}
    for ending in writers:
        sound = base64.b64encode((folder / f"a{ending}").read_bytes()).decode()
        decoded[ending] = np.frombuffer(base64.b64decode(page.evaluate(DECODED, sound)), np.float32)
    page.close()
    return decoded


@pytest.mark.parametrize("ending", [".m4a", ".opus", ".flac"])
@pytest.mark.parametrize("start", [0, 240_000, 380_000])
def test_an_edition_is_in_step_with_the_mp3_to_a_tenth_of_a_millisecond(
    heard: dict[str, np.ndarray], ending: str, start: int
) -> None:
    before, after = (heard[one][start:][:100_000] for one in (".mp3", ending))
    size = 2 * len(before)
    both = np.fft.irfft(np.fft.rfft(after, size) * np.conj(np.fft.rfft(before, size)), size)
    at = int(both.argmax())
    assert abs(at if at < len(before) else at - size) <= 4


def test_each_edition_is_as_long_as_what_was_written(heard: dict[str, np.ndarray]) -> None:
    assert {ending: len(samples) for ending, samples in heard.items()} == dict.fromkeys(heard, SAMPLES)
