"""Every episode that could go out, as the project remembers it."""

from hashlib import sha256

from radkind_pod.disk import write_whole
from radkind_pod.errors import Problem, SourceError
from radkind_pod.model.plain import to_json
from radkind_pod.model.show import Show
from radkind_pod.pipeline.built_from import changed_since
from radkind_pod.pipeline.publishing.memory import PUBLISHED, approved, published_words
from radkind_pod.pipeline.show import RELEASE, WORDS, read_release, shown
from radkind_pod.pipeline.site import Shown
from radkind_pod.present import is_file, matching
from radkind_pod.publish.selection import Candidate, Out, Rules, Selection

RENDERED = "_outgoing"
"""The folder below build/ for what is rendered for the selected episodes."""


def candidates(show: Show) -> tuple[Candidate, ...]:
    """Return the episodes that have a Release, by slug. Raises SourceError where a remembered file is damaged."""
    return tuple(_candidate(one) for one in shown(show))


def standing_candidates(show: Show) -> tuple[Candidate, ...]:
    """Return the episodes as they stand at the destination, by folder, and nothing of what was made since."""
    files = matching(show.root / "episodes", f"[!.]*/{PUBLISHED}")
    known = ((read_release(file), file.parent.name) for file in files)
    return tuple(Candidate(one.slug, made=one, digest="", standing=one, folder=folder) for one, folder in known)


def rules(show: Show) -> Rules:
    """Return what the config asks of an episode before it goes out."""
    return Rules(show.info.hosts, show.publishing.approval, show.checks)


def going_out(show: Show, selection: Selection) -> tuple[Shown, ...]:
    """Return what goes out, each in the version that was selected."""
    return tuple(_selected(show, out) for out in selection.out)


def _candidate(one: Shown) -> Candidate:
    folder, standing = one.file.parent, one.file.with_name(PUBLISHED)
    return Candidate(
        slug=one.release.slug,
        made=one.release,
        digest=sha256(one.file.read_bytes()).hexdigest(),
        standing=read_release(standing) if is_file(standing) else None,
        approved=approved(folder),
        folder=folder.name,
        changed=changed_since(folder),
    )


def _selected(show: Show, out: Out) -> Shown:
    folder = show.root / "episodes" / out.folder
    file, words = (folder / RELEASE, folder / WORDS) if out.is_made else (folder / PUBLISHED, published_words(folder))
    if out.unnamed:
        file = show.root / "build" / RENDERED / f"{out.slug}.release.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, to_json(out.release).encode())
    return _whole(Shown(out.release, file, words))


def _whole(one: Shown) -> Shown:
    """Return it if its Words are those of its Release. Raises SourceError where a merge or a kill parted the two."""
    if not is_file(one.words) or sha256(one.words.read_bytes()).hexdigest() != one.release.words_sha256:
        message = (
            "is not what belongs to the Release beside it, so nobody knows which words were approved. "
            f"Build the episode again: radkind-pod build {one.release.slug}"
        )
        raise SourceError([Problem(one.words, None, message)])
    return one
