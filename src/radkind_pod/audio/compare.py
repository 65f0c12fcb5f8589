"""The first proof that nothing of what is withheld is left: the delivered sound beside the recording as it was."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from radkind_pod.audio.compared import MOST_ALIKE, Compared
from radkind_pod.audio.edit import Edited, edit
from radkind_pod.audio.stages import Compare
from radkind_pod.audio.withhold import spans_of
from radkind_pod.errors import Refused
from radkind_pod.media.blocks import Block
from radkind_pod.media.decode import read_blocks
from radkind_pod.model.audio import to_ms
from radkind_pod.model.plain import to_json
from radkind_pod.progress import Progress


def compare(request: Compare, folder: Path, progress: Progress) -> None:
    """Write compared.json. Raises Refused where a redacted passage can still be found in its place."""
    edited = edit(request.interview, request.cuts, stings=request.programme.stings)
    stretches = list(_heard(request, edited))
    found = []
    for number, (start, stop, at) in enumerate(stretches, 1):
        before = read_blocks(request.interview, start=start, stop=stop)
        after = read_blocks(request.delivered, start=at, stop=at + stop - start)
        one = Compared(to_ms(start), to_ms(at), to_ms(stop - start), alike(before, after))
        if one.alike > MOST_ALIKE:
            raise _still_there(request, one)
        found.append(one)
        progress.moved(number, len(stretches))
    (folder / "compared.json").write_text(to_json(found), encoding="utf-8", newline="\n")
    progress.moved(1, 1)


def _heard(request: Compare, edited: Edited) -> Iterator[tuple[int, int, int]]:
    """Yield what is left of each redacted stretch between the cuts, and where it stands in the programme."""
    for start, stop in spans_of(request.redacted):
        for first, last, at in edited.heard(start, stop):
            yield first, last, request.programme.interview_offset + at


def alike(before: Iterable[Block], after: Iterable[Block]) -> float:
    """Return the highest correlation (Pearson's, without sign) of any channel before with any channel after.

    Silence resembles nothing.
    """
    sums: dict[str, np.ndarray] = {}
    count = 0
    for left, right in zip(before, after, strict=True):
        both = np.concatenate([left, right[: len(left)]], axis=1).astype(np.float64)
        sums["one"] = sums.get("one", 0) + both.sum(axis=0)
        sums["two"] = sums.get("two", 0) + both.T @ both
        count, width = count + len(left), left.shape[1]
    mean = sums["one"] / count
    covariance = sums["two"] / count - np.outer(mean, mean)
    spread = np.sqrt(np.maximum(np.diag(covariance), 1e-18))
    return float(np.abs(covariance / np.outer(spread, spread))[:width, width:].max())


def _still_there(request: Compare, one: Compared) -> Refused:
    at_s, episode_s = one.recording_ms / 1000, one.episode_ms / 1000
    return Refused(
        f"{request.delivered.name} at {episode_s:.1f} s: what is withheld at {at_s:.1f} s of the recording can still "
        f"be found in the sound (it correlates by {one.alike:.3f}, and at most {MOST_ALIKE} is allowed)",
        "Nothing is published. Please report this",
        file=request.delivered,
    )
