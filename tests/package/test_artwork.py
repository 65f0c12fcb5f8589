"""Pictures: what is refused and why, and what is drawn anew."""

import io
import json
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageOps

from radkind_pod.errors import MediaError
from radkind_pod.package.artwork import (
    CHAPTER,
    EPISODE,
    SHOW,
    check_show_art,
    draw_chapter_picture,
    draw_cover,
    draw_episode_art,
    write_show_art,
)
from radkind_pod.package.stages import Artwork
from radkind_pod.progress import Silent

Draw = Callable[..., Path]


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("size", [1400, 3000])
@pytest.mark.parametrize("name", ["art.jpg", "ART.JPEG", "art.png"])
def test_what_platforms_accept_passes(picture: Draw, name: str, size: int) -> None:
    check_show_art(picture(name, (size, size)))


@pytest.mark.parametrize(
    ("size", "wrong", "remedy"),
    [
        ((1399, 1399), "too small: 1399 x 1399 px", "1400 to 3000 px"),
        ((3001, 3001), "too large: 3001 x 3001 px", "1400 to 3000 px"),
        ((1500, 1400), "not square: 1500 x 1400 px", "Crop it to a square"),
    ],
)
def test_wrong_size_is_refused(picture: Draw, size: tuple[int, int], wrong: str, remedy: str) -> None:
    path = picture(size=size)
    with pytest.raises(MediaError, match=wrong) as caught:
        check_show_art(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert remedy in caught.value.remedy
    assert caught.value.exit_code == 5


def test_all_that_is_wrong_is_told_at_once(picture: Draw, tmp_path: Path) -> None:
    lying = picture("art.png", (900, 800)).rename(tmp_path / "art.jpg")
    with pytest.raises(MediaError) as caught:
        check_show_art(lying)
    assert caught.value.what == (
        "it is a PNG, whatever its name says; it is not square: 900 x 800 px; it is too small: 900 x 800 px"
    )
    assert caught.value.remedy == ("Rename it to art.png. Crop it to a square. Export it with 1400 to 3000 px a side")


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (b"", "the file is empty"),
        (b"GIF89a" + bytes(40), "a GIF"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a WebP"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "HEIC"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG"),
        (b"not a picture at all", "not a JPEG or PNG picture"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "not a JPEG or PNG|can't be read"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "not a JPEG or PNG|can't be read"),
    ],
)
def test_what_is_no_picture_is_refused(tmp_path: Path, data: bytes, wrong: str) -> None:
    path = tmp_path / "art.jpg"
    path.write_bytes(data)
    with pytest.raises(MediaError, match=wrong):
        check_show_art(path)


@pytest.mark.parametrize("name", ["art.jpg", "art.png"])
def test_a_picture_cut_short_is_refused(picture: Draw, name: str) -> None:
    path = picture(name)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(MediaError, match="the picture can't be read"):
        check_show_art(path)


def test_a_missing_picture_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="there is no such picture"):
        check_show_art(tmp_path / "art.jpg")
    with pytest.raises(MediaError, match="the picture can't be read"):
        check_show_art(tmp_path)


def test_an_animated_picture_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "art.png"
    frames = [Image.new("RGB", (1400, 1400), colour) for colour in ("red", "blue")]
    frames[0].save(path, save_all=True, append_images=frames[1:])
    with pytest.raises(MediaError, match="it is animated"):
        check_show_art(path)


@pytest.mark.parametrize(("side", "wrong"), [(9_000, "too large"), (11_000, "far too many"), (60_000, "far too many")])
def test_a_bomb_is_refused_by_its_header(tmp_path: Path, side: int, wrong: str) -> None:
    """The pixels are never decoded, and no warning is given in place of an error."""
    header = b"IHDR" + side.to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    path = tmp_path / "bomb.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\x0d" + header + zlib.crc32(header).to_bytes(4, "big") + b"\0\0\1\0IDAT")
    with pytest.raises(MediaError, match=wrong):
        draw_chapter_picture(path)


