"""What the editor's page is told of an episode."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from radkind_pod.editor.state import Facts
    from radkind_pod.pipeline.review import Opened


def facts_of(opened: "Opened") -> "Facts":
    """Return the facts; `opened` is with its sound."""
    from radkind_pod.editor.state import Facts

    assert opened.interview
    show, episode = opened.show, opened.episode
    info = episode.info
    people = (person.name for person in (*show.info.hosts, *info.people))
    speakers = tuple(dict.fromkeys((*episode.speakers, *people)))
    return Facts(
        episode=info.slug,
        title=info.title,
        show=show.info.title,
        duration_ms=opened.interview.duration_ms,
        speakers=speakers,
        glossary=tuple(entry.name for entry in show.speech.glossary),
        checks_needed=show.checks,
    )
