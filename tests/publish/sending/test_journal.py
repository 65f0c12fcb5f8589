"""What this computer has sent is believed only as long as no other one may have sent something else there."""

from itertools import product
from pathlib import Path

import pytest
from tests.publish.sending.shelf import NOW, Killed, Shelf, run, show

from radkind_pod.publish.sending.journal import Journal
from radkind_pod.publish.sending.ledger import LEDGER, digest_of, read_ledger
from radkind_pod.publish.sending.lock import STALE


def killed(shelf: Shelf, at: int, what, machine: Path, *, late: bool = False) -> bool:
    """Publish, killed after step `at`; say whether it came so far."""
    shelf.steps, shelf.kill_at, shelf.kill_before = 0, at, False
    try:
        run(shelf, *what, machine, NOW + STALE if late else NOW)
    except Killed:
        return True
    finally:
        shelf.kill_at = None
    return False


@pytest.mark.parametrize("theirs", ["BBBB", "B"], ids=["pages of the same size", "of another size"])
def test_two_computers_that_are_killed_in_turn_end_with_the_right_pages(tmp_path: Path, theirs: str) -> None:
    """The second one may have put another page of the same size where the first one's was."""
    before = show(tmp_path / "s", {"one": "v0"})
    ours, others = (show(tmp_path / "s", {"one": "v0", "two": text}) for text in ("AAAA", theirs))
    both = 0
    for first, second in product(range(1, 12), repeat=2):
        shelf, machine = Shelf(), tmp_path / f"{first}-{second}"
        run(shelf, *before, machine / "a")
        if not killed(shelf, first, ours, machine / "a") or not killed(shelf, second, others, machine / "b", late=True):
            continue
        both += 1
        run(shelf, *ours, machine / "a", NOW + 2 * STALE)
        for file in ours[0].files:
            assert digest_of(shelf.files[file.path]) == file.sha256, (file.path, first, second)
    assert both > 50


def test_a_copy_of_the_project_with_its_journal_is_another_computer(tmp_path: Path) -> None:
    ours, others = (show(tmp_path / "s", {"one": text}) for text in ("AAAA", "BBBB"))
    shelf = Shelf()
    assert killed(shelf, 5, ours, tmp_path / "a")
    assert "episodes/one/index.html" in shelf.files
    copy = tmp_path / "b"
    copy.mkdir()
    (copy / "journal").write_bytes((tmp_path / "a" / "journal").read_bytes())
    assert killed(shelf, 5, others, copy, late=True)
    assert shelf.files["episodes/one/index.html"] == b"page of one, BBBB"
    run(shelf, *ours, tmp_path / "a", NOW + 2 * STALE)
    assert shelf.files["episodes/one/index.html"] == b"page of one, AAAA"


def test_a_run_that_is_killed_over_and_over_sends_no_page_twice(tmp_path: Path) -> None:
    episodes = {f"e{n:03}": "hello" for n in range(40)}
    wanted, sources = show(tmp_path / "s", episodes)
    shelf = Shelf()
    for _ in range(12):
        killed(shelf, 12, (wanted, sources), tmp_path / "a")
    run(shelf, wanted, sources, tmp_path / "a")
    pages = [path for path in shelf.puts if path.endswith(".html")]
    assert len(set(pages)) == 41
    assert len(pages) <= 41 + 12, "but for the one that was on its way each time"


def test_a_kill_between_the_journal_and_the_ledger_loses_nothing(tmp_path: Path) -> None:
    """The next run has its name in the journal already, and the ledger still names the run before."""
    wanted, sources = show(tmp_path / "s", {"one": "hello"})
    shelf = Shelf()
    assert killed(shelf, 5, (wanted, sources), tmp_path / "a")
    page = next(file for file in wanted.files if file.path == "episodes/one/index.html")
    last = read_ledger(shelf.files[LEDGER], "").run
    journal = Journal(tmp_path / "a" / "journal", last)
    journal.note(page)
    journal.begin()
    assert Journal(tmp_path / "a" / "journal", last).has(page)
    assert Journal(tmp_path / "a" / "journal", journal.run).has(page)
    assert not Journal(tmp_path / "a" / "journal", "another").has(page)
    assert not Journal(tmp_path / "a" / "journal", "").has(page)


@pytest.mark.parametrize(
    "damage",
    ["", "{", "[]\n", '{"runs": 3}\n', '{"where": "x", "generation": 3}\n["a", "b"]\n', '{"runs": ["r"]}\n["a'],
)
def test_a_damaged_journal_says_nothing(tmp_path: Path, damage: str) -> None:
    wanted, _ = show(tmp_path / "s", {"one": "hello"})
    (tmp_path / "journal").write_text(damage, encoding="utf-8")
    journal = Journal(tmp_path / "journal", "r")
    assert not any(journal.has(file) for file in wanted.files)
    journal.begin()
    journal.note(wanted.files[0])
    assert Journal(tmp_path / "journal", journal.run).has(wanted.files[0])
