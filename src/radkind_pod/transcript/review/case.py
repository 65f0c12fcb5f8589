"""One episode's review, for every door: what stands there, what somebody was given, and what they send put together."""

from collections.abc import Callable
from dataclasses import dataclass, field

from radkind_pod.errors import NeedsPerson, Problem, SourceError
from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.review import Document, Place
from radkind_pod.model.transcript import CORRECTED, Transcript, Word
from radkind_pod.present import is_file
from radkind_pod.transcript.review.applying import apply, credited
from radkind_pod.transcript.review.confirmed import Confirmed, confirm
from radkind_pod.transcript.review.conflicts import add, conflicts, settle
from radkind_pod.transcript.review.drafts import draft_hash, keep_draft, kept_draft, read_draft
from radkind_pod.transcript.review.folder import ReviewFolder
from radkind_pod.transcript.review.imports import imported, keep_import, latest_of_copy
from radkind_pod.transcript.review.log import What
from radkind_pod.transcript.review.merge import merge
from radkind_pod.transcript.review.parts import Part, of_part, parts, with_part
from radkind_pod.transcript.review.places import places
from radkind_pod.transcript.review.saving import history, note_found, record, refuse_lost, save
from radkind_pod.transcript.review.sent import Corrections
from radkind_pod.transcript.review.versions import find, keep, standing, version_of
from radkind_pod.transcript.review.vtt import render_vtt
from radkind_pod.transcript.review.withheld import restored, view
from radkind_pod.transcript.reviewed import Reviewed, note_in, parse_reviewed
from radkind_pod.transcript.stages import Draft
from radkind_pod.transcript.wording import joined

REMEMBERED = 4
"""So many versions, those used last, aren't read again."""


@dataclass(frozen=True, slots=True)
class Given:
    """A version of the transcript, and what it says. `is_saved` says whether it is transcript.vtt or only the draft."""

    version: str
    reviewed: Reviewed
    is_saved: bool


@dataclass(frozen=True, slots=True)
class Received:
    """What came of putting two versions together. `conflicts` counts the passages that now have two versions."""

    version: str
    conflicts: int = 0
    changed: bool = True
    held_back: int = 0
    """Words of a new draft that don't come in, since people went through these passages."""


