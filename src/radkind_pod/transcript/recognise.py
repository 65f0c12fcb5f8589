"""The stage Recognise: a recording becomes words with times and probabilities, in recording time."""

import json
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from importlib.metadata import distributions
from pathlib import Path

from radkind_pod.errors import EngineError
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.probe import probe
from radkind_pod.model.audio import Cut
from radkind_pod.model.plain import to_json
from radkind_pod.model.transcript import Answer, Heard
from radkind_pod.progress import Progress
from radkind_pod.transcript.engines import ENGINES, MOST_NAMES, Sound
from radkind_pod.transcript.listening.decoder import Ask, Decoded
from radkind_pod.transcript.listening.journal import Journal
from radkind_pod.transcript.models import sha256_of
from radkind_pod.transcript.pieces import RATE, Piece, Samples, cut_pieces, sample_ms, without
from radkind_pod.transcript.stages import Recognise


def recognise(request: Recognise, folder: Path, progress: Progress) -> None:
    """Write answer.json: the Answer of the engine that the request names.

    What is decoded is kept beside `folder` until all of it is, so that an interrupted run can go on.
    """
    weights = sha256_of(request.weights) if request.weights else ""
    journal = Journal(folder.parent / f".{request.NAME}.journal", _identity(request, weights))
    heard = hear(request, progress, journal)
    write_answer(request, heard, folder)
    journal.end()


def write_answer(request: Recognise, heard: tuple[Heard, ...], folder: Path) -> None:
    """Write answer.json: that this was heard of the request's recording."""
    weights = sha256_of(request.weights) if request.weights else ""
    answer = Answer(request.engine, weights, request.language, heard)
    (folder / "answer.json").write_text(to_json(answer), encoding="utf-8", newline="\n")


def hear(
    request: Recognise,
    progress: Progress,
    journal: MutableMapping[str, Decoded] | None = None,
    share: int = 0,
    shares: int = 1,
) -> tuple[Heard, ...]:
    """Return what the engine heard and passed over. Raises EngineError or ToolMissing.

    Of several shares only one is heard. All of them, one after the other, are what would be heard of the whole.
    """
    if len(request.glossary) > MOST_NAMES:
        raise EngineError(
            request.engine,
            f"the glossary has {len(request.glossary)} names, and more than {MOST_NAMES} make Whisper worse",
            f"Keep the {MOST_NAMES} that it gets wrong most often",
        )
    engine = ENGINES[request.engine](request.weights, request.answers)
    whole = open_sound(request.interview, request.silenced)
    sound = Sound(_pieces_of(whole, share, shares), whole.duration_ms)
    others = tuple(whisper_language(other) for other in request.others)
    ask = Ask(whisper_language(request.language), request.glossary, others, request.INTO_ENGLISH)
    told = _teller(progress, sound.duration_ms)
    heard = engine.transcribe(sound, ask, told, {} if journal is None else journal)
    if engine.remark:
        progress.remarked(engine.remark)
    return heard


def _identity(request: Recognise, weights_sha256: str) -> str:
    """Return what the result depends on, as one line."""
    versions = [f"{one.name} {one.version}" for tool in request.tools for one in distributions(name=tool)]
    asked = [request.language, list(request.others), list(request.glossary), request.INTO_ENGLISH]
    silenced = [[cut.start_ms, cut.end_ms] for cut in request.silenced]
    own = [request.VERSION, request.engine, asked, silenced, sha256_of(request.interview)]
    return json.dumps([weights_sha256, versions, *own], ensure_ascii=False)


def open_sound(interview: Path, silenced: Sequence[Cut] = ()) -> Sound:
    """Return the recording as pieces of 16 kHz mono, decoded while they are asked for; what is silenced is silent."""
    blocks = without(_mono(interview), silenced)
    return Sound(pieces=cut_pieces(blocks), duration_ms=duration_ms(interview))


def _pieces_of(sound: Sound, share: int, shares: int) -> Iterator[Piece]:
    """Yield the pieces that begin in one of so many equal lengths of the recording."""
    for piece in sound.pieces:
        at = min(piece.start_ms * shares // max(1, sound.duration_ms), shares - 1)
        if at > share:
            return
        if at == share:
            yield piece


def whisper_language(language: str) -> str:
    """Return the language's own code of a BCP 47 tag: en of en-GB."""
    return language.split("-")[0].lower()


def _mono(interview: Path) -> Iterator[Samples]:
    return read_blocks(interview, channels=1, rate=RATE)


def duration_ms(interview: Path) -> int:
    """Return how long the recording is."""
    declared = probe(interview).declared_s
    if declared is not None:
        return round(declared * 1000)
    return sample_ms(sum(len(block) for block in _mono(interview)))


def _teller(progress: Progress, total_ms: int) -> Callable[[int], None]:
    def tell(done_ms: int) -> None:
        progress.moved(min(done_ms, total_ms), total_ms)

    return tell
