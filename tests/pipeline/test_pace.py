"""How long the rest of a build will take."""

import heapq
import random

import pytest

from radkind_pod.pipeline.pace import Expected, Pace, Paced
from radkind_pod.progress import Silent

LOOK_S = 10.0
RATES = {"prepare": 0.004, "recognise": 0.035, "level": 0.003, "master": 0.004, "encode": 0.02, "measure": 0.01}
"""Seconds for each recorded second, as in the manifests of a build on two cores."""

WHOLE = {"recognise"}
"""Stages that take all cores."""


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def played(
    expected: dict[str, dict[str, Expected]], took: dict[str, dict[str, float]], *, workers: int = 0
) -> list[tuple[float, float]]:
    """Play a build on two cores, first come, first served; return when what was told to be left, and the end.

    What a stage takes is in `took`. `workers` play a cluster, with twice as many episodes at once. That a stage doesn't
    wait is told with each thing that it tells, as a cluster does.
    """
    clock = Clock()
    pace = Pace(expected, clock)
    looks = {slug: Paced(Silent(), pace, slug) for slug in expected}
    waiting = sorted(expected, key=pace.seconds, reverse=True)
    line, events, told = list[str](), list[tuple[float, str, str]](), list[tuple[float, float]]()
    free, whole = workers or 2, set() if workers else WHOLE
    todo = {slug: list(stages) for slug, stages in took.items()}
    began = dict[str, float]()

    def asks(slug: str) -> None:
        if todo[slug]:
            looks[slug].stage(todo[slug][0], ("not made yet",))
            looks[slug].waits(True)
            line.append(slug)
        else:
            pace.ended(slug)
            if waiting:
                asks(waiting.pop(0))

    for _ in range(2 * workers or 2):
        asks(waiting.pop(0))
    while line or events:
        while line and free >= (need := 2 if todo[line[0]][0] in whole else 1):
            slug = line.pop(0)
            free -= need
            looks[slug].waits(False)
            began[slug] = clock.now
            heapq.heappush(events, (clock.now + took[slug][todo[slug][0]], slug, todo[slug][0]))
        end, slug, stage = heapq.heappop(events)
        while clock.now + LOOK_S < end:
            clock.now += LOOK_S
            for _, at_work, its in [(end, slug, stage), *events]:
                looks[at_work].waits(False)
                looks[at_work].moved(clock.now - began[at_work], took[at_work][its])
            if (left := pace.left()) is not None:
                told.append((clock.now, left))
        clock.now = end
        free += 2 if stage in whole else 1
        looks[slug].waits(False)
        looks[slug].done(stage, took[slug][stage])
        todo[slug].pop(0)
        asks(slug)
    return [*told, (clock.now, 0.0)]


def made_up(seed: int, *, faster: float, is_known: bool, episodes: int = 40) -> tuple[dict, dict]:
    """Return what episodes of 10 to 90 minutes are expected to take, and what they take: other than expected."""
    chance = random.Random(seed)
    expected, took = {}, {}
    for number in range(episodes):
        recorded_s = chance.uniform(600, 5400)
        expected[f"e{number}"] = {name: Expected(rate * recorded_s, is_known) for name, rate in RATES.items()}
        took[f"e{number}"] = {
            name: rate * recorded_s * chance.uniform(0.8, 1.25) / faster for name, rate in RATES.items()
        }
    return expected, took


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("faster", "is_known"), [(1, True), (3, True), (0.3, False)], ids=["same", "faster", "guessed"]
)
def test_after_a_third_of_the_work_the_time_left_is_within_a_quarter(seed: int, faster: float, is_known: bool) -> None:
    *told, (end, _) = played(*made_up(seed, faster=faster, is_known=is_known))
    wrong = [abs(left - (end - now)) / (end - now) for now, left in told if end / 3 < now < 0.95 * end]
    assert len(wrong) > 20
    assert max(wrong) <= 0.25


@pytest.mark.parametrize("workers", [2, 6, 20])
def test_on_a_cluster_it_is_no_further_off(workers: int) -> None:
    *told, (end, _) = played(*made_up(1, faster=1, is_known=True, episodes=100), workers=workers)
    wrong = [abs(left - (end - now)) / (end - now) for now, left in told if end / 3 < now < 0.95 * end]
    assert len(wrong) > 10
    assert max(wrong) <= 0.25


def test_a_stage_at_work_doesn_t_begin_again_with_all_that_is_told_of_it() -> None:
    clock = Clock()
    pace = Pace({slug: {"recognise": Expected(1000, True)} for slug in "ab"}, clock)
    looks = [Paced(Silent(), pace, slug) for slug in "ab"]
    for look in looks:
        look.stage("recognise", ("not made yet",))
        look.waits(True)
    for second in range(501):
        clock.now = float(second)
        for look in looks:
            look.waits(False)
            look.moved(second, 1000)
    assert pace.left() == pytest.approx(500)


def test_nothing_is_told_before_a_tenth_of_the_work_is_done() -> None:
    expected, took = made_up(1, faster=1, is_known=True)
    *told, (end, _) = played(expected, took)
    assert end * 0.05 < told[0][0] < end * 0.2


def test_nothing_is_told_of_a_listening_that_nobody_ever_saw() -> None:
    clock = Clock()
    pace = Pace({"a": {"prepare": Expected(100, False), "recognise": Expected(1000, False)}}, clock)
    pace.begins("a", "prepare")
    clock.now = 100
    pace.done("a", "prepare", 100)
    pace.begins("a", "recognise")
    clock.now = 120
    assert pace.left() is None  # a tenth is done, and the rest is a guess
    pace.moved("a", 0.01)
    clock.now = 220
    pace.moved("a", 0.11)
    assert pace.left() == pytest.approx(890, rel=0.1)  # 0.1 in 100 s


def test_what_failed_takes_no_more_time() -> None:
    clock = Clock()
    pace = Pace({slug: {"encode": Expected(100, True)} for slug in "abc"}, clock)
    pace.begins("a", "encode")
    clock.now = 100
    pace.done("a", "encode", 100)
    assert pace.left() == 200
    pace.ended("b")
    assert pace.left() == 100


def test_nothing_ends_before_its_longest_episode() -> None:
    clock = Clock()
    pace = Pace({"long": {"encode": Expected(1000, True)}, "short": {"encode": Expected(100, True)}}, clock)
    pace.begins("long", "encode")
    pace.begins("short", "encode")
    clock.now = 100
    pace.done("short", "encode", 100)
    assert pace.left() == pytest.approx(900)  # two at once so far: half of that would be told without it
