"""Speech engines side by side, each in a process of its own, so that time and peak memory are its own.

    run("sequential", [Item(path, "en")]) -> Run

A child imports its engine, loads the base model, reads the recordings and hears them: all of that is in its seconds and
in its peak. All have the same weights, beam 5 and word times. `ours` is asked as the stage Recognise asks; the peers
keep their own defaults else. openai-whisper has an environment of its own, since it brings gigabytes.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from references import ROOT, normalised, read

OURS, BATCHED, SEQUENTIAL, SEQUENTIAL_VAD, OPENAI = "ours", "batched", "sequential", "sequential-vad", "openai"
OPENAI_PYTHON = ROOT / ".venv-openai/bin/python"
NOT_THERE = f"openai-whisper is not there, so nothing is measured against it: scripts/test-system makes {OPENAI_PYTHON}"
BEAM, BATCH = 5, 8


@dataclass(frozen=True, slots=True)
class Item:
    """A recording to be heard, with Whisper's code of its language."""

    path: Path
    language: str


@dataclass(frozen=True, slots=True)
class Part:
    """What an engine returns as one: ours a window, the others a segment. Only ours have flags.

    `words` are text, start and end in ms, and probability.
    """

    words: tuple[tuple[str, int, int, float], ...]
    start_ms: int
    end_ms: int
    mean_log_probability: float
    no_speech_probability: float
    flags: tuple[str, ...] = ()
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """All that an engine heard in one recording."""

    parts: tuple[Part, ...]
    language: str

    @property
    def printed(self) -> list[tuple[str, int, int, float]]:
        """All words in the order in which they are said, which is that of the draft."""
        return sorted((word for part in self.parts for word in part.words), key=lambda word: word[1])

    @property
    def words(self) -> list[tuple[str, int, int]]:
        """The words as they are compared, with start and end in ms. One printed word may be two of them."""
        return [(word, start, end) for text, start, end, _ in self.printed for word in normalised(text, self.language)]

    @property
    def spelt(self) -> list[str]:
        """The words alone, as they are compared."""
        return normalised(" ".join(text for text, *_ in self.printed), self.language)

    def is_flagged(self, start_ms: float, end_ms: float) -> bool:
        """Say whether something between these moments is in a part that has a flag."""
        return any(part.flags and part.start_ms < end_ms and start_ms < part.end_ms for part in self.parts)


@dataclass(frozen=True, slots=True)
class Run:
    """What a child heard, in how many seconds from its start on, and its peak memory in MB of 2**20 bytes."""

    engine: str
    told: tuple[Told, ...]
    seconds: float
    peak_mb: float
    per_item_s: tuple[float, ...] = field(default=())


class PeerFailed(Exception):
    """A child ended with an error, which is in its words."""


def run(engine: str, items: Sequence[Item], gentle: tuple[float, int, int] | None = None) -> Run:
    """Let an engine hear recordings in a process of its own.

    `gentle` replaces how our engine finds voice: threshold, shortest pause in ms, pad in ms.
    """
    python = OPENAI_PYTHON if engine == OPENAI else Path(sys.executable)
    job = {"engine": engine, "items": [[str(i.path.resolve()), i.language] for i in items], "gentle": gentle}
    paths = [str(ROOT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])]
    child = subprocess.run(
        [python, __file__],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    )
    if child.returncode:
        raise PeerFailed(f"{engine}: {child.stderr.strip()[-2000:]}")
    answer = json.loads(child.stdout.splitlines()[-1])
    told = tuple(Told(tuple(_part(part) for part in parts), item.language) for parts, item in _pairs(answer, items))
    return Run(engine, told, answer["seconds"], answer["peak_mb"], tuple(answer["per_item_s"]))


def available() -> list[str]:
    """Return the engines that can be run here: all four, or three and a line that says so."""
    if OPENAI_PYTHON.is_file() and not subprocess.run([OPENAI_PYTHON, "-c", "import whisper"], check=False).returncode:
        return [OURS, BATCHED, SEQUENTIAL, OPENAI]
    print(NOT_THERE)
    return [OURS, BATCHED, SEQUENTIAL]


def _pairs(answer: dict[str, Any], items: Sequence[Item]) -> Iterator[tuple[list[dict[str, Any]], Item]]:
    return zip(answer["told"], items, strict=True)


