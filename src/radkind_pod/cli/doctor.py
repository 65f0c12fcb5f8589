"""`radkind-pod doctor`: whether this computer has what a build needs, and what brings what it lacks."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import click

ENOUGH_BYTES = 5_000_000_000
"""An hour's stereo recording makes about 1.5 GB in build/."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `remedy` is empty when it is well."""

    what: str
    remedy: str = ""


@click.command("doctor")
@click.pass_obj
def command(here: Path, /) -> int:
    """Check this computer and this project, and say what to mend."""
    findings = [*_computer(), *_project(here)]
    for finding in findings:
        click.echo(f"{'problem' if finding.remedy else 'OK':<8} {finding.what}")
        if finding.remedy:
            click.echo(f"         {finding.remedy}")
    return 4 if any(finding.remedy for finding in findings) else 0


def _computer() -> Iterator[Finding]:
    from radkind_pod.errors import ToolMissing
    from radkind_pod.transcript.models import find_model

    yield Finding(f"Python {sys.version.split()[0]}")
    yield Finding(f"sound: av {version('av')}, with its own FFmpeg; no ffmpeg program is needed")
    if find_spec("faster_whisper"):
        from radkind_pod.transcript.engines.cores import cores
        from radkind_pod.transcript.engines.faster import chosen_device

        device, numbers = chosen_device()
        where = "a GPU" if device == "cuda" else f"{cores()} cores"
        yield Finding(f"speech: faster-whisper {version('faster-whisper')} on {where}, in {numbers}")
    else:
        yield Finding("speech: faster-whisper is not installed", "pip install faster-whisper")
    try:
        yield Finding(f"model: base in {find_model('base')}")
    except ToolMissing as missing:
        yield Finding(missing.what, " or ".join(missing.commands))
    yield _voices()
    yield _cleaning()
    encoding = sys.stdout.encoding or "unknown"
    yield Finding(f"terminal: {encoding}{'' if encoding.lower().startswith('utf') else ' (signs are shown in ASCII)'}")


def _voices() -> Finding:
    """Look for what is needed only where several people share a recording: it is no problem to be without."""
    from radkind_pod.errors import ToolMissing
    from radkind_pod.transcript.voices.package import INSTALL, find_voices, installed_voices

    if installed_voices() is None:
        return Finding(f"voices: not here; needed only where one recording has several speakers: {INSTALL}")
    try:
        return Finding(f"voices: told apart by {find_voices()}")
    except ToolMissing as missing:
        return Finding(missing.what, " or ".join(missing.commands))


def _cleaning() -> Finding:
    """Look for what is needed only where a track is cleaned."""
    from radkind_pod.audio.weights import INSTALL, find_denoiser, installed_denoiser
    from radkind_pod.errors import ToolMissing

    if installed_denoiser() is None:
        return Finding(f"cleaning: not here; needed only where a track says cleaning: {INSTALL}")
    try:
        return Finding(f"cleaning: noise is taken out by {find_denoiser()}")
    except ToolMissing as missing:
        return Finding(missing.what, " or ".join(missing.commands))


def _project(here: Path) -> Iterator[Finding]:
    from radkind_pod.errors import PodError
    from radkind_pod.sources.project import find_root

    try:
        root = find_root(here)
    except PodError:
        yield Finding("no show in this folder; begin one with: radkind-pod init my-show")
        return
    free = shutil.disk_usage(root).free
    yield Finding(
        f"disk: {free / 1e9:.1f} GB free", "" if free > ENOUGH_BYTES else "make room: radkind-pod clean frees build/"
    )
    tracked = _tracked_recordings(root)
    if tracked is None:
        yield Finding("git: it can't say which recordings it tracks", "see what it says: git ls-files")
    elif tracked:
        yield Finding(
            f"git: {len(tracked)} recordings would leave this computer with the next push, such as {tracked[0]}",
            "git rm --cached -r 'episodes/*/raw' and keep episodes/*/raw/ in .gitignore",
        )
    else:
        yield Finding("git: no recording is tracked in a repository with a remote")


def _tracked_recordings(root: Path) -> list[str] | None:
    if not shutil.which("git") or not _git(root, "remote"):
        return []
    return _git(root, "ls-files", "episodes/*/raw/*", "episodes/*/review/*", "people.yaml")


def _git(root: Path, *arguments: str) -> list[str] | None:
    """Return the lines that git says; None where it fails."""
    done = subprocess.run(  # noqa: S603 - fixed words, no shell
        ["git", "-C", str(root), *arguments],  # noqa: S607 - whichever git the user has
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.splitlines() if done.returncode == 0 else None
