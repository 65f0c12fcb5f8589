"""A show that moves in keeps what its listeners have, whatever happens on the way."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.pipeline.feed_import.conftest import CHAPTERS, MP3, SRT, VTT, golden_feed, picture
from tests.sources.feed_import.old_host import Reply

from radkind_pod.errors import SourceError
from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.release import Release, Words
from radkind_pod.sources.check import check_project
from radkind_pod.sources.feed_import.old import OldEpisode, OldFeed
from radkind_pod.sources.feed_import.reading import read_old_feed
from radkind_pod.sources.show import read_show

LUNCH, BUS = "lunch-for-forty", "the-night-bus-the-lost-phone-3"
LUNCH_SOUND = f"/episodes/{LUNCH}/{LUNCH}-3b9aca00.mp3"


def feed_of(data: bytes) -> OldFeed:
    return read_old_feed(data, Path("feed.xml"), "https://x.example/feed.xml")


def without_lines(feed: OldFeed) -> list[OldEpisode]:
    return [replace(episode, line=0) for episode in feed.episodes]


def release(root: Path, slug: str) -> Release:
    return from_plain_file(Release, root / "episodes" / slug / "release.json")


def test_our_own_feed_comes_back_the_same_where_nothing_is_fetched(bring, build, tmp_path: Path) -> None:
    """Every guid, date, title, note, enclosure, transcript, chapter and person is equal, and the show's own words."""
    before = golden_feed(tmp_path)
    after = build(bring(str(tmp_path / "feed.xml"), reference=True).root)
    assert without_lines(feed_of(after)) == without_lines(feed_of(before))
    old, new = feed_of(before).show, feed_of(after).show
    assert replace(new, picture=old.picture) == old


def test_fetched_files_are_the_same_bytes_at_new_addresses(serve, bring, build, host) -> None:
    old = feed_of(host.files["/feed.xml"].body) if serve() else None
    moved = bring(f"{host.url}/feed.xml")
    new = feed_of(build(moved.root))
    assert moved.waiting == []
    for before, after in zip(old.episodes, new.episodes, strict=True):
        assert (after.guid, after.published, after.title, after.people) == (
            before.guid,
            before.published,
            before.title,
            before.people,
        )
        assert (after.sound.bytes, after.sound.type) == (before.sound.bytes, before.sound.type)
        assert [file.type for file in after.transcripts] == [file.type for file in before.transcripts]
        assert after.sound.url.startswith("https://new.example.org/pod/episodes/")
        public = moved.root / "public" / after.sound.url.removeprefix("https://new.example.org/pod/")
        assert public.read_bytes() == MP3
    lunch = release(moved.root, LUNCH)
    kept = {asset.type: (moved.root / "public" / asset.path).read_bytes() for asset in lunch.transcripts}
    assert (kept["text/vtt"], kept["application/x-subrip"]) == (VTT, SRT)
    assert (moved.root / "public" / lunch.chapters_file.path).read_bytes() == CHAPTERS
    assert [(one.start_ms, one.title) for one in lunch.chapters] == [(0, "Forty-three, actually"), (60_500, "Jam jars")]


def test_the_page_shows_the_transcript_with_its_speakers_and_says_nothing_false_of_it(serve, bring, build) -> None:
    root = bring(serve()).root
    build(root)
    page = (root / "public/episodes" / LUNCH / "index.html").read_text(encoding="utf-8")
    assert "Forty-three, actually." in page
    assert "Tom Price" in page
    assert "came with the episode from where it was published before" in page
    words = from_plain_file(Words, root / "episodes" / LUNCH / "words.json")
    assert [one.speaker for one in words.transcript] == ["Amina Yusuf", "Tom Price"]


def test_nothing_in_the_feed_leads_to_the_old_host_but_links_in_notes_which_are_told(serve, bring, build, host) -> None:
    moved = bring(serve())
    feed = build(moved.root).decode()
    assert feed.count(host.url) == feed.count(f"{host.url}/episodes/{LUNCH}/soup.html") == 2
    assert "link to pages at 127.0.0.1, such as 'Lunch for forty'" in moved.report.read_text(encoding="utf-8")


def test_a_strange_guid_comes_back_to_the_letter(bring, build, tmp_path: Path) -> None:
    guid = "a  b\xa0c\u200bd\ne" + "x" * 3000
    written = golden_feed(tmp_path).decode()
    first = written[(at := written.index(">", written.index("<guid")) + 1) : written.index("</guid>", at)]
    (tmp_path / "feed.xml").write_text(written.replace(first, guid), encoding="utf-8")
    after = feed_of(build(bring(str(tmp_path / "feed.xml"), reference=True).root))
    assert guid in [episode.guid for episode in after.episodes]


