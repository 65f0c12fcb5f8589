"""CTranslate2's arrays find their places under openai-whisper's names, every one of them, unchanged."""

import json
import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from radkind_pod.errors import EngineError
from radkind_pod.transcript.engines.ct2_weights import Array, read_weights
from radkind_pod.transcript.models import find_model

STATE, MELS, VOCABULARY = 4, 3, 7


def fresh(*shape: int) -> Array:
    fresh.count += 1
    return np.random.default_rng(fresh.count).normal(size=shape).astype(np.float16)


fresh.count = 0


def linear(name: str, out: int, into: int) -> dict[str, Array]:
    return {f"{name}/weight": fresh(out, into), f"{name}/bias": fresh(out)}


def norm(name: str) -> dict[str, Array]:
    return {f"{name}/gamma": fresh(STATE), f"{name}/beta": fresh(STATE)}


def block(name: str) -> dict[str, Array]:
    joined = linear(f"{name}/self_attention/linear_0", 3 * STATE, STATE)
    joined[f"{name}/self_attention/linear_0/bias"][STATE : 2 * STATE] = 0
    return {
        **joined,
        **linear(f"{name}/self_attention/linear_1", STATE, STATE),
        **norm(f"{name}/self_attention/layer_norm"),
        **norm(f"{name}/ffn/layer_norm"),
        **linear(f"{name}/ffn/linear_0", 4 * STATE, STATE),
        **linear(f"{name}/ffn/linear_1", STATE, 4 * STATE),
    }


def stored() -> dict[str, Array]:
    """A whole Whisper of one layer, as CTranslate2 stores it."""
    cross = linear("decoder/layer_0/attention/linear_1", 2 * STATE, STATE)
    cross["decoder/layer_0/attention/linear_1/bias"][:STATE] = 0
    return {
        "encoder/num_heads": np.array(2, np.int8),
        "encoder/conv1/weight": fresh(STATE, MELS, 3),
        "encoder/conv1/bias": fresh(STATE),
        "encoder/conv2/weight": fresh(STATE, STATE, 3),
        "encoder/conv2/bias": fresh(STATE),
        "encoder/position_encodings/encodings": fresh(5, STATE),
        **norm("encoder/layer_norm"),
        **block("encoder/layer_0"),
        "decoder/num_heads": np.array(2, np.int8),
        "decoder/embeddings/weight": fresh(VOCABULARY, STATE),
        "decoder/position_encodings/encodings": fresh(6, STATE),
        **norm("decoder/layer_norm"),
        **block("decoder/layer_0"),
        **linear("decoder/layer_0/attention/linear_0", STATE, STATE),
        **cross,
        **linear("decoder/layer_0/attention/linear_2", STATE, STATE),
        **norm("decoder/layer_0/attention/layer_norm"),
    }


ALIASES = {"decoder/projection/weight": "decoder/embeddings/weight"}
KINDS = {"float32": 0, "int8": 1, "float16": 4}


def written(folder: Path, arrays: dict[str, Array], kind: str = "WhisperSpec") -> Path:
    """Write a model folder in CTranslate2's format."""
    out = [struct.pack("<I", 6), name(kind), struct.pack("<II", 3, len(arrays))]
    for key, array in arrays.items():
        out += [name(key), struct.pack("<B", array.ndim), *(struct.pack("<I", n) for n in array.shape)]
        out += [struct.pack("<BI", KINDS[array.dtype.name], array.nbytes), array.tobytes()]
    out.append(struct.pack("<I", len(ALIASES)))
    out += [name(text) for pair in ALIASES.items() for text in pair]
    (folder / "model.bin").write_bytes(b"".join(out))
    (folder / "config.json").write_text(json.dumps({"alignment_heads": [[0, 1]]}), encoding="utf-8")
    return folder


def name(text: str) -> bytes:
    return struct.pack("<H", len(text) + 1) + text.encode() + b"\0"


def test_queries_keys_and_values_are_split_in_this_order_and_nothing_changes(tmp_path: Path) -> None:
    arrays = stored()
    tensors = read_weights(written(tmp_path, arrays)).tensors
    joined = arrays["decoder/layer_0/self_attention/linear_0/weight"]
    attention = [tensors[f"decoder.blocks.0.attn.{n}.weight"] for n in ("query", "key", "value")]
    assert np.array_equal(np.concatenate(attention), joined)
    cross = [tensors[f"decoder.blocks.0.cross_attn.{n}.weight"] for n in ("key", "value")]
    assert np.array_equal(np.concatenate(cross), arrays["decoder/layer_0/attention/linear_1/weight"])
    assert sum(t.size for t in tensors.values()) == sum(a.size for a in arrays.values()) - 2 - 3 * STATE
    assert {t.dtype.name for t in tensors.values()} == {"float16"}


def test_the_dimensions_are_those_of_the_arrays(tmp_path: Path) -> None:
    weights = read_weights(written(tmp_path, stored()))
    assert weights.alignment_heads == ((0, 1),)
    assert weights.dimensions == {
        "n_mels": MELS,
        "n_audio_ctx": 5,
        "n_audio_state": STATE,
        "n_audio_head": 2,
        "n_audio_layer": 1,
        "n_vocab": VOCABULARY,
        "n_text_ctx": 6,
        "n_text_state": STATE,
        "n_text_head": 2,
        "n_text_layer": 1,
    }


def broken() -> Iterator[tuple[str, dict[str, Array], str]]:
    whole = stored()
    yield "left over", {**whole, "decoder/scale": fresh(2)}, "no place for decoder/scale"
    yield "missing", {k: v for k, v in whole.items() if k != "encoder/conv2/bias"}, "has no 'encoder/conv2/bias'"
    biased = whole["encoder/layer_0/self_attention/linear_0/bias"] + np.float16(1)
    yield "key with bias", {**whole, "encoder/layer_0/self_attention/linear_0/bias": biased}, "a key has a bias"
    quantised = {"encoder/layer_0/ffn/linear_0/weight_scale": fresh(4 * STATE)}
    yield "quantised", whole | quantised, "quantised"


@pytest.mark.parametrize(("arrays", "message"), [b[1:] for b in broken()], ids=[b[0] for b in broken()])
def test_a_model_in_which_not_everything_has_its_place_is_refused(
    arrays: dict[str, Array], message: str, tmp_path: Path
) -> None:
    with pytest.raises(EngineError, match=message):
        read_weights(written(tmp_path, arrays))


def test_another_kind_of_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="it holds a TransformerSpec, not a WhisperSpec"):
        read_weights(written(tmp_path, stored(), kind="TransformerSpec"))


def test_a_file_that_ends_early_is_refused_wherever_it_ends(tmp_path: Path) -> None:
    content = (written(tmp_path, stored()) / "model.bin").read_bytes()
    for length in range(1, len(content), 97):
        (tmp_path / "model.bin").write_bytes(content[:length])
        with pytest.raises(EngineError, match="can't be read as a model"):
            read_weights(tmp_path)


def test_the_base_model_finds_all_its_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RADKIND_POD_MODELS", str(tmp_path))
    weights = read_weights(find_model("base").parent)
    assert len(weights.tensors) == 245
    assert list(weights.dimensions.values()) == [80, 1500, 512, 8, 6, 51865, 448, 512, 8, 6]
    assert len(weights.alignment_heads) == 8
