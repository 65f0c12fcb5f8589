"""Make the sample show's artwork: two speech bubbles that share a heart.

Usage: python scripts/make_sample_artwork.py      (writes artwork.png)
"""

from math import cos, radians, sin

from PIL import Image, ImageDraw

SIDE = 1400
SCALE = 2  # drawn larger and scaled down, so that edges are smooth
NIGHT, CREAM, CORAL, TEAL = "#1f2a44", "#fdf6ec", "#e8735a", "#3f8f8b"


def bubble(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int], colour: str, *, tail_left: bool) -> None:
    """Draw a speech bubble with its tail at the lower left or right."""
    left, top, right, bottom = (SCALE * n for n in box)
    draw.rounded_rectangle((left, top, right, bottom), radius=SCALE * 110, fill=colour)
    x = left + SCALE * 190 if tail_left else right - SCALE * 190
    lean = -SCALE * 70 if tail_left else SCALE * 70
    tip = (x + lean, bottom + SCALE * 110)
    draw.polygon([(x - SCALE * 60, bottom - 4), (x + SCALE * 60, bottom - 4), tip], fill=colour)


def heart(draw: ImageDraw.ImageDraw, x: int, y: int, size: int, colour: str) -> None:
    """Draw a heart about 2 `size` wide around (x, y), along the well-known curve of sines and cosines."""
    points = []
    for step in range(360):
        t = radians(step)
        across, up = 16 * sin(t) ** 3, 13 * cos(t) - 5 * cos(2 * t) - 2 * cos(3 * t) - cos(4 * t)
        points.append((SCALE * (x + size * across / 16), SCALE * (y - size * up / 16)))
    draw.polygon(points, fill=colour)


if __name__ == "__main__":
    picture = Image.new("RGB", (SIDE * SCALE, SIDE * SCALE), NIGHT)
    pen = ImageDraw.Draw(picture)
    bubble(pen, (150, 230, 900, 760), CREAM, tail_left=True)
    bubble(pen, (500, 560, 1250, 1090), TEAL, tail_left=False)
    heart(pen, 700, 660, 165, CORAL)
    picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS).quantize(64).convert("RGB").save(
        "artwork.png", optimize=True
    )
    print("wrote artwork.png")