def test_every_guid_is_kept_although_no_file_can_be_fetched(serve, bring, build, host) -> None:
    address = serve()
    for path in [path for path in host.files if path != "/feed.xml"]:
        del host.files[path]
    moved = bring(address)
    assert len(moved.waiting) > 10
    assert {one.guid for one in feed_of(build(moved.root)).episodes} == {
        "urn:example:the-night-bus",
        "8f7d0b62-5f6e-4f0e-9d47-3c1f6c1f4a10",
    }
    report = moved.report.read_text(encoding="utf-8")
    assert "## Not fetched" in report
    assert "isn't there any more (HTTP 404)" in report


def test_running_it_again_fetches_only_what_is_missing(serve, bring, host) -> None:
    address = serve()
    sound = host.files.pop(LUNCH_SOUND)
    assert [one.about for one in bring(address).waiting] == ["Lunch for forty"]
    host.files[LUNCH_SOUND], asked = sound, len(host.asked)
    moved = bring(address)
    assert (moved.waiting, moved.new) == ([], [])
    assert [path for path, _ in host.asked[asked:]] == ["/feed.xml", LUNCH_SOUND]
    assert not release(moved.root, LUNCH).audio.is_elsewhere


def test_an_import_that_is_killed_goes_on(serve, bring, host, tmp_path: Path, monkeypatch) -> None:
    """At whichever of the first files it is killed: the next run ends with the same project as one that ran through."""
    address = serve()
    whole = {
        file.relative_to(tmp_path / "whole"): file.read_bytes()
        for file in (bring(address, folder="whole").root / "episodes").rglob("*")
        if file.is_file()
    }
    fetcher = "radkind_pod.sources.feed_import.fetching.Fetcher.bring"
    from radkind_pod.sources.feed_import.fetching import Fetcher

    real = Fetcher.bring
    for stop in range(0, 9, 2):
        left = [stop]

        def killed(self, url, file, most, left=left):
            if left[0] == 0:
                raise KeyboardInterrupt
            left[0] -= 1
            return real(self, url, file, most)

        monkeypatch.setattr(fetcher, killed)
        with pytest.raises(KeyboardInterrupt):
            bring(address, folder=f"killed-{stop}")
        monkeypatch.setattr(fetcher, real)
        root = bring(address, folder=f"killed-{stop}").root
        made = {f.relative_to(root): f.read_bytes() for f in (root / "episodes").rglob("*") if f.is_file()}
        assert made == whole


def test_what_a_person_changed_is_never_overwritten(serve, bring, build, host) -> None:
    address = serve()
    root = bring(address).root
    file = root / "episodes" / LUNCH / "episode.yaml"
    file.write_text(file.read_text().replace('title: "Lunch for forty"', 'title: "Soup"'), encoding="utf-8")
    config = (root / "config.yaml").read_text() + "# mine\n"
    (root / "config.yaml").write_text(config, encoding="utf-8")
    build(root)
    bring(address)
    assert (root / "config.yaml").read_text() == config
    assert [one.title for one in feed_of(build(root)).episodes][1] == "Soup"


def test_a_new_episode_at_the_old_host_comes_with_the_next_run(serve, bring) -> None:
    root = bring(serve()).root
    again = bring(serve(("8f7d0b62-5f6e-4f0e-9d47-3c1f6c1f4a10", "new-one")))
    assert again.new == ["lunch-for-forty-2"]
    assert release(root, "lunch-for-forty-2").guid == "new-one"


def test_an_episode_that_was_made_anew_here_is_left_alone(serve, bring) -> None:
    root = bring(serve()).root
    file = root / "episodes" / LUNCH / "release.json"
    plain = json.loads(file.read_text())
    plain["audio"]["path"], plain["audio"]["sha256"] = f"episodes/{LUNCH}/{LUNCH}-0123456789ab.mp3", "00"
    file.write_text(json.dumps(plain), encoding="utf-8")
    before = file.read_bytes()
    bring(serve())
    assert file.read_bytes() == before


def test_another_shows_folder_is_refused(serve, bring) -> None:
    root = bring(serve()).root
    before = (root / "config.yaml").read_bytes()
    other = serve(("c7f5b6ab-6b1a-5d39-9d5a-6d0f3c4f7a52", "917393e3-1b1e-5cef-ace4-edaa54e1f810"))
    with pytest.raises(SourceError, match="another show is here"):
        bring(other)
    assert (root / "config.yaml").read_bytes() == before


def test_a_web_page_in_place_of_the_sound_is_not_taken_for_it(serve, bring, host) -> None:
    address = serve()
    host.files[LUNCH_SOUND] = Reply(b"<!DOCTYPE html><p>Sorry", "audio/mpeg")
    moved = bring(address)
    assert "a web page came, and no sound" in moved.waiting[0].text
    assert release(moved.root, LUNCH).audio.is_elsewhere


