"""Episodes that came from another host, when the show is built: their words may change, their files stay."""

from dataclasses import replace

from radkind_pod.disk import write_whole
from radkind_pod.errors import Refused
from radkind_pod.model.care import ContentNote
from radkind_pod.model.episode import Episode
from radkind_pod.model.plain import to_json
from radkind_pod.model.release import Release, Soundbite, voiced
from radkind_pod.pipeline.show import RELEASE, WORDS, read_release, read_words
from radkind_pod.present import is_file


def renew(episode: Episode) -> Release:
    """Let the remembered Release say what episode.yaml says by now, and return it. No file of the episode changes.

    Chapters, transcripts, picture and sound stay as they came. Raises Refused where there is no Release.
    """
    file = episode.folder / RELEASE
    if not is_file(file):
        raise Refused(
            f"{file} isn't there, and only it knows the files of this imported episode",
            "Bring it back from a backup, or run import-feed again",
            file=episode.file,
        )
    old = read_release(file)
    words = read_words(file.with_name(WORDS)).transcript
    release = _renewed(old, episode)
    release = replace(release, soundbites=tuple(voiced(bite, words) for bite in release.soundbites))
    write_whole(file, to_json(release).encode())
    return release


def _renewed(old: Release, episode: Episode) -> Release:
    info = episode.info
    return replace(
        old,
        title=info.title,
        published=info.published.isoformat(),
        summary=info.summary,
        notes=info.notes,
        number=info.number,
        season=info.season,
        type=info.type,
        explicit=info.explicit,
        people=info.people,
        artwork_alt=info.artwork_alt,
        locations=info.locations,
        licence=info.licence,
        licence_url=info.licence_url,
        posts=info.posts,
        soundbites=tuple(Soundbite(one.start.ms, one.end.ms - one.start.ms, one.title) for one in episode.soundbites),
        content_notes=tuple(
            ContentNote(one.start.ms, one.end.ms, one.topic, one.text) for one in episode.content_notes
        ),
    )
