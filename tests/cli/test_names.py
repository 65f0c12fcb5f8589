"""What a build says of names: those that were put right, and those that were never heard."""

import json

from radkind_pod.pipeline.chain import STAGES

NAMES = """\
    - {name: John Dashwode, heard: [John Dashwood]}
    - {name: ill-natured, heard: [ill-disposed]}
    - Nobody Here
"""


def states(said) -> dict[str, str]:
    return {stage["name"]: stage["state"] for stage in said.json["stages"]}


def test_names_are_put_right_everywhere_and_told(built, build) -> None:
    built.edit("config.yaml", "    - John Dashwood\n", NAMES)
    said = build("--json")
    names = said.json["names"]
    assert [(change["heard"], change["written"]) for change in names["put_right"]] == [
        ("John Dashwood", "John Dashwode"),
        ("ill-disposed", "ill-natured"),
        ("ill-disposed", "ill-natured"),
    ]
    assert (names["put_right"][0]["start_ms"], names["put_right"][0]["end_ms"]) == (640, 1500)
    assert names["never_heard"] == ["A LibriVox volunteer", "John F. Kennedy", "Nobody Here"]
    for path in said.json["transcripts"].values():
        text = (built.root / path).read_text(encoding="utf-8")
        assert ("Dashwode" in text, "Dashwood" in text) == (True, False)
    lines = build().out.splitlines()
    assert "  names       3 put right: ill-disposed -> ill-natured (2), John Dashwood -> John Dashwode" in lines
    assert "              never heard: A LibriVox volunteer, John F. Kennedy, Nobody Here" in lines


def test_another_spelling_costs_no_hearing_and_another_name_does(built, build) -> None:
    built.edit("config.yaml", "    - John Dashwood\n", "    - {name: John Dashwood, heard: [Jon Dash]}\n")
    made = states(build("--json"))
    assert [name for name in STAGES if made.get(name) == "made"] == ["transcribe"]
    built.edit("config.yaml", "{name: John Dashwood, heard: [Jon", "{name: John Dashwode, heard: [Jon")
    made = states(build("--json"))
    assert (made["recognise"], made["transcribe"]) == ("made", "made")


def test_an_episode_has_names_of_its_own(built, build) -> None:
    """And no other episode's are looked into."""
    built.edit(
        "episodes/two-voices/episode.yaml",
        "# Where a new subject",
        "glossary:\n  - {name: sisters-in-law, heard: [sisters]}\n  - Margaret\n# Where a new subject",
    )
    other = built.root / "episodes/other"
    other.mkdir()
    (other / "episode.yaml").write_text("glossary: [Somebody Else]\n", encoding="utf-8")
    never = build("--json").json["names"]["never_heard"]
    assert "Margaret" in never
    made = built.root / "build/two-voices"
    request = json.loads((made / "recognise/manifest.json").read_text(encoding="utf-8"))["request"]
    assert request["glossary"][:2] == ["sisters-in-law", "Margaret"]
    assert not [f for f in made.rglob("*.json") if "Somebody Else" in f.read_text(encoding="utf-8")]


def test_of_many_names_a_few_are_told(built, build) -> None:
    built.edit("config.yaml", "    - John Dashwood\n", "".join(f"    - Zzyx{i}\n" for i in range(40)))
    said = build()
    assert "never heard: A LibriVox volunteer, Zzyx0, Zzyx1, Zzyx2, Zzyx3, Zzyx4 and 35 more" in said.out
    assert "so it isn't told these: Zzyx28, Zzyx29," in said.out
    assert len(build("--json").json["names"]["never_heard"]) == 41


def test_a_corrected_transcript_is_the_persons_and_no_name_in_it_is_changed(built, build, pod) -> None:
    assert pod("review", "start", "two-voices").exit == 0
    built.edit("config.yaml", "    - John Dashwood\n", NAMES)
    said = build("--json")
    assert said.json["names"] is None
    text = (built.root / said.json["transcripts"]["txt"]).read_text(encoding="utf-8")
    assert "John Dashwood" in text
    assert "  names" not in build().out
