"""The chapters that a finished file holds: ID3 frames of an MP3, the chapter list of an MP4, comments of an Ogg."""

from pathlib import Path

from radkind_pod.media.decode import open_media


def stated_chapters(path: Path) -> tuple[tuple[int, str], ...]:
    """Return the start in ms and the title of each, by their starts. Raises MediaError where it is no recording."""
    with open_media(path) as container:
        found = [
            (round(float(chapter["start"] * (chapter["time_base"] or 0)) * 1000), chapter["metadata"].get("title", ""))
            for chapter in container.chapters()
        ]
    return tuple(sorted((max(0, start), title) for start, title in found if title.strip()))
