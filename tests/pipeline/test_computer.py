"""What a build may take of this computer, and what each stage takes of that."""

from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import ClassVar

import psutil
import pytest

from radkind_pod.pipeline import computer
from radkind_pod.pipeline.apart import Apart
from radkind_pod.pipeline.budget import Need
from radkind_pod.pipeline.computer import EPISODE_BYTES, Computer
from radkind_pod.progress import Silent
from radkind_pod.transcript.engines import cores as engine_cores

GB = 1 << 30


@pytest.fixture
def sized(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Be on a computer of that size."""

    def set_(cores: int, memory: int, card: bool = False) -> None:
        monkeypatch.setattr(computer, "cores", lambda: cores)
        monkeypatch.setattr(computer, "free_memory", lambda: memory)
        monkeypatch.setattr(computer, "has_card", lambda: card)

    return set_


@dataclass(frozen=True)
class Listening:
    NAME: ClassVar = "recognise"
    engine: str
    weights: Path | None


@dataclass(frozen=True)
class Sound:
    NAME: ClassVar = "encode"


@dataclass(frozen=True)
class Text:
    NAME: ClassVar = "captions"


@pytest.mark.parametrize(
    ("cores", "memory", "episodes", "at_once"),
    [(8, 16 * GB, 1, 1), (8, 16 * GB, 3, 3), (8, 16 * GB, 40, 8), (8, GB, 40, 2), (2, GB // 8, 40, 1)],
    ids=["one", "few", "cores", "memory", "tiny"],
)
def test_as_many_episodes_are_worked_on_as_there_is_room_for(
    sized, cores: int, memory: int, episodes: int, at_once: int
) -> None:
    sized(cores, memory)
    assert Computer(episodes).at_once == at_once


def test_a_transcription_takes_the_cores_it_can_use_and_a_sound_takes_one(sized, tmp_path: Path) -> None:
    weights = tmp_path / "model.bin"
    weights.write_bytes(b"\0" * 1000)
    sized(16, 16 * GB)
    here = Computer(8)
    assert here._need(Listening("faster-whisper", weights)) == Need(4, 4 * (300 << 20) + 2000)
    assert here._need(Listening("replay", None)) == Need(1)
    assert here._need(Sound()) == Need(1)
    assert here._need(Text()) == Need()


def test_one_transcription_at_a_time_has_the_graphics_card(sized, tmp_path: Path) -> None:
    weights = tmp_path / "model.bin"
    weights.write_bytes(b"")
    sized(16, 16 * GB, card=True)
    assert Computer(8)._need(Listening("faster-whisper", weights)) == Need(1, 300 << 20, card=True)


def test_a_container_s_limits_are_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, text in {
        "memory.max": "1000",
        "memory.current": "700",
        "memory.stat": "anon 500\nfile 250\nshmem 50\ninactive_file 150\nactive_file 50",
        "cpu.max": "50000 100000",
    }.items():
        (tmp_path / name).write_text(f"{text}\n", encoding="ascii")
    monkeypatch.setattr(computer, "_CONTAINER", tmp_path)
    monkeypatch.setattr(engine_cores, "_QUOTA", tmp_path / "cpu.max")
    assert computer.free_memory() == 400  # 300 are free, 200 hold files that were read; of these 500 a fifth stays free
    assert engine_cores.cores() == 1


@pytest.mark.parametrize("text", ["max\n", "max 100000\n", ""])
def test_a_container_without_limits_has_what_the_computer_has(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str
) -> None:
    before = engine_cores.cores()
    file = tmp_path / "memory.max"
    file.write_text(text, encoding="ascii")
    monkeypatch.setattr(computer, "_CONTAINER", tmp_path)
    monkeypatch.setattr(engine_cores, "_QUOTA", file)
    assert computer.free_memory() == pytest.approx(psutil.virtual_memory().available * 0.8, rel=0.5)
    assert engine_cores.cores() == before


def test_two_models_never_run_together_where_there_is_no_memory_for_one(sized, tmp_path: Path) -> None:
    weights = tmp_path / "model.bin"
    weights.write_bytes(b"")
    sized(8, 2 * EPISODE_BYTES)
    here, waited = Computer(2), list[bool]()
    need = here._need(Listening("faster-whisper", weights))
    with here._budget.taken(need, waited.append):
        other = Thread(target=lambda: here._budget.taken(need, waited.append).__enter__())
        other.start()
        while not waited and other.is_alive():
            other.join(0.01)
    other.join(20)
    assert waited == [True, False]


@pytest.mark.parametrize(("engine", "ends"), [("faster-whisper", 1), ("replay", 0)])
def test_a_child_that_held_a_model_is_ended(
    sized, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str, ends: int
) -> None:
    """Its C library would keep half of what the model took."""
    weights, ended = tmp_path / "model.bin", list[Apart]()
    weights.write_bytes(b"")

    def end(apart: Apart) -> None:
        ended.append(apart)

    monkeypatch.setattr(Apart, "end", end)
    monkeypatch.setattr(Listening, "run", lambda *_: None, raising=False)
    sized(2, GB)
    with Computer(2).runner("a", 0) as runner:
        runner.run(Listening(engine, weights), tmp_path, Silent())
    assert len(ended) == ends
