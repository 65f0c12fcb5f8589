"""What search is made of: the words of each episode, of 64 episodes, of all."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from radkind_pod.progress import Progress


@dataclass(frozen=True, slots=True)
class Indexed:
    """What is to be found, and what search shows."""

    words: Path
    """The words of one episode and where they are."""
    files: Path
    """The folder of public files."""


@dataclass(frozen=True, slots=True)
class Index:
    """The words of one episode as search finds them."""

    NAME: ClassVar = "index"
    VERSION: ClassVar = 2
    tools: ClassVar = ()
    release: Path
    words: Path

    def run(self, folder: Path, progress: Progress) -> None:
        """Write index.txt and files/search/text/<slug>.json."""
        from radkind_pod.publish.search.words import write_index

        write_index(self.release, self.words, folder)

    def read(self, folder: Path) -> Indexed:
        """Return where both are."""
        return Indexed(folder / "index.txt", folder / "files")


@dataclass(frozen=True, slots=True)
class Shelf:
    """The words of up to 64 episodes that follow each other. Shelf 0 has the oldest."""

    NAME: ClassVar = "shelf"
    VERSION: ClassVar = 2
    tools: ClassVar = ()
    number: int
    indexes: tuple[Path, ...]

    def run(self, folder: Path, progress: Progress) -> None:
        """Write a file for each aisle."""
        from radkind_pod.publish.search.shards import write_shelf

        write_shelf(self.number, self.indexes, folder)

    def read(self, folder: Path) -> tuple[Path, ...]:
        """Return the files."""
        from radkind_pod.publish.search.shards import aisle_names

        return tuple(folder / name for name in aisle_names())


@dataclass(frozen=True, slots=True)
class Sharded:
    """The shards of an aisle: a list of them, and the folder of public files."""

    shards: Path
    files: Path


@dataclass(frozen=True, slots=True)
class Aisle:
    """The words of one part of the alphabet in all episodes, in shards that a phone can fetch."""

    NAME: ClassVar = "aisle"
    VERSION: ClassVar = 1
    tools: ClassVar = ()
    shelves: tuple[Path, ...]
    """What each shelf has of it."""

    def run(self, folder: Path, progress: Progress) -> None:
        """Write shards.json and the shards below files/search/."""
        from radkind_pod.publish.search.shards import write_aisle

        write_aisle(self.shelves, folder)

    def read(self, folder: Path) -> Sharded:
        """Return where both are."""
        return Sharded(folder / "shards.json", folder / "files")


@dataclass(frozen=True, slots=True)
class Search:
    """The list of all episodes and all shards, with which every search begins."""

    NAME: ClassVar = "search"
    VERSION: ClassVar = 2
    tools: ClassVar = ()
    aisles: tuple[Path, ...]
    slugs: tuple[str, ...]
    """Of all episodes, by date, the oldest first."""

    def run(self, folder: Path, progress: Progress) -> None:
        """Write files/search/words.json."""
        from radkind_pod.publish.search.shards import write_list

        write_list(self.aisles, self.slugs, folder / "files")

    def read(self, folder: Path) -> Path:
        """Return the folder of public files."""
        return folder / "files"
