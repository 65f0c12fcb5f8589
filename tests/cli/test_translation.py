"""translate_to: a machine's English translation beside the transcript."""

import shutil

EPISODE = "episodes/two-voices/episode.yaml"


def ask_for_english(show) -> None:
    file = show.root / EPISODE
    wanted = "also_spoken: [de]\ntranslate_to: en\n"
    file.write_text(file.read_text(encoding="utf-8") + wanted, encoding="utf-8", newline="\n")
    shutil.copy(show.episode / "replay.json", show.episode / "replay-english.json")


def states(said) -> dict[str, str]:
    return {stage["name"]: stage["state"] for stage in said.json["stages"]}


def test_it_is_published_as_what_it_is_and_a_new_title_translates_nothing_again(built, build) -> None:
    ask_for_english(built)
    said = build("--json")
    made = states(said)
    assert {name for name in made if made[name] == "made"} >= {"translate", "subtitles", "package", "page", "feed"}
    (vtt,) = (file for file in built.published() if file.endswith(".vtt") and "Machine" in _text(built, file))
    assert said.json["translation"] == vtt
    assert "A machine translated this into English" in _text(built, vtt)
    assert f'{vtt.removeprefix("public/")}" type="text/vtt" language="en" rel="captions"' in _text(
        built, "public/feed.xml"
    )
    assert 'id="in-english"' in _text(built, "public/episodes/two-voices/index.html")
    built.edit(EPISODE, "Two voices: what", "Two new voices: what")
    made = states(build("--json"))
    assert (made["translate"], made["subtitles"], made["package"]) == ("kept", "kept", "made")


def test_a_cut_is_not_heard_by_the_translator(built, build) -> None:
    ask_for_english(built)
    build()
    file = built.root / EPISODE
    file.write_text(file.read_text(encoding="utf-8") + 'cuts: [{from: "0:02", to: "0:04"}]\n', encoding="utf-8")
    made = states(build("--json"))
    assert (made["recognise"], made["translate"]) == ("kept", "made")


def test_without_a_recorded_answer_the_replay_engine_says_how_to_get_one(built, build) -> None:
    ask_for_english(built)
    (built.episode / "replay-english.json").unlink()
    said = build()
    assert said.exit != 0
    assert "cp build/two-voices/translate/answer.json episodes/two-voices/replay-english.json" in said.err


def test_a_model_that_only_transcribes_is_refused(built, build) -> None:
    ask_for_english(built)
    said = build("--model", "large-v3-turbo")
    assert "the model large-v3-turbo was never taught to translate" in said.err
    assert not (built.root / "build" / "two-voices" / "translate").exists()


def _text(show, path: str) -> str:
    return (show.root / path).read_text(encoding="utf-8")