@dataclass(frozen=True, slots=True)
class Case:
    """The review of one episode. `draft` is the machine's as the last build left it, where there is one.

    `levels` holds one byte for each 100 ms of the recording: the level in -dBFS RMS; empty where nobody knows.
    """

    folder: ReviewFolder
    language: str
    draft: Draft | None = None
    levels: bytes = b""
    glossary: tuple[str, ...] = ()
    _read: dict[str, Reviewed] = field(default_factory=dict, init=False, repr=False, compare=False)
    _machines: dict[str, Transcript] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Versions and drafts never change, and somebody who types saves every few seconds: each is read once."""

    def begin(self) -> Given:
        """Return what people correct now, and keep it: the transcript, or the machine's draft where nobody began.

        Raises NeedsPerson where there is neither.
        """
        with self.folder.locked():
            data = standing(self.folder)
            if data is None:
                data = self._draft_data()
                assert self.draft
                keep_draft(self.draft.record.read_bytes(), self.folder)
            given = self.look()
            keep(self.folder, data)
            if given.is_saved:
                record(self.folder, "given", None)  # an autosave that somebody was given is never forgotten
        return given

    def look(self) -> Given:
        """Return the same, and write nothing."""
        data = standing(self.folder)
        is_saved = data is not None
        data = self._draft_data() if data is None else data
        return Given(version_of(data), self.read(data), is_saved)

    def read(self, data: bytes) -> Reviewed:
        """Return a version of the transcript, its words with the times that the kept draft has for them."""
        version, vtt = version_of(data), self.folder.transcript
        reviewed = self._read.pop(version, None)
        if reviewed is None:
            note = note_in(data)
            reviewed = parse_reviewed(data, vtt, self.language, self.machine(note.draft if note else None))
        self._read[version] = reviewed
        while len(self._read) > REMEMBERED:
            del self._read[next(iter(self._read))]
        return reviewed

    def machine(self, draft: str | None) -> Transcript | None:
        """Return what the machine wrote, from beside the corrections: there it is without any build."""
        if draft is None:
            return None
        if draft not in self._machines:
            file = kept_draft(draft, self.folder.path)
            if file:
                self._machines[draft] = read_draft(file)
            elif self.draft and draft_hash(self.draft.record.read_bytes()) == draft:
                self._machines[draft] = from_plain_file(Transcript, self.draft.record)
        return self._machines.get(draft)

    def given(self, version: str) -> Reviewed:
        """Return the version that somebody was given. Raises NeedsPerson where it isn't here."""
        return self.read(self._data_of(version))

    def part(self, corrections: Corrections, document: Document) -> Part | None:
        """Return which part of the document these corrections are of."""
        if corrections.part is None:
            return None
        found = parts(document)
        if corrections.part > len(found):
            message = f"this is part {corrections.part} of a transcript that has only {len(found)}: ask for it again"
            raise SourceError([Problem(corrections.file, None, message)])
        return found[corrections.part - 1]

    def corrected(self, corrections: Corrections) -> tuple[Document, Document]:
        """Return the version that the person was given, and what they made of it, with all that was withheld."""
        base = self.given(corrections.version).document
        seen = view(base) if corrections.withheld else base
        part = self.part(corrections, seen)
        span = (part.start_ms, part.end_ms) if part else None
        now = with_part(seen, part, apply(of_part(seen, part), corrections, span)) if part else apply(seen, corrections)
        return base, credited(restored(now, base), corrections, span) if corrections.withheld else now

    def receive(self, corrections: Corrections, data: bytes) -> Received | None:
        """Put the corrections that somebody sent, as the file `data`, into the transcript.

        Returns None where nothing is new in them: the same file, or an older state of one that came before.
        """
        if imported(self.folder, data) and not self.was_undone():
            return None
        before = None if self.was_undone() else latest_of_copy(self.folder, corrections.pack, corrections.copy)
        if before and before.revision > corrections.revision:
            keep_import(self.folder, data)
            return None
        base, theirs = self.corrected(corrections)
        if before and (before.version, before.part, before.withheld) == (
            corrections.version,
            corrections.part,
            corrections.withheld,
        ):
            base = self.corrected(before)[1]
        by, note = corrections.by or None, data_name(data)
        received = self.put(corrections.version, base, theirs, what="imported", by=by, note=note)
        self.take_notes(corrections, self.given(corrections.version).document)
        keep_import(self.folder, data)
        return received

    def was_undone(self) -> bool:
        """Say whether an earlier version was ever brought back, or the transcript is gone: then what came in before
        may not be in it any more, and comes in again when it is sent again.
        """
        return standing(self.folder) is None or any(entry.what == "restored" for entry in history(self.folder))

    def take_notes(self, corrections: Corrections, base: Document) -> None:
        """Write down which doubtful places of `base` the person found right, and which of two versions they chose."""
        by = corrections.by or None
        found = {place.id: place for place in self.places(base)}
        words = base.words
        right = [found[name] for name in corrections.confirmed if name in found]
        confirm(
            self.folder,
            (Confirmed(p.id, joined(words[p.first : p.last], self.language), p.start_ms, p.end_ms, by) for p in right),
        )
        waiting = {conflict.id for conflict in conflicts(self.folder)}
        for chosen in corrections.settled:
            if chosen.id in waiting:  # one that somebody settled otherwise meanwhile shows as a conflict of the text
                settle(self.folder, chosen.id, "here" if chosen.chose == "here" else "other", by)

    def places(self, document: Document) -> tuple[Place, ...]:
        """Return where a person should listen, whether somebody has or not."""
        return places(document, self.machine(document.draft), self.levels, self.glossary)

    def put(
        self,
        given: str,
        base: Document,
        theirs: Document,
        *,
        what: What,
        by: str | None,
        note: str = "",
        times_from_theirs: bool = False,
        held: Callable[[Word], bool] | None = None,
    ) -> Received:
        """Put `theirs` together with the transcript as it stands, both made from `base`, and save what comes of it.

        `given` is the version from which it began: where there is no transcript yet, that one is the first.

        Where both changed the same sentence, what stands stays, and the other version is kept beside it.
        """
        with self.folder.locked():
            self.start(given)
            expected = note_found(self.folder)
            data = standing(self.folder)
            assert data is not None
            ours = self.read(data)
            document = ours.document
            merged = merge(
                base,
                document,
                theirs,
                ours_by=last_corrector(document),
                theirs_by=by,
                times_from_theirs=times_from_theirs,
                held=held,
            )
            text = self.text_of(merged.document, ours.transcript)
            new = add(self.folder, merged.conflicts)
            if text.encode() == data:
                return Received(version_of(data), len(new), bool(new), merged.held_back)
            version = save(self.folder, text, expected, what, by, note)
        return Received(version, len(new), held_back=merged.held_back)

    def start(self, given: str) -> None:
        """Let the version that somebody was given be the transcript, where there is none yet."""
        if standing(self.folder) is None:
            save(self.folder, self._data_of(given).decode(), None, "started", None)

    def save(
        self, given: str, document: Document, expected: str | None, by: str | None, session: str | None = None
    ) -> str:
        """Save the document, made from the version `given`, in place of `expected`, and return the new version.

        `expected` is None where the person has seen no transcript, only the draft.
        """
        with self.folder.locked():
            if expected is None and standing(self.folder) is None:
                self.start(given)
                expected = given
            before = standing(self.folder)
            cues = self.read(before).transcript if before is not None else None
            return save(self.folder, self.text_of(document, cues), expected, "saved", by, session=session)

    def text_of(self, document: Document, before: Transcript | None = None) -> str:
        """Return the document as it is saved; paragraphs that are in `before` keep their cues."""
        machine = self.machine(document.draft)
        return render_vtt(document, machine, before or machine)

    def _data_of(self, version: str) -> bytes:
        """Return a version that was kept, or the draft in build/ if it is that one."""
        if self.draft is not None and is_file(self.draft.vtt):
            data = self.draft.vtt.read_bytes()
            if version_of(data) == version:
                return data
        return find(self.folder, version)

    def _draft_data(self) -> bytes:
        if self.draft is None:
            slug = self.folder.episode_folder.name
            raise NeedsPerson(
                self.folder.transcript,
                "there is neither a transcript nor a draft to correct",
                f"Make the draft with: radkind-pod build {slug} --until transcribe",
            )
        refuse_lost(self.folder)
        return self.draft.vtt.read_bytes()


def data_name(data: bytes) -> str:
    """Return the short name under which a file that was sent is kept."""
    return version_of(data)[:12]


def last_corrector(document: Document) -> str | None:
    """Return the name of who corrected it last, as far as anybody gave one."""
    names = [credit.name for credit in document.credits]
    return names[-1] if names else None


def finished(document: Document) -> Callable[[Word], bool]:
    """Return whether a word lies in a passage that somebody says they have gone through."""
    spans = [(c.start_ms or 0, c.end_ms) for c in document.credits if c.kind == CORRECTED]
    return lambda word: any(start <= word.start_ms and (end is None or word.start_ms < end) for start, end in spans)
