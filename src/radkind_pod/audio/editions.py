"""An edition of the episode beside the MP3: encoded, decoded again, measured, corrected until it holds its figures.

It is made of the same programme with a limiter of its own, and is in step with the MP3 to the sample.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from radkind_pod.audio.ceiling import edition_ceiling_dbtp
from radkind_pod.audio.correction import Correction
from radkind_pod.audio.deliver import ROUNDS, Heard, hear, improved, mastered, not_reached
from radkind_pod.audio.edition_stages import Edition
from radkind_pod.audio.follow import followed
from radkind_pod.audio.master import found_mastering
from radkind_pod.errors import MediaError
from radkind_pod.media.ahead import ahead
from radkind_pod.media.blocks import Block
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.editions import AAC, OPUS, EditionWriter
from radkind_pod.media.encode import SMALL, FlacWriter
from radkind_pod.media.probe import probe
from radkind_pod.model.audio import SAMPLE_RATE
from radkind_pod.model.plain import to_json
from radkind_pod.model.programme import Delivered, Mastering
from radkind_pod.progress import Progress

_AAC_FRAME = 1024
"""So long is a frame. The last one is filled up, which the edit list leaves out and libav doesn't."""
_WRITERS: dict[str, Callable[[Path, Edition], EditionWriter | FlacWriter]] = {
    "aac": lambda file, edition: EditionWriter(file, AAC, edition.channels, edition.bitrate_kbps or 0),
    "opus": lambda file, edition: EditionWriter(file, OPUS, edition.channels, edition.bitrate_kbps or 0),
    "flac": lambda file, edition: FlacWriter(file, edition.channels, effort=SMALL),
}


def deliver_edition(request: Edition, folder: Path, progress: Progress) -> None:
    """Write the edition and delivered.json. Raises MediaError where it can't be brought to its figures."""
    file, target = folder / request.FILE, request.target
    mastering = found_mastering(request, edition_ceiling_dbtp(target, request.NAME), progress)
    correction = Correction()
    for number in range(1, ROUNDS + 1):
        _encode(request, mastering, correction, file, progress, number)
        heard = _decoded(request, file, progress, number)
        if heard.is_as_aimed(target):
            break
        correction = improved(correction, heard, target)
    if not heard.holds(target):
        raise not_reached(request.interview, request.TITLE, heard, target)
    delivered = Delivered(Path(file.name), heard.samples, heard.loudness, number)
    (folder / "delivered.json").write_text(to_json(delivered), encoding="utf-8", newline="\n")
    progress.moved(1, 1)


def _encode(
    request: Edition, mastering: Mastering, correction: Correction, file: Path, progress: Progress, number: int
) -> None:
    length = request.programme.samples
    with _WRITERS[request.NAME](file, request) as writer:
        blocks = ahead(mastered(request, mastering, request.channels, correction))
        for block in followed(blocks, progress, before=(2 * number - 1) * length, total=(2 * number + 1) * length):
            writer.write(block)


def _decoded(request: Edition, file: Path, progress: Progress, number: int) -> Heard:
    """Measure what players play. Raises MediaError where that isn't as long as the programme, to the sample."""
    length, came = request.programme.samples, 0

    def played() -> Iterator[Block]:
        nonlocal came
        for block in read_blocks(file):
            yield block[: max(0, length - came)]
            came += len(block)

    watched = followed(ahead(played()), progress, before=2 * number * length, total=(2 * number + 1) * length)
    heard = hear(watched, request.channels, request.target)
    told = round((probe(file).declared_s or 0) * SAMPLE_RATE)
    if length not in {told, came} or not 0 <= came - length < _AAC_FRAME:
        what = f"{came} samples came back from the {request.TITLE}, and it says {told}, where {length} were announced"
        raise MediaError(file, what, "Please report this; nothing is delivered.")
    return heard
