"""A share of the torture by texts that takes seconds: whole lives of a show, and files that are broken at random.

Drawn anew with each commit."""

from pathlib import Path

import pytest
from tests.torture.lives import PLACES, life
from tests.torture.seed import NAMED, drawn
from tests.torture.texts import COUNTS, texts

SHARE = 40
EVIL = 'a<b>&amp; "q" \' {{ 7*7 }} ]]> --> *x* # y: z \u202e\u2066 e\u0301 🎙️ \U0010ffff %s'


def test_a_show_of_hostile_texts_comes_out_whole_and_as_text(tmp_path: Path) -> None:
    played = life(tmp_path, {place: f"{EVIL} {place}" for place in PLACES})
    assert played.faults == []
    assert "Published to" in played.said


@pytest.mark.parametrize("place", [place for place in PLACES if place != "word"])
def test_what_no_feed_can_carry_is_refused_with_its_line(tmp_path: Path, place: str) -> None:
    played = life(tmp_path, {name: f"a {name}" + "\x1b[31m" * (name == place) for name in PLACES})
    assert played.faults == []
    assert "U+001B (escape) stands here" in played.said


@pytest.mark.parametrize("kind", [kind for kind in COUNTS if kind != "whole"])
def test_a_file_that_is_broken_at_random_is_read_or_refused_in_words(tmp_path: Path, kind: str) -> None:
    points = [point for point in texts(tmp_path, drawn(), [kind]) if int(point.key[1]) < SHARE]
    assert [fault for point in points for fault in point.play().faults] == [], f"{NAMED}={drawn()}"
    assert len(points) == SHARE
