"""A recording that several workers hear together gives the answer that one alone gives, byte by byte."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
import soundfile
from tests.pipeline.cluster.conftest import workers

from radkind_pod.errors import EngineError
from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.transcript import Answer
from radkind_pod.pipeline.cluster import sender, spread
from radkind_pod.pipeline.cluster.connect import open_crew
from radkind_pod.pipeline.cluster.errand import Errand, Made
from radkind_pod.pipeline.cluster.spread import shares_of
from radkind_pod.progress import Silent
from radkind_pod.transcript import recognise as recognising
from radkind_pod.transcript import share
from radkind_pod.transcript.engines import DECODERS
from radkind_pod.transcript.listening.decoder import Decoded, Spoken
from radkind_pod.transcript.models import find_model
from radkind_pod.transcript.pieces import RATE, cut_pieces
from radkind_pod.transcript.stages import Recognise

RAW = Path(__file__).parents[3] / "episodes" / "two-voices" / "raw"
SECONDS = 10


@pytest.fixture
def request_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Recognise:
    """A real voice for half a minute, in pieces of at most ten seconds."""
    monkeypatch.setattr(recognising, "cut_pieces", partial(cut_pieces, longest_s=SECONDS, search_s=4))
    parts = [soundfile.read(RAW / name) for name in ("reader-1.wav", "jfk.flac", "reader-3.wav")]
    rate = parts[0][1]
    file = tmp_path / "long.wav"
    soundfile.write(file, np.concatenate([part.reshape(len(part), -1)[:, 0] for part, _ in parts]), rate)
    return Recognise(file, "faster-whisper", find_model("base"), None, "en", ())


@dataclass(frozen=True)
class Levels:
    """Hears in each window how loud it is: quick, and different for every window."""

    name: ClassVar = "levels"
    batch: ClassVar = 4
    workers: ClassVar = 1
    remark: ClassVar = ""

    def knows(self, language: str) -> bool:
        return True

    def decode(self, windows, ask) -> list[Decoded]:
        return [self._heard(window) for window in windows]

    def again(self, window, ask, ways) -> Iterator[Decoded]:
        yield from (self._heard(window) for _ in ways)

    def _heard(self, window) -> Decoded:
        loud = (int(np.abs(part).mean() * 1e6) for part in np.array_split(window, max(1, len(window) // RATE)))
        words = (Spoken(f" {word}", at + 0.1, at + 0.9, 0.9) for at, word in enumerate(loud))
        return Decoded(tuple(words), -0.1, 0.0)


@pytest.mark.parametrize("shares", [1, 2, 3])
def test_shares_give_the_same_bytes_as_one_hearing(
    crew, project: Path, request_: Recognise, tmp_path: Path, shares: int, monkeypatch
) -> None:
    monkeypatch.setitem(DECODERS, "faster-whisper", lambda weights: Levels())
    (tmp_path / "alone").mkdir()
    request_.run(tmp_path / "alone", Silent())
    folder = project / "build/ep/.recognise.part-1"
    folder.mkdir()
    with crew() as working, working.runner("ep", 0):
        spread.hear_together(working._sender, request_, shares, folder, Silent(), 0)
    answer = (folder / "answer.json").read_bytes()
    assert answer == (tmp_path / "alone/answer.json").read_bytes()
    assert len(from_plain_file(Answer, folder / "answer.json").heard) >= 3
    assert [file.name for file in folder.iterdir()] == ["answer.json"]
    assert [file.name for file in folder.parent.iterdir()] == [folder.name]


def test_when_one_share_fails_the_others_are_not_waited_for(
    crew, project: Path, request_: Recognise, monkeypatch
) -> None:
    """Its own error is told, whichever share it was."""

    def fails(errand: Errand) -> Made:
        if errand.stage.share == 1:
            return Made(error=EngineError("whisper", "it broke", "Build again"))
        time.sleep(20)
        return Made()

    monkeypatch.setattr(sender, "do", fails)
    monkeypatch.setattr(sender, "LOOK_S", 0.1)
    folder = project / "build/ep/.recognise.part-1"
    folder.mkdir()
    began = time.monotonic()
    with workers(2) as cluster, open_crew(cluster.scheduler_address, "", project) as working, working.runner("ep", 0):
        with pytest.raises(EngineError, match="it broke"):
            spread.hear_together(working._sender, request_, 2, folder, Silent(), 0)
        assert time.monotonic() - began < 15


def test_what_shares_say_is_said_once_of_the_whole(heard) -> None:
    done, remarks = [0.0, 0.0], set()
    first, second = (spread._OfShare(heard, share, done, remarks) for share in (0, 1))
    first.moved(30, 100)
    second.moved(0, 0)
    second.moved(60, 100)
    for one in (first, second):
        one.remarked("the card's memory is too small")
    assert heard.shares == [0.3, 0.4]
    assert heard.remarks == ["the card's memory is too small"]


def test_a_share_is_called_by_what_it_is_a_share_of(request_: Recognise) -> None:
    part = share.HearShare(request_, 0, 2)
    assert (part.NAME, part.engine) == ("recognise", "faster-whisper")
    assert sender._slug_of(Path("build/ep/.recognise.part-1/0")) == "ep"


@pytest.mark.parametrize(
    ("threads", "episodes", "minutes", "shares"),
    [(8, 1, 180, 8), (20, 1, 60, 3), (8, 8, 180, 1), (8, 4, 180, 2), (8, 1, 30, 1), (1, 1, 600, 1), (8, 1, 0, 1)],
)
def test_a_recording_is_divided_only_for_threads_that_would_be_idle(
    request_: Recognise, monkeypatch, threads: int, episodes: int, minutes: int, shares: int
) -> None:
    monkeypatch.setattr(recognising, "duration_ms", lambda _: minutes * 60_000)
    assert shares_of(request_, threads, episodes) == shares


def test_what_is_only_played_back_is_not_divided(request_: Recognise) -> None:
    assert shares_of(Recognise(request_.interview, "replay", None, request_.interview, "en", ()), 8, 1) == 1
    assert share.most_shares(request_) == 0
