"""Unfinished files at finished names in build/: `status` tells, nothing of them is published, a build mends them."""

import json
from collections.abc import Callable, Collection, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.torture.child import load_everything
from tests.torture.point import Played, Point

if TYPE_CHECKING:
    from tests.torture.stage import Stage

HOW: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "cut off": lambda data: data[: len(data) // 2],
    "zeros at its end": lambda data: data[: len(data) // 2] + bytes(len(data) - len(data) // 2),
}


def planted(room: Path, _seed: int, only: Collection[str]) -> Iterator[Point]:
    """Yield each output of each stage, as a disk that lost power may leave it."""
    load_everything()
    from tests.torture.scenes import BUILD, PUBLISH
    from tests.torture.show import Scene
    from tests.torture.stage import Stage

    planting = Planting(Stage(Scene("planted", PUBLISH, (BUILD,)), room), BUILD, ("status", "--json"))
    for manifest in sorted((planting.stage.start / "show/build").glob("*/*/manifest.json")):
        for name in json.loads(manifest.read_text(encoding="utf-8"))["outputs"]:
            file = (manifest.parent / name).relative_to(planting.stage.start).as_posix()
            data = (planting.stage.start / file).read_bytes()
            for how in HOW:
                if HOW[how](data) != data and (not only or manifest.parent.name in only):
                    yield Point((manifest.parent.name, file, how), partial(planting.plant, file, how))


class Planting:
    """A show that was built and is about to be published."""

    def __init__(self, stage: "Stage", build: tuple[str, ...], status: tuple[str, ...]) -> None:
        self.stage, self._build, self._status = stage, build, status
        stage.tree.put_back()
        self._said = stage.run(status).said

    def plant(self, file: str, how: str) -> Played:
        """Plant it; return what is not as it must be."""
        tree = self.stage.tree
        tree.put_back()
        target = tree.top / file
        target.write_bytes(HOW[how](target.read_bytes()))
        is_told = self.stage.run(self._status).said != self._said
        faults = [] if is_told or _is_of_a_part(file) else [f"status says nothing of {file}"]
        ended = self.stage.run()
        public = {name: digest for name, digest in tree.files().items() if name.startswith("web/") and digest}
        faults += [f"published {name}" for name, digest in public.items() if self.stage.after.get(name) != digest]
        self.stage.run(self._build)
        whole = tree.files()
        if whole.get(file) != self.stage.before[file]:
            faults.append(f"a build doesn't mend {file}")
        return Played(faults, f"{ended.code} {ended.said}")


def _is_of_a_part(file: str) -> bool:
    """Say whether this is of a part of a stage that nobody asks for, which `status` doesn't look into."""
    folder = file.split("/")[2]
    return folder.startswith("_") and folder != "_show"