@pytest.mark.parametrize("fuzzed", ["art.jpg", "art.png"])
def test_damage_anywhere_is_either_read_or_refused(tmp_path: Path, fuzzed: str) -> None:
    """200 pictures with some bytes turned: never another error than ours."""
    random = np.random.default_rng(4)
    source = tmp_path / fuzzed
    Image.fromarray(random.integers(0, 255, (40, 40, 3), dtype=np.uint8)).save(source, exif=exif())
    whole = np.frombuffer(source.read_bytes(), np.uint8)
    refused = 0
    for _ in range(200):
        damaged = whole.copy()
        damaged[random.integers(0, len(whole), 6)] = random.integers(0, 255, 6)
        source.write_bytes(damaged.tobytes())
        try:
            draw_chapter_picture(source)
        except MediaError:
            refused += 1
    assert 0 < refused < 200 if fuzzed == "art.jpg" else refused > 0


def exif(orientation: int = 1) -> Image.Exif:
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010F] = "LEAK"
    return tags


@pytest.mark.parametrize(("name", "type_"), [("art.jpg", "image/jpeg"), ("art.png", "image/png")])
def test_show_art_keeps_its_type_and_states_what_lies_on_disk(picture: Draw, out: Path, name: str, type_: str) -> None:
    """What the stage reads is what was written."""
    stage = Artwork(picture(name))
    stage.run(out, Silent())
    asset = stage.read(out).asset
    data = (out / "files" / asset.path).read_bytes()
    assert asset.type == type_
    assert asset.bytes == len(data)
    assert asset.path == f"artwork-{asset.sha256[:12]}{Path(name).suffix}"
    assert json.loads((out / "artwork.json").read_text(encoding="utf-8"))["sha256"] == asset.sha256
    with opened(data) as image:
        assert (image.mode, image.size, round(image.info["dpi"][0])) == ("RGB", (1400, 1400), 72)


def test_show_art_is_the_same_wherever_it_is_drawn(picture: Draw, tmp_path: Path) -> None:
    path, found = picture("art.png"), []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_show_art(path, tmp_path / name)
        found.append({f.name: f.read_bytes() for f in (tmp_path / name).rglob("*") if f.is_file()})
    assert found[0] == found[1]


def test_metadata_of_a_jpeg_is_gone(leaky_jpeg: Callable[[str], Path], out: Path) -> None:
    path = leaky_jpeg("art.jpg")
    write_show_art(path, out)
    written = next((out / "files").iterdir()).read_bytes()
    drawn = [written, draw_cover(path, SHOW), draw_chapter_picture(path), draw_episode_art(path)]
    assert [b"LEAK" in data or b"Exif" in data or b"xap" in data for data in drawn] == [False] * 4


def test_metadata_of_a_png_is_gone(tmp_path: Path, out: Path) -> None:
    from PIL.PngImagePlugin import PngInfo

    text = PngInfo()
    text.add_text("Author", "LEAK")
    text.add_itxt("XML:com.adobe.xmp", "LEAK")
    path = tmp_path / "art.png"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.new("RGB", (1400, 1400)).save(path, pnginfo=text, exif=exif(), icc_profile=profile)
    write_show_art(path, out)
    written = next((out / "files").iterdir()).read_bytes()
    assert b"LEAK" in path.read_bytes()
    assert [name for name in (b"LEAK", b"tEXt", b"iTXt", b"eXIf", b"iCCP") if name in written] == []


@pytest.mark.parametrize(
    ("name", "mode"),
    [("a.png", "RGBA"), ("a.png", "L"), ("a.png", "P"), ("a.png", "I;16"), ("a.jpg", "CMYK"), ("a.jpg", "L")],
)
def test_every_colour_mode_becomes_rgb(picture: Draw, name: str, mode: str) -> None:
    with opened(draw_episode_art(picture(name, mode=mode))) as image:
        assert (image.mode, image.format) == ("RGB", "JPEG")


def test_transparent_parts_become_white(tmp_path: Path) -> None:
    path = tmp_path / "art.png"
    Image.new("RGBA", (700, 700), (200, 0, 0, 0)).save(path)
    with opened(draw_episode_art(path)) as image:
        assert image.getpixel((5, 5)) == (255, 255, 255)


