"""Build episodes side by side; what fails is a value, so that one broken episode doesn't stop the others."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from radkind_pod.errors import NeedsPerson, PodError
from radkind_pod.model.episode import Episode
from radkind_pod.model.show import Show
from radkind_pod.pipeline.abreast import abreast
from radkind_pod.pipeline.built_from import note, written
from radkind_pod.pipeline.chain import STAGES
from radkind_pod.pipeline.crew import Crew
from radkind_pod.pipeline.editions import editions_left_out
from radkind_pod.pipeline.episode import Outcome, build_episode
from radkind_pod.pipeline.expected import expected
from radkind_pod.pipeline.fingerprint import Hashes
from radkind_pod.pipeline.guids import Guids
from radkind_pod.pipeline.imported import renew
from radkind_pod.pipeline.lock import locked
from radkind_pod.pipeline.pace import Pace, Paced
from radkind_pod.pipeline.plan import PlanEnds, PlanningStore, rest_of_the_chain
from radkind_pod.pipeline.public import refuse_to_lose
from radkind_pod.pipeline.runner import Runner
from radkind_pod.pipeline.show import SHOW, build_public, plan_public, releases, remember
from radkind_pod.pipeline.store import Reached, StageRun, Store, recover_all
from radkind_pod.pipeline.words import Choice, left_out
from radkind_pod.present import is_folder
from radkind_pod.progress import Silent, Watcher, Watchers
from radkind_pod.sources.check import guid_of
from radkind_pod.sources.episode import read_episode
from radkind_pod.sources.project import episode_slugs
from radkind_pod.sources.show import read_show

FEED_AND_PAGES = "feed and pages"
"""What is made of all episodes is shown under this name."""


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
    """All of it is made, feed and pages too: it was not asked to stop at an earlier stage."""
    state: str = ""
    """What came of it in a word: built, kept, waits (for a person) or failed."""
    seconds: float = 0.0
    """What its stages took, without those of the show; the time in which they waited for their turn doesn't count."""


def build(
    root: Path, slugs: Sequence[str], wish: Wish, watchers: Watchers, crew: Crew
) -> tuple[list[Built], list[str]]:
    """Build the episodes and then feed and site. Returns each one's result, and the slugs without a Release.

    Where several are built and only feed and site can't be made, that is told by one more result at the end: it has no
    runs. Raises PodError for all else that concerns the whole show.
    """
    with locked(root / "build" / "lock"):
        recover_all(root / "build")
        hashes = Hashes(root / "build" / "hashes.json", root)
        try:
            show = read_show(root)
            known = {*slugs, *(file.parent.name for file in releases(root))}
            refuse_to_lose(root / "public", known, lambda slug: guid_of(root, slug))
            results = _build_all(show, slugs, wish, watchers, hashes, crew)
            if any(built.whole for built in results):
                results += _build_show(show, results, wish, watchers.watch(FEED_AND_PAGES), hashes, crew)
        finally:
            hashes.save()
    released = {file.parent.name for file in releases(root)}
    return results, [slug for slug in episode_slugs(root) if slug not in released]


def plan(root: Path, slugs: Sequence[str], wish: Wish) -> list[Built]:
    """Say for each episode which stages would run, and why. Nothing runs, nothing is written."""
    hashes = Hashes(root / "build" / "hashes.json", root)
    show = read_show(root)
    return [_plan_one(show, slug, wish, hashes) for slug in slugs]


def _build_all(
    show: Show, slugs: Sequence[str], wish: Wish, watchers: Watchers, hashes: Hashes, crew: Crew
) -> list[Built]:
    """Build the episodes, the longest first; return them in the order of `slugs`."""
    plans = [_likely(show, slug, wish, hashes) for slug in slugs] if len(slugs) > 1 else []
    guids = Guids(show.root)
    pace = Pace(expected(show, plans, wish.choice, hashes) if plans else {slug: {} for slug in slugs})

    def work(slug: str, priority: int) -> Built:
        with crew.runner(slug, priority) as runner:
            return _build_one(show, slug, wish, Paced(watchers.watch(slug), pace, slug), hashes, guids, runner)

    def ended(built: Built) -> None:
        pace.ended(built.outcome.slug)
        watchers.ended(built.outcome.slug, built.state, built.seconds, built.error)

    results = abreast(
        sorted(slugs, key=pace.seconds, reverse=True),
        work,
        crew.at_once,
        ended=ended,
        looked=lambda: watchers.left(pace.left()),
        stop=crew.stop,
    )
    return sorted(results, key=lambda built: slugs.index(built.outcome.slug))


