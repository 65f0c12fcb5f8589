"""Which names an episode is heard and written with: its own, its people's, and the show's."""

from collections.abc import Iterator

from radkind_pod.errors import Problem
from radkind_pod.model.episode import Episode
from radkind_pod.model.glossary import Entry, same_spelling, united
from radkind_pod.model.show import Show
from radkind_pod.sources.document import read_document
from radkind_pod.sources.project import CONFIG
from radkind_pod.transcript.engines import MOST_NAMES


def known_names(show: Show, episode: Episode) -> tuple[Entry, ...]:
    """Return each name once, those first that are the likeliest in this episode. No other episode is looked into."""
    return united((*_own(show, episode), *map(Entry, episode.speakers), *show.speech.glossary))


def told_names(show: Show, episode: Episode) -> tuple[str, ...]:
    """Return the names that the engine is told before it listens: the likeliest ones, as many as do it good.

    Those that only say whose recording it is aren't among them, so that such a name can change without listening anew.
    """
    return _names(show, episode)[:MOST_NAMES]


def names_advice(show: Show, episode: Episode) -> Iterator[Problem]:
    """Yield which names the engine isn't told, and which spellings aren't put right in this episode."""
    untold = _names(show, episode)[MOST_NAMES:]
    if untold:
        yield _in_config(
            show,
            f"more than {MOST_NAMES} names make Whisper worse, so it isn't told these: {', '.join(untold)}. They are "
            "still put right where heard: says how. To have one told, put it into glossary: of the episode",
        )
    known = known_names(show, episode)
    kept = {same_spelling(spelling) for entry in known for spelling in entry.heard}
    for entry in show.speech.glossary:
        for spelling in entry.heard:
            if same_spelling(spelling) not in kept:
                yield _in_config(show, f"'{spelling}' is a name in this episode too, so it doesn't become {entry.name}")


def _names(show: Show, episode: Episode) -> tuple[str, ...]:
    return tuple(entry.name for entry in united((*_own(show, episode), *show.speech.glossary)))


def _own(show: Show, episode: Episode) -> Iterator[Entry]:
    yield from episode.glossary
    yield from (Entry(person.name) for person in (*episode.info.people, *show.info.hosts))


def _in_config(show: Show, message: str) -> Problem:
    file = show.root / CONFIG
    return Problem(file, read_document(file).line("transcription", "glossary"), f"glossary: {message}")
