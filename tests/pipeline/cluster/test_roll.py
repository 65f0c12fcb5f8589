"""Which workers may be used: those that were checked, and whoever comes back."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from distributed import Client

from radkind_pod.errors import ToolMissing
from radkind_pod.pipeline.cluster import needs as needing
from radkind_pod.pipeline.cluster import roll as rolls
from radkind_pod.pipeline.cluster.needs import Checked, Needs, Weights, checked
from radkind_pod.pipeline.cluster.roll import Roll
from radkind_pod.progress import Progress, Silent

NEEDS = Needs("1", "source", (), None)
ANSWERS = {"good": Checked("", "", "x86"), "bad": Checked("it has no model", "bring it", "x86")}
ANSWERS["hangs"] = ANSWERS["good"]


class Cluster:
    """Stands for a client: the workers that are there, and what each says of itself."""

    def __init__(self, *there: str) -> None:
        self.there, self.asked, self.answers = there, list[str](), Event()

    def nthreads(self) -> dict[str, int]:
        return dict.fromkeys(self.there, 1)

    def run(self, _: Callable[..., object], __: Needs, *, workers: list[str], on_error: str) -> dict[str, Checked]:
        self.asked += workers
        if "hangs" in workers:
            assert self.answers.wait(60)
        return {worker: ANSWERS[worker] for worker in workers}


def test_a_good_worker_that_is_starting_again_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rolls, "FRESH_S", -1)
    cluster = Cluster("good", "bad")
    roll = Roll(cluster)
    assert roll.fit("measure", NEEDS, Silent()) == ("good",)
    cluster.there = ("bad",)
    assert roll.fit("measure", NEEDS, Silent()) == ()
    with pytest.raises(ToolMissing, match="no worker of the cluster can be used for measure"):
        Roll(cluster).fit("measure", NEEDS, Silent())


def test_who_has_just_come_is_found_when_the_list_is_asked_for_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rolls, "FRESH_S", 1000)
    cluster = Cluster("good")
    roll = Roll(cluster)
    assert roll.fit("measure", NEEDS, Silent()) is None
    cluster.there = ("good", "bad")
    assert roll.fit("measure", NEEDS, Silent()) is None
    assert roll.fit("measure", NEEDS, Silent(), looks=True) == ("good",)


def test_a_worker_that_refuses_what_was_sent_to_whoever_comes_is_known_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the same would be sent to it again and again, as long as the list of workers is believed."""
    monkeypatch.setattr(rolls, "FRESH_S", 1000)
    cluster = Cluster()
    roll = Roll(cluster)
    assert roll.fit("measure", NEEDS, Silent()) is None
    cluster.there = ("bad",)
    roll.refuse("bad", NEEDS, ANSWERS["bad"])
    with pytest.raises(ToolMissing, match="no worker of the cluster can be used for measure"):
        roll.fit("measure", NEEDS, Silent())


def test_a_worker_that_has_not_answered_is_waited_for_once_and_used_from_its_answer_on(
    heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rolls, "ANSWER_S", 0.2)
    cluster, others = Cluster("good", "hangs"), replace(NEEDS, version="2")
    roll = Roll(cluster)
    assert roll.fit("measure", NEEDS, heard) == ("good",)
    assert roll.fit("measure", NEEDS, heard) == ("good",)
    assert roll.fit("encode", others, heard) == ("good",)
    assert roll.ask_all(lambda *_: None, "topic")
    assert heard.remarks[0] == "the worker hangs hasn't answered yet; it is used as soon as it does"
    assert not any("hangs" in remark for remark in heard.remarks[1:])
    cluster.answers.set()
    assert soon(roll, heard) is None
    assert sorted(cluster.asked) == ["good", "good", "good", "hangs", "hangs"]


def test_while_all_that_are_there_are_silent_nobody_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rolls, "ANSWER_S", 0.2)
    cluster = Cluster("bad", "hangs")
    roll = Roll(cluster)
    assert roll.fit("measure", NEEDS, Silent()) == ()
    cluster.answers.set()
    assert soon(roll, Silent()) == ("hangs",)


def test_a_worker_that_answered_once_is_asked_to_forget_whatever_it_owes(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may have recordings from the stages for which it was found good."""
    monkeypatch.setattr(rolls, "ANSWER_S", 0.2)
    cluster = Cluster("hangs")
    roll = Roll(cluster)
    roll.refuse("hangs", replace(NEEDS, version="2"), ANSWERS["good"])
    assert roll.fit("measure", NEEDS, Silent()) == ()
    assert not roll.ask_all(lambda *_: None, "topic")
    cluster.answers.set()


def test_a_bug_in_what_all_are_asked_comes_through() -> None:
    cluster = Cluster("unknown")
    with pytest.raises(KeyError, match="unknown"):
        Roll(cluster).ask_all(lambda *_: None, "topic")


def soon(roll: Roll, progress: Progress) -> tuple[str, ...] | None:
    """Return who may be used once the last answer is there."""
    until = time.monotonic() + 60
    while (found := roll.fit("measure", NEEDS, progress)) in ((), ("good",)):
        assert time.monotonic() < until, "the answer doesn't count"
        time.sleep(0.01)
    return found


def test_who_does_not_do_in_time_what_all_are_asked_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rolls, "ANSWER_S", 0.2)
    cluster = Cluster("hangs")
    assert not Roll(cluster).ask_all(lambda *_: None, "topic")
    cluster.answers.set()


def test_nothing_is_sent_while_no_good_worker_is_there(crew, run, shout, project: Path, monkeypatch) -> None:
    fit, submit, answers, sent = Roll.fit, Client.submit, [()], []
    monkeypatch.setattr(Roll, "fit", lambda *a, **k: answers.pop() if answers else fit(*a, **k))
    monkeypatch.setattr(Client, "submit", lambda *a, **k: sent.append(k["workers"]) or submit(*a, **k))
    with crew() as working:
        made = run(working, shout(project / "text.txt"))
    assert (made / "deeper/0.txt").read_text(encoding="utf-8") == "PEACE"
    assert sent == [None]


def test_a_model_that_a_worker_cannot_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable(_: str) -> Path:
        raise PermissionError(13, "Permission denied", "model.bin")

    monkeypatch.setattr(needing, "find_weights", unreadable)
    asked = Needs(needing.radkind_pod.__version__, needing.own_source(), (), Weights("base", "unreadable"))
    assert checked(asked).why_not == "it can't read what it needs ([Errno 13] Permission denied: 'model.bin')"


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ("model name\t: AMD EPYC\n", "arch AMD EPYC"),
        ("CPU implementer\t: 0x41\nCPU part\t: 0xd0c\n", "arch 0x41 0xd0c"),
    ],
)
@pytest.mark.parametrize(("card", "more"), [(False, ""), (True, " with a graphics card")], ids=["without", "card"])
def test_processors_are_told_apart_by_what_the_system_knows_of_them(
    lines: str, kind: str, card: bool, more: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cpuinfo").write_text(lines, encoding="utf-8")
    monkeypatch.setattr(needing, "Path", lambda _: tmp_path / "cpuinfo")
    monkeypatch.setattr(needing.platform, "machine", lambda: "arch")
    monkeypatch.setattr(needing, "has_card", lambda: card)
    assert needing.processor() == f"{kind}{more}"