def _part(plain: dict[str, Any]) -> Part:
    part = Part(**plain)
    return replace(part, words=tuple(tuple(word) for word in part.words), flags=tuple(part.flags))


def _child() -> None:
    """Do the job that is read from stdin, and print what came of it as one line."""
    began = time.perf_counter()
    job = json.loads(sys.stdin.read())
    hear = HEARERS[job["engine"]](job["gentle"])
    told, taken = [], []
    for path, language in job["items"]:
        start = time.perf_counter()
        told.append([asdict(part) for part in hear(Path(path), language)])
        taken.append(time.perf_counter() - start)
    seconds = time.perf_counter() - began
    print(json.dumps({"told": told, "seconds": seconds, "peak_mb": _peak_mb(), "per_item_s": taken}))


def _peak_mb() -> float:
    """Return this process's peak memory. ru_maxrss also counts the parent's before exec, so Linux is asked itself."""
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 1024)


Hearer = Callable[[Path, str], list[Part]]


def _ours(gentle: list[Any] | None) -> Hearer:
    from radkind_pod.progress import Silent
    from radkind_pod.transcript.listening import listener
    from radkind_pod.transcript.listening.voice import Ear
    from radkind_pod.transcript.models import find_model
    from radkind_pod.transcript.recognise import hear
    from radkind_pod.transcript.stages import Recognise

    weights = find_model("base")
    if gentle:
        listener.GENTLE = Ear(*gentle)

    def heard(path: Path, language: str) -> list[Part]:
        request = Recognise(path, "faster-whisper", weights, None, language, ())
        return [
            Part(
                tuple((w.text, w.start_ms, w.end_ms, w.probability or 0.0) for w in one.words),
                one.start_ms,
                one.end_ms,
                one.mean_log_probability,
                one.no_speech_probability,
                one.flags,
                one.left_out,
            )
            for one in hear(request, Silent())
        ]

    return heard


def _faster(*, batched: bool, vad: bool) -> Hearer:
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    from radkind_pod.transcript.models import find_model

    model = WhisperModel(str(find_model("base").parent), device="cpu", compute_type="int8")
    if batched:
        own: dict[str, Any] = {"batch_size": BATCH}
        transcribe = BatchedInferencePipeline(model).transcribe
    else:
        own, transcribe = {"vad_filter": vad}, model.transcribe

    def heard(path: Path, language: str) -> list[Part]:
        segments, _ = transcribe(read(path), language=language, beam_size=BEAM, word_timestamps=True, **own)
        return [
            Part(
                tuple((w.word, round(w.start * 1000), round(w.end * 1000), float(w.probability)) for w in s.words),
                round(s.start * 1000),
                round(s.end * 1000),
                float(s.avg_logprob),
                float(s.no_speech_prob),
            )
            for s in segments
        ]

    return heard


def _openai() -> Hearer:
    import whisper

    from radkind_pod.transcript.engines import openai
    from radkind_pod.transcript.engines.ct2_weights import read_weights
    from radkind_pod.transcript.models import find_model

    # The only builder of openai's model from these very weights is our engine's own.
    model = openai.build(read_weights(find_model("base").parent), "cpu")

    def heard(path: Path, language: str) -> list[Part]:
        result = whisper.transcribe(
            model, read(path), language=language, beam_size=BEAM, word_timestamps=True, fp16=False, verbose=None
        )
        return [
            Part(
                tuple(
                    (w["word"], round(w["start"] * 1000), round(w["end"] * 1000), w["probability"]) for w in s["words"]
                ),
                round(s["start"] * 1000),
                round(s["end"] * 1000),
                s["avg_logprob"],
                s["no_speech_prob"],
            )
            for s in result["segments"]
        ]

    return heard


HEARERS: dict[str, Callable[[list[Any] | None], Hearer]] = {
    OURS: _ours,
    BATCHED: lambda _: _faster(batched=True, vad=True),
    SEQUENTIAL: lambda _: _faster(batched=False, vad=False),
    SEQUENTIAL_VAD: lambda _: _faster(batched=False, vad=True),
    OPENAI: lambda _: _openai(),
}


if __name__ == "__main__":
    _child()
