"""Where pip has put the weights that tell voices apart, and what would bring them. Imports nothing heavy."""

from importlib.util import find_spec
from pathlib import Path

from radkind_pod.errors import ToolMissing
from radkind_pod.present import is_file
from radkind_pod.transcript.model_files import sha256_of

INSTALL = "pip install --no-deps resemblyzer==0.1.4"
INSTALL_PIPX = "pipx inject radkind-pod resemblyzer==0.1.4 --pip-args=--no-deps"
"""Without its dependencies: they would bring torch, and nothing of them is needed."""
_PACKAGE, _FILE = "resemblyzer", "pretrained.pt"
_SHA256 = "39373b86598fa3da9fcddee6142382efe09777e8d37dc9c0561f41f0070f134e"


def find_voices() -> Path:
    """Return the checked file of weights. Raises ToolMissing with what would bring it."""
    file = installed_voices()
    if file is None:
        raise ToolMissing(
            "the weights that tell voices apart (Resemblyzer's) are not on this computer", [INSTALL, INSTALL_PIPX]
        )
    if (found := sha256_of(file)) != _SHA256:
        raise ToolMissing(
            f"{file} is damaged or not what it should be (SHA-256 {found}, not {_SHA256})",
            [INSTALL.replace("install", "install --force-reinstall")],
        )
    return file


def installed_voices() -> Path | None:
    """Return where pip put the weights, None where it didn't. Nothing of the package is imported."""
    spec = find_spec(_PACKAGE)
    places = spec.submodule_search_locations if spec else None
    file = Path(places[0]) / _FILE if places else None
    return file if file and is_file(file) else None
