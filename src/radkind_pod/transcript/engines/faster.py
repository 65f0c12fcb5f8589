"""Whisper through CTranslate2: the engine by default. The only file that imports faster_whisper and ctranslate2."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from radkind_pod.errors import EngineError, ToolMissing
from radkind_pod.model.transcript import Heard
from radkind_pod.transcript.engines import Sound
from radkind_pod.transcript.engines.spoken import Spoken, Sureness, to_heard
from radkind_pod.transcript.engines.unheard import Stretch, unheard, within
from radkind_pod.transcript.pieces import RATE, Piece, sample_ms

try:
    import ctranslate2
    import faster_whisper
    from faster_whisper.vad import VadOptions, get_speech_timestamps
except ModuleNotFoundError as missing:
    raise ToolMissing(
        f"the speech engine faster-whisper is not installed ({missing.name} is missing)",
        ["pip install 'faster-whisper>=1.2.1,<2'"],
    ) from missing

NAME = "faster-whisper"
SEED = 20_240_601

# Whisper's own safety net (temperature fallback, log probability, compression, silence) stays on. A window is not
# told what the last one said: that is how repetition loops begin.
SETTINGS: dict[str, Any] = {
    "task": "transcribe",
    "beam_size": 5,
    "temperature": [0.0, 0.2, 0.4, 0.6, 0.8, 1.0],
    "compression_ratio_threshold": 2.4,
    "log_prob_threshold": -1.0,
    "no_speech_threshold": 0.6,
    "condition_on_previous_text": False,
    "word_timestamps": True,
    "hallucination_silence_threshold": 2.0,
    "vad_filter": True,
    "vad_parameters": {"threshold": 0.35, "min_silence_duration_ms": 1000, "speech_pad_ms": 400},
}

# Stricter and finer than the detection before listening: this one asks where speech surely is.
SURE_SPEECH = VadOptions(threshold=0.5, min_silence_duration_ms=300, speech_pad_ms=100)
MARGIN_MS = 200


class FasterWhisper:
    """Hears with CUDA in float16 where there is a device, else on the CPU in int8.

    Where voice detection is sure of speech that Whisper passed over, that stretch alone is heard once more: where
    speakers change within a window, Whisper may take the first one's last word for the end.
    """

    def __init__(self, folder: Path) -> None:
        # Sampling draws from a generator of the model's own threads, which take the seed when they begin.
        ctranslate2.set_random_seed(SEED)
        self._model = _load(folder)

    def transcribe(
        self, sound: Sound, language: str, glossary: tuple[str, ...], heard_until: Callable[[int], None]
    ) -> tuple[Heard, ...]:
        """Return all that was heard, in recording time."""
        if language not in self._model.supported_languages:
            raise EngineError(NAME, f"this model does not know the language {language!r}", "Name another model")
        heard: list[Heard] = []
        try:
            for piece in sound.pieces:
                heard.extend(self._hear(piece, language, glossary, heard_until))
                heard_until(piece.end_ms)
        except (RuntimeError, MemoryError) as error:
            raise EngineError(NAME, f"it failed while listening ({error})", "Try a smaller model") from error
        return tuple(heard)

    def _hear(
        self, piece: Piece, language: str, glossary: tuple[str, ...], heard_until: Callable[[int], None]
    ) -> list[Heard]:
        heard = list(self._listen(piece, language, glossary, heard_until))
        words = [word for part in heard for word in part.words]
        for missed in unheard(_speech(piece), words):
            again = self._listen(_cut_out(piece, missed), language, glossary, lambda _: None)
            heard.extend(within(missed, part) for part in again)
        return sorted((part for part in heard if part.words), key=lambda part: part.words[0].start_ms)

    def _listen(
        self, piece: Piece, language: str, glossary: tuple[str, ...], heard_until: Callable[[int], None]
    ) -> Iterator[Heard]:
        hotwords = ", ".join(glossary) or None
        segments, _ = self._model.transcribe(piece.samples, language=language, hotwords=hotwords, **SETTINGS)
        for segment in segments:
            spoken = (Spoken(w.word, w.start, w.end, w.probability) for w in segment.words)
            sureness = Sureness(segment.avg_logprob, segment.no_speech_prob, segment.compression_ratio)
            yield to_heard(spoken, sureness, piece, language)
            heard_until(piece.recording_ms(segment.end))


def _speech(piece: Piece) -> list[Stretch]:
    """Return where somebody surely speaks, in ms of recording time."""
    found = get_speech_timestamps(piece.samples, SURE_SPEECH) if len(piece.samples) else []
    return [(sample_ms(piece.start + part["start"]), sample_ms(piece.start + part["end"])) for part in found]


def _cut_out(piece: Piece, stretch: Stretch) -> Piece:
    """Return the stretch as a piece of its own, with a margin on both sides."""
    first = max(0, (stretch[0] - MARGIN_MS) * RATE // 1000 - piece.start)
    last = (stretch[1] + MARGIN_MS) * RATE // 1000 - piece.start
    return Piece(piece.samples[first:last], piece.start + first)


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
