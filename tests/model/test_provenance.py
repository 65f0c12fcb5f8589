"""Listeners are told the truth about a transcript, also where nobody knows it."""

from radkind_pod.model.provenance import told
from radkind_pod.model.transcript import Provenance


def test_of_a_transcript_that_came_from_elsewhere_nothing_is_claimed() -> None:
    text = told(Provenance(machine=False, unknown=True))
    assert "isn't known here" in text
    assert "machine" not in text
    assert "corrected" not in text
