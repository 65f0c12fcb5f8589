"""Build episodes side by side; what fails is a value, so that one broken episode doesn't stop the others."""

from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from radkind_pod.errors import PodError, Problem, Refused, SourceError
from radkind_pod.model.episode import Episode
from radkind_pod.model.show import Show
from radkind_pod.pipeline.built_from import note, written
from radkind_pod.pipeline.chain import STAGES
from radkind_pod.pipeline.crew import Crew
from radkind_pod.pipeline.editions import editions_left_out
from radkind_pod.pipeline.episode import Outcome, build_episode
from radkind_pod.pipeline.fingerprint import Hashes
from radkind_pod.pipeline.imported import renew
from radkind_pod.pipeline.lock import locked
from radkind_pod.pipeline.plan import PlanEnds, PlanningStore, rest_of_the_chain
from radkind_pod.pipeline.runner import Runner
from radkind_pod.pipeline.show import RELEASE, SHOW, build_public, plan_public, read_release, releases, remember
from radkind_pod.pipeline.store import Reached, StageRun, Store, recover_all
from radkind_pod.pipeline.words import Choice, left_out
from radkind_pod.progress import Silent, Watcher
from radkind_pod.sources.check import duplicate_guids
from radkind_pod.sources.episode import read_episode
from radkind_pod.sources.show import read_show
from radkind_pod.sources.top_lines import top_lines

_LOOK_S = 1.0
"""A wait without an end can't be interrupted on Windows."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asked for."""

    fresh: bool = False
    until: str = ""
    choice: Choice = field(default_factory=Choice)


@dataclass
class Built:
    """What became of one episode: its outcome as far as it went, and the error that ended it, if one did."""

    outcome: Outcome
    episode: Episode | None = None
    runs: list[StageRun] | None = None
    error: Exception | None = None
    whole: bool = False
    """All of it is made: it was not asked to stop at an earlier stage."""


def build(root: Path, slugs: Sequence[str], wish: Wish, watcher: Watcher, crew: Crew) -> tuple[list[Built], list[str]]:
    """Build the episodes and then feed and site. Returns each one's result, and the slugs without a Release.

    Raises PodError for what concerns the whole show.
    """
    with locked(root / "build" / "lock"):
        recover_all(root / "build")
        hashes = Hashes(root / "build" / "hashes.json", root)
        try:
            show = read_show(root)
            results = _build_all(show, slugs, wish, watcher, hashes, crew)
            with crew.runner(SHOW, len(slugs)) as runner:
                _build_show(show, results, wish, watcher, hashes, runner)
        finally:
            hashes.save()
    released = {file.parent.name for file in releases(root)}
    everyone = (file.parent.name for file in sorted((root / "episodes").glob("*/episode.yaml")))
    return results, [slug for slug in everyone if slug not in released]


def plan(root: Path, slugs: Sequence[str], wish: Wish) -> list[Built]:
    """Say for each episode which stages would run, and why. Nothing runs, nothing is written."""
    hashes = Hashes(root / "build" / "hashes.json", root)
    show = read_show(root)
    return [_plan_one(show, slug, wish, hashes) for slug in slugs]


def _build_all(
    show: Show, slugs: Sequence[str], wish: Wish, watcher: Watcher, hashes: Hashes, crew: Crew
) -> list[Built]:
    def work(slug: str, priority: int) -> Built:
        with crew.runner(slug, priority) as runner:
            return _build_one(show, slug, wish, watcher, hashes, runner)

    with ThreadPoolExecutor(crew.at_once, thread_name_prefix="episode") as pool:
        works = [pool.submit(work, slug, priority) for priority, slug in enumerate(slugs)]
        try:
            pending = set(works)
            while pending:
                done, pending = wait(pending, _LOOK_S, FIRST_COMPLETED)
                for one in done:
                    one.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            crew.stop()
            raise
    return [one.result() for one in works]


