"""The transcript is saved without a chance to lose what was there, and brought back from what was kept."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from radkind_pod.disk import clear_old, put_in_place_of, set_aside, sync_file
from radkind_pod.errors import NeedsPerson, Refused
from radkind_pod.transcript.review.folder import ReviewFolder
from radkind_pod.transcript.review.log import Entry, What, announce, append, confirm, now, read_log
from radkind_pod.transcript.review.versions import SHORT, find, forget, is_kept, keep, standing, version_of

SPACING = timedelta(seconds=60)
"""In one sitting, a version is kept about so often; without that, a day's autosaves fill the folder."""


class ChangedUnderneath(Refused):
    """Somebody else changed the transcript: `current` is what stands there, `expected` what should. None is nothing."""

    def __init__(self, folder: ReviewFolder, current: str | None, expected: str | None) -> None:
        self.current, self.expected = current, expected
        changed = "is there already" if expected is None else "is gone" if current is None else "was changed meanwhile"
        super().__init__(
            f"{folder.transcript} {changed}, and saving would write over it without having seen it",
            "Put both together, or open the transcript again",
            file=folder.transcript,
        )


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One entry of the history. `is_there` says whether this version of the transcript can be brought back."""

    version: str
    at: datetime
    what: str
    by: str | None
    note: str
    is_there: bool

    @property
    def short(self) -> str:
        """The version as people see and type it."""
        return self.version[:SHORT]


def save(
    folder: ReviewFolder,
    new_text: str,
    expected: str | None,
    what: What,
    by: str | None,
    note: str = "",
    *,
    session: str | None = None,
) -> str:
    """Save the transcript in place of the version `expected` (None: there is none), and return the new version.

    When this returns, it is on the disk, and kept among the versions too: another program may write over the transcript
    at any time. All versions stay, but of the autosaves of one `session` one a minute and the last one. Raises
    ChangedUnderneath when the transcript isn't what was expected; what a person wrote there meanwhile is kept too.
    Saving again what stands there already is no mistake.
    """
    data = new_text.encode("utf-8")
    return _save(folder, data, expected, Entry(now(), what, version_of(data), by or None, note, session))


def restore(folder: ReviewFolder, name: str, by: str | None = None) -> str:
    """Bring back a version by its name or the beginning of it, and return it. The one that stood there is kept."""
    with folder.locked():
        data = find(folder, name)
        version = version_of(data)
        return _save(folder, data, note_found(folder), Entry(now(), "restored", version, by or None))


def note_found(folder: ReviewFolder) -> str | None:
    """Return the version of the transcript now. One that was written with another program is kept and logged."""
    data = standing(folder)
    if data is None or _is_logged(folder, data):
        return None if data is None else version_of(data)
    with folder.locked():
        data = _noted(folder)
    return None if data is None else version_of(data)


def record(folder: ReviewFolder, what: What, by: str | None, note: str = "") -> str | None:
    """Log something that happened to the transcript as it stands, keep this version, and return it.

    For packs and editors that are opened: whoever begins from this version can be put together with what comes later.
    """
    with folder.locked():
        data = _noted(folder)
        if data is None:
            return None
        version = keep(folder, data)
        append(folder.log, Entry(now(), what, version, by or None, note))
    return version


def history(folder: ReviewFolder) -> list[HistoryEntry]:
    """Return everything that was done to the transcript, the newest first. Writes nothing."""
    data = standing(folder)
    current = version_of(data) if data is not None else None
    return [
        HistoryEntry(e.version, e.at, e.what, e.by, e.note, e.version == current or is_kept(folder, e.version))
        for e in reversed(read_log(folder.log, current))
    ]


def refuse_lost(folder: ReviewFolder) -> None:
    """Raise NeedsPerson where people corrected a transcript that is gone: the draft may say what they took out."""
    kept = [entry for entry in history(folder) if entry.is_there and entry.what != "given"]
    if kept and standing(folder) is None:
        raise NeedsPerson(
            folder.transcript,
            "this transcript was corrected, and now it is gone: the machine's draft may say what people took out",
            f"Bring it back: radkind-pod review restore {folder.episode_folder.name} {kept[0].short}; or, to begin "
            f"anew, move {folder.path.name}/ away too",
        )


def _save(folder: ReviewFolder, data: bytes, expected: str | None, entry: Entry) -> str:
    with folder.locked():
        _clear(folder)
        before = _noted(folder)
        current = None if before is None else version_of(before)
        if current == entry.version and expected is not None:
            return _saved_already(folder, data, entry)
        if current != expected:
            raise ChangedUnderneath(folder, current, expected)
        if before is not None:
            keep(folder, before)
        keep(folder, data)
        aside = set_aside(folder.transcript, data)
        try:
            announce(folder.log, entry, current)
        except BaseException:
            with suppress(OSError):  # what went wrong first is what is told
                aside.unlink()
            raise
        if not put_in_place_of(before, aside, folder.transcript):  # another program wrote to it in the last moment
            raise ChangedUnderneath(folder, note_found(folder), expected)
        with suppress(OSError):  # it is saved; the next entry makes up for this
            confirm(folder.log)
            if current and entry.session and _may_go(folder, current, entry):
                forget(folder, current)
    return entry.version


def _clear(folder: ReviewFolder) -> None:
    """Take away what a killed saving left: only who holds the lock writes these."""
    clear_old(folder.transcript.parent, f".new-{folder.transcript.name}-*.part", 0)
    clear_old(folder.path, "**/.new-*.part", 0)


def _noted(folder: ReviewFolder) -> bytes | None:
    data = standing(folder)
    if data is not None and not _is_logged(folder, data):
        append(folder.log, Entry(now(), "found", keep(folder, data)))
    return data


def _is_logged(folder: ReviewFolder, data: bytes) -> bool:
    entries = read_log(folder.log, version_of(data))
    return bool(entries) and entries[-1].version == version_of(data)


def _saved_already(folder: ReviewFolder, data: bytes, entry: Entry) -> str:
    """Somebody who wasn't answered tries again, or nothing is different."""
    keep(folder, data)
    sync_file(folder.transcript)
    if entry.session is None:
        append(folder.log, entry)
    return entry.version


def _may_go(folder: ReviewFolder, version: str, after: Entry) -> bool:
    """Say whether this version needn't be kept: an autosave between others of its sitting, one of them just before."""
    entries = read_log(folder.log, after.version)
    own = [entry for entry in entries if entry.version == version]
    if any((entry.what, entry.session) != ("saved", after.session) for entry in (after, *own)):
        return False
    others = (e for e in reversed(entries) if e.session == after.session and e.version not in (version, after.version))
    kept = next((entry for entry in others if is_kept(folder, entry.version)), None)
    return kept is not None and timedelta(0) <= own[-1].at - kept.at < SPACING
