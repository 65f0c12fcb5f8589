"""What the tests of media that were made to do harm have in common: a show for them, and a build's first step."""

from pathlib import Path
from typing import Any

from tests.cli.conftest import copy_sample

from radkind_pod.audio.stages import Prepare
from radkind_pod.errors import MediaError
from radkind_pod.model.audio import Recording, Track
from radkind_pod.pipeline.apart import Apart
from radkind_pod.progress import Silent


def really(file: Path, folder: Path) -> tuple[str, str]:
    """Prepare it as a build does."""
    with Apart() as apart:
        try:
            apart.run(Prepare((Recording((Track(file),)),)), folder, Silent())
        except MediaError as error:
            return "refused", str(error)
    return "ok", ""


def silent_show(tmp_path: Path) -> Any:
    """Make a show without music, and a folder beside it."""
    show = copy_sample(tmp_path / "show")
    for key in ("intro", "outro", "crossfade"):
        show.edit("config.yaml", f"\n{key}:", f"\n# {key}:")
    (tmp_path / "elsewhere").mkdir()
    return show
