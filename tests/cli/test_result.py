"""Results for other programs are JSON, whatever is in a title."""

import json

import pytest

from radkind_pod.cli.result import print_json
from radkind_pod.cli.streams import prepare_streams


def test_controls_of_a_terminal_stay_json(capsys: pytest.CaptureFixture[str]) -> None:
    prepare_streams()
    print_json({"title": "\x1b[2J \x7f \x9b31m \u00e9"})
    said = capsys.readouterr().out
    assert json.loads(said) == {"title": "\x1b[2J \x7f \x9b31m \u00e9"}
    assert not {*"\x1b\x7f\x9b"} & {*said}
