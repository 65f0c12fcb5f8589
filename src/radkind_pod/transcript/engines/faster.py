"""Whisper through CTranslate2: the engine by default. One of the two doors to faster_whisper and ctranslate2."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import Any, ClassVar

import numpy as np

from radkind_pod.errors import EngineError, ToolMissing
from radkind_pod.transcript.engines.cores import cores
from radkind_pod.transcript.engines.device import CPU, CUDA, FELL_BACK, Seat, is_too_small
from radkind_pod.transcript.listening.decoder import CLOSING, FAST, OPENING, Ask, Decoded, Spoken, Way
from radkind_pod.transcript.listening.languages import in_its_language, is_worth_asking
from radkind_pod.transcript.listening.prompt import names_that_fit
from radkind_pod.transcript.pieces import RATE, Samples

try:
    import ctranslate2
    import faster_whisper
    from faster_whisper.audio import pad_or_trim
    from faster_whisper.tokenizer import Tokenizer
    from faster_whisper.transcribe import get_suppressed_tokens, merge_punctuations
except ModuleNotFoundError as missing:
    raise ToolMissing(
        f"the speech engine faster-whisper is not installed ({missing.name} is missing)",
        ["pip install 'faster-whisper>=1.2.1,<2'"],
    ) from missing

NAME = "faster-whisper"
SEED = 20_240_601
BEAM = 5
IN_FLIGHT = 8
"""So many windows are decoded at the same time, divided among the workers: what an interruption can cost."""
MOST_WORKERS = 4
MOST_TOKENS = 224
"""Half of Whisper's memory: so many tokens it writes for one window (openai-whisper; CTranslate2 keeps to it too)."""
_TOKENS_A_SECOND = 5.5
"""Few speakers reach so many. A loop is stopped there instead of holding its batch; what else was cut off is decoded
again with all of MOST_TOKENS."""
_LEAST_TOKENS = 24
NUMBERS = {CUDA: "float16", CPU: "int8"}
_GUARD = {"no_repeat_ngram_size": 6}
"""Six tokens that came already don't come again. Fewer, or a penalty on each repeat, harm what people do say twice."""


