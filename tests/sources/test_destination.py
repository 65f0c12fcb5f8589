"""What may stand behind `publish: to:`."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from radkind_pod.errors import SourceError
from radkind_pod.sources.show import read_show

Write = Callable[..., None]


def told(show_folder: Path, write_config: Write, to: str) -> str:
    write_config(add=f"publish:\n  to: '{to}'\n")
    with pytest.raises(SourceError) as caught:
        read_show(show_folder)
    (problem,) = caught.value.problems
    return problem.message


@pytest.mark.parametrize(
    "to",
    [
        "../web",
        "../show-of-mine",
        "/srv/www/podcast/",
        "~nosuchuser/podcast",
        "C:\\web",
        "C:/web",
        "..\\web",
        "./../a:b",
        "sftp://ann%40org@example.org:2222/~/podcast",
        "davs://ann%40org@example.org/files/ann%40org/podcast",
        "s3://bucket?endpoint=https://host:9000&region=eu",
        "SFTP://ann@example.org/var/www",
        "Davs://ann@example.org/podcast",
        "../12",
        "../@team/web",
    ],
)
def test_what_is_right_is_taken(show_folder: Path, write_config: Write, to: str) -> None:
    """A folder of another system, or of somebody who is only on another computer, may be right for a colleague."""
    write_config(add=f"publish:\n  to: '{to}'\n")
    assert read_show(show_folder).publishing.to == to.rstrip("/")


@pytest.mark.parametrize("to", [".", "public", "episodes", "build/outgoing", "./x/../public", "../show", "../show/web"])
def test_a_folder_in_the_project_is_refused(show_folder: Path, write_config: Write, to: str) -> None:
    assert "is in the project, whose files aren't public" in told(show_folder, write_config, to)


@pytest.mark.parametrize("to", ["..", "../..", "/"])
def test_a_folder_around_the_project_is_refused(show_folder: Path, write_config: Write, to: str) -> None:
    assert "is around the project" in told(show_folder, write_config, to)


@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
def test_a_link_and_a_home_that_lead_into_the_project_are_refused(
    show_folder: Path, write_config: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    (show_folder.parent / "web").symlink_to(show_folder / "public")
    monkeypatch.setenv("HOME", str(show_folder))
    for to in ("../web", "~/web"):
        assert "is in the project" in told(show_folder, write_config, to)


@pytest.mark.parametrize(
    ("to", "words"),
    [
        ("sftp://ann:12#geheim@localhost:1/x", "has an @ or # behind the host's name"),
        ("sftp://ann:2024/geheim@example.org/x", "has an @ or # behind the host's name"),
        ("davs://ann:99?geheim@example.org/x", "has an @ or # behind the host's name"),
        ("s3://KEY:12/geheim@bucket", "has an @ or # behind the host's name"),
        ("sftp:///ann:geheim@example.org", "has an @ or # behind the host's name"),
        ("sftp://ann:geheim@example.org/x", "holds a password"),
        ("sftp://ann:geheim", "has a port or host that can't be"),
        ("sftp://[geheim/x", "has a port or host that can't be"),
        ("sftp://ann@example.org:99999/x", "has a port or host that can't be"),
        ("ann:geheim@example.org:/x", "is neither a folder nor an address"),
        ("ann:geheim@example.org/?at=http://x", "is neither a folder nor an address"),
        ("ann@example.org:/x", "for a server all of sftp://ann@example.org/var/www, also its beginning"),
        ("example.org:/x", "for a server all of sftp://"),
        ("ann@example.org/x", "is neither a folder nor an address"),
        ("geheim@example.org", "is neither a folder nor an address"),
        ("12", "is neither a folder nor an address"),
        ("1.5", "is neither a folder nor an address"),
        ("STFP://example.org/x", "Did you mean sftp?"),
        ("sftp:/geheim/x", "is neither a folder nor an address"),
        ("sftp:///x", "names no host"),
        ("stfp://example.org/x", "'stfp':// is not known here. Did you mean sftp?"),
    ],
)
def test_what_is_no_address_is_told_without_what_may_be_a_password(
    show_folder: Path, write_config: Write, to: str, words: str
) -> None:
    message = told(show_folder, write_config, to)
    assert words in message
    assert "geheim" not in message