def test_sixteen_bit_grey_keeps_its_brightness(tmp_path: Path) -> None:
    path = tmp_path / "art.png"
    Image.fromarray(np.full((700, 700), 128 * 256, np.uint16)).save(path)
    with opened(draw_episode_art(path)) as image:
        assert image.getpixel((5, 5)) == (128, 128, 128)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_lying_on_its_side_is_turned_upright(tmp_path: Path, orientation: int) -> None:
    """Cameras write the turn into the metadata that is thrown away; Pillow's own way of undoing it is the witness."""
    path = tmp_path / "photo.png"
    whole = Image.new("RGB", (40, 20), "white")
    whole.paste("black", (0, 0, 10, 10))
    whole.save(path, exif=exif(orientation))
    with Image.open(path) as image, opened(draw_chapter_picture(path)) as drawn:
        expected = ImageOps.exif_transpose(image)
        assert drawn.size == expected.size
        difference = np.asarray(drawn).astype(int) - np.asarray(expected)
    assert np.abs(difference).max() < 60


def test_a_phones_jpeg_with_a_second_picture_in_it_is_a_jpeg(tmp_path: Path) -> None:
    path = tmp_path / "art.jpg"
    first, second = (Image.new("RGB", (1400, 1400), colour) for colour in ("red", "blue"))
    first.save(path, format="MPO", save_all=True, append_images=[second])
    check_show_art(path)
    with opened(draw_episode_art(path)) as image:
        assert (image.format, image.getpixel((5, 5))) == ("JPEG", (254, 0, 0))


def test_a_broken_colour_profile_does_no_harm(picture: Draw) -> None:
    with opened(draw_episode_art(picture(icc_profile=b"no profile"))) as image:
        assert image.size == (1400, 1400)


def test_another_colour_space_becomes_srgb(tmp_path: Path) -> None:
    """A profile in which the red and green primaries changed places: what is stored as red is drawn as green."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for text in (b"sRGB", "sRGB".encode("utf-16-be")):
        profile = profile.replace(text, text.swapcase())
    red, green = (profile.index(name, 128) for name in (b"rXYZ", b"gXYZ"))
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    path = tmp_path / "art.jpg"
    Image.new("RGB", (700, 700), "red").save(path, icc_profile=bytes(profile))
    with opened(draw_episode_art(path)) as image:
        red_level, green_level, _ = image.getpixel((5, 5))
    assert red_level < 20
    assert green_level > 235


def test_episode_art_may_be_smaller_than_the_shows(picture: Draw) -> None:
    draw_episode_art(picture(size=(600, 600)))
    with pytest.raises(MediaError, match="too small"):
        draw_episode_art(picture(size=(599, 599)))


@pytest.mark.parametrize("name", ["noise.jpg", "noise.png"])
def test_even_noise_makes_small_pictures_for_the_tag(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    noise = np.random.default_rng(1).integers(0, 255, (1500, 1500, 3), dtype=np.uint8)
    Image.fromarray(noise).save(path, compress_level=1)
    cover = draw_cover(path, SHOW)
    assert len(cover) < 300_000
    assert len(draw_chapter_picture(path)) < 60_000
    with opened(cover) as image:
        assert image.format == "JPEG"
        assert "progressive" not in image.info


def test_a_plain_cover_has_1400_px_at_most(picture: Draw) -> None:
    with opened(draw_cover(picture(size=(3000, 3000)), SHOW)) as image:
        assert image.size == (1400, 1400)
    with opened(draw_cover(picture(size=(800, 800)), EPISODE)) as image:
        assert image.size == (800, 800)


def test_a_chapter_picture_fits_600_px_and_is_never_enlarged(picture: Draw) -> None:
    assert not CHAPTER.square
    with opened(draw_chapter_picture(picture(size=(4000, 1000)))) as image:
        assert image.size == (600, 150)
    with opened(draw_chapter_picture(picture(size=(40, 30)))) as image:
        assert image.size == (40, 30)
