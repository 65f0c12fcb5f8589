"""The weights of a Whisper model as CTranslate2 stores it, under the names that openai-whisper gives them.

Only slicing and renaming: no value changes. The file is a table of named arrays, nothing in it is executed.
Format: src/models/model.cc and python/ctranslate2/specs/model_spec.py of CTranslate2 (binary version 6).
"""

import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from radkind_pod.errors import EngineError

Array = NDArray[Any]

NAME = "openai-whisper"
REMEDY = "Name a Whisper model that CTranslate2 wrote in float16 or float32, as the installed base model is"
_TYPES = {0: "<f4", 1: "i1", 2: "<i2", 3: "<i4", 4: "<f2"}


@dataclass(frozen=True, slots=True)
class Weights:
    """`tensors` under openai-whisper's names, `dimensions` as its ModelDimensions wants them.

    `alignment_heads` are (layer, head) pairs of the decoder whose attention follows the sound.
    """

    tensors: dict[str, Array]
    dimensions: dict[str, int]
    alignment_heads: tuple[tuple[int, int], ...]


def read_weights(folder: Path) -> Weights:
    """Read model.bin and config.json. Raises EngineError when anything is missing, left over or of another kind."""
    file = folder / "model.bin"
    try:
        stored = _Stored(read_arrays(file))
        tensors = _encoder(stored) | _decoder(stored)
        stored.refuse_left_over()
        heads = json.loads((folder / "config.json").read_text(encoding="utf-8"))["alignment_heads"]
        return Weights(tensors, _dimensions(stored, tensors), tuple((int(layer), int(head)) for layer, head in heads))
    except KeyError as error:
        raise EngineError(NAME, f"{file} has no {error}", REMEDY) from error
    except (struct.error, ValueError) as error:
        raise EngineError(NAME, f"{file} can't be read as a model ({error})", REMEDY) from error


def read_arrays(file: Path) -> dict[str, Array]:
    """Return every array of a model.bin by its stored name, and under each of its aliases."""
    reader = _Reader(np.memmap(file, dtype=np.uint8, mode="r"))
    reader.number("I")  # the container's version
    if (kind := reader.text()) != "WhisperSpec":
        raise ValueError(f"it holds a {kind}, not a WhisperSpec")
    reader.number("I")  # the revision of WhisperSpec
    arrays = dict(reader.array() for _ in range(reader.number("I")))
    aliases = {reader.text(): reader.text() for _ in range(reader.number("I"))}
    return arrays | {alias: arrays[name] for alias, name in aliases.items()}


class _Reader:
    """Walks through little-endian fields, and never past the end."""

    def __init__(self, content: NDArray[np.uint8]) -> None:
        self._content = content
        self._at = 0

    def take(self, count: int) -> NDArray[np.uint8]:
        if self._at + count > len(self._content):
            raise ValueError("the file ends too early")
        self._at += count
        return self._content[self._at - count : self._at]

    def number(self, kind: str) -> int:
        return int(struct.unpack(f"<{kind}", self.take(struct.calcsize(f"<{kind}")).tobytes())[0])

    def text(self) -> str:
        """Read a length of two bytes, then so many bytes of text, the last one a zero."""
        return self.take(self.number("H")).tobytes().rstrip(b"\0").decode("ascii")

    def array(self) -> tuple[str, Array]:
        name = self.text()
        shape = tuple(self.number("I") for _ in range(self.number("B")))
        kind = np.dtype(_TYPES[self.number("B")])
        return name, self.take(self.number("I")).view(kind).reshape(shape)


class _Stored:
    """The stored arrays, and which of them have found their place."""

    def __init__(self, arrays: dict[str, Array]) -> None:
        self._arrays = arrays
        self._placed: set[str] = set()

    def __getitem__(self, name: str) -> Array:
        self._placed.add(name)
        return self._arrays[name]

    def __contains__(self, name: str) -> bool:
        return name in self._arrays

    def refuse_left_over(self) -> None:
        """Raise ValueError when an array that is not a mere setting found no place."""
        left = sorted(name for name, array in self._arrays.items() if name not in self._placed and array.ndim)
        if left:
            raise ValueError(f"no place for {', '.join(left[:3])}: quantised, or not Whisper as it is known here")


def _encoder(stored: _Stored) -> dict[str, Array]:
    tensors = _linear(stored, "encoder.conv1", "encoder/conv1") | _linear(stored, "encoder.conv2", "encoder/conv2")
    tensors["encoder.positional_embedding"] = stored["encoder/position_encodings/encodings"]
    tensors |= _norm(stored, "encoder.ln_post", "encoder/layer_norm")
    for layer in range(_layers(stored, "encoder")):
        tensors |= _block(stored, f"encoder.blocks.{layer}", f"encoder/layer_{layer}")
    return tensors


