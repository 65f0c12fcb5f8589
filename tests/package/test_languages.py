"""Language codes as ID3 wants them."""

import pytest

from radkind_pod.package.languages import three_letters


@pytest.mark.parametrize(
    ("tag", "code"),
    [("en", "eng"), ("en-GB", "eng"), ("cy", "cym"), ("DE_at", "deu"), ("haw", "haw"), ("xx", "und"), ("", "und")],
)
def test_three_letters(tag: str, code: str) -> None:
    assert three_letters(tag) == code
