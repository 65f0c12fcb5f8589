"""Starting a show and starting an episode: files with a comment on every key, all or nothing."""

import shutil
import unicodedata
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from string import Template

from radkind_pod.errors import Problem, SourceError
from radkind_pod.model.show import Show
from radkind_pod.sources.answers import InitAnswers, answer_problems
from radkind_pod.sources.document import quoted
from radkind_pod.sources.identity import guid_of_show, new_episode_guid
from radkind_pod.sources.project import CONFIG, EPISODE_FILE, EPISODES, episode_slugs, is_slug, slug_problem
from radkind_pod.sources.schema import SCHEMA_FILES, schema_text
from radkind_pod.sources.text import shown
from radkind_pod.sources.top_lines import top_lines
