"""The weights come out of an installed package whose code is never run."""

import io
import pickle
import sys
from pathlib import Path

import pytest

from radkind_pod.errors import ToolMissing
from radkind_pod.transcript.voices import package
from radkind_pod.transcript.voices.package import INSTALL, find_voices
from radkind_pod.transcript.voices.weights import read_weights


def test_the_network_is_read_without_its_package() -> None:
    network = read_weights(find_voices())
    shapes = [(layer.of_input.shape, layer.of_state.shape, layer.bias.shape) for layer in network.layers]
    assert shapes == [((1024, first), (1024, 256), (1024,)) for first in (40, 256, 256)]
    assert (network.linear.shape, network.bias.shape) == ((256, 256), (256,))
    assert "resemblyzer" not in sys.modules


def test_what_would_bring_the_weights_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "_PACKAGE", "no_such_package")
    with pytest.raises(ToolMissing, match="not on this computer") as caught:
        find_voices()
    assert INSTALL in caught.value.commands


def test_other_bytes_are_refused_before_they_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    altered = tmp_path / "altered_voices"
    altered.mkdir()
    (altered / "pretrained.pt").write_bytes(find_voices().read_bytes()[:-1] + b"?")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(package, "_PACKAGE", "altered_voices")
    with pytest.raises(ToolMissing, match="damaged or not what it should be"):
        find_voices()


class Evil:
    """What a hostile file would hold."""

    def __reduce__(self) -> tuple[object, ...]:
        return print, ("run by the file",)


def test_a_file_can_run_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Even a file that got past its checksum can build nothing but plain values and arrays."""
    file = tmp_path / "evil.pt"
    held = io.BytesIO()
    for value in (1, 2, {}, {"model_state": Evil()}):
        pickle.dump(value, held, protocol=2)
    file.write_bytes(held.getvalue())
    with pytest.raises(pickle.UnpicklingError, match="print has no place"):
        read_weights(file)
    assert capsys.readouterr().out == ""
