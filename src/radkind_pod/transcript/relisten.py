"""The second proof that nothing withheld is left: a machine listens to each place, and what was written is read."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from radkind_pod.errors import Refused
from radkind_pod.media.decode import read_blocks
from radkind_pod.model.audio import TONE_HZ
from radkind_pod.model.plain import to_json
from radkind_pod.model.transcript import Transcript
from radkind_pod.progress import Progress
from radkind_pod.transcript.captions import read_transcript
from radkind_pod.transcript.engines import DECODERS
from radkind_pod.transcript.episode_time import in_episode_time
from radkind_pod.transcript.listening.decoder import Ask
from radkind_pod.transcript.listening.listener import failures_told
from radkind_pod.transcript.pieces import RATE, Samples
from radkind_pod.transcript.readback import read_back
from radkind_pod.transcript.recognise import whisper_language
from radkind_pod.transcript.stages import Relisten
from radkind_pod.transcript.withholding import Said, for_listeners, withheld
from radkind_pod.transcript.wording import has_spaces

WINDOW_MS = 10_000
"""So much is listened to around a place; a longer place is listened to in parts."""
_PART_MS = WINDOW_MS // 2
_NEAR_MS = 1_000
"""A word that is kept may be heard up to so far from where the transcript has it."""
RAISED_DB = 30.0
_FRAME = RATE // 50


@dataclass(frozen=True, slots=True)
class Place:
    """A part of what is withheld: where in the episode it would be heard, and the words of all of it."""

    said: Said
    start_ms: int
    end_ms: int

    @property
    def window_ms(self) -> tuple[int, int]:
        """What to listen to."""
        start = max(0, (self.start_ms + self.end_ms - WINDOW_MS) // 2)
        return start, start + WINDOW_MS


@dataclass(frozen=True, slots=True)
class Relistened:
    """What was heard around a place: as delivered, and with what stands there raised."""

    start_ms: int
    end_ms: int
    plain: str
    raised: str


def relisten(request: Relisten, folder: Path, progress: Progress) -> None:
    """Write relistened.json. Raises Refused where a withheld word is heard, or can be read."""
    spoken = read_transcript(request.transcript, request.draft, request.sources, request.language)
    kept = in_episode_time(for_listeners(spoken), request.timeline)
    said = withheld(spoken)
    _refuse_what_can_be_read(said, kept, request)
    places = list(_places(said, request))
    decoder, ask = DECODERS[request.engine](request.weights), Ask(whisper_language(request.language))
    found = []
    for number, place in enumerate(places, 1):
        plain = _window(request.delivered, place)
        with failures_told(decoder, ask):
            plainly, loudly = decoder.decode([plain, _raised(plain, place)], ask)
        for text in (plainly.text, loudly.text):
            _refuse_what_is_heard(text, place, kept, request)
        found.append(Relistened(place.start_ms, place.end_ms, plainly.text.strip(), loudly.text.strip()))
        progress.moved(number, len(places))
    (folder / "relistened.json").write_text(to_json(found), encoding="utf-8", newline="\n")
    progress.moved(1, 1)


def _places(said: Iterable[Said], request: Relisten) -> Iterator[Place]:
    timeline = request.timeline
    for one in said:
        guard = one.guarded
        start, end = timeline.to_episode(guard.start_ms), timeline.to_episode(guard.end_ms)
        yield from (
            Place(one, first, min(end, first + _PART_MS)) for first in range(start, max(end, start + 1), _PART_MS)
        )


def _window(delivered: Path, place: Place) -> Samples:
    start, end = (ms * RATE // 1000 for ms in place.window_ms)
    blocks = read_blocks(delivered, channels=1, rate=RATE, start=start, stop=end)
    return np.concatenate([*(block[:, 0] for block in blocks), np.zeros(0, np.float32)])


def _raised(window: Samples, place: Place) -> Samples:
    """Return the window with what stands in the place 30 dB louder, without the tone that would cover it."""
    start, end = ((ms - place.window_ms[0]) * RATE // 1000 for ms in (place.start_ms, place.end_ms))
    raised = window.copy()
    raised[start:end] = _without_tone(window[start:end]) * np.float32(10 ** (RAISED_DB / 20))
    return np.clip(raised, -1, 1)


def _without_tone(samples: Samples) -> Samples:
    """Return the samples without the tone that fits best (least squares) in each 20 ms."""
    rest = samples.copy()
    for at in range(0, len(samples), _FRAME):
        part = samples[at : at + _FRAME].astype(np.float64)
        angle = 2 * np.pi * TONE_HZ * np.arange(len(part)) / RATE
        waves = np.stack([np.sin(angle), np.cos(angle)], axis=1)
        rest[at : at + _FRAME] = part - waves @ np.linalg.lstsq(waves, part, rcond=None)[0]
    return rest


def _refuse_what_is_heard(text: str, place: Place, kept: Transcript, request: Relisten) -> None:
    """Raise Refused where a withheld word is heard more often than the words that are kept there have it."""
    start, end = place.window_ms
    near = (
        word.text
        for cue in kept.cues
        for word in cue.words
        if word.end_ms > start - _NEAR_MS and word.start_ms < end + _NEAR_MS
    )
    heard, may_be = Counter(_spelt([text], request.language)), Counter(_spelt(near, request.language))
    wanted = _spelt((word.text for word in place.said.words), request.language)
    if leaked := [word for word in wanted if heard[word] > may_be[word]]:
        raise _leak(request.delivered, place, f"a machine that listens there hears {_quoted(leaked)}")


def _refuse_what_can_be_read(said: Sequence[Said], kept: Transcript, request: Relisten) -> None:
    """Raise Refused where a file has a withheld word oftener than the words that are kept do."""
    may_be = Counter(_spelt((word.text for cue in kept.cues for word in cue.words), request.language))
    names = {cue.speaker for cue in kept.cues if cue.speaker}
    for file in request.captions:
        read = Counter(_spelt(read_back(file, names), request.language))
        for one in said:
            wanted = _spelt((word.text for word in one.words), request.language)
            if leaked := [word for word in wanted if read[word] > may_be[word]]:
                raise Refused(
                    f"{file.name} has {_quoted(leaked)}, which is marked to be withheld at "
                    f"{one.start_ms / 1000:.1f} s of the recording",
                    "Nothing is published. Please report this",
                    file=file,
                )


def _spelt(texts: Iterable[str], language: str) -> list[str]:
    """Return the words without case and punctuation; letters, where a language has no spaces."""
    words = (word for text in texts for word in (text.split() if has_spaces(language) else text))
    return [spelt for word in words if (spelt := "".join(c for c in word.casefold() if c.isalnum()))]


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(repr(word) for word in dict.fromkeys(words))


def _leak(file: Path, place: Place, what: str) -> Refused:
    at = f"{file.name} at {place.start_ms / 1000:.1f} s (in the recording at {place.said.start_ms / 1000:.1f} s)"
    return Refused(
        f"{at}: {what}, which is marked to be withheld",
        "Nothing is published. Listen there: if the words go on, mark all of them in the transcript",
        file=file,
    )
