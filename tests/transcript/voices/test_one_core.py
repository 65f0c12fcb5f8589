"""Other work gets its cores back."""

import pytest

from radkind_pod.transcript.voices import one_core as module
from radkind_pod.transcript.voices.one_core import one_core


class Library(dict):
    """Counts threads as OpenBLAS does."""

    def __init__(self) -> None:
        self.threads = 2
        super().__init__({module._GET: lambda: self.threads, module._SET: lambda n: setattr(self, "threads", n)})


def test_products_are_kept_to_one_core_and_then_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library()
    monkeypatch.setattr(module, "_openblas", lambda: library)

    @one_core()
    def fail() -> None:
        assert library.threads == 1
        raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert library.threads == 2


def test_another_library_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_openblas", lambda: None)
    with one_core():
        pass
