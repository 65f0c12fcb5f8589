"""`publish` and `changes`, from the project to the destination, top to bottom."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from radkind_pod.errors import Refused
from radkind_pod.model.consent import People
from radkind_pod.model.outgoing import Outgoing
from radkind_pod.model.release import Release
from radkind_pod.model.show import Show
from radkind_pod.pipeline.fingerprint import Hashes
from radkind_pod.pipeline.lock import locked
from radkind_pod.pipeline.publishing.candidates import RENDERED, candidates, going_out, rules, standing_candidates
from radkind_pod.pipeline.publishing.checked import ReadThere, refuse_leaks
from radkind_pod.pipeline.publishing.memory import PUBLISHED, forget_published, log, remember_published
from radkind_pod.pipeline.publishing.outgoing import make_outgoing
from radkind_pod.pipeline.publishing.refusals import refuse_race, refuse_unasked, refuse_without_destination
from radkind_pod.pipeline.show import read_release
from radkind_pod.pipeline.store import recover_all
from radkind_pod.present import matching
from radkind_pod.progress import Watcher
from radkind_pod.publish.destinations import Secrets, open_destination
from radkind_pod.publish.selection import Candidate, Selection, select, select_standing
from radkind_pod.publish.sending.compare import (
    FEED_PATH,
    Changes,
    Wanted,
    as_found,
    as_replaced,
    compare,
    may_be_there,
    slug_of,
)
from radkind_pod.publish.sending.journal import Journal
from radkind_pod.publish.sending.ledger import LEDGER, Ledger, digest_of, read_ledger
from radkind_pod.publish.sending.line import Line
from radkind_pod.publish.sending.lock import drop_left_over, held
from radkind_pod.publish.sending.pings import ping
from radkind_pod.publish.sending.send import Load, send
from radkind_pod.sources.people import read_people
from radkind_pod.sources.show import read_show

OpenSecrets = Callable[[str], Secrets]
"""Returns where the secrets of an address come from."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asked for."""

    only_look: bool = False
    remove: int | None = None
    """The confirmed number of episodes to take away."""
    drop: tuple[str, ...] = ()
    """The slugs of published episodes that are no longer in the project and shall go."""
    forget: bool = False
    """Earlier files go at once, not after thirty days."""
    adopt: bool = False
    """Replace a feed or website that radkind-pod did not put there."""
    again: tuple[str, ...] = ()
    """The slugs of episodes that go out as they are here, whatever was taken away or published from elsewhere."""
    confirmed: tuple[str, ...] = ()
    """The slugs whose removal a person has just agreed to, each by its name."""
    only_standing: bool = False
    """Nothing that is new goes out, only what stands there without what goes: nothing new can stop it then."""


@dataclass
class Published:
    """What became of it. `sent` counts the files that went up."""

    where: str
    selection: Selection
    changes: Changes
    sent: int = 0
    text_changes: tuple[str, ...] = ()
    """What goes up again though only its words changed, in words."""
    remarks: list[str] = field(default_factory=list)
    refused: str = ""
    """Why `publish` would refuse it, where somebody only looks."""


@dataclass(frozen=True, slots=True)
class Made:
    """What would go out: rendered and gated. `standing` holds each episode as it was published last, by slug."""

    standing: Mapping[str, Release]
    selection: Selection
    wanted: Wanted
    sources: Mapping[str, Path]
    remarks: tuple[str, ...]


def publish(root: Path, wish: Wish, now: datetime, open_secrets: OpenSecrets, watcher: Watcher) -> Published:
    """Bring to the destination what may go out at `now`. Raises PodError; then listeners see what they saw before."""
    with locked(root / "build" / "lock"):
        recover_all(root / "build")
        recover_all(root / "build" / RENDERED)
        show, people = read_show(root), read_people(root)
        refuse_without_destination(show)
        to = show.publishing.to
        line = Line(lambda: open_destination(to, root, open_secrets(to)))
        made = make_ready(show, people, now, watcher, _read_there(line) if wish.only_standing else None)
        with line as destination:
            recorded, ledger_sha256 = _read(destination)
            standing = digest_of(destination.read(FEED_PATH))
            ledger = as_found(recorded, standing)
            changes = _changes(destination, standing, ledger, made, wish, now)
            told = tuple(_text_changes(made, changes))
            published = Published(
                destination.name, made.selection, changes, text_changes=told, remarks=list(made.remarks)
            )
            token = root / "build" / "publishing" / "token"
            if changes.is_none and not wish.only_look:  # also where what is asked for was done by a run that was killed
                drop_left_over(destination, token)
                _remember(show, made)
                _forget_gone(show, made.wanted)
            try:
                refuse_unasked(destination, standing, ledger, made, changes, wish)
            except Refused as error:
                if not wish.only_look:
                    raise
                published.refused = str(error)
            is_there = bool(ledger.files or ledger.kept)
            if wish.only_look or changes.is_none or not (made.wanted.episodes or is_there):
                return published  # a show that begins without an episode would be a feed that no platform takes
            with held(destination, token, now) as hold:
                refuse_race(_read(destination)[1], ledger_sha256, destination.name)
                load = Load(made.wanted, changes, made.sources, ledger, ledger_sha256, hold)
                published.sent = _send(show, destination, load, made, now, watcher, published.remarks)
            published.remarks += destination.remarks
        _forget_gone(show, made.wanted)
        published.remarks += ping(f"{show.info.base_url}/{FEED_PATH}", show.publishing.ping, show.info.platforms.hub)
        return published