def test_a_sound_that_is_not_what_the_feed_says_is_told_and_put_right(serve, bring, host) -> None:
    address = serve()
    host.files[LUNCH_SOUND] = Reply(b"OggS" + bytes(5000), "audio/mpeg")
    moved = bring(address)
    assert release(moved.root, LUNCH).audio.type == "audio/ogg"
    report = moved.report.read_text(encoding="utf-8")
    assert "it is audio/ogg" in report
    assert "5004" in report
    assert bring(address).report.read_text(encoding="utf-8") == report


def test_an_import_that_is_killed_before_it_noted_what_it_wrote_notes_it_later(serve, bring) -> None:
    address = serve()
    noted = bring(address).root / "episodes" / LUNCH / "built-from.json"
    whole = noted.read_text(encoding="utf-8")
    read = json.loads(whole)
    noted.write_text(json.dumps({**read, "episode.yaml": "0" * 64}), encoding="utf-8")
    bring(address)
    assert noted.read_text(encoding="utf-8") == whole


def test_what_a_killed_import_left_aside_is_no_episode(serve, bring) -> None:
    address = serve()
    root = bring(address).root
    (root / "episodes" / LUNCH).rename(root / "episodes" / f".new-{LUNCH}-1")
    assert bring(address).new == [LUNCH]


def test_a_picture_that_platforms_refuse_is_told_and_kept_aside(serve, bring, host) -> None:
    address = serve()
    host.files["/artwork-1f0c6a2b.jpeg"] = Reply(picture(300), "image/jpeg")
    moved = bring(address)
    assert "too small: 300 x 300 px" in moved.report.read_text(encoding="utf-8")
    assert (moved.root / "import/artwork.jpg").is_file()
    assert check_project(moved.root) == ()


def test_a_picture_with_a_cameras_metadata_is_published_without_it(serve, bring, build, host, tmp_path: Path) -> None:
    from PIL import Image

    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    Image.new("RGB", (1400, 1400)).save(tmp_path / "p.jpg", exif=exif)
    address = serve(("cover-e4da3b7f.png", "cover.jpeg"))
    host.files["/episodes/the-night-bus/cover.jpeg"] = Reply((tmp_path / "p.jpg").read_bytes(), "image/jpeg")
    root = bring(address).root
    build(root)
    art = release(root, BUS).artwork
    assert art.type == "image/jpeg"
    assert b"SecretCamera" not in (root / "public" / art.path).read_bytes()


def test_a_feed_from_a_file_may_not_lead_inside(serve, bring, host, tmp_path: Path) -> None:
    serve()
    (tmp_path / "saved.xml").write_bytes(host.files["/feed.xml"].body)
    asked = len(host.asked)
    moved = bring(str(tmp_path / "saved.xml"))
    assert len(host.asked) == asked
    assert "may not lead inside" in moved.waiting[0].text


def test_everything_that_is_missing_is_asked_for_at_once(bring, tmp_path: Path) -> None:
    file = tmp_path / "poor.xml"
    file.write_text('<rss><channel><item><enclosure url="https://x.example/a.mp3"/></item></channel></rss>')
    with pytest.raises(SourceError) as caught:
        bring(str(file), base_url="")
    said = str(caught.value)
    assert [flag for flag in ("--title", "--email", "--language", "--base-url", "--feed-url") if flag not in said] == []
    assert not (tmp_path / "moved").exists()


def test_a_feed_without_a_guid_gets_the_one_of_its_old_address(serve, bring) -> None:
    guid = "<podcast:guid>c7f5b6ab-6b1a-5d39-9d5a-6d0f3c4f7a52</podcast:guid>"
    root = bring(serve((guid, "")), feed_url="https://podnews.net/rss").root
    assert read_show(root).info.guid == "9b024349-ccf0-5f69-a609-6b82873eab3c"


def test_a_feed_without_a_licence_gives_nothing_away(serve, bring) -> None:
    licence = '<podcast:license url="https://creativecommons.org/licenses/by/4.0/">cc-by-4.0</podcast:license>'
    moved = bring(serve((licence, "")))
    info = read_show(moved.root).info
    assert (info.licence, info.licence_url) == ("custom", "https://example.org/podcast")
    assert "names no licence" in moved.report.read_text(encoding="utf-8")


def test_the_old_feed_is_kept_as_it_came(serve, bring, host) -> None:
    root = bring(serve()).root
    assert (root / "import/feed.xml").read_bytes() == host.files["/feed.xml"].body


def test_reference_fetches_nothing_but_the_shows_picture(serve, bring, host) -> None:
    bring(serve(), reference=True)
    assert {path for path, _ in host.asked} == {"/feed.xml", "/artwork-1f0c6a2b.jpeg"}
