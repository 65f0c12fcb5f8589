"""What cleaning would make of an episode, to be heard before anybody chooses it."""

from pathlib import Path

from radkind_pod.audio.audition_stage import Audition
from radkind_pod.audio.stages import Prepare
from radkind_pod.audio.weights import find_denoiser
from radkind_pod.model.audio import Auditioned
from radkind_pod.pipeline.opening import open_store
from radkind_pod.progress import Watcher
from radkind_pod.sources.episode import read_recorded
from radkind_pod.sources.show import read_show


def make_audition(root: Path, slug: str, watcher: Watcher) -> Auditioned:
    """Return the file that lets a producer compare. Nothing is transcribed. Raises PodError."""
    show = read_show(root)
    episode = read_recorded(show, slug)
    weights = find_denoiser()
    with open_store(show, slug, watcher) as store:
        interview = store.make(Prepare(episode.recordings))
        request = Audition(
            recordings=episode.recordings,
            interview=interview.file,
            levels=interview.levels,
            starts=interview.starts,
            weights=weights,
            integrated_lufs=show.sound.target.integrated_lufs,
            mp3=show.sound.mp3,
        )
        return store.make(request)
