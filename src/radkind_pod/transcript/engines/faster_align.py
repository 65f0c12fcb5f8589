"""When known words are said, by Whisper's own attention. The second door to faster_whisper and ctranslate2."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from radkind_pod.errors import EngineError, ToolMissing
from radkind_pod.transcript.pieces import RATE, Samples

try:
    import ctranslate2
    import faster_whisper
    from faster_whisper.audio import pad_or_trim
    from faster_whisper.tokenizer import Tokenizer
except ModuleNotFoundError as missing:
    raise ToolMissing(
        f"the speech engine faster-whisper is not installed ({missing.name} is missing)",
        ["pip install 'faster-whisper>=1.2.1,<2'"],
    ) from missing

NAME = "faster-whisper"
LONGEST_MS = 30_000
"""Whisper hears so much at once."""
MOST_TOKENS = 440
"""Its decoder takes 448; the language, the task, what says that there are no timestamps and the end are tokens too."""
_SPACE = "\u0120"
"""A space as byte-level tokenizers write it."""
_STEP_MS = 20
_FRAME = RATE // 100


@dataclass(frozen=True, slots=True)
class Said:
    """When a word is said, in ms into the samples, and how well its tokens fit the sound: one probability each."""

    start_ms: int
    end_ms: int
    fit: tuple[float, ...]


class Aligner:
    """Knows one Whisper model. Gives the same times for the same samples and words."""

    def __init__(self, folder: Path) -> None:
        self._model = _load(folder)
        self._tokenizers: dict[str, Tokenizer] = {}

    def knows(self, language: str) -> bool:
        """Say whether the model was trained on this language, one of Whisper's two- or three-letter codes."""
        return language in self._model.supported_languages

    def align(self, samples: Samples, words: Sequence[str], language: str) -> tuple[Said, ...] | None:
        """Return for each word when it is said; None where there are too many to be told apart.

        `samples` are mono at 16 kHz, at most LONGEST_MS of them; each of `words` brings the space before it, if there
        is one. All that is said must be among the words, else their neighbours take its place. Raises EngineError.
        """
        parts = [self._tokens(word, language) for word in words]
        tokens = [token for part in parts for some in part for token in some]
        frames = len(samples) // _FRAME
        if not tokens or len(tokens) > MOST_TOKENS or frames < len(words) or frames * 10 > LONGEST_MS:
            return None
        try:
            found = self._found(samples, tokens, frames, language)
        except (RuntimeError, ValueError, MemoryError) as error:
            remedy = "Try a smaller model, or one whose config.json names its alignment heads"
            raise EngineError(NAME, f"it failed while timing corrected words ({error})", remedy) from error
        return _said(parts, _jumps(found.alignments, len(tokens)), found.text_token_probs)

    def _found(self, samples: Samples, tokens: list[int], frames: int, language: str) -> Any:
        features = pad_or_trim(self._model.feature_extractor(samples))
        start = self._tokenizer(language).sot_sequence
        return self._model.model.align(self._model.encode(features), start, [tokens], [frames])[0]

    def _tokens(self, word: str, language: str) -> tuple[list[int], list[int], list[int]]:
        """Return the tokens of the word's opening marks, of what is spoken, and of its closing marks."""
        opening, spoken, closing = (self._encoded(part, language) for part in split_marks(word))
        return opening, spoken, closing

    def _encoded(self, text: str, language: str) -> list[int]:
        """Return the text as tokens.

        Many a tokenizer.json lost its first rule, which joins a space and a t: " the" comes as two tokens that Whisper
        never saw in a row. So a space that stands alone is joined to what follows it, as long as there is such a token.
        """
        tokens: list[int] = self._tokenizer(language).encode(text) if text else []
        known = self._model.hf_tokenizer
        if not tokens or known.id_to_token(tokens[0]) != _SPACE:
            return tokens
        while len(tokens) > 1:
            joined = known.token_to_id(known.id_to_token(tokens[0]) + known.id_to_token(tokens[1]))
            if joined is None:
                break
            tokens[:2] = [joined]
        return tokens

    def _tokenizer(self, language: str) -> Tokenizer:
        if language not in self._tokenizers:
            whisper = self._model
            self._tokenizers[language] = Tokenizer(
                whisper.hf_tokenizer, whisper.model.is_multilingual, task="transcribe", language=language
            )
        return self._tokenizers[language]


def split_marks(word: str) -> tuple[str, str, str]:
    """Return the marks before what is spoken, what is spoken, and the marks after it; joined they are the word.

    The space before the word goes with what is first, as in Whisper's tokens.
    """
    spoken = [i for i, letter in enumerate(word) if unicodedata.category(letter)[0] not in "PSZC"]
    if not spoken:
        return word, "", ""
    first, last = spoken[0], spoken[-1] + 1
    first = 0 if word[:first].isspace() else first
    return word[:first], word[first:last], word[last:]


def _jumps(alignments: Sequence[tuple[int, int]], tokens: int) -> NDArray[np.int64]:
    """Return at which step each token begins, and last the end."""
    begins = np.full(tokens + 1, -1, dtype=np.int64)
    for token, step in reversed(alignments):
        begins[token] = step
    for token in range(1, tokens + 1):
        begins[token] = max(begins[token], begins[token - 1])
    return begins


def _said(
    parts: Sequence[tuple[list[int], list[int], list[int]]], begins: NDArray[np.int64], fits: Sequence[float]
) -> tuple[Said, ...]:
    """Return each word without the time of its marks, which Whisper puts into the pauses."""
    said: list[Said] = []
    at = 0
    for opening, spoken, closing in parts:
        first = at + len(opening)
        last = first + len(spoken)
        said.append(Said(int(begins[first]) * _STEP_MS, int(begins[last]) * _STEP_MS, tuple(fits[first:last])))
        at = last + len(closing)
    return tuple(said)


def _load(folder: Path) -> Any:
    device, compute_type = ("cuda", "float16") if ctranslate2.get_cuda_device_count() else ("cpu", "int8")
    try:
        return faster_whisper.WhisperModel(str(folder), device=device, compute_type=compute_type)
    except (RuntimeError, ValueError, MemoryError) as error:
        raise EngineError(
            NAME,
            f"the model in {folder} can't be loaded on {device} ({error})",
            "Check it with `radkind-pod models list`; without CUDA libraries, set CUDA_VISIBLE_DEVICES to nothing",
        ) from error
