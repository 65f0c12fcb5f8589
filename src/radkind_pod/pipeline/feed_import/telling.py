"""import-report.md: what was taken over, what wasn't and why, and what to look at, in plain words."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from radkind_pod.sources.feed_import.old import SHOW, Notebook, OldEpisode, OldFeed
from radkind_pod.sources.feed_import.writing import NewShow

REPORT = "import-report.md"
_SIGNS = re.compile(r"([\\`*_\[\]<>])")
_WHY = {
    "podcast:value": "payments to the show are not made here",
    "podcast:alternateEnclosure": "other formats of the same sound are made anew, if config.yaml asks for them",
    "podcast:liveItem": "there are no live episodes here",
    "podcast:chat": "chats beside the show have no place here",
    "podcast:image": "the picture is taken from itunes:image",
    "podcast:images": "the picture is taken from itunes:image",
    "podcast:trailer": "a trailer is an episode with `type: trailer` here; if it is no entry of the feed, add it",
    "podcast:contentLink": "links to other places belong in the notes",
    "podcast:publisher": "there is no place for a publisher's own feed",
    "podcast:podping": "who is told of new episodes stands in config.yaml under publish:",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """What could not be fetched, and why."""

    about: str
    text: str


def report_text(
    show: NewShow,
    feed: OldFeed,
    episodes: Sequence[OldEpisode],
    notebook: Notebook,
    waiting: Sequence[Waiting],
    *,
    reference: bool,
) -> str:
    """Return the report as Markdown."""
    lines = [
        f"# What became of {_plain(show.title)}",
        "",
        "This is what `radkind-pod import-feed` made of the old feed, which is kept as it came: `import/feed.xml`.",
        "",
        "## Taken over",
        "",
        *_taken(show, episodes, reference=reference),
        "",
        *_section("Not fetched", _why_waiting(reference), [(one.about, one.text) for one in waiting]),
        *_section(
            "To look at",
            "Where something could not be kept as it was:",
            [(one.about, one.text) for one in notebook.told],
        ),
        *_left_out(feed),
        *_never_in_a_feed(),
    ]
    return "\n".join(lines) + "\n"


def _taken(show: NewShow, episodes: Sequence[OldEpisode], *, reference: bool) -> Iterator[str]:
    kinds = Counter(episode.type for episode in episodes)
    told = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
    dates = sorted(episode.published for episode in episodes)
    yield f"- {len(episodes)} episodes ({told}), from {dates[0]:%Y-%m-%d} to {dates[-1]:%Y-%m-%d}: each with its guid,"
    yield "  date, title, notes, number, season, type, people and places, as far as the feed has them."
    yield f"- The show's identifier for life (podcast:guid): {show.guid}"
    where = (
        "stays where it is, and the new feed leads there" if reference else "was fetched into `episodes/*/imported/`"
    )
    yield f"- The sound of each episode, byte for byte: it {where}. Nothing is encoded or transcribed anew."
    listed = {
        "transcripts": sum(len(episode.transcripts) for episode in episodes),
        "episodes with chapters": sum(
            bool(episode.chapters_file or episode.chapters or episode.listed_chapters) for episode in episodes
        ),
        "soundbites": sum(len(episode.soundbites) for episode in episodes),
        "people": len({person.name for episode in episodes for person in episode.people}),
        "places": sum(len(episode.locations) for episode in episodes),
    }
    yield f"- What the feed names besides: {', '.join(f'{what} {count}' for what, count in listed.items())}."


def _why_waiting(reference: bool) -> str:
    again = (
        "Run the same command again: only what is missing is fetched. Until then the new feed leads to the old place."
    )
    return "Nothing of the episodes was asked for (`--reference`)." if reference else again


def _section(title: str, intro: str, told: Sequence[tuple[str, str]]) -> Iterator[str]:
    if not told:
        return
    yield from (f"## {title}", "", intro, "")
    for about in dict.fromkeys(about for about, _ in told):
        yield f"- **{_plain(about) if about != SHOW else 'The show'}**"
        yield from (f"  - {_plain(text)}" for told_of, text in told if told_of == about)
    yield ""


def _left_out(feed: OldFeed) -> Iterator[str]:
    if not feed.left_out:
        return
    yield from ("## Left out", "", "What the old feed has besides, and there is no place for here:", "")
    for name, count in feed.left_out:
        why = _WHY.get(name)
        yield f"- `{name.replace('`', '')[:80]}`, {count} times{f': {why}' if why else ''}"
    yield ""


def _never_in_a_feed() -> Iterable[str]:
    return (
        "## What no feed tells",
        "",
        "Ask the old host for these before you leave: figures of downloads, the raw recordings, who gave consent",
        "to what, private feeds for members, advertisements that are put in on the way, and comments.",
    )


def _plain(text: str) -> str:
    return _SIGNS.sub(r"\\\1", text)
