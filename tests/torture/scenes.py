"""What people do with a show, each with the state in which they do it.

Left out are the commands that change nothing of a show: check, status, serve, changes, doctor, help, version, review
status, review history, models list and path; and `review edit`, whose server keeps what the scenes of the editor keep.
Destinations that are servers have tests of their own, which kill what sends (tests/system/destinations/test_kills.py).
"""

from functools import partial

from tests.torture.edits import (
    accept_a_cut,
    bring_back,
    correct,
    give_up,
    hear_otherwise,
    lose_the_ledger,
    mark_a_name,
    retitle,
    second_episode,
    share_the_recording,
    want_editions,
    want_sound,
)
from tests.torture.show import (
    SLUG,
    SPEAKER,
    Scene,
    forget_the_sound,
    import_the_feed,
    open_the_editor,
    pull_a_model,
    receive,
    restore_the_first,
    save_in_the_editor,
    serve_a_feed,
)

QUIET = ("--progress", "none")
BUILD = ("build", SLUG, *QUIET)
PUBLISH = ("publish", *QUIET)
REVIEW = ("review", "start", SLUG)
PROPOSE = ("trim", SLUG, "--propose")
RECORDING = f"episodes/{SLUG}/raw/reader-2.wav"
ANSWERS = ("--title", "New", "--author", "Sam", "--email", "sam@tiny.example", "--base-url", "https://new.example/p")


STARTED = (BUILD, REVIEW)
IMPORT = ("review", "import", SLUG, "../Tom.json")
RECEIVED = (*STARTED, receive, ("review", "import", SLUG, "../Amina.json"))
OUT_THERE = (BUILD, PUBLISH)
DROP = (*PUBLISH, "--drop", SLUG, "--forget", "--remove", "1")
SCENES = (
    Scene("init", ("init", "../new", *ANSWERS, "--language", "en-gb", "--no-input"), ends=(0, 3)),
    Scene("import-feed", import_the_feed, (serve_a_feed,)),
    Scene("import-feed reference", partial(import_the_feed, "--reference"), (serve_a_feed,)),
    Scene("new", ("new", "second", RECORDING, "--title", "Second"), ends=(0, 3)),
    Scene("models pull", pull_a_model),
    Scene("audition", ("audition", SLUG)),
    Scene("build", BUILD),
    Scene("build again", BUILD, (BUILD, retitle)),
    Scene("build editions", BUILD, (BUILD, want_editions)),
    Scene("build sound", BUILD, (want_sound,)),
    Scene("build all", ("build", "--all", *QUIET), (second_episode,), is_steady=False),
    Scene("build corrected", BUILD, (*STARTED, correct)),
    Scene("build shared", BUILD, (share_the_recording,)),
    Scene("build withheld", BUILD, (*STARTED, mark_a_name)),
    Scene("review start", REVIEW, (BUILD,), ends=(0, 7)),
    Scene("review export", ("review", "export", SLUG, "--format", "vtt", "--output", "text.vtt"), STARTED),
    Scene("review pack", ("review", "pack", SLUG), STARTED),
    Scene("review pack parts", ("review", "pack", SLUG, "--parts"), STARTED),
    Scene("review import", IMPORT, RECEIVED),
    Scene("review update", ("review", "update", SLUG), (*RECEIVED, IMPORT, hear_otherwise)),
    Scene("review restore", restore_the_first, (*RECEIVED, IMPORT)),
    Scene("editor opens", open_the_editor, (*STARTED, forget_the_sound)),
    Scene("editor saves", save_in_the_editor, STARTED),
    Scene("trim propose", PROPOSE, STARTED),
    Scene("trim", ("trim", SLUG), (*STARTED, PROPOSE, accept_a_cut)),
    Scene("approve", ("approve", SLUG, "--by", "Sam"), (BUILD,)),
    Scene("publish", PUBLISH, (BUILD,)),
    Scene("publish again", PUBLISH, (*OUT_THERE, retitle, BUILD)),
    Scene("publish drop", DROP, (*OUT_THERE, give_up), ends=(0, 7)),
    Scene("publish adopt", (*PUBLISH, "--adopt"), (*OUT_THERE, lose_the_ledger)),
    Scene("publish back", (*PUBLISH, "--again", SLUG), (*OUT_THERE, give_up, DROP, bring_back)),
    Scene("withdraw", ("withdraw", SPEAKER, "--yes", *QUIET), OUT_THERE),
    Scene("new-feed-url", ("new-feed-url", "https://new.example/feed.xml")),
    Scene("clean", ("clean", SLUG), (BUILD,)),
)
