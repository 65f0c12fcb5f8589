"""Whatever was recorded becomes one working recording, exact to the sample, and the same bytes every time."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from radkind_pod.audio.stages import Prepare
from radkind_pod.errors import MediaError
from radkind_pod.media.blocks import BLOCK_S
from radkind_pod.model.audio import Interview, Recording, Track, Turn
from radkind_pod.progress import Silent

SECOND = 48_000


def speech(seconds: float, rate: int = SECOND, seed: int = 0, level: float = 0.1) -> np.ndarray:
    """Noise that comes and goes like words."""
    frames = round(seconds * rate)
    noise = np.random.default_rng(seed).standard_normal(frames).clip(-3, 3)
    return level * noise * (np.sin(np.arange(frames) * 2 * np.pi * 2 / rate) > -0.5)


def write(path: Path, sound: np.ndarray, rate: int = SECOND, subtype: str = "PCM_16") -> Path:
    soundfile.write(path, sound, rate, subtype=subtype)
    return path


def prepared(folder: Path, recordings: Sequence[Sequence[Track]], progress: object = None) -> Interview:
    out = folder / "out"
    out.mkdir(exist_ok=True)
    request = Prepare(tuple(Recording(tuple(tracks)) for tracks in recordings))
    request.run(out, progress or Silent())
    return request.read(out)


def one(folder: Path, file: Path) -> Interview:
    return prepared(folder, [[Track(file)]])


def messages(interview: Interview) -> str:
    return "\n".join(finding.message for finding in interview.findings)


def samples(interview: Interview) -> np.ndarray:
    return soundfile.read(interview.file, always_2d=True, dtype="float64")[0]


def bits(interview: Interview) -> str:
    return soundfile.info(interview.file).subtype


@pytest.mark.parametrize("channels", [1, 2])
def test_a_sixteen_bit_recording_stays_exactly_what_it_was(tmp_path: Path, channels: int) -> None:
    whole = np.random.default_rng(0).integers(-32_768, 32_768, (6 * SECOND + 17, channels)).astype(np.int16)
    interview = one(tmp_path, write(tmp_path / "a.wav", whole))
    assert (interview.channels, interview.samples, bits(interview)) == (channels, 6 * SECOND + 17, "PCM_16")
    np.testing.assert_array_equal(soundfile.read(interview.file, always_2d=True, dtype="int16")[0], whole)


def test_a_24_bit_recording_loses_nothing(tmp_path: Path) -> None:
    whole = np.random.default_rng(0).integers(-(2**23), 2**23, (SECOND, 2)).astype(np.int32) << 8
    interview = one(tmp_path, write(tmp_path / "a.wav", whole, subtype="PCM_24"))
    assert bits(interview) == "PCM_24"
    np.testing.assert_array_equal(soundfile.read(interview.file, dtype="int32")[0], whole)


def test_a_resampled_sixteen_bit_recording_takes_no_more_disk_than_sixteen_bit(tmp_path: Path) -> None:
    file = tmp_path / "a.wav"
    soundfile.write(file, 0.1 * np.random.default_rng(0).standard_normal(6 * 44_100), 44_100, subtype="PCM_16")
    assert bits(one(tmp_path, file)) == "PCM_16"


def test_recordings_in_sequence_are_joined_to_the_sample(tmp_path: Path) -> None:
    first, second = speech(5.3), speech(6.1, seed=1)
    files = [write(tmp_path / "a.wav", first), write(tmp_path / "b.wav", second)]
    interview = prepared(tmp_path, [[Track(files[0], "Ana")], [Track(files[1], "Ana")]])
    assert interview.starts == (0, len(first))
    assert interview.samples == len(first) + len(second)
    np.testing.assert_allclose(samples(interview)[:, 0], np.concatenate([first, second]), atol=4e-5)
    assert interview.turns == (Turn("Ana", 0, interview.duration_ms),)


def test_mono_and_stereo_recordings_in_sequence_become_stereo(tmp_path: Path) -> None:
    mono, stereo = speech(5), np.stack([speech(5, seed=1), speech(5, seed=2)], 1)
    files = [write(tmp_path / "a.wav", mono), write(tmp_path / "b.wav", stereo)]
    interview = prepared(tmp_path, [[Track(file)] for file in files])
    assert interview.channels == 2
    expected = np.concatenate([np.stack([mono, mono], 1), stereo])
    np.testing.assert_allclose(samples(interview), expected, atol=4e-5)


def test_simultaneous_tracks_are_mixed_and_the_shorter_one_is_padded(tmp_path: Path) -> None:
    first, second = speech(5), speech(6.05, seed=1)
    files = [write(tmp_path / "a.wav", first), write(tmp_path / "b.wav", second)]
    interview = prepared(tmp_path, [[Track(file) for file in files]])
    padded = np.pad(first, (0, len(second) - len(first)))
    assert (interview.channels, interview.samples, interview.starts) == (1, len(second), (0,))
    np.testing.assert_allclose(samples(interview)[:, 0], (padded + second) / 2, atol=7e-5)
    assert [source.samples for source in interview.sources] == [len(first), len(second)]


def test_simultaneous_tracks_tell_who_speaks(tmp_path: Path) -> None:
    burst, answer, pause = speech(2), speech(2, seed=1), np.zeros(2 * SECOND)
    hiss = [0.0002 * np.random.default_rng(s).standard_normal(8 * SECOND) for s in (5, 6)]
    ana = write(tmp_path / "a.wav", np.concatenate([burst, pause, burst, pause]) + hiss[0])
    bo = write(tmp_path / "b.wav", np.concatenate([pause, answer, pause, pause]) + hiss[1])
    lead = write(tmp_path / "lead.wav", speech(5))
    interview = prepared(tmp_path, [[Track(lead)], [Track(ana, "Ana"), Track(bo, "Bo")]])
    assert [turn.speaker for turn in interview.turns] == ["Ana", "Bo", "Ana"]
    for turn, start in zip(interview.turns, (5000, 7000, 9000), strict=True):
        assert abs(turn.start_ms - start) <= 700
        assert abs(turn.end_ms - start - 2000) <= 700


@pytest.mark.parametrize("dead", [0, 1])
def test_stereo_with_a_dead_channel_is_mono_from_the_other(tmp_path: Path, dead: int) -> None:
    both = np.zeros((6 * SECOND, 2))
    both[:, 1 - dead] = speech(6)
    interview = one(tmp_path, write(tmp_path / "a.wav", both))
    assert (interview.channels, bits(interview)) == (1, "PCM_16")
    np.testing.assert_allclose(samples(interview)[:, 0], both[:, 1 - dead], atol=4e-5)
    assert f"the {('left', 'right')[dead]} channel is dead" in messages(interview)


def test_the_same_sound_on_both_sides_is_mono_at_its_level(tmp_path: Path) -> None:
    sound = speech(6)
    interview = one(tmp_path, write(tmp_path / "a.wav", np.stack([sound, sound], 1)))
    assert interview.channels == 1
    np.testing.assert_allclose(samples(interview)[:, 0], sound, atol=4e-5)
    assert "dead" not in messages(interview)


def test_of_many_channels_the_live_ones_are_mixed_equally(tmp_path: Path) -> None:
    sound = np.zeros((6 * SECOND, 6))
    sound[:, 1], sound[:, 4] = speech(6), speech(6, seed=1)
    interview = one(tmp_path, write(tmp_path / "a.wav", sound, subtype="PCM_24"))
    assert interview.channels == 1
    np.testing.assert_allclose(samples(interview)[:, 0], (sound[:, 1] + sound[:, 4]) / 2, atol=1e-6)
    assert "dead channels of 6: 1, 3, 4, 6" in messages(interview)


def test_peaks_above_full_scale_are_turned_down_and_not_cut_off(tmp_path: Path) -> None:
    sound = speech(6, level=0.5)
    interview = one(tmp_path, write(tmp_path / "a.wav", sound, subtype="FLOAT"))
    peak = np.abs(sound).max()
    assert peak > 1.4
    np.testing.assert_allclose(samples(interview)[:, 0] * peak, sound, atol=1e-5)


def test_levels_hold_one_byte_for_each_tenth_of_a_second(tmp_path: Path) -> None:
    sound = np.concatenate([np.full(SECOND, 0.1), np.zeros(SECOND + 100), np.full(5 * SECOND, 0.5)])
    sound[::2] *= -1
    interview = one(tmp_path, write(tmp_path / "a.wav", sound))
    levels = interview.levels.read_bytes()
    assert len(levels) == 71
    assert set(levels[:10]) == {20}
    assert set(levels[10:20]) == {255}
    assert set(levels[21:70]) == {6}


def test_sources_are_named_with_the_hash_of_their_bytes(tmp_path: Path) -> None:
    file = write(tmp_path / "a.wav", speech(6, 44_100), 44_100)
    (source,) = one(tmp_path, file).sources
    assert (source.name, source.samples) == ("a.wav", 6 * SECOND)
    assert source.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


def test_the_same_recording_gives_the_same_bytes_wherever_it_lies(tmp_path: Path) -> None:
    made = []
    for place in ("one", "another place"):
        folder = tmp_path / place
        folder.mkdir()
        one(folder, write(folder / "a.wav", speech(6, 44_100), 44_100))
        made.append({p.name: p.read_bytes() for p in (folder / "out").iterdir()})
    assert sorted(made[0]) == ["interview.flac", "interview.json", "levels.bin"]
    assert made[0] == made[1]


def test_nothing_that_the_phone_noted_is_kept(tmp_path: Path) -> None:
    private = ("+51.5074-000.1278/", "Aminas iPhone", "12 Kettle Street")
    with av.open(str(tmp_path / "a.mov"), "w", options={"movflags": "use_metadata_tags"}) as container:
        keys = ("com.apple.quicktime.location.ISO6709", "com.apple.quicktime.model", "title")
        container.metadata.update(zip(keys, private, strict=True))
        stream = container.add_stream("pcm_s16le", rate=SECOND, layout="mono")
        frame = av.AudioFrame.from_ndarray((speech(6) * 32_767).astype(np.int16)[None], "s16", "mono")
        frame.sample_rate = SECOND
        container.mux([*stream.encode(frame), *stream.encode(None)])
    assert b"Aminas iPhone" in (tmp_path / "a.mov").read_bytes()
    interview = one(tmp_path, tmp_path / "a.mov")
    left = b"".join(file.read_bytes() for file in interview.file.parent.iterdir())
    assert not [word for word in private if word.encode() in left]
    with av.open(str(interview.file)) as container:
        assert not {key.lower() for key in container.metadata} - {"encoder"}


def test_progress_comes_for_each_block_and_ends_complete(tmp_path: Path) -> None:
    seen: list[tuple[float, float]] = []

    class Watcher:
        def moved(self, done: float, total: float) -> None:
            seen.append((done, total))

    prepared(tmp_path, [[Track(write(tmp_path / "a.wav", speech(8)))]], Watcher())
    assert len(seen) >= 2 * 8 / BLOCK_S
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == pytest.approx((16, 16))


def test_what_was_made_is_written_with_names_and_no_places(tmp_path: Path) -> None:
    interview = one(tmp_path, write(tmp_path / "a.wav", speech(6)))
    text = (interview.file.parent / "interview.json").read_text(encoding="utf-8")
    assert str(tmp_path) not in text
    assert json.loads(text)["file"] == "interview.flac"


def test_a_wholly_silent_recording_is_refused(tmp_path: Path) -> None:
    file = write(tmp_path / "a.wav", np.full(6 * SECOND, 0.0005))
    with pytest.raises(MediaError, match=r"a\.wav: the recording is silent from beginning to end"):
        one(tmp_path, file)


def test_one_silent_track_among_others_is_only_mentioned(tmp_path: Path) -> None:
    files = [write(tmp_path / "a.wav", np.zeros(6 * SECOND)), write(tmp_path / "b.wav", speech(6))]
    assert "silent from beginning to end" in messages(prepared(tmp_path, [[Track(f) for f in files]]))


def test_a_recording_of_a_moment_ends_with_one_clear_line(tmp_path: Path) -> None:
    file = write(tmp_path / "a.wav", speech(0.2))
    with pytest.raises(MediaError) as caught:
        one(tmp_path, file)
    assert str(caught.value) == (
        f"{file}: the recording is only 0.20 s long. Check that the whole file was copied, or leave it out."
    )


def on_two_channels(seconds: float = 6) -> np.ndarray:
    """Two people by turns, each on a channel and 12 dB quieter on the other, both with some noise."""
    one, other = speech(seconds, seed=1), speech(seconds, seed=2)
    second = np.arange(len(one)) // SECOND
    one, other = one * (second % 4 == 0), other * (second % 4 == 2)
    noise = 1e-4 * np.random.default_rng(3).standard_normal((len(one), 2))
    return np.stack([one + other / 4, other + one / 4], axis=1) + noise


def test_a_channel_for_each_person_says_who_speaks_and_is_heard_in_the_middle(tmp_path: Path) -> None:
    file = write(tmp_path / "two.wav", on_two_channels())
    interview = prepared(tmp_path, [[Track(file, channels=("Ama", "Jo"))]])
    assert [turn.speaker for turn in interview.turns] == ["Ama", "Jo", "Ama"]
    assert [round(turn.start_ms, -3) for turn in interview.turns] == [0, 2000, 4000]
    assert interview.channels == 1
    assert [source.name for source in interview.sources] == ["two.wav"]
    np.testing.assert_allclose(samples(interview)[:, 0], on_two_channels().mean(axis=1), atol=1e-4)


def test_a_dead_channel_gives_nobody_a_turn(tmp_path: Path) -> None:
    sound = on_two_channels()
    sound[:, 1] = 0
    interview = prepared(tmp_path, [[Track(write(tmp_path / "two.wav", sound), channels=("Ama", "Jo"))]])
    assert {turn.speaker for turn in interview.turns} == {"Ama"}
    np.testing.assert_allclose(samples(interview)[:, 0], sound[:, 0], atol=1e-4)


@pytest.mark.parametrize(
    ("channels", "said"),
    [
        (1, "channels: names 2 people, and the file has 1 channel. Name one person for each channel"),
        (3, "channels: names 2 people, and the file has 3 channels. Name one person for each channel"),
        (2, "all channels of this file are the same, so that nobody is on a channel of their own. Write speakers:"),
    ],
)
def test_a_file_that_has_no_channel_for_each_person_is_refused(tmp_path: Path, channels: int, said: str) -> None:
    file = write(tmp_path / "a.wav", np.repeat(speech(6)[:, None], channels, axis=1))
    with pytest.raises(MediaError, match=said):
        prepared(tmp_path, [[Track(file, channels=("Ama", "Jo"))]])
