"""Whisper itself hears the same of a real voice, in one go and in shares."""

from functools import partial
from pathlib import Path

import numpy as np
import pytest
import soundfile

from radkind_pod.progress import Silent
from radkind_pod.transcript import recognise as recognising
from radkind_pod.transcript.models import find_model
from radkind_pod.transcript.pieces import cut_pieces
from radkind_pod.transcript.share import HearShare, join_shares
from radkind_pod.transcript.stages import Recognise
from radkind_pod.transcript.voices.one_core import one_core

pytestmark = pytest.mark.system
RAW = Path(__file__).parents[2] / "episodes/two-voices/raw"


def test_shares_give_the_bytes_of_one_hearing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In pieces of at most ten seconds, so that there are some for three shares."""
    monkeypatch.setattr(recognising, "cut_pieces", partial(cut_pieces, longest_s=10, search_s=4))
    parts = [soundfile.read(RAW / name) for name in ("reader-1.wav", "jfk.flac", "reader-3.wav")]
    file, alone = tmp_path / "long.wav", tmp_path / "alone"
    soundfile.write(file, np.concatenate([part.reshape(len(part), -1)[:, 0] for part, _ in parts]), parts[0][1])
    request = Recognise(file, "faster-whisper", find_model("base"), None, "en", ())
    alone.mkdir()
    with one_core():
        request.run(alone, Silent())
        for shares in (2, 3):
            heard = []
            for number in range(shares):
                folder = tmp_path / f"{number} of {shares}"
                folder.mkdir()
                one = HearShare(request, number, shares)
                one.run(folder, Silent())
                heard.append(one.read(folder))
            assert all(heard)
            join_shares(request, heard, tmp_path)
            assert (tmp_path / "answer.json").read_bytes() == (alone / "answer.json").read_bytes()
