"""The sample show, built by the real command line, and a real Chromium to open its packs and its editor in."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SLUG = "two-voices"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
ENDINGS = (".vtt", ".srt", ".txt", ".transcript.json", ".transcript.html", "chapters.json", "index.html", ".mp3")
POD = [sys.executable, "-m", "radkind_pod"]


@dataclass(frozen=True)
class Show:
    """A copy of the sample show, in a folder of its own."""

    root: Path

    @property
    def episode(self) -> Path:
        """The folder of the episode."""
        return self.root / "episodes" / SLUG

    @property
    def transcript(self) -> str:
        """What transcript.vtt says."""
        return (self.episode / "transcript.vtt").read_text(encoding="utf-8")

    def pod(self, *arguments: str | Path, exit_code: int = 0) -> str:
        """Run a command as a person would; return what it said."""
        command = [*POD, "-C", str(self.root), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8", timeout=300)
        assert done.returncode == exit_code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def build(self, *arguments: str, exit_code: int = 0) -> str:
        """Build the episode with its recorded answer."""
        return self.pod("build", SLUG, "--engine", "replay", "--progress", "none", *arguments, exit_code=exit_code)

    def pack(self, folder: Path, *arguments: str) -> Path:
        """Write the review pack to a folder; return its file, or that of the first part."""
        self.pod("review", "pack", SLUG, "--output", folder, *arguments)
        return min(folder.glob(f"review-{SLUG}*.html"))

    def edit(self) -> tuple[subprocess.Popen[str], str]:
        """Start the local editor as a process of its own; return it, and the address that it printed."""
        command = [*POD, "-C", str(self.root), "review", "edit", SLUG, "--no-browser", "--port", "0"]
        server = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8"
        )
        assert server.stdout
        for line in server.stdout:
            if "http://" in line:
                return server, line.split()[-1]
        message = "the editor printed no address"
        raise AssertionError(message)

    def public(self, ending: str) -> Path:
        """Return the published file of the episode with this ending."""
        (file,) = (f for f in (self.root / "public/episodes" / SLUG).iterdir() if f.name.endswith(ending))
        return file

    def texts(self) -> dict[str, str]:
        """Return what is published of the transcript, by ending, as text."""
        return {e: self.public(e).read_text(encoding="utf-8") for e in ENDINGS if e != ".mp3"}

    def published(self) -> dict[str, str]:
        """Return the SHA-256 of every public file."""
        files = [file for file in (self.root / "public").rglob("*") if file.is_file()]
        return {str(file.relative_to(self.root)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def copy_sample(root: Path) -> Show:
    """Copy what people wrote of the sample show."""
    root.mkdir(parents=True)
    for name in ("config.yaml", "artwork.png"):
        shutil.copy2(ROOT / name, root)
    shutil.copytree(ROOT / "audio", root / "audio")
    shutil.copytree(ROOT / "episodes", root / "episodes", ignore=shutil.ignore_patterns("release.json"))
    return Show(root)


@dataclass(frozen=True)
class Packed:
    """The sample show as it was when its review pack was sent out."""

    show: Show
    pack: Path


@pytest.fixture(scope="session")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Packed:
    """The sample show, built once, and its pack in a folder such as people have; never to be changed."""
    show = copy_sample(tmp_path_factory.mktemp("sample") / "show")
    show.build()
    return Packed(show, show.pack(tmp_path_factory.mktemp("sent") / "Für Amina, Hörprobe bitte prüfen"))


@pytest.fixture
def show(packed: Packed, tmp_path: Path) -> Show:
    """The sample show as it was when the pack was sent out, in a folder of its own."""
    root = tmp_path / "show"
    shutil.copytree(packed.show.root, root)
    return Show(root)


@pytest.fixture
def pack(packed: Packed) -> Path:
    """The review pack, as somebody got it."""
    return packed.pack


@pytest.fixture(scope="session")
def playwright() -> Iterator:
    """Playwright, which speaks to Chromium."""
    from playwright.sync_api import sync_playwright  # only the system tests have it

    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright) -> Iterator:
    """Debian's Chromium, without a window."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def new_context(chromium) -> Iterator[Callable]:
    """Make browser contexts; each is like a browser that was never used."""
    made = []

    def make(**options):
        made.append(chromium.new_context(**{"viewport": {"width": 1280, "height": 800}, **options}))
        made[-1].set_default_timeout(15_000)
        return made[-1]

    yield make
    for context in made:
        context.close()
