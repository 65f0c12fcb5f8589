"""A graphics card that is too small for a model isn't the end of a build."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from radkind_pod.transcript.engines import faster
from radkind_pod.transcript.engines.device import CPU, CUDA, FELL_BACK, Seat

FULL = "CUDA failed with error out of memory"
"""As CTranslate2 says it; torch: CUDA out of memory. Tried to allocate 20.00 MiB."""


def work_on(model: str) -> str:
    if model == CUDA:
        raise RuntimeError(FULL)
    return f"heard on {model}"


def test_work_that_a_card_is_too_small_for_is_done_on_the_processor_and_what_follows_too() -> None:
    built: list[str] = []
    seat = Seat(lambda device: built.append(device) or device, CUDA)  # type: ignore[func-returns-value]
    assert seat.do(work_on) == "heard on cpu"
    assert seat.do(lambda model: model) == CPU
    assert built == [CUDA, CPU]


def test_a_model_that_does_not_fit_on_the_card_is_built_on_the_processor() -> None:
    def build(device: str) -> str:
        if device == CUDA:
            raise RuntimeError("CUDA out of memory. Tried to allocate 20.00 MiB.")
        return device

    seat = Seat(build, CUDA)
    assert seat.model == CPU
    assert seat.device == CPU


def test_several_at_once_fall_back_once() -> None:
    built: list[str] = []
    seat = Seat(lambda device: built.append(device) or device, CUDA)  # type: ignore[func-returns-value]
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(seat.do, [work_on] * 40)) == {"heard on cpu"}
    assert built == [CUDA, CPU]


@pytest.mark.parametrize("message", ["CUDA driver version is insufficient", "out of memory"])
def test_no_other_failure_is_taken_for_it(message: str) -> None:
    def fails(_: Any) -> None:
        raise RuntimeError(message)

    with pytest.raises(RuntimeError, match=message):
        Seat(lambda device: device, CUDA).do(fails)


def test_the_engine_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[str, str]] = []

    class Model:
        supported_languages = ("en",)

        def __init__(self, _: str, device: str, compute_type: str, **__: Any) -> None:
            made.append((device, compute_type))
            if device == CUDA:
                raise RuntimeError(FULL)

    monkeypatch.setattr(faster.ctranslate2, "get_cuda_device_count", lambda: 1)
    monkeypatch.setattr(faster.faster_whisper, "WhisperModel", Model)
    engine = faster.FasterWhisper(Path("models"))
    assert engine.remark == ""
    assert engine.knows("en")
    assert made == [(CUDA, "float16"), (CPU, "int8")]
    assert engine.remark == FELL_BACK