def _build_one(
    show: Show, slug: str, wish: Wish, watcher: Watcher, hashes: Hashes, guids: Guids, runner: Runner
) -> Built:
    built = Built(Outcome(slug))
    store = Store(show.root / "build" / slug, hashes, watcher, fresh=wish.fresh, until=wish.until, runner=runner)
    built.runs = store.runs
    try:
        read = written(show.root / "episodes" / slug)  # before it is: what is changed meanwhile is not in it for sure
        built.episode = read_episode(show, slug)
        guids.refuse(built.episode)
        watcher.episode(slug, built.episode.info.title)
        if built.episode.imported:
            renew(built.episode)
        else:
            build_episode(store, show, built.episode, wish.choice, built.outcome)
            assert built.outcome.packaged
            remember(built.outcome.packaged, built.episode.folder)
        note(built.episode.folder, read)
        built.whole = True
    except Reached:
        pass
    except Exception as error:  # noqa: BLE001 - even a bug in one episode doesn't stop the others; it is reported
        built.error = error
    built.state, built.seconds = _state(built), sum(run.seconds for run in built.runs)
    return built


def _state(built: Built) -> str:
    if built.error:
        return _failed(built.error)
    return "built" if any(run.state == "made" for run in built.runs or ()) else "kept"


def _failed(error: Exception) -> str:
    return "waits" if isinstance(error, NeedsPerson) else "failed"


def _build_show(
    show: Show, results: list[Built], wish: Wish, watcher: Watcher, hashes: Hashes, crew: Crew
) -> list[Built]:
    """Return what failed of it: what came of several episodes is told all the same."""
    try:
        with crew.runner(SHOW, len(results)) as runner:
            _make_show(show, results, wish, watcher, hashes, runner)
    except Exception as error:
        if len(results) == 1:
            raise
        for built in results:
            built.whole = False
        return [Built(Outcome(FEED_AND_PAGES), error=error, state=_failed(error))]
    return []


def _make_show(show: Show, results: list[Built], wish: Wish, watcher: Watcher, hashes: Hashes, runner: Runner) -> None:
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


def _likely(show: Show, slug: str, wish: Wish, hashes: Hashes) -> Built:
    """Return the plan of the episode as far as it takes time, without what is made of all episodes."""
    try:
        if is_folder(show.root / "build" / slug / STAGES[0]):
            return _plan_one(show, slug, wish, hashes, is_for_time=True)
        episode = read_episode(show, slug)  # and no process that looks at its pictures
        return Built(Outcome(slug), episode, _rest(show, episode, [], wish))
    except Exception:  # noqa: BLE001 - what is wrong with it ends its own build, and is told there
        return Built(Outcome(slug))


def _plan_one(show: Show, slug: str, wish: Wish, hashes: Hashes, *, is_for_time: bool = False) -> Built:
    built = Built(Outcome(slug))
    runs = built.runs = list[StageRun]()
    folder = show.root / "build"
    store = PlanningStore(folder / slug, hashes, runs, fresh=wish.fresh, until=wish.until)
    show_store = PlanningStore(folder / SHOW, hashes, runs, until=wish.until)
    try:
        built.episode = read_episode(show, slug)
        if not built.episode.imported:
            build_episode(store, show, built.episode, wish.choice, built.outcome)
        if not is_for_time:
            plan_public(show, show_store, store, slug)
    except Reached:
        pass
    except PlanEnds:
        pass
    except PodError as error:
        built.error = error
    if not built.error:
        runs += _rest(show, built.episode, runs, wish)
    return built


def _rest(show: Show, episode: Episode | None, runs: list[StageRun], wish: Wish) -> list[StageRun]:
    """Return what comes after the last planned stage."""
    if episode and episode.imported:
        return []
    skipped = left_out(episode) if episode else ()
    return rest_of_the_chain(runs, wish.until, skipped + editions_left_out(show.editions, skipped))
