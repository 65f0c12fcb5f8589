"""What people and programs do with a show at the same time as others, and what they find when they begin."""

import json
import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.editor.samples import body, corrections, region
from tests.torture.child import run
from tests.torture.scenes import BUILD
from tests.torture.show import SLUG, SPEAKER, at_the_desk
from tests.torture.turns import Act, Ready

from radkind_pod.cli import main
from radkind_pod.cli.failures import explain, reports_folder, say
from radkind_pod.editor.preview import make_app
from radkind_pod.transcript.review.saving import ChangedUnderneath

SAID = {
    "00:00.200 --> 00:00.600": "He was not.",
    "00:00.600 --> 00:01.000": "An ill-disposed.",
    "00:01.000 --> 00:01.400": "Young man.",
}
EPISODE = Path("episodes") / SLUG
BY_HAND = "#by-hand"
TRANSCRIPT = EPISODE / "transcript.vtt"


def gives(*command: str, promised: str = "") -> Act:
    """Return an act that gives this command; where that goes well, somebody is promised that a word is saved."""

    def act(ready: Ready, tell: Callable[[str], None]) -> int:
        ready()
        code = main(list(command))
        if promised and code == 0:
            tell(f"saved {promised}")
        return code

    return act


def corrects(name: str, paragraphs: Sequence[int]) -> Act:
    """Return an act that corrects these paragraphs in the editor, one after the other, as the page does it.

    It saves after each; where somebody else has saved meanwhile, it puts both together and loads the page again. Told
    is each correction of which the page was told that it is saved.
    """

    def act(ready: Ready, tell: Callable[[str], None]) -> int:
        return _in_words(lambda: _correct(name, paragraphs, ready, tell))

    return act


def _correct(name: str, paragraphs: Sequence[int], ready: Ready, tell: Callable[[str], None]) -> None:
    desk = at_the_desk()
    state = desk.open()
    expected, added = state["disk_version"], defaultdict[int, list[str]](list)
    ready()
    for number, paragraph in enumerate(paragraphs, 1):
        added[paragraph].append(word := f"{name}{number}")
        own = {"by": name, "copy": sha256(name.encode()).hexdigest()[:16], "revision": number}
        sent = desk.read(body(state, expected, regions=_regions(state, added), **own))
        try:
            expected = desk.save(sent).version
        except ChangedUnderneath:
            merged = desk.merge(sent)
            tell(f"saved {word}")
            tell(f"{merged.conflicts} conflicts")
            state, added = desk.open(), defaultdict(list)
            expected = state["disk_version"]
        else:
            tell(f"saved {word}")


def _regions(state: dict[str, Any], added: dict[int, list[str]]) -> list[dict[str, Any]]:
    """Return the paragraphs to which words were added, with all that the page was shown of them."""
    found = []
    for paragraph in sorted(added):
        first = sum(len(block["w"]) for block in state["blocks"][:paragraph])
        shown = range(first, first + len(state["blocks"][paragraph]["w"]))
        found.append(region(state, paragraph, *shown, *added[paragraph]))
    return found


def _in_words(work: Callable[[], None]) -> int:
    try:
        work()
    except Exception as error:  # noqa: BLE001 - as the command line and the server do
        failure = explain(error, reports_folder())
        say(failure)
        return failure.exit
    return 0


def types(file: Path, change: Callable[[str], str], promised: str = "", *, whole: bool) -> Act:
    """Return an act that changes a text in a text editor: it writes a new file (`whole`), or into the one there is."""

    def act(ready: Ready, tell: Callable[[str], None]) -> int:
        ready()
        text = change(file.read_text(encoding="utf-8"))
        place = file.with_name(f"{file.name}~") if whole else file
        with place.open("w", encoding="utf-8") as stream:
            stream.write(text)
        if whole:
            place.replace(file)
        if promised:
            tell(promised)
        return 0

    return act


def browses(ready: Ready, tell: Callable[[str], None]) -> int:
    """Read the preview as a browser does, twice, and tell what came."""

    client = make_app(Path("public")).test_client()
    ready()
    for _ in range(2):
        for path in ("", "feed.xml", f"episodes/{SLUG}/"):
            answer = client.get(f"/{path}", base_url="http://127.0.0.1:8000")
            tell(f"{answer.status_code} {sha256(answer.data).hexdigest()}")
            answer.close()
    return 0


def in_three(top: Path) -> None:
    """Let the transcript have three paragraphs, one of a sentence."""
    file = top / "show" / TRANSCRIPT
    head = file.read_text(encoding="utf-8").partition("paragraph 1")[0]
    cues = (f"paragraph {number}\n{time}\n<v {SPEAKER}>{SAID[time]}\n" for number, time in enumerate(SAID, 1))
    file.write_text(head + "\n".join(cues), encoding="utf-8")


def sent_back(top: Path) -> None:
    """Let a volunteer send corrections back: of the first paragraph."""
    here = Path.cwd()
    os.chdir(top / "show")
    try:
        state = at_the_desk().open()
    finally:
        os.chdir(here)
    own = {"regions": [region(state, 0, "Cy2", "here.")], "by": "Cy"}
    (top / "back.json").write_text(json.dumps(corrections(state, **own)), encoding="utf-8")
    (top / "back.vtt").write_text(
        (top / "show" / TRANSCRIPT).read_text(encoding="utf-8").replace("Young", "Cy1"), encoding="utf-8"
    )


def copied(top: Path) -> None:
    """Let another computer have the project too, with another title for the episode, built."""
    shutil.copytree(top / "show", top / "other")
    file = top / "other" / EPISODE / "episode.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("title: Tiny", "title: Tinier"), encoding="utf-8")

    def build() -> int:

        return main(["-C", str(top / "other"), *BUILD])

    assert run(top, build).code == 0


def in_another_title(top: Path) -> None:
    """Let a person write yet another title."""
    file = top / "show" / EPISODE / "episode.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("and renamed", "and renamed again"), encoding="utf-8")


def accepted(text: str) -> str:
    return text.replace("[ ]", "[x]", 1)


def commented(text: str) -> str:
    return f"{text}{BY_HAND}\n"


def corrected_by_hand(text: str) -> str:
    return text.replace("Young", "Dee1 young")
