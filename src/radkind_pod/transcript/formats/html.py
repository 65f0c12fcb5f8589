"""The transcript as an accessible HTML page (Podcasting 2.0: cite, time and p), without script or anything fetched."""

from html import escape
from itertools import groupby

from radkind_pod.model.provenance import told
from radkind_pod.transcript.formats.captioned import Captioned
from radkind_pod.transcript.paragraphs import Passage, passages
from radkind_pod.transcript.wording import joined, main_language

_STYLE = "body{max-width:40em;margin:auto;padding:1em;line-height:1.6;font-family:sans-serif}p{margin:.2em 0 1.6em}"


def render(captions: Captioned) -> str:
    """Return the page in the transcript's language; our own English words are marked as English."""
    transcript = captions.transcript
    english = "" if main_language(transcript.language) == "en" else ' lang="en"'
    head = (
        f'<!DOCTYPE html>\n<html lang="{escape(transcript.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title{english}>Transcript</title>\n<style>{_STYLE}</style>\n</head>\n"
    )
    status = escape(told(captions.provenance), quote=False)
    top = f"<body>\n<main>\n<h1{english}>Transcript</h1>\n<p{english}>{status}</p>\n"
    paragraphs = "".join(_paragraph(passage, transcript.language) for passage in passages(transcript))
    return f"{head}{top}{paragraphs}</main>\n</body>\n</html>\n"


def _paragraph(passage: Passage, language: str) -> str:
    name = f"<cite><bdi>{escape(passage.speaker)}</bdi>:</cite>\n" if passage.speaker else ""
    spoken_in = f' lang="{escape(passage.language)}"' if passage.language else ""
    return f'{name}{_time(passage.start_ms)}\n<p{spoken_in} dir="auto">{_text(passage, language)}</p>\n'


def _text(passage: Passage, language: str) -> str:
    stretches = [
        (tag, escape(joined(list(words), tag or passage.language or language), quote=False))
        for tag, words in groupby(passage.words, key=lambda word: word.language)
    ]
    return " ".join(f'<span lang="{escape(tag)}">{text}</span>' if tag else text for tag, text in stretches)


def _time(ms: int) -> str:
    seconds = ms // 1000
    shown = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f'<time datetime="PT{ms / 1000:.3f}S">{shown}</time>'
