"""Pictures: checked against what the platforms ask, and drawn anew, so that no metadata of a camera is kept."""

import errno
import io
import warnings
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from PIL import ExifTags, Image, ImageCms, UnidentifiedImageError

from radkind_pod.apart.reading import Reading
from radkind_pod.errors import MediaError, named
from radkind_pod.model.plain import to_json
from radkind_pod.model.release import Asset


@dataclass(frozen=True, slots=True)
class Rule:
    """What a picture must be. Pixels are those of the longer side at most, of the shorter side at least."""

    least_px: int
    most_px: int
    square: bool


SHOW = Rule(1400, 3000, square=True)
"""As Apple asks for a show: square, 1400 to 3000 px, JPEG or PNG."""
EPISODE = Rule(600, 3000, square=True)
"""Apps fall back to the show's picture for an episode's, so that a smaller one does no harm."""
CHAPTER = Rule(1, 10_000, square=False)

COVER_PX = 1400
COVER_BYTES = 300_000
"""A player reads the whole tag before it plays: a bigger cover delays the first word."""
SMALL_COVER_PX = 300
SMALL_COVER_BYTES = 20_000
"""For who pays for data: what 7 s of Opus at 24 kbit/s take."""
CHAPTER_PX = 600
CHAPTER_BYTES = 60_000
MOST_PIXELS = 50_000_000
"""Above the cameras of today's phones, below what would fill the memory."""

_EXTENSIONS = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",)}
_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png"}
_OTHERS = {b"GIF8": "a GIF", b"RIFF": "a WebP", b"%PDF": "a PDF", b"<svg": "an SVG", b"BM": "a BMP", b"II*": "a TIFF"}
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How a camera's EXIF orientation is undone (EXIF 2.32, tag 0x0112)."""
_UNREADABLE = (OSError, SyntaxError, ValueError, EOFError)
"""What Pillow raises for a damaged file; SyntaxError stands for a broken PNG."""


def check_show_art(path: Path) -> None:
    """Raise MediaError, which says all that is wrong with it, unless platforms accept the show's picture."""
    _open(path, SHOW)


def check_episode_art(path: Path) -> None:
    """Raise MediaError, which says all that is wrong with it, unless it can be an episode's own picture."""
    _open(path, EPISODE)


def write_show_art(path: Path, folder: Path) -> None:
    """Write files/artwork-<hash>.<ext> of the same type as `path`, and artwork.json, which holds its Asset."""
    kind, image = _open(path, SHOW)
    data = _jpeg(image, 92) if kind == "JPEG" else _png(image)
    digest = sha256(data).hexdigest()
    asset = Asset(f"artwork-{digest[:12]}{_EXTENSIONS[kind][0]}", _TYPES[kind], len(data), digest)
    (folder / "files").mkdir(exist_ok=True)
    (folder / "files" / asset.path).write_bytes(data)
    (folder / "artwork.json").write_text(to_json(asset), encoding="utf-8", newline="\n")


def draw_episode_art(path: Path) -> bytes:
    """Return the episode's own picture as a JPEG for the site and the feed."""
    return _jpeg(_open(path, EPISODE)[1], 92)


def draw_cover(path: Path, rule: Rule) -> bytes:
    """Return the picture as a JPEG of at most 1400 px and 300 kB, to be embedded in the MP3."""
    return _fit(path, rule, (COVER_PX, 1000, 600), COVER_BYTES)


def draw_small_cover(path: Path, rule: Rule) -> bytes:
    """Return the picture as a JPEG of at most 300 px and 20 kB, for an edition that shall be small."""
    return _fit(path, rule, (SMALL_COVER_PX, 200, 120), SMALL_COVER_BYTES)


def size_px(jpeg: bytes) -> tuple[int, int]:
    """Return width and height of a picture that was drawn here."""
    with Image.open(io.BytesIO(jpeg)) as image:
        return image.size


def draw_chapter_picture(path: Path) -> bytes:
    """Return the picture, of any shape, as a JPEG of at most 600 px and 60 kB."""
    return _fit(path, CHAPTER, (CHAPTER_PX, 400, 200), CHAPTER_BYTES)


def _fit(path: Path, rule: Rule, sides_px: tuple[int, ...], limit: int) -> bytes:
    """Return the largest and finest JPEG that stays below `limit` bytes; a picture is never enlarged."""
    image = _open(path, rule, fit_px=sides_px[0])[1]
    for side in sides_px:
        image.thumbnail((side, side), Image.Resampling.LANCZOS)
        for quality in (90, 80, 70, 60, 50):
            data = _jpeg(image, quality)
            if len(data) < limit:
                return data
    raise MediaError(path, f"the picture can't be made smaller than {limit // 1000} kB", "Use a plainer picture")


