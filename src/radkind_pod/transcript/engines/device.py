"""A model where it runs best, and on the processor once a graphics card turns out to be too small for it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")

CUDA, CPU = "cuda", "cpu"
FELL_BACK = "the graphics card has too little memory for this model, so the processor listened, which takes longer"


@dataclass
class Seat:
    """Holds a model. `build` makes it on a device; `device` is the one to begin with."""

    build: Callable[[str], Any]
    device: str
    _model: Any = field(init=False, default=None)
    _lock: Lock = field(init=False, default_factory=Lock)

    @property
    def model(self) -> Any:
        """The model, built when it is first asked for."""
        with self._lock:
            if self._model is None:
                self._model = self._built()
            return self._model

    def do(self, work: Callable[[Any], T]) -> T:
        """Return what the work on the model gives; where the card's memory is too small, begun anew on the CPU."""
        model = self.model
        try:
            return work(model)
        except RuntimeError as error:
            if not is_too_small(error):
                raise
        with self._lock:
            if self._model is model:
                self._fall_back()
        return work(self._model)

    def _built(self) -> Any:
        try:
            return self.build(self.device)
        except RuntimeError as error:
            if self.device == CPU or not is_too_small(error):
                raise
        self._fall_back()
        return self._model

    def _fall_back(self) -> None:
        self.device, self._model = CPU, None
        self._model = self.build(CPU)


def is_too_small(error: Exception) -> bool:
    """Say whether a graphics card had too little memory (as CTranslate2 and torch both say it)."""
    return "cuda" in str(error).lower() and "out of memory" in str(error).lower()
