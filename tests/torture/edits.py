"""What people change in the files of a show."""

import shutil
from pathlib import Path

import numpy as np
import soundfile
from tests.torture.show import EPISODE, SLUG, SPEAKER, put_a_model


def retitle(top: Path) -> None:
    """Let a person write another title."""
    file = top / "show/episodes" / SLUG / "episode.yaml"
    file.write_text(EPISODE.replace("title: Tiny", "title: Tiny, and renamed"), encoding="utf-8")


def correct(top: Path) -> None:
    """Let a person correct a word in a text editor."""
    file = top / "show/episodes" / SLUG / "transcript.vtt"
    text = file.read_text(encoding="utf-8")
    assert "was" in text
    file.write_text(text.replace("was", "is", 1), encoding="utf-8")


def mark_a_name(top: Path) -> None:
    """Let a person mark a word as a name that nobody may hear, and have a model that listens whether it is gone."""
    file = top / "show/episodes" / SLUG / "transcript.vtt"
    text = file.read_text(encoding="utf-8")
    assert "was" in text
    file.write_text(text.replace("was", "<c.redact.a_name>was</c>", 1), encoding="utf-8")
    put_a_model(top / "model")
    config = top / "show/config.yaml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("engine: replay", "engine: replay, model: ../model"), encoding="utf-8")


def share_the_recording(top: Path) -> None:
    """Let two people be on one recording, whom nobody has told apart."""
    file = top / "show/episodes" / SLUG / "episode.yaml"
    file.write_text(EPISODE.replace(f"speaker: {SPEAKER}", "speakers: 2"), encoding="utf-8")


def want_editions(top: Path) -> None:
    """Let a person want more than an MP3."""
    with (top / "show/config.yaml").open("a", encoding="utf-8") as config:
        config.write("output: {aac: 64, opus: 24, flac: true}\n")


def want_sound(top: Path) -> None:
    """Let a person want music and cleaning, with a recording that is no WAV."""
    show = top / "show"
    raw = show / "episodes" / SLUG / "raw"
    sound, rate = soundfile.read(raw / "reader-2.wav")
    soundfile.write(raw / "reader-2.flac", sound, rate)
    (raw / "reader-2.wav").unlink()
    time = np.arange(2 * 48_000) / 48_000
    soundfile.write(show / "music.flac", np.tile(0.2 * np.sin(2 * np.pi * 440 * time), (2, 1)).T, 48_000)
    file = raw.parent / "episode.yaml"
    file.write_text(EPISODE.replace("reader-2.wav", "reader-2.flac, cleaning: gentle"), encoding="utf-8")
    answer = raw.parent / "replay.json"
    answer.write_text(answer.read_text(encoding="utf-8").replace("reader-2.wav", "reader-2.flac"), encoding="utf-8")
    with (show / "config.yaml").open("a", encoding="utf-8") as config:
        config.write("intro: music.flac\noutro: music.flac\ncrossfade: 0.5\n")


def accept_a_cut(top: Path) -> None:
    """Let a person accept all that `trim` proposes."""
    file = top / "show/episodes" / SLUG / "trim.txt"
    text = file.read_text(encoding="utf-8")
    assert "[ ]" in text
    file.write_text(text.replace("[ ]", "[x]"), encoding="utf-8")


def second_episode(top: Path) -> None:
    """Let there be another episode."""
    episodes = top / "show/episodes"
    shutil.copytree(episodes / SLUG, episodes / "other")
    text = EPISODE.replace("title: Tiny", "title: Other").replace("number: 1", "number: 2").replace("2f99", "2f98")
    (episodes / "other/episode.yaml").write_text(text, encoding="utf-8")


def lose_the_ledger(top: Path) -> None:
    """Let the destination know nothing of who published there."""
    shutil.rmtree(top / "web/.radkind-pod")


def bring_back(top: Path) -> None:
    """Let the episode be in the show again."""
    (top / SLUG).rename(top / "show/episodes" / SLUG)


def give_up(top: Path) -> None:
    """Let the episode be moved out of the show."""
    (top / "show/episodes" / SLUG).rename(top / SLUG)


def hear_otherwise(top: Path) -> None:
    """Let the machine hear another word than before."""
    file = top / "show/episodes" / SLUG / "replay.json"
    file.write_text(file.read_text(encoding="utf-8").replace('"He"', '"She"'), encoding="utf-8")
