"""OpenAI's own Whisper on PyTorch: the second engine. The only file that imports whisper and torch."""

import base64
import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from radkind_pod.errors import ToolMissing
from radkind_pod.transcript.engines.ct2_weights import Weights, read_weights
from radkind_pod.transcript.engines.device import CPU, CUDA, FELL_BACK, Seat
from radkind_pod.transcript.listening.decoder import CLOSING, FAST, OPENING, Ask, Decoded, Spoken, Way
from radkind_pod.transcript.listening.languages import in_its_language, is_worth_asking
from radkind_pod.transcript.listening.prompt import names_that_fit
from radkind_pod.transcript.pieces import RATE, Samples

try:
    import torch
    import whisper
    from whisper.model import ModelDimensions, Whisper
    from whisper.timing import find_alignment, merge_punctuations
    from whisper.tokenizer import LANGUAGES, get_tokenizer
except ModuleNotFoundError as missing:
    raise ToolMissing(
        f"the speech engine openai-whisper is not installed ({missing.name} is missing)",
        ["pip install 'radkind-pod[openai-whisper]'"],
    ) from missing

NAME = "openai-whisper"
SEED = 20_240_601
BEAM = 5


@dataclass(frozen=True)
class OpenAIWhisper:
    """Decodes with CUDA in float16 where there is a device, else on the CPU in float32; one window after the other.

    It can't be kept from saying a phrase again: of a guarded way it takes the temperature alone.
    """

    folder: Path
    name: ClassVar = NAME
    batch: ClassVar = 1
    workers: ClassVar = 1

    @cached_property
    def _seat(self) -> Seat:
        return Seat(lambda device: build(read_weights(self.folder), device), _device())

    @property
    def remark(self) -> str:
        """What a person should know of how it listened."""
        return FELL_BACK if self._seat.device != _device() else ""

    def knows(self, language: str) -> bool:
        """Say whether the model was trained on this language."""
        return language in (LANGUAGES if self._seat.model.is_multilingual else ("en",))

    def decode(self, windows: Sequence[Samples], ask: Ask) -> list[Decoded]:
        """Return what is heard in each window, decoded FAST in its language."""
        return [self._seat.do(partial(_decoded, window, ask)) for window in windows]

    def again(self, window: Samples, ask: Ask, ways: Sequence[Way]) -> Iterator[Decoded]:
        """Yield what is heard in the window in each of these ways, decoded when it is asked for."""
        decoding = cache(lambda model: _Decoding(model, ask, window))
        torch.manual_seed(SEED)

        def found(way: Way) -> Decoded:
            return self._seat.do(lambda model: decoding(model).found(way))

        yield from map(found, ways)


def _decoded(window: Samples, ask: Ask, model: Any) -> Decoded:
    decoding = _Decoding(model, ask, window)
    found = decoding.found(FAST)
    if not is_worth_asking(found, ask) or not model.is_multilingual:
        return found
    return in_its_language(found, decoding.languages(), ask, lambda other: _Decoding(model, other, window).found(FAST))


@dataclass(frozen=True)
class _Decoding:
    """One window in one model: encoded once, decoded as often as is wanted."""

    model: Any
    ask: Ask
    window: Samples

    @cached_property
    def _tokenizer(self) -> Any:
        model = self.model
        return get_tokenizer(
            model.is_multilingual, num_languages=model.num_languages, language=self.ask.language, task=self.ask.task
        )

    @cached_property
    def _mel(self) -> Any:
        mel = whisper.log_mel_spectrogram(self.window, self.model.dims.n_mels, padding=whisper.audio.N_SAMPLES)
        mel = whisper.pad_or_trim(mel, whisper.audio.N_FRAMES).to(self.model.device)
        return mel.half() if self._on_gpu else mel

    @cached_property
    def _encoded(self) -> Any:
        with torch.no_grad():
            return self.model.encoder(self._mel.unsqueeze(0))

    @property
    def _on_gpu(self) -> bool:
        return bool(self.model.device.type == "cuda")

    def found(self, way: Way) -> Decoded:
        """Return what is heard in the window, decoded this way."""
        names = names_that_fit(self.ask.names, lambda text: len(self._tokenizer.encode(text))) if way.named else ""
        most = self.model.dims.n_text_ctx // 2
        options = whisper.DecodingOptions(
            task=self.ask.task,
            language=self.ask.language,
            temperature=way.temperature,
            sample_len=most,
            best_of=BEAM if way.temperature else None,
            beam_size=None if way.temperature else BEAM,
            prompt=names or None,
            without_timestamps=not way.timed,
            fp16=self._on_gpu,
        )
        (result,) = whisper.decode(self.model, self._encoded, options)
        tokens = [token for token in result.tokens if token < self._tokenizer.eot]
        return Decoded(self._words(tokens), result.avg_logprob, result.no_speech_prob, len(result.tokens) < most)

    def languages(self) -> dict[str, float]:
        """Return how probable each language is."""
        _, (found,) = whisper.detect_language(self.model, self._encoded, self._tokenizer)
        return {code: float(probability) for code, probability in found.items()}

    def _words(self, tokens: list[int]) -> tuple[Spoken, ...]:
        if not tokens:
            return ()
        frames = min(whisper.audio.N_FRAMES, len(self.window) * 100 // RATE)
        words = find_alignment(self.model, self._tokenizer, tokens, self._mel, frames)
        merge_punctuations(words, OPENING, CLOSING)
        return tuple(
            Spoken(word.word, float(word.start), float(word.end), float(word.probability))
            for word in words
            if word.word
        )


def _device() -> str:
    return CUDA if torch.cuda.is_available() else CPU


def build(weights: Weights, device: str) -> Any:
    """Return openai's model with these weights on the device."""
    model = Whisper(ModelDimensions(**weights.dimensions))
    # Copied, since a file that is mapped into memory can't be written, and torch wants to be able to.
    model.load_state_dict({name: torch.from_numpy(np.array(array)) for name, array in weights.tensors.items()})
    model.set_alignment_heads(_head_mask(weights))
    return model.to(device).eval()


def _head_mask(weights: Weights) -> bytes:
    """Return the alignment heads as whisper takes them: a boolean of layers x heads, gzipped, in base 85."""
    mask = np.zeros((weights.dimensions["n_text_layer"], weights.dimensions["n_text_head"]), dtype=bool)
    for layer, head in weights.alignment_heads:
        mask[layer, head] = True
    return base64.b85encode(gzip.compress(mask.tobytes(), mtime=0))