@dataclass(frozen=True)
class FasterWhisper:
    """Decodes with CUDA in float16 where there is a device, else on the CPU in int8.

    On the CPU every core has a worker of its own: two workers with one thread each take a quarter less time than one
    with two, for much of the work can't be divided. Words and times are the same with any number of them.
    """

    folder: Path
    workers: int = field(default_factory=lambda: min(cores(), MOST_WORKERS))

    name: ClassVar = NAME

    @property
    def batch(self) -> int:
        """How many windows it decodes best at once."""
        return max(1, IN_FLIGHT // self.workers)

    @cached_property
    def _kept(self) -> "_Kept":
        return _Kept()

    @cached_property
    def _seat(self) -> Seat:
        return Seat(partial(load, self.folder, self.workers), chosen_device()[0])

    @property
    def remark(self) -> str:
        """What a person should know of how it listened."""
        return FELL_BACK if self._seat.device != chosen_device()[0] else ""

    def knows(self, language: str) -> bool:
        """Say whether the model was trained on this language."""
        return language in self._seat.model.supported_languages

    def decode(self, windows: Sequence[Samples], ask: Ask) -> list[Decoded]:
        """Return what is heard in each window, decoded FAST in its language."""
        return self._seat.do(lambda model: self._decoded(model, tuple(windows), ask))

    def _decoded(self, model: Any, windows: tuple[Samples, ...], ask: Ask) -> list[Decoded]:
        def alone(one: int, ask: Ask) -> Decoded:
            (found,) = _Decoding(model, ask, windows[one : one + 1], _only(encoded, one)).found(FAST)
            return found

        encoded = _encoded(model, windows)
        self._kept.keep(windows, encoded)
        together = _Decoding(model, ask, windows, encoded)
        found = together.found(FAST)
        asked = [is_worth_asking(one, ask) for one in found]
        languages = together.languages() if any(asked) else [{}] * len(found)
        return [
            in_its_language(one, probable, ask, partial(alone, i)) if is_asked else one
            for i, (one, probable, is_asked) in enumerate(zip(found, languages, asked, strict=True))
        ]

    def again(self, window: Samples, ask: Ask, ways: Sequence[Way]) -> Iterator[Decoded]:
        """Yield what is heard in the window in each of these ways, decoded when it is asked for.

        Chance draws from a generator that each thread of a model begins anew from the seed: a model that was only just
        loaded draws the same for the same window, whatever was decoded before.
        """
        encoded = self._kept.of(window)
        if encoded is None:
            encoded = self._seat.do(lambda model: _only(_encoded(model, (window,)), 0))
        by_chance = Seat(self._seeded, self._seat.device)

        def found(way: Way) -> Decoded:
            seat = by_chance if way.temperature else self._seat
            (one,) = seat.do(lambda model: _Decoding(model, ask, (window,), encoded).found(way))
            return one

        yield from map(found, ways)

    def _seeded(self, device: str) -> Any:
        ctranslate2.set_random_seed(SEED)
        return load(self.folder, 1, device)


@dataclass(frozen=True)
class _Kept:
    """The encoded windows that were decoded last: encoding takes half of the time, and one that fails comes again."""

    _encoded: dict[bytes, Any] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def keep(self, windows: Sequence[Samples], encoded: Any) -> None:
        with self._lock:
            self._encoded.update({_digest(window): _only(encoded, i) for i, window in enumerate(windows)})
            for oldest in list(self._encoded)[:-IN_FLIGHT]:
                del self._encoded[oldest]

    def of(self, window: Samples) -> Any:
        return self._encoded.get(_digest(window))


def _digest(window: Samples) -> bytes:
    return blake2b(window.tobytes()).digest()


def _encoded(model: Any, windows: Sequence[Samples]) -> Any:
    features = [pad_or_trim(model.feature_extractor(window)[..., :-1]) for window in windows]
    return model.encode(np.stack(features))


def _only(encoded: Any, one: int) -> Any:
    """Return one of several encoded windows as if it had been encoded alone, where every device can take it from."""
    several = np.asarray(encoded.to_device(ctranslate2.Device.cpu))
    return ctranslate2.StorageView.from_array(np.ascontiguousarray(several[one : one + 1]))


@dataclass(frozen=True)
class _Decoding:
    """Some windows in one model: encoded once, decoded as often as is wanted."""

    model: Any
    ask: Ask
    windows: tuple[Samples, ...]
    encoded: Any

    @cached_property
    def _tokenizer(self) -> Any:
        multilingual = self.model.model.is_multilingual
        return Tokenizer(self.model.hf_tokenizer, multilingual, task=self.ask.task, language=self.ask.language)

    def found(self, way: Way) -> list[Decoded]:
        """Return what is heard in each window, decoded this way."""
        prompt = self._prompt(way)
        most = self._most_tokens(way)
        results = self.model.model.generate(
            self.encoded,
            [prompt] * len(self.windows),
            max_length=max(2 * most, len(prompt) + most),  # it takes the half, and the prompt off the whole
            suppress_tokens=get_suppressed_tokens(self._tokenizer, [-1]),
            max_initial_timestamp_index=50,
            return_scores=True,
            return_no_speech_prob=True,
            **_search(way),
        )
        texts = [[t for t in result.sequences_ids[0] if t < self._tokenizer.eot] for result in results]
        spoken = self._words(texts)
        whole = (len(result.sequences_ids[0]) < most for result in results)
        return [
            Decoded(words, _mean(result), float(result.no_speech_prob), ended)
            for words, result, ended in zip(spoken, results, whole, strict=True)
        ]

    def languages(self) -> list[dict[str, float]]:
        """Return for each window how probable each language is."""
        found = self.model.model.detect_language(self.encoded)
        return [{token.strip("<|>"): float(probability) for token, probability in one} for one in found]

    def _prompt(self, way: Way) -> list[int]:
        tokens = self._tokenizer
        names = names_that_fit(self.ask.names, lambda text: len(tokens.encode(text))) if way.named else ""
        before = [tokens.sot_prev, *tokens.encode(names)] if names else []
        return [*before, *tokens.sot_sequence, *([] if way.timed else [tokens.no_timestamps])]

    def _most_tokens(self, way: Way) -> int:
        if way != FAST:
            return MOST_TOKENS
        seconds = max(map(len, self.windows)) / RATE
        return min(MOST_TOKENS, _LEAST_TOKENS + round(_TOKENS_A_SECOND * seconds))

    def _words(self, texts: list[list[int]]) -> list[tuple[Spoken, ...]]:
        frames = [min(3000, len(window) * 100 // RATE) for window in self.windows]
        found = self.model.find_alignment(self._tokenizer, texts, self.encoded, frames)
        for words in found:
            merge_punctuations(words, OPENING, CLOSING)
        return [tuple(_spoken(word) for word in words if word["word"]) for words in found]


def chosen_device() -> tuple[str, str]:
    """Return where models run here and in which numbers; CTranslate2 itself takes the best of a CPU's instructions."""
    device = CUDA if ctranslate2.get_cuda_device_count() else CPU
    return device, NUMBERS[device]


def load(folder: Path, workers: int, device: str) -> Any:
    """Return faster-whisper's model. Raises EngineError, and RuntimeError where a graphics card is too small for it."""
    threads = max(1, cores() // workers)
    try:
        return faster_whisper.WhisperModel(
            str(folder), device=device, compute_type=NUMBERS[device], cpu_threads=threads, num_workers=workers
        )
    except (RuntimeError, ValueError, MemoryError) as error:
        if is_too_small(error):
            raise
        raise EngineError(
            NAME,
            f"the model in {folder} can't be loaded on {device} ({error})",
            "Check it with `radkind-pod models list`; without CUDA libraries, set CUDA_VISIBLE_DEVICES to nothing",
        ) from error


def _search(way: Way) -> dict[str, Any]:
    guard = _GUARD if way.guarded else {}
    if way.temperature:
        chance = {"beam_size": 1, "num_hypotheses": BEAM, "sampling_topk": 0, "sampling_temperature": way.temperature}
        return {**chance, **guard}
    return {"beam_size": BEAM, "patience": 1, **guard}


def _spoken(word: dict[str, Any]) -> Spoken:
    return Spoken(word["word"], float(word["start"]), float(word["end"]), float(word["probability"]))


def _mean(result: Any) -> float:
    """Return the mean log probability of a token; the end is one too."""
    tokens = len(result.sequences_ids[0])
    return float(result.scores[0]) * tokens / (tokens + 1)
