"""Whatever is made here may go out, and what isn't made here may not."""

from collections.abc import Callable

import pytest

Look = Callable[..., tuple]


@pytest.mark.parametrize("ending", ["mp3", "m4a", "opus", "flac", "jpg", "png"])
def test_what_we_make_passes(ending: str, samples: dict[str, bytes], look: Look) -> None:
    assert look(samples[ending], f"episodes/one/one.{ending}") == ()


def test_an_unknown_kind_of_file_is_refused(look: Look) -> None:
    (leak,) = look(b"{}", "notes.docx")
    assert leak.kind == "unknown"
