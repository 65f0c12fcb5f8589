"""Whose each guid is: apps go by it, so it never changes, and no two episodes have the same."""

from functools import cached_property
from pathlib import Path

from radkind_pod.errors import Problem, Refused, SourceError
from radkind_pod.model.episode import Episode
from radkind_pod.pipeline.show import RELEASE, read_release, releases
from radkind_pod.sources.check import duplicate_guids
from radkind_pod.sources.top_lines import top_lines


class Guids:
    """The guids of a show as they are when they are first asked for: a build of all episodes reads them once."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @cached_property
    def _released(self) -> tuple[tuple[Path, str, str], ...]:
        """Each remembered Release's file, slug and guid."""
        return tuple((file, one.slug, one.guid) for file in releases(self._root) for one in (read_release(file),))

    @cached_property
    def _twins(self) -> tuple[Problem, ...]:
        return duplicate_guids(self._root)

    def refuse(self, episode: Episode) -> None:
        """Raise where the guid is another episode's, or not the one this episode was released with."""
        for file, slug, guid in self._released:
            if slug == episode.info.slug and guid != episode.info.guid:
                raise Refused(
                    f"{episode.file}: the guid was {guid} when this episode was released; with another one "
                    "every listener gets it again as a new episode",
                    f"Write guid: {guid} again",
                    file=episode.file,
                )
            if slug != episode.info.slug and guid == episode.info.guid:
                _refuse_other_name(file, episode, slug)
                message = f"guid {guid} belongs to the episode {slug}: give this one its own"
                line, _ = top_lines(episode.file).get("guid", (None, ""))
                raise SourceError([Problem(episode.file, line, message)])
        twins = [problem for problem in self._twins if problem.file.resolve() == episode.file.resolve()]
        if twins:
            raise SourceError(twins)


def _refuse_other_name(file: Path, episode: Episode, before: str) -> None:
    if file.parent.resolve() == episode.file.parent.resolve():
        raise Refused(
            f"the episode was called {before} when it was built last; as {episode.info.slug} its page, sound and "
            "transcript would get other addresses, and links to the old ones would break",
            f"Call its folder {before} again. If the addresses shall change, delete {RELEASE} in it and build: apps go "
            "by the guid, so listeners don't get it twice",
            file=episode.file,
        )
