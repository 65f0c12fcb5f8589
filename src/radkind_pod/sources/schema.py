"""JSON Schemas of config.yaml, episode.yaml and people.yaml, so that an editor can complete and explain their keys."""

import json
from typing import Any

from pydantic import TypeAdapter

from radkind_pod.sources.episode_form import EpisodeForm
from radkind_pod.sources.people_form import PeopleForm
from radkind_pod.sources.show_form import ShowForm

SCHEMA_FILES = {"config.schema.json": ShowForm, "episode.schema.json": EpisodeForm, "people.schema.json": PeopleForm}
"""The files that `radkind-pod init` writes into .schemas/, which the YAML files name in their first line."""


def show_schema() -> dict[str, Any]:
    """Return the JSON Schema of config.yaml."""
    return _schema(ShowForm)


def episode_schema() -> dict[str, Any]:
    """Return the JSON Schema of episode.yaml."""
    return _schema(EpisodeForm)


def people_schema() -> dict[str, Any]:
    """Return the JSON Schema of people.yaml."""
    return _schema(PeopleForm)


def schema_text(name: str) -> str:
    """Return the text of one of SCHEMA_FILES."""
    return json.dumps(_schema(SCHEMA_FILES[name]), ensure_ascii=False, indent=1) + "\n"


def _schema(form: type) -> dict[str, Any]:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **TypeAdapter(form).json_schema()}
