"""Signs inside the text of captions that aren't words: tags, entities, and what may not stand there."""

import re
from collections.abc import Iterator

TAG = re.compile(
    r"</?(?:i|b|u|s|font|c|ruby|rt|lang|span|em|strong)(?:[.\s][^<>]*)?>|<(?:\d+:)?\d\d:\d\d\.\d{3}>",
    re.IGNORECASE,
)
OVERRIDE = re.compile(r"\{\\[^{}]*\}")
"""What SubRip borrowed from another format, to place a caption."""
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^<>]*)>|</v>", re.IGNORECASE)
_ANY = re.compile(f"{TAG.pattern}|{OVERRIDE.pattern}|{_BREAK.pattern}|{_VOICE.pattern}", re.IGNORECASE)
_ENTITY = re.compile(r"&(amp|lt|gt|quot|apos|nbsp|lrm|rlm|#39|#x27|#34);", re.IGNORECASE)
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": "\xa0", "lrm": "", "rlm": "",
             "#39": "'", "#x27": "'", "#34": '"'}  # fmt: skip
_INNOCENT = str.maketrans("<>{", "\u2039\u203a\u2774")
_LOOKALIKES = str.maketrans("\u2039\u203a\u2774", "<>{")


def unescaped(text: str) -> str:
    """Return the text with the signs that entities stand for."""
    return _ENTITY.sub(lambda entity: _ENTITIES[entity[1].lower()], text)


def without_tags(text: str) -> str:
    """Return the text without what says how it looks."""
    return unescaped(TAG.sub("", _BREAK.sub("\n", text)))


def voices(text: str) -> Iterator[tuple[str | None, str]]:
    """Yield (who speaks, text) for each voice of a WebVTT cue."""
    at, speaker = 0, None
    for tag in _VOICE.finditer(text):
        yield speaker, text[at : tag.start()]
        at, speaker = tag.end(), " ".join(unescaped(tag[1] or "").split()) or None
    yield speaker, text[at:]


def harmless(text: str) -> str:
    """Return the text for a SubRip file, which can hold no plain tag or arrow: lookalikes stand for them."""
    # the arrow first: in "<v A -->" it would else be half of a tag
    return _ANY.sub(lambda tag: tag[0].translate(_INNOCENT), text.replace("-->", "→"))


def seen_through(text: str) -> str:
    """Return the text by which two spellings of the same word are equal, whatever a caption format did to it."""
    return unescaped(text.replace("-->", "→").translate(_LOOKALIKES))
