"""`approve`: somebody agrees to exactly what was made last."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from radkind_pod.errors import NeedsPerson
from radkind_pod.model.release import Release
from radkind_pod.pipeline.lock import locked
from radkind_pod.pipeline.publishing.memory import Approval, approved, log, logged, write_approval
from radkind_pod.pipeline.show import RELEASE, read_release
from radkind_pod.present import is_file


@dataclass(frozen=True, slots=True)
class Approved:
    """What was approved; `again`: exactly this was approved before."""

    release: Release
    digest: str
    again: bool


def approve(root: Path, slug: str, by: str, now: datetime) -> Approved:
    """Bind an approval to the Release as it stands; any later change voids it. Raises NeedsPerson without a Release."""
    with locked(root / "build" / "lock"):
        file = root / "episodes" / slug / RELEASE
        if not is_file(file):
            raise NeedsPerson(file.parent, "there is nothing to approve yet", f"Build it: radkind-pod build {slug}")
        release, digest = read_release(file), sha256(file.read_bytes()).hexdigest()
        again = approved(file.parent) == digest
        if not again:
            write_approval(file.parent, Approval(by, now.isoformat(timespec="seconds"), digest))
        if not again or not logged(root, digest):
            log(root, now, "approve", [release.guid], release=digest)
        return Approved(release, digest, again)
