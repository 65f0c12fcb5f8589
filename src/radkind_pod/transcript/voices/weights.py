"""The weights that tell voices apart: Resemblyzer's, read out of its installed package without torch.

The file is what torch wrote before version 1.6: five pickles (a magic number, a version, what kind of computer, the
network, the names of its arrays), and then each array as its length (8 bytes) and its 32-bit floats. The package's
code is never imported.
"""

import pickle
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import IO, Any, ClassVar, cast

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_LAYERS = 3


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of LSTM cells, gates in torch's order (input, forget, cell, output): shapes (4 n, in), (4 n, n)."""

    of_input: Floats
    of_state: Floats
    bias: Floats


@dataclass(frozen=True, slots=True)
class Weights:
    """The whole network: its layers, then one linear step of shape (256, 256)."""

    layers: tuple[Layer, ...]
    linear: Floats
    bias: Floats


def read_weights(file: Path) -> Weights:
    """Return the network in the file, which was checked before."""
    with file.open("rb") as source:
        for _ in range(3):
            _Reader(source).load()
        state = cast("dict[str, _Tensor]", _Reader(source).load()["model_state"])
        arrays = {key: _array(source) for key in _Reader(source).load()}
    found = {name: tensor.cut_from(arrays) for name, tensor in state.items()}
    layers = tuple(
        Layer(found[f"lstm.weight_ih_l{i}"], found[f"lstm.weight_hh_l{i}"], _sum(found, i)) for i in range(_LAYERS)
    )
    return Weights(layers, found["linear.weight"], found["linear.bias"])


def _sum(found: dict[str, Floats], layer: int) -> Floats:
    bias: Floats = found[f"lstm.bias_ih_l{layer}"] + found[f"lstm.bias_hh_l{layer}"]
    return bias


def _array(source: IO[bytes]) -> Floats:
    length = int.from_bytes(source.read(8), "little")
    return np.frombuffer(source.read(4 * length), "<f4")


@dataclass(frozen=True, slots=True)
class _Tensor:
    """Where a tensor lies in which array, and its shape. All tensors of this file are in C order."""

    key: str
    offset: int
    shape: tuple[int, ...]

    def cut_from(self, arrays: Mapping[str, Floats]) -> Floats:
        """Return the tensor's numbers."""
        return arrays[self.key][self.offset : self.offset + prod(self.shape)].reshape(self.shape)


def _tensor(key: str, offset: int, shape: tuple[int, ...], *_: object) -> _Tensor:
    return _Tensor(key, offset, shape)


class _Reader(pickle.Unpickler):  # noqa: S301 - it can build nothing but what stands in _NAMES
    """Reads plain values and the three names that the file needs; any other name ends the reading."""

    _NAMES: ClassVar[dict[tuple[str, str], Any]] = {
        ("collections", "OrderedDict"): OrderedDict,
        ("torch._utils", "_rebuild_tensor_v2"): _tensor,
        ("torch", "FloatStorage"): "float32",
    }

    def find_class(self, module: str, name: str) -> Any:
        """Return what stands for the name here."""
        if (module, name) not in self._NAMES:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in a file of weights")
        return self._NAMES[module, name]

    def persistent_load(self, stated: Any) -> str:
        """Return the key of an array: ("storage", kind, key, device, length, view)."""
        return str(stated[2])
