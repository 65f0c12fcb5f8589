import copy
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from radkind_pod.sources.answers import InitAnswers
from radkind_pod.sources.scaffold import config_text
from radkind_pod.sources.schema import episode_schema, people_schema, show_schema

ROOT = Path(__file__).parent.parent.parent


def as_an_editor_sees_it(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


@pytest.mark.parametrize(
    "schema", [show_schema(), episode_schema(), people_schema()], ids=["show", "episode", "people"]
)
def test_the_schemas_are_schemas_and_explain_every_key(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    forms = [schema, *schema["$defs"].values()]
    silent = [k for form in forms for k, v in form["properties"].items() if "description" not in v and "$ref" not in v]
    assert silent == []
    assert [form["title"] for form in forms if not form.get("description")] == []
    assert [form["title"] for form in forms if form["additionalProperties"] is not False] == []


def test_a_new_config_fits_its_schema_and_a_misspelt_one_does_not() -> None:
    answers = InitAnswers("Kindness", "Jo", "jo@example.org", "en-gb", "https://example.org")
    data = as_an_editor_sees_it(config_text(answers))
    jsonschema.validate(data, show_schema())
    for change in ({"titel": "x"}, {"explicit": "maybe"}, {"categories": ["Kindness"]}, {"crossfade": 99}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**copy.deepcopy(data), **change}, show_schema())


def test_every_form_that_an_episode_may_take_fits_its_schema() -> None:
    text = """
title: "How it began"
guid: urn:uuid:1
published: "2026-03-01 09:00 +00:00"
summary: x
recordings: [a.wav, {file: b.wav, speaker: Jo}, {tracks: [{file: c.wav}]}]
chapters:
  - {at: 12:30, title: One}
  - {at: {recording: b.wav, at: 1:02:03.5}, title: Two}
cuts: [{from: 1:00, to: {recording: b.wav, at: 2:00}}]
glossary: [Ama Mensah, {name: Siobhan Keane, heard: [Chevonne]}]
"""
    data = as_an_editor_sees_it(text)
    jsonschema.validate(data, episode_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**data, "recordings": [{"fiel": "a.wav"}]}, episode_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**data, "glossary": [{"name": "Ama", "herd": ["Amma"]}]}, episode_schema())


def test_the_shows_sample_fits_the_schema() -> None:
    jsonschema.validate(as_an_editor_sees_it((ROOT / "config.yaml").read_text(encoding="utf-8")), show_schema())
