"""What a person does in the editor: open the transcript, save, put two versions together, be done."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from radkind_pod.editor.material import material_of
from radkind_pod.editor.state import Facts, Sound, pack_id, state_of
from radkind_pod.errors import NeedsPerson, Problem, Refused, SourceError
from radkind_pod.model.review import Document
from radkind_pod.transcript.review.case import Case
from radkind_pod.transcript.review.confirmed import take_back
from radkind_pod.transcript.review.conflicts import conflicts, reopen
from radkind_pod.transcript.review.corrections import AGAIN, read_corrections
from radkind_pod.transcript.review.saving import note_found
from radkind_pod.transcript.review.sent import Corrections
from radkind_pod.transcript.review.strict import Fault, Fields, read_object

FROM_PAGE = Path("corrections")
"""What messages call corrections that came from the page."""
SOUND_TYPE = "audio/flac"
"""The media type of the working recording."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What the page sends: its corrections, and which version it expects on the disk: None for none."""

    expected: str | None
    corrections: Corrections


@dataclass(frozen=True, slots=True)
class Saved:
    """What the page is told: the version that is on the disk now, when that was, and how many conflicts there are."""

    version: str | None
    at: datetime
    conflicts: int = 0


@dataclass(frozen=True, slots=True)
class _Last:
    """The last saving of one opened page: what it expected, what it became, and what is said there."""

    expected: str | None
    version: str
    document: Document


@dataclass(frozen=True, slots=True)
class _Notes:
    """What a page had confirmed and settled when it was saved last."""

    confirmed: frozenset[str] = frozenset()
    settled: frozenset[str] = frozenset()


class Desk:
    """One episode's transcript on the desk of one person; pages may be opened several times. Safe with threads."""

    def __init__(self, case: Case, facts: Facts) -> None:
        self._case, self._facts = case, facts
        self._lock = Lock()
        self._last: dict[str, _Last] = {}
        self._notes: dict[str, _Notes] = {}

    def open(self) -> dict[str, Any]:
        """Return the state of a page that is opened now; this version of the transcript is kept.

        Raises NeedsPerson where there is nothing to correct, and SourceError where the transcript can't be read.
        """
        with self._lock:
            given, material = material_of(self._case)
        state = state_of(self._facts, material, mode="server", sound=Sound(SOUND_TYPE))
        return {**state, "disk_version": given.version if given.is_saved else None}

    def read(self, body: bytes) -> Sent:
        """Return what the page sent. Raises SourceError where no page sends that, Refused where another does."""
        corrections, expected = _parsed(body)
        page = pack_id(self._facts.episode, corrections.version, None, withheld=False)
        given = (corrections.episode, corrections.pack, corrections.part, corrections.withheld)
        if given != (self._facts.episode, page, None, False):
            raise Refused(
                "these corrections were made in another page than this editor's",
                "Save them as a file, and bring them in with: radkind-pod review import",
            )
        return Sent(expected, corrections)

    def save(self, sent: Sent) -> Saved:
        """Save the page's corrections; when this returns, they are on the disk.

        Raises ChangedUnderneath when something else stands there than the page expects.
        """
        with self._lock:
            return self._save(sent)

    def merge(self, sent: Sent) -> Saved:
        """Put the page's corrections together with what stands on the disk; of a conflict both versions are kept."""
        with self._lock:
            base, theirs = self._case.corrected(sent.corrections)
            by = sent.corrections.by or None
            received = self._case.put(
                sent.corrections.version, self._common(sent, base), theirs, what="saved", by=by, note="put together"
            )
            self._take_notes(sent.corrections, base)
            return Saved(received.version, _now(), received.conflicts)

    def _save(self, sent: Sent) -> Saved:
        corrections, now = sent.corrections, _now()
        is_new = corrections.copy not in self._last
        if is_new and _is_empty(corrections) and sent.expected in (None, corrections.version):
            return Saved(sent.expected, now)
        base, document = self._case.corrected(corrections)
        expected = self._expected(sent)
        version = self._case.save(corrections.version, document, expected, corrections.by or None, corrections.copy)
        self._last[corrections.copy] = _Last(expected, version, document)
        self._take_notes(corrections, base)
        return Saved(version, now)

    def _expected(self, sent: Sent) -> str | None:
        """Return the version that should stand on the disk; the page's own last one, if it never got our answer."""
        last = self._last.get(sent.corrections.copy)
        if last and last.expected == sent.expected and last.version == note_found(self._case.folder):
            return last.version
        return sent.expected

    def _common(self, sent: Sent, base: Document) -> Document:
        """Return the last version that the page and the disk had in common."""
        last = self._last.get(sent.corrections.copy)
        if last and last.expected == sent.expected:  # it never got our answer
            return last.document
        if sent.expected is None:
            return base
        try:
            return self._case.given(sent.expected).document
        except NeedsPerson:  # another program wrote over it before it was kept
            return last.document if last and last.version == sent.expected else base

    def _take_notes(self, corrections: Corrections, base: Document) -> None:
        """Write down what was confirmed and settled, and take back what this page has undone since.

        One who chooses anew after settling has chosen in the text.
        """
        now = _Notes(frozenset(corrections.confirmed), frozenset(chosen.id for chosen in corrections.settled))
        before = self._notes.get(corrections.copy, _Notes())
        take_back(self._case.folder, before.confirmed - now.confirmed)
        reopen(self._case.folder, before.settled - now.settled)
        self._notes[corrections.copy] = now
        still_open = {conflict.id for conflict in conflicts(self._case.folder)}
        settled = tuple(chosen for chosen in corrections.settled if chosen.id in still_open)
        if settled or corrections.confirmed:
            self._case.take_notes(replace(corrections, settled=settled), base)


def _parsed(body: bytes) -> tuple[Corrections, str | None]:
    try:
        fields = Fields(read_object(body))
        fields.only(("expected", "corrections"))
        has_version = fields.values.get("expected") is not None
        expected = fields.matching("expected", "[0-9a-f]{64}", "a version") if has_version else None
        corrections = fields.values.get("corrections")
        if not isinstance(corrections, dict):
            raise fields.fault("corrections", "an object")
    except Fault as fault:
        message = f"what the page sent can't be read: {fault}. {AGAIN}"
        raise SourceError([Problem(FROM_PAGE, None, message)]) from fault
    return read_corrections(json.dumps(corrections).encode(), FROM_PAGE), expected


def _is_empty(corrections: Corrections) -> bool:
    made = corrections.regions or corrections.confirmed or corrections.settled
    return not (made or corrections.finished or corrections.checked)


def _now() -> datetime:
    """Return the time on the person's own clock."""
    return datetime.now(UTC).astimezone()
