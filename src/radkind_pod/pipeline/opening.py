"""One episode's artefacts, opened for a command that makes a few of them."""

from collections.abc import Iterator
from contextlib import contextmanager

from radkind_pod.model.show import Show
from radkind_pod.pipeline.apart import Apart
from radkind_pod.pipeline.fingerprint import Hashes
from radkind_pod.pipeline.lock import locked
from radkind_pod.pipeline.store import Store, recover_all
from radkind_pod.progress import Watcher


@contextmanager
def open_store(show: Show, slug: str, watcher: Watcher) -> Iterator[Store]:
    """Give the store while no other command works on the project."""
    with locked(show.root / "build" / "lock"), Apart() as runner:
        recover_all(show.root / "build")
        hashes = Hashes(show.root / "build" / "hashes.json", show.root)
        try:
            yield Store(show.root / "build" / slug, hashes, watcher, runner=runner)
        finally:
            hashes.save()