def _build_one(show: Show, slug: str, wish: Wish, watcher: Watcher, hashes: Hashes, runner: Runner) -> Built:
    built = Built(Outcome(slug))
    store = Store(show.root / "build" / slug, hashes, watcher, fresh=wish.fresh, until=wish.until, runner=runner)
    built.runs = store.runs
    read = written(show.root / "episodes" / slug)  # before it is: what is changed meanwhile is not in it for sure
    try:
        built.episode = read_episode(show, slug)
        _refuse_guid(show.root, built.episode)
        watcher.episode(slug, built.episode.info.title)
        if built.episode.imported:
            renew(built.episode)
            note(built.episode.folder, read)
            built.whole = True
            return built
        build_episode(store, show, built.episode, wish.choice, built.outcome)
        assert built.outcome.packaged
        remember(built.outcome.packaged, built.episode.folder)
        note(built.episode.folder, read)
        built.whole = True
    except Reached:
        pass
    except Exception as error:  # noqa: BLE001 - even a bug in one episode doesn't stop the others; it is reported
        built.error = error
    return built


def _build_show(show: Show, results: list[Built], wish: Wish, watcher: Watcher, hashes: Hashes, runner: Runner) -> None:
    if not any(built.whole for built in results):
        return
    asked_for = {built.outcome.slug for built in results}
    build, stores = show.root / "build", dict[str, Store]()
    for slug in (file.parent.name for file in releases(show.root)):
        quiet = slug not in asked_for
        look, fresh = (Silent(), False) if quiet else (watcher, wish.fresh)
        stores[slug] = Store(build / slug, hashes, look, fresh=fresh, until=wish.until, runner=runner)
    show_store = Store(build / SHOW, hashes, watcher, fresh=wish.fresh, until=wish.until, runner=runner)
    with suppress(Reached):
        banned = {built.outcome.slug: built.outcome.banned for built in results}
        build_public(show, show_store, stores, hashes, banned)
    for built in results:
        own = stores.get(built.outcome.slug)
        if built.runs is not None and built.whole:
            built.runs += [*(own.runs if own else ()), *show_store.runs]
            built.runs.sort(key=lambda run: STAGES.index(run.name))


def _plan_one(show: Show, slug: str, wish: Wish, hashes: Hashes) -> Built:
    built = Built(Outcome(slug))
    runs = built.runs = list[StageRun]()
    folder = show.root / "build"
    store = PlanningStore(folder / slug, hashes, runs, fresh=wish.fresh, until=wish.until)
    show_store = PlanningStore(folder / SHOW, hashes, runs, until=wish.until)
    try:
        built.episode = read_episode(show, slug)
        if not built.episode.imported:
            build_episode(store, show, built.episode, wish.choice, built.outcome)
        plan_public(show, show_store, store, slug)
    except Reached:
        pass
    except PlanEnds:
        pass
    except PodError as error:
        built.error = error
    skipped = left_out(built.episode) if built.episode else ()
    skipped += editions_left_out(show.editions, skipped)
    if not built.error and not (built.episode and built.episode.imported):
        runs += rest_of_the_chain(runs, wish.until, skipped)
    return built


def _refuse_other_name(file: Path, episode: Episode, before: str) -> None:
    if file.parent.resolve() == episode.file.parent.resolve():
        raise Refused(
            f"the episode was called {before} when it was built last; as {episode.info.slug} its page, sound and "
            "transcript would get other addresses, and links to the old ones would break",
            f"Call its folder {before} again. If the addresses shall change, delete {RELEASE} in it and build: apps go "
            "by the guid, so listeners don't get it twice",
            file=episode.file,
        )


def _refuse_guid(root: Path, episode: Episode) -> None:
    """Raise where the guid is another episode's, or not the one this episode was released with."""
    for file in releases(root):
        release = read_release(file)
        if release.slug == episode.info.slug and release.guid != episode.info.guid:
            raise Refused(
                f"{episode.file}: the guid was {release.guid} when this episode was released; with another one "
                "every listener gets it again as a new episode",
                f"Write guid: {release.guid} again",
                file=episode.file,
            )
        if release.slug != episode.info.slug and release.guid == episode.info.guid:
            _refuse_other_name(file, episode, release.slug)
            message = f"guid {release.guid} belongs to the episode {release.slug}: give this one its own"
            line, _ = top_lines(episode.file).get("guid", (None, ""))
            raise SourceError([Problem(episode.file, line, message)])
    twins = [problem for problem in duplicate_guids(root) if problem.file.resolve() == episode.file.resolve()]
    if twins:
        raise SourceError(twins)
