"""A review that remembers what it has read: a person who types saves every few seconds, and reading takes longest."""

from dataclasses import dataclass, field, fields
from pathlib import Path

from radkind_pod.model.transcript import Transcript
from radkind_pod.transcript.review.case import Case
from radkind_pod.transcript.review.versions import version_of
from radkind_pod.transcript.reviewed import Reviewed

MOST = 4
"""The page's own version, and the last ones that were saved."""


@dataclass(frozen=True, slots=True)
class RememberingCase(Case):
    """The same review; versions and drafts never change, and so each is read once."""

    _read: dict[str, Reviewed] = field(default_factory=dict)
    _machines: dict[str, Transcript] = field(default_factory=dict)

    def read(self, data: bytes, name: Path | None = None) -> Reviewed:
        """Return a version of the transcript; the ones used last are remembered."""
        version = version_of(data)
        reviewed = self._read.pop(version, None) or Case.read(self, data, name)
        self._read[version] = reviewed
        while len(self._read) > MOST:
            del self._read[next(iter(self._read))]
        return reviewed

    def machine(self, draft: str | None) -> Transcript | None:
        """Return what the machine wrote; None where it isn't kept."""
        known = self._machines.get(draft or "")
        if known is None and (known := Case.machine(self, draft)):
            self._machines[draft or ""] = known
        return known


def remembering(case: Case) -> RememberingCase:
    """Return the same review as one that remembers."""
    return RememberingCase(*(getattr(case, one.name) for one in fields(Case)))
