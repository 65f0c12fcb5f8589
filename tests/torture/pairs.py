"""Who works on one show at the same time, and what each of them does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.torture.acts import (
    BY_HAND,
    EPISODE,
    TRANSCRIPT,
    accepted,
    browses,
    commented,
    copied,
    corrected_by_hand,
    corrects,
    gives,
    in_another_title,
    in_three,
    sent_back,
    types,
)
from tests.torture.edits import accept_a_cut, retitle
from tests.torture.scenes import BUILD, OUT_THERE, PROPOSE, PUBLISH, QUIET, RECORDING, REVIEW, STARTED
from tests.torture.show import SLUG, SPEAKER
from tests.torture.turns import Actor

BUSY = frozenset({0, 6})
"""Done; or somebody else is at it, and one has to wait."""
Step = tuple[str, ...] | Callable[[Path], None]


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
    return Actor("Dee", types(TRANSCRIPT, corrected_by_hand, "saved Dee1", whole=whole), by_hand=True)


def by_hand(name: str, *, whole: bool) -> Actor:
    """Return a person who adds a line to a file in a text editor."""
    return Actor("Dee", types(Path(name), commented, f"holds {name} {BY_HAND}", whole=whole), by_hand=True)


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
                "Dee", types(EPISODE / "trim.txt", accepted, f"holds {EPISODE}/trim.txt [x]", whole=True), by_hand=True
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
