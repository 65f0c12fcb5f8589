"""One transcript, three volunteers, three parts: in whatever order they come back, the same transcript comes of it."""

import json
import os
import shutil
import wave
from itertools import permutations

import numpy as np
import pytest
from tests.system.arrival import bring
from tests.system.conftest import ROOT, SLUG, copy_sample
from tests.system.hands import WITHOUT_PICKER, Editor, words_of

from radkind_pod.media.decode import read_blocks

pytestmark = pytest.mark.system

MINUTES = 13
RATE = 48_000
FEATURES = ("alpha", "beta", "gamma")


def write_recording(file):
    """Write the sonnet of the test data again and again."""
    sonnet = read_sonnet()
    left = MINUTES * 60 * RATE
    with wave.open(str(file), "wb") as out:
        out.setparams((1, 2, RATE, 0, "NONE", ""))
        while left:
            out.writeframes(sonnet[:left].tobytes())
            left -= len(sonnet[:left])


def read_sonnet():
    blocks = [block[:, 0] for block in read_blocks(ROOT / "tests/data/speech/en/sonnet001.mp3", channels=1)]
    return (np.clip(np.concatenate(blocks), -1, 1) * 32_000).astype("<i2")


def write_answer(file):
    """Write an answer of 120 words a minute, in sentences of twelve, each word another."""
    heard = []
    for start in range(0, MINUTES * 60_000 - 6_000, 6_000):
        said = [f"w{start // 500 + i}" for i in range(12)]
        said[-1] += "."
        row = [
            {"text": word, "start_ms": start + 500 * i, "end_ms": start + 500 * i + 400, "probability": 0.9}
            for i, word in enumerate(said)
        ]
        heard.append(
            {"words": row, "mean_log_probability": -0.2, "no_speech_probability": 0.0, "compression_ratio": 1.5}
        )
    value = {"engine": "replay", "weights_sha256": "", "language": "en", "heard": heard}
    file.write_text(json.dumps(value), encoding="utf-8")


@pytest.fixture
def long_show(tmp_path):
    """The sample show with one recording of a quarter of an hour."""
    show = copy_sample(tmp_path / "show")
    text = (show.episode / "episode.yaml").read_text(encoding="utf-8")
    head = text.split("recordings:\n")[0]
    (show.episode / "episode.yaml").write_text(f"{head}recordings: [long.wav]\n", encoding="utf-8")
    write_recording(show.episode / "raw/long.wav")
    write_answer(show.episode / "replay.json")
    show.build("--until", "transcribe")
    return show


def link_recordings(source, target):
    """Copy a file; of large ones, which nothing writes to, there needn't be six."""
    return os.link(source, target) if source.endswith((".wav", ".flac")) else shutil.copy2(source, target)


def correct_part(new_context, file, feature):
    """Do in one part what a volunteer does: correct words, divide, name somebody; return the saved file."""
    context = new_context(accept_downloads=True)
    context.add_init_script(WITHOUT_PICKER)
    editor = Editor(context.new_page()).open(file)
    last = len(editor.texts) - 1
    editor.correct(0, editor.texts[0].split()[3], feature)
    editor.correct(last, editor.texts[last].split()[5], f"{feature}end")
    middle = last // 2
    editor.before(middle, editor.texts[middle].split()[4])
    editor.page.keyboard.press("Control+Enter")
    editor.button(middle + 1, "change the speaker").click()
    editor.page.fill("#speaker-new", f"Speaker {feature}")
    editor.page.click("#speaker-set")
    editor.page.fill("#name", feature)
    return editor.save_file(file.parent)


def test_three_parts_in_every_order_make_the_same_transcript(long_show, new_context, tmp_path):
    long_show.pod("review", "pack", SLUG, "--parts", "--output", tmp_path / "parts")
    files = sorted((tmp_path / "parts").glob("*.html"))
    assert [file.name for file in files] == [f"review-{SLUG}-part-{n}-of-3.html" for n in (1, 2, 3)]
    sent = [correct_part(new_context, *one) for one in zip(files, FEATURES, strict=True)]
    assert sent[1].name == f"corrections-{SLUG}-part-2-beta.json"
    made = {}
    for number, order in enumerate(permutations(sent)):
        root = tmp_path / f"order {number}"
        shutil.copytree(long_show.root, root, copy_function=link_recordings)
        show = type(long_show)(root)
        if number:
            show.pod("review", "import", SLUG, *order)
        else:
            for file in order:
                bring(show, file)
        made[order] = (show.episode / "transcript.vtt").read_bytes()
    assert len(made) == 6
    assert len(set(made.values())) == 1
    words = words_of(made[tuple(sent)].decode())
    assert {word for word in words if not word.startswith("w")} == {*FEATURES, *(f"{f}end" for f in FEATURES)}
    assert len(words) == len(set(words)) == (MINUTES * 60 - 6) * 2
    assert b"<v Speaker beta>" in made[tuple(sent)]