def _send(
    show: Show, destination: Line, load: Load, made: Made, now: datetime, watcher: Watcher, remarks: list[str]
) -> int:
    """Send it, and remember it as the feed is replaced. Returns how many files went up."""
    journal = Journal(_journal(show.root), load.ledger.run)
    noted = replace(
        load,
        about_to_show=lambda: _remember(show, made),
        shown=lambda: _log(show.root, load.changes, made.wanted, now),
    )
    with _stage(watcher, "send", _counted(len(load.changes.uploads), "file")):
        return send(destination, noted, journal, _check(show, remarks), now, watcher)


def _journal(root: Path) -> Path:
    return root / "build" / "publishing" / "journal"


def make_ready(show: Show, people: People, now: datetime, watcher: Watcher, read_there: ReadThere | None) -> Made:
    """Select what may go out, render it into build/outgoing/ and let it through the gate. Raises Refused.

    With `read_there` only versions that stand at the destination are selected, and the gate stops only what doesn't
    stand there yet.
    """
    hashes = Hashes(show.root / "build" / "hashes.json", show.root)
    try:
        known = _standing_there(show, read_there) if read_there else candidates(show)
        selection = (select_standing if read_there else select)(known, people, rules(show), now)
        with _stage(watcher, "render", _counted(len(selection.out), "episode")):
            laid = make_outgoing(show, selection, hashes)
        with _stage(watcher, "gate", _counted(len(laid.sources), "file")):
            told = refuse_leaks(show.root / "build", laid, people, hashes, watcher, read_there)
    finally:
        hashes.save()
    before = {one.slug: one.standing for one in known if one.standing}
    return Made(before, selection, laid.wanted, laid.sources, told)


def _standing_there(show: Show, read_there: ReadThere) -> tuple[Candidate, ...]:
    """Return what stands at the destination; another computer may have taken away what this one remembers of it."""
    there = {known.guid for known in read_ledger(read_there(LEDGER), show.publishing.to).episodes}
    return tuple(one for one in standing_candidates(show) if one.made.guid in there)


def _read_there(line: Line) -> ReadThere:
    def read(path: str) -> bytes | None:
        with line as destination:
            return destination.read(path)

    return read


def _read(destination: Line) -> tuple[Ledger, str | None]:
    data = destination.read(LEDGER)
    return read_ledger(data, destination.name), digest_of(data)


def _changes(destination: Line, standing: str | None, ledger: Ledger, made: Made, wish: Wish, now: datetime) -> Changes:
    """Compare. What an interrupted run or somebody else left at a path counts as replaced there, not as added."""
    changes = compare(ledger, made.wanted, now, forget=wish.forget, again=wish.again)
    there = {path for path in may_be_there(ledger, changes) if path != FEED_PATH and destination.stat(path)}
    return as_replaced(changes, {*there, FEED_PATH} if standing else there)


def _check(show: Show, remarks: list[str]) -> Callable[[Sequence[Outgoing]], Sequence[str]]:
    """Return what looks at new files under the public address: returns what listeners can't get, and notes the rest."""

    def check(files: Sequence[Outgoing]) -> Sequence[str]:
        from radkind_pod.publish.public_check import check_public

        problems = check_public(show.info.base_url, files)
        remarks.extend(dict.fromkeys(str(one) for one in problems if not one.is_missing))
        return [str(one) for one in problems if one.is_missing]

    is_remote = "://" in show.publishing.to
    return check if is_remote and show.publishing.check else lambda _: ()


def _text_changes(made: Made, changes: Changes) -> Iterator[str]:
    """Yield which sounds go up again though nothing but their tags changed: the transcript is one of them.

    What is remembered as published may stand at another destination: only what stands at this one goes up again.
    """
    going = {file.path: file for file in changes.added}
    for out in made.selection.out:
        if out.slug in changes.new_episodes:
            continue
        before, audio = made.standing.get(out.slug), out.release.audio
        same_sound = before and (before.duration_ms, before.loudness) == (out.release.duration_ms, out.release.loudness)
        if same_sound and audio.path in going:
            yield f"{out.slug}: words or tags changed, so its MP3 goes up again ({audio.bytes / 1e6:.1f} MB)"


def _remember(show: Show, made: Made) -> None:
    """Keep each episode as it is about to stand out there.

    Written just before the feed is replaced: a run that dies between the two leaves a version that was let out.
    """
    for out, one in zip(made.selection.out, going_out(show, made.selection), strict=True):
        remember_published(show.root / "episodes" / out.folder, one.file, one.words)


def _forget_gone(show: Show, wanted: Wanted) -> None:
    """Delete what is remembered of episodes that don't stand out there any more."""
    _journal(show.root).unlink(missing_ok=True)  # of a run that was killed after it had sent everything
    guids = {known.guid for known in wanted.episodes}
    for file in matching(show.root / "episodes", f"[!.]*/{PUBLISHED}"):
        if read_release(file).guid not in guids:
            forget_published(file.parent)


def _log(root: Path, changes: Changes, wanted: Wanted, now: datetime) -> None:
    touched = {*changes.new_episodes, *(slug_of(file.path) for file in changes.uploads)}
    guids = [known.guid for known in wanted.episodes if known.slug in touched]
    log(root, now, "publish", guids, files=len(changes.uploads), bytes=sum(f.bytes for f in changes.uploads))
    if changes.gone_episodes:
        log(root, now, "remove", (known.guid for known in changes.gone_episodes))


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


@contextmanager
def _stage(watcher: Watcher, name: str, what: str) -> Iterator[None]:
    began = time.monotonic()
    watcher.stage(name, (what,))
    yield
    watcher.done(name, time.monotonic() - began)
