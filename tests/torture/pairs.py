"""Who works on one show at the same time, and what each of them does."""

import json
import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.editor.samples import body, corrections, region
from tests.torture.child import run
from tests.torture.scenes import BUILD, OUT_THERE, PROPOSE, PUBLISH, QUIET, RECORDING, REVIEW, STARTED
from tests.torture.show import SLUG, SPEAKER, accept_a_cut, at_the_desk, retitle
from tests.torture.turns import Act, Actor, Ready

from radkind_pod.cli import main
from radkind_pod.cli.failures import explain, reports_folder, say
from radkind_pod.editor.preview import make_app
from radkind_pod.transcript.review.saving import ChangedUnderneath

BUSY = frozenset({0, 6})
"""Done; or somebody else is at it, and one has to wait."""
Step = tuple[str, ...] | Callable[[Path], None]
SAID = {
    "00:00.200 --> 00:00.600": "He was not.",
    "00:00.600 --> 00:01.000": "An ill-disposed.",
    "00:01.000 --> 00:01.400": "Young man.",
}
EPISODE = Path("episodes") / SLUG
BY_HAND = "#by-hand"
TRANSCRIPT = EPISODE / "transcript.vtt"


@dataclass(frozen=True)
class Pair:
    """Actors, how to get to where they begin, which exit codes each may have, and what is run when all is quiet.

    `overwritten`: somebody writes the transcript with a program that doesn't look: what was there is in its history.
    """

    name: str
    before: Sequence[Step]
    actors: Sequence[Actor]
    codes: dict[str, frozenset[int]] = field(default_factory=dict)
    after: Sequence[tuple[str, ...]] = (BUILD,)
    overwritten: bool = False


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


def _accepted(text: str) -> str:
    return text.replace("[ ]", "[x]", 1)


def _commented(text: str) -> str:
    return f"{text}{BY_HAND}\n"


def _corrected_by_hand(text: str) -> str:
    return text.replace("Young", "Dee1 young")


STARTED_IN_THREE = (*STARTED, in_three)
BUILDER, OTHER_BUILDER = Actor("builder", gives(*BUILD)), Actor("other-builder", gives(*BUILD))
PUBLISHER = Actor("publisher", gives(*PUBLISH))
AMINA, BO = Actor("Amina", corrects("Amina", (0, 1, 2, 0))), Actor("Bo", corrects("Bo", (2, 1, 0)))
WAITS = {"Amina": BUSY, "Bo": BUSY}
WITHDRAW = ("withdraw", SPEAKER, "--yes", *QUIET)
TRIM = ("trim", SLUG)
NEW = ("new", "second", RECORDING, "--title")
CHANGED = frozenset({0, 3, 6})
"""As BUSY, and what somebody is just writing can't be read."""


def typist(*, whole: bool) -> Actor:
    """Return a person who corrects the transcript in a text editor."""
    return Actor("Dee", types(TRANSCRIPT, _corrected_by_hand, "saved Dee1", whole=whole), by_hand=True)


def by_hand(name: str, *, whole: bool) -> Actor:
    """Return a person who adds a line to a file in a text editor."""
    return Actor("Dee", types(Path(name), _commented, f"holds {name} {BY_HAND}", whole=whole), by_hand=True)


