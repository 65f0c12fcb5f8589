"""What a worker of the tests is told to be, by its environment: `dask worker --preload` runs this before it works.

POD_LOG names a file in which each stage is written down, with what was whole by then; POD_LACKS what the worker lacks.
"""

import os
import re
from pathlib import Path
from typing import Any

import radkind_pod
from radkind_pod.pipeline.cluster import errand, needs
from radkind_pod.transcript import models

_done = errand.__dict__.setdefault("unwatched", errand._done)  # Dask may run this more than once


def done(one: errand.Errand, worker: Any) -> errand.Made:
    """Do what this worker may do, and write down before and after that it is done."""
    slug = re.search(r"/(?:build|episodes)/([^/]+)/", "".join(parcel.place for parcel in one.inputs))[1]
    root = one.needs.folder.parents[2]
    note(f"began {slug} {one.stage.NAME} {(root / 'build' / slug / one.stage.NAME / 'manifest.json').exists()}")
    made = _done(one, worker)
    note(f"ended {slug} {one.stage.NAME}")
    return made


def note(line: str) -> None:
    with Path(os.environ["POD_LOG"]).open("a", encoding="utf-8") as log:
        log.write(f"{line}\n")


def no_model(_name: str) -> None:
    return None


if "POD_LOG" in os.environ:
    errand._done = done
match os.environ.get("POD_LACKS"):
    case "version":
        radkind_pod.__version__ = "0.0.1"
    case "model":
        models._find = no_model
    case "folder":
        needs._sees = lambda folder, word: False