def _decoder(stored: _Stored) -> dict[str, Array]:
    tensors = {
        "decoder.token_embedding.weight": stored["decoder/embeddings/weight"],
        "decoder.positional_embedding": stored["decoder/position_encodings/encodings"],
    }
    if not np.array_equal(stored["decoder/projection/weight"], tensors["decoder.token_embedding.weight"]):
        raise ValueError("its output projection is not its token embedding")
    tensors |= _norm(stored, "decoder.ln", "decoder/layer_norm")
    for layer in range(_layers(stored, "decoder")):
        target, source = f"decoder.blocks.{layer}", f"decoder/layer_{layer}"
        tensors |= _block(stored, target, source)
        tensors |= _cross_attention(stored, f"{target}.cross_attn", f"{source}/attention")
        tensors |= _norm(stored, f"{target}.cross_attn_ln", f"{source}/attention/layer_norm")
    return tensors


def _layers(stored: _Stored, part: str) -> int:
    count = 0
    while f"{part}/layer_{count}/ffn/linear_0/weight" in stored:
        count += 1
    return count


def _block(stored: _Stored, target: str, source: str) -> dict[str, Array]:
    """Return what encoder and decoder blocks have in common."""
    return (
        _self_attention(stored, f"{target}.attn", f"{source}/self_attention")
        | _norm(stored, f"{target}.attn_ln", f"{source}/self_attention/layer_norm")
        | _norm(stored, f"{target}.mlp_ln", f"{source}/ffn/layer_norm")
        | _linear(stored, f"{target}.mlp.0", f"{source}/ffn/linear_0")
        | _linear(stored, f"{target}.mlp.2", f"{source}/ffn/linear_1")
    )


def _self_attention(stored: _Stored, target: str, source: str) -> dict[str, Array]:
    """Split the stored query, key and value, which lie in one matrix."""
    weights = np.split(stored[f"{source}/linear_0/weight"], 3)
    biases = np.split(stored[f"{source}/linear_0/bias"], 3)
    return (
        _query(target, weights[0], biases[0])
        | _key_value(target, weights[1:], biases[1:])
        | _linear(stored, f"{target}.out", f"{source}/linear_1")
    )


def _cross_attention(stored: _Stored, target: str, source: str) -> dict[str, Array]:
    """Take the query as it is, and split key and value."""
    weights = np.split(stored[f"{source}/linear_1/weight"], 2)
    biases = np.split(stored[f"{source}/linear_1/bias"], 2)
    return (
        _query(target, stored[f"{source}/linear_0/weight"], stored[f"{source}/linear_0/bias"])
        | _key_value(target, weights, biases)
        | _linear(stored, f"{target}.out", f"{source}/linear_2")
    )


def _query(target: str, weight: Array, bias: Array) -> dict[str, Array]:
    return {f"{target}.query.weight": weight, f"{target}.query.bias": bias}


def _key_value(target: str, weights: list[Array], biases: list[Array]) -> dict[str, Array]:
    """Whisper's keys have no bias; CTranslate2 stores zeros in its place."""
    if np.any(biases[0]):
        raise ValueError("a key has a bias, which Whisper's have not")
    return {
        f"{target}.key.weight": weights[0],
        f"{target}.value.weight": weights[1],
        f"{target}.value.bias": biases[1],
    }


def _linear(stored: _Stored, target: str, source: str) -> dict[str, Array]:
    return {f"{target}.weight": stored[f"{source}/weight"], f"{target}.bias": stored[f"{source}/bias"]}


def _norm(stored: _Stored, target: str, source: str) -> dict[str, Array]:
    return {f"{target}.weight": stored[f"{source}/gamma"], f"{target}.bias": stored[f"{source}/beta"]}


def _dimensions(stored: _Stored, tensors: dict[str, Array]) -> dict[str, int]:
    state, mels, _ = tensors["encoder.conv1.weight"].shape
    vocabulary, text_state = tensors["decoder.token_embedding.weight"].shape
    return {
        "n_mels": mels,
        "n_audio_ctx": len(tensors["encoder.positional_embedding"]),
        "n_audio_state": state,
        "n_audio_head": int(stored["encoder/num_heads"]),
        "n_audio_layer": _layers(stored, "encoder"),
        "n_vocab": vocabulary,
        "n_text_ctx": len(tensors["decoder.positional_embedding"]),
        "n_text_state": text_state,
        "n_text_head": int(stored["decoder/num_heads"]),
        "n_text_layer": _layers(stored, "decoder"),
    }
