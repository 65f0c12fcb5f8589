"""OpenAI's own Whisper on PyTorch: the second engine. The only file that imports whisper and torch."""

import base64
import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from radkind_pod.errors import EngineError, ToolMissing
from radkind_pod.model.transcript import Heard
from radkind_pod.transcript.engines import Sound
from radkind_pod.transcript.engines.ct2_weights import Weights, read_weights
from radkind_pod.transcript.engines.spoken import Spoken, Sureness, to_heard
from radkind_pod.transcript.pieces import Piece, cut_pieces

try:
    import torch
    import whisper
    from whisper.model import ModelDimensions, Whisper
    from whisper.tokenizer import LANGUAGES
except ModuleNotFoundError as missing:
    raise ToolMissing(
        f"the speech engine openai-whisper is not installed ({missing.name} is missing)",
        ["pip install 'radkind-pod[openai-whisper]'"],
    ) from missing

NAME = "openai-whisper"
SEED = 20_240_601

# This engine has no voice detection: silence is left to its own three thresholds. A window is not told what the
# last one said: that is how repetition loops begin.
SETTINGS: dict[str, Any] = {
    "task": "transcribe",
    "beam_size": 5,
    "best_of": 5,
    "temperature": (0.0, 0.2, 0.4, 0.6, 0.8, 1.0),
    "compression_ratio_threshold": 2.4,
    "logprob_threshold": -1.0,
    "no_speech_threshold": 0.6,
    "condition_on_previous_text": False,
    "carry_initial_prompt": True,
    "word_timestamps": True,
    "hallucination_silence_threshold": 2.0,
    "verbose": None,
}

# It says nothing until a call ends, so it gets two minutes at a time: else no bar would move.
LONGEST_S = 120
SEARCH_S = 30


class OpenAIWhisper:
    """Hears with CUDA in float16 where there is a device, else on the CPU in float32."""

    def __init__(self, folder: Path) -> None:
        self._model = _build(read_weights(folder))

    def transcribe(
        self, sound: Sound, language: str, glossary: tuple[str, ...], heard_until: Callable[[int], None]
    ) -> tuple[Heard, ...]:
        """Return all that was heard, in recording time."""
        if language not in (LANGUAGES if self._model.is_multilingual else ("en",)):
            raise EngineError(NAME, f"this model does not know the language {language!r}", "Name another model")
        torch.manual_seed(SEED)
        heard: list[Heard] = []
        try:
            for piece in cut_pieces((piece.samples for piece in sound.pieces), LONGEST_S, SEARCH_S):
                heard.extend(self._hear(piece, language, glossary))
                heard_until(piece.end_ms)
        except (RuntimeError, MemoryError) as error:
            raise EngineError(NAME, f"it failed while listening ({error})", "Try a smaller model") from error
        return tuple(heard)

    def _hear(self, piece: Piece, language: str, glossary: tuple[str, ...]) -> Iterator[Heard]:
        prompt = ", ".join(glossary) or None
        on_gpu = self._model.device.type == "cuda"
        result = whisper.transcribe(
            self._model, piece.samples, language=language, initial_prompt=prompt, fp16=on_gpu, **SETTINGS
        )
        for segment in result["segments"]:
            spoken = (Spoken(w["word"], w["start"], w["end"], w["probability"]) for w in segment["words"])
            sureness = Sureness(segment["avg_logprob"], segment["no_speech_prob"], segment["compression_ratio"])
            yield to_heard(spoken, sureness, piece, language)


def _build(weights: Weights) -> Any:
    model = Whisper(ModelDimensions(**weights.dimensions))
    # Copied, since a file that is mapped into memory can't be written, and torch wants to be able to.
    model.load_state_dict({name: torch.from_numpy(np.array(array)) for name, array in weights.tensors.items()})
    model.set_alignment_heads(_head_mask(weights))
    return model.to("cuda" if torch.cuda.is_available() else "cpu").eval()


def _head_mask(weights: Weights) -> bytes:
    """Return the alignment heads as whisper takes them: a boolean of layers x heads, gzipped, in base 85."""
    mask = np.zeros((weights.dimensions["n_text_layer"], weights.dimensions["n_text_head"]), dtype=bool)
    for layer, head in weights.alignment_heads:
        mask[layer, head] = True
    return base64.b85encode(gzip.compress(mask.tobytes(), mtime=0))