def _open(path: Path, rule: Rule, fit_px: int | None = None) -> tuple[str, Image.Image]:
    """Return the type and the decoded picture in sRGB; `fit_px` lets a bigger JPEG be decoded smaller."""
    with warnings.catch_warnings():
        # Whatever else Pillow warns of is damage in metadata that is thrown away here.
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Reading(path), Image.open(path, formats=("JPEG", "PNG")) as image:
                _check(path, image, rule)
                if fit_px:
                    image.draft(None, (fit_px, fit_px))
                return _kind(image), _plain(image)
        except UnidentifiedImageError:
            raise MediaError(path, _describe(path), "Export it as JPEG or PNG") from None
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise MediaError(path, "the picture has far too many pixels", "Make it smaller") from error
        except FileNotFoundError as error:
            raise MediaError(path, "there is no such picture", "Check the name, or put the file there") from error
        except _UNREADABLE as error:
            if isinstance(error, OSError) and error.errno == errno.EIO:  # the disk's fault, and none of the picture
                raise named(error, path) from error.__cause__
            raise MediaError(path, f"the picture can't be read ({error})", "Export it again as JPEG or PNG") from error


def _kind(image: Image.Image) -> str:
    """JPEG or PNG; a phone's JPEG with a second picture in it, which Pillow calls MPO, is a JPEG too."""
    return "PNG" if image.format == "PNG" else "JPEG"


def _check(path: Path, image: Image.Image, rule: Rule) -> None:
    found = _problems(path, image, rule)
    if found:
        raise MediaError(path, "; ".join(what for what, _ in found), ". ".join(remedy for _, remedy in found))


def _problems(path: Path, image: Image.Image, rule: Rule) -> list[tuple[str, str]]:
    """Say what is wrong and what to do, for all that the header tells."""
    width, height = image.size
    kind, size = _kind(image), f"{width} x {height} px"
    asked = f"Export it with {rule.least_px} to {rule.most_px} px a side" if rule.square else "Make it smaller"
    found = []
    if path.suffix.lower() not in _EXTENSIONS[kind]:
        found.append((f"it is a {kind}, whatever its name says", f"Rename it to {path.stem}{_EXTENSIONS[kind][0]}"))
    if kind == "PNG" and getattr(image, "is_animated", False):
        found.append(("it is animated", "Export a single picture"))
    if rule.square and width != height:
        found.append((f"it is not square: {size}", "Crop it to a square"))
    if min(width, height) < rule.least_px:
        found.append((f"it is too small: {size}", asked))
    if max(width, height) > rule.most_px or width * height > MOST_PIXELS:
        found.append((f"it is too large: {size}", asked))
    return found


def _describe(path: Path) -> str:
    """Say what the file is instead of a JPEG or PNG, as far as its first bytes tell."""
    with path.open("rb") as file:
        head = file.read(16)
    if not head:
        return "the file is empty"
    if head[4:8] == b"ftyp":
        return "this is a HEIC or AVIF picture or a video, not a JPEG or PNG"
    other = next((name for start, name in _OTHERS.items() if head.startswith(start)), None)
    return f"this is {other}, not a JPEG or PNG" if other else "this is not a JPEG or PNG picture"


def _plain(image: Image.Image) -> Image.Image:
    """Decode the picture; return it upright, in 8-bit sRGB, its transparent parts white, without any metadata."""
    orientation = image.getexif().get(ExifTags.Base.Orientation)
    upright = image.transpose(_TURNS[orientation]) if orientation in _TURNS else image
    grey = upright.point(lambda value: value / 256).convert("L") if upright.mode.startswith("I") else upright
    plain = _flat(_in_srgb(grey))
    plain.info = {}
    return plain


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK", "L"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(source):
            return image
        drawn = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return image  # a browser too takes the colours as sRGB when the profile is broken
    return drawn or image


def _flat(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    clear = image if image.mode == "RGBA" else image.convert("RGBA")
    white = Image.new("RGB", clear.size, "white")
    white.paste(clear, mask=clear.getchannel("A"))
    return white


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True, dpi=(72, 72))
    return out.getvalue()


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", dpi=(72, 72))
    return out.getvalue()