PAIRS = (
    Pair("build, build", (BUILD, retitle), (BUILDER, OTHER_BUILDER), {"builder": BUSY, "other-builder": BUSY}),
    Pair("build, editor", STARTED_IN_THREE, (BUILDER, AMINA), {"builder": BUSY}),
    Pair("build, two editors", STARTED_IN_THREE, (BUILDER, AMINA, BO), {"builder": BUSY}),
    Pair("two editors", STARTED_IN_THREE, (AMINA, BO)),
    Pair(
        "two editors of a draft",
        (BUILD,),
        (Actor("Amina", corrects("Amina", (0, 0))), Actor("Bo", corrects("Bo", (0,)))),
    ),
    Pair("editor, text editor", STARTED_IN_THREE, (AMINA, typist(whole=True)), overwritten=True),
    Pair(
        "editor, text editor in place",
        STARTED_IN_THREE,
        (AMINA, typist(whole=False)),
        {"Amina": CHANGED},
        overwritten=True,
    ),
    Pair(
        "import, editor",
        (*STARTED_IN_THREE, sent_back),
        (Actor("import", gives("review", "import", SLUG, "../back.json", promised="Cy2")), AMINA),
    ),
    Pair(
        "two imports, editor",
        (*STARTED_IN_THREE, sent_back),
        (
            Actor("import", gives("review", "import", SLUG, "../back.json", promised="Cy2")),
            Actor("import-text", gives("review", "import", SLUG, "../back.vtt", "--by", "Cy", promised="Cy1")),
            AMINA,
        ),
        {"import": BUSY, "import-text": BUSY},
    ),
    Pair("pack, editor", STARTED_IN_THREE, (Actor("pack", gives("review", "pack", SLUG)), AMINA), {"pack": BUSY}),
    Pair(
        "pack, pack",
        STARTED_IN_THREE,
        (Actor("pack", gives("review", "pack", SLUG)), Actor("other-pack", gives("review", "pack", SLUG))),
        {"pack": BUSY, "other-pack": BUSY},
    ),
    Pair(
        "review start, review start",
        (BUILD,),
        (Actor("start", gives(*REVIEW)), Actor("other-start", gives(*REVIEW))),
        {"start": frozenset({0, 7}), "other-start": frozenset({0, 7})},
    ),
    Pair(
        "publish, publish",
        (*OUT_THERE, retitle, BUILD),
        (PUBLISHER, Actor("other-publisher", gives(*PUBLISH))),
        {"publisher": BUSY, "other-publisher": BUSY},
        after=(BUILD, PUBLISH),
    ),
    Pair(
        "publish from two computers",
        (BUILD, copied),
        (PUBLISHER, Actor("other-publisher", gives(*PUBLISH), "other")),
        {"publisher": frozenset({0, 6, 7}), "other-publisher": frozenset({0, 6, 7})},
        after=(BUILD, (*PUBLISH, "--again", SLUG)),
    ),
    Pair(
        "publish, build",
        (*OUT_THERE, retitle, BUILD, in_another_title),
        (PUBLISHER, BUILDER),
        {"publisher": BUSY, "builder": BUSY},
        after=(BUILD, PUBLISH),
    ),
    Pair(
        "withdraw, build",
        (*OUT_THERE, retitle),
        (Actor("withdraw", gives(*WITHDRAW)), BUILDER),
        {"withdraw": BUSY, "builder": BUSY},
        after=(WITHDRAW, BUILD),
    ),
    Pair(
        "withdraw, publish",
        (*OUT_THERE, retitle, BUILD),
        (Actor("withdraw", gives(*WITHDRAW)), PUBLISHER),
        {"withdraw": BUSY, "publisher": BUSY},
        after=(WITHDRAW, BUILD),
    ),
    Pair(
        "withdraw, text editor",
        OUT_THERE,
        (Actor("withdraw", gives(*WITHDRAW)), by_hand("people.yaml", whole=True)),
        {"withdraw": BUSY},
        after=(WITHDRAW, BUILD),
    ),
    Pair(
        "approve, editor",
        STARTED_IN_THREE,
        (Actor("approve", gives("approve", SLUG, "--by", "Sam")), AMINA),
        {"approve": BUSY},
    ),
    Pair(
        "approve, build",
        (BUILD, retitle),
        (Actor("approve", gives("approve", SLUG, "--by", "Sam")), BUILDER),
        {"approve": BUSY, "builder": BUSY},
    ),
    Pair(
        "new, new",
        (BUILD,),
        (Actor("new", gives(*NEW, "Second")), Actor("other-new", gives(*NEW, "Zweite"))),
        {"new": frozenset({0, 3}), "other-new": frozenset({0, 3})},
    ),
    Pair(
        "new, build --all",
        (BUILD, retitle),
        (Actor("new", gives(*NEW, "Second")), Actor("builder", gives("build", "--all", *BUILD[2:]))),
        {"builder": frozenset({0, 4, 6})},
    ),
    Pair(
        "trim, build",
        (*STARTED, PROPOSE, accept_a_cut),
        (Actor("trim", gives(*TRIM)), BUILDER),
        {"trim": BUSY, "builder": BUSY},
    ),
    Pair(
        "trim, trim",
        (*STARTED, PROPOSE, accept_a_cut),
        (Actor("trim", gives(*TRIM)), Actor("other-trim", gives(*TRIM))),
        {"trim": BUSY, "other-trim": BUSY},
    ),
    Pair(
        "trim, text editor",
        (*STARTED, PROPOSE, accept_a_cut),
        (Actor("trim", gives(*TRIM)), by_hand(f"{EPISODE}/episode.yaml", whole=True)),
        {"trim": BUSY},
    ),
    Pair(
        "trim --propose, text editor",
        (*STARTED, PROPOSE),
        (
            Actor("trim", gives(*PROPOSE)),
            Actor(
                "Dee", types(EPISODE / "trim.txt", _accepted, f"holds {EPISODE}/trim.txt [x]", whole=True), by_hand=True
            ),
        ),
        {"trim": BUSY},
    ),
    Pair(
        "build, text editor",
        (BUILD, retitle),
        (BUILDER, by_hand(f"{EPISODE}/episode.yaml", whole=False)),
        {"builder": CHANGED},
    ),
    Pair(
        "new-feed-url, text editor",
        (BUILD,),
        (Actor("url", gives("new-feed-url", "https://new.example/feed.xml")), by_hand("config.yaml", whole=True)),
        {"url": BUSY},
    ),
    Pair("status, build", (BUILD, retitle), (Actor("status", gives("status")), BUILDER)),
    Pair("check, build", (BUILD, retitle), (Actor("check", gives("check")), BUILDER)),
    Pair("serve, build", (BUILD, retitle), (Actor("browser", browses), BUILDER)),
    Pair(
        "changes, publish",
        (*OUT_THERE, retitle, BUILD),
        (Actor("changes", gives("changes")), PUBLISHER),
        {"changes": BUSY, "publisher": BUSY},
    ),
    Pair(
        "clean, build",
        (BUILD, retitle),
        (Actor("clean", gives("clean", SLUG)), BUILDER),
        {"clean": BUSY, "builder": BUSY},
    ),
    Pair("clean, editor", STARTED_IN_THREE, (Actor("clean", gives("clean")), AMINA)),
    Pair(
        "update, editor",
        STARTED_IN_THREE,
        (Actor("update", gives("review", "update", SLUG)), AMINA),
        {"update": frozenset({0, 6, 7})},
    ),
)
