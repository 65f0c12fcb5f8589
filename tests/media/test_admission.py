"""Only ordinary files with sound in them are let in, and nothing that they name is opened."""

import os
import socket
import wave
from pathlib import Path

import av
import pytest

from radkind_pod.errors import MediaError
from radkind_pod.media import decode
from radkind_pod.media.admission import check_admission
from radkind_pod.media.decode import open_media, read_blocks

SCRIPTS = {
    "ffconcat": "ffconcat version 1.0\nfile sibling.wav\n",
    "concat": "file 'sibling.wav'\nfile 'sibling.wav'\n",
    "hls": "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nsibling.wav\n#EXT-X-ENDLIST\n",
    "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n",
    "dash": '<?xml version="1.0"?>\n<MPD><BaseURL>sibling.wav</BaseURL></MPD>\n',
    "pls": "[playlist]\nFile1=sibling.wav\n",
    "cue": 'REM GENRE Speech\nFILE "sibling.wav" WAVE\n  TRACK 01 AUDIO\n',
    "with a byte order mark": "\ufeff#EXTM3U\nsibling.wav\n",
}


def write_wav(path: Path, frames: int = 4800) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(bytes(2 * frames))
    return path


@pytest.mark.parametrize("name", ["interview.wav", "interview.mp3", "interview.m3u8"])
@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_a_script_is_refused_whatever_it_is_called(tmp_path: Path, script: str, name: str) -> None:
    write_wav(tmp_path / "sibling.wav")
    (tmp_path / name).write_text(script, encoding="utf-8")
    with pytest.raises(MediaError, match="playlist or script"), open_media(tmp_path / name):
        pass


@pytest.mark.parametrize("name", ["interview.wav", "interview.mp3", "interview.m3u8"])
@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_libav_would_not_follow_a_script_that_got_past_us(
    tmp_path: Path, script: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second wall holds without the first."""
    monkeypatch.setattr(decode, "check_admission", lambda path: None)
    write_wav(tmp_path / "sibling.wav")
    (tmp_path / name).write_text(script, encoding="utf-8")
    with pytest.raises(MediaError, match="no recording can be recognised"), open_media(tmp_path / name):
        pass


def test_libav_alone_would_have_played_the_sibling(tmp_path: Path) -> None:
    """The scripts of these tests are real: without our options the first one opens the file beside it."""
    write_wav(tmp_path / "sibling.wav")
    (tmp_path / "interview.wav").write_text(SCRIPTS["ffconcat"], encoding="utf-8")
    with av.open(str(tmp_path / "interview.wav")) as container:
        assert container.format.name == "concat"


def test_nothing_on_the_network_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "check_admission", lambda path: None)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/a.mp3"
        for name in ("a.mp3", "a.m3u8"):
            (tmp_path / name).write_text(f"#EXTM3U\n#EXTINF:10,\n{url}\n#EXT-X-ENDLIST\n", encoding="utf-8")
            with pytest.raises(MediaError), open_media(tmp_path / name):
                pass
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.parametrize("name", ["-rf.wav", "épisode nº1 أمل 音.wav", "a b; $(x) `y`.wav", "concat:a|b.wav", "%d.wav"])
def test_any_name_opens(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_wav(Path(name))
    assert sum(map(len, read_blocks(Path(name)))) == 4800


def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.wav")
    with pytest.raises(MediaError, match="device or pipe"):
        check_admission(tmp_path / "a.wav")


def test_a_link_to_a_device_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.wav").symlink_to("/dev/zero")
    with pytest.raises(MediaError, match="device or pipe"):
        check_admission(tmp_path / "a.wav")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="a folder"):
        check_admission(tmp_path)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.wav").touch()
    with pytest.raises(MediaError, match="empty"):
        check_admission(tmp_path / "a.wav")


def test_a_missing_file_is_named_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(MediaError) as caught:
        check_admission(Path("raw/a.wav"))
    assert str(caught.value) == "raw/a.wav: there is no such file. Check the name, and that you may read the file."
