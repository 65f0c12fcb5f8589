"""Language codes: what a feed takes (BCP 47) and what Whisper was trained on."""

import re
from typing import Annotated

from radkind_pod.sources.guess import closest
from radkind_pod.sources.scalars import fault, scalar
from radkind_pod.sources.text import cited

_ISO_639_1 = """
aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en
eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja
jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb
nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq
sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_WHISPER = """
af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha haw he hi hr ht hu hy
id is it ja jw ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn mr ms mt my ne nl nn no oc pa pl ps pt ro ru sa
sd si sk sl sn so sq sr su sv sw ta te tg th tk tl tr tt uk ur uz vi yi yo yue zh
"""

ISO_639_1 = frozenset(_ISO_639_1.split())
WHISPER = frozenset(_WHISPER.split())
"""The languages of the multilingual Whisper models, in their own codes."""

_WHISPER_NAMES = {"nb": "no", "jv": "jw", "fil": "tl", "cmn": "zh"}
"""Where Whisper uses another code than the standard."""

_NAMES = {
    "arabic": "ar",
    "bengali": "bn",
    "chinese": "zh",
    "english": "en",
    "french": "fr",
    "german": "de",
    "hindi": "hi",
    "italian": "it",
    "persian": "fa",
    "polish": "pl",
    "portuguese": "pt",
    "punjabi": "pa",
    "romanian": "ro",
    "somali": "so",
    "spanish": "es",
    "turkish": "tr",
    "ukrainian": "uk",
    "urdu": "ur",
    "welsh": "cy",
}

_TAG = re.compile(r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*")


def read_language(text: str) -> str:
    """Return a BCP 47 tag in lower case, like en-gb."""
    tag = text.lower()
    primary, _, region = tag.partition("-")
    if region == "uk":
        raise fault(f"{cited(text)}: the United Kingdom's code is gb. Write {primary}-gb.")
    if not is_language(tag):
        raise fault(f"{cited(text)} is not a language code. {_remedy(tag)}")
    return tag


def is_language(text: str) -> bool:
    """Say whether this has the shape of a BCP 47 tag, with a real language where it is given in two letters."""
    tag = text.lower()
    primary = tag.partition("-")[0]
    return _TAG.fullmatch(tag) is not None and (len(primary) == 3 or primary in ISO_639_1)


def read_spoken(text: str) -> str:
    """Return the code of a language that Whisper knows."""
    spoken = whisper_code(text)
    if spoken is None:
        raise fault(f"{cited(text)} is not a language that Whisper knows. {_remedy(text.lower())}")
    return spoken


def whisper_code(tag: str) -> str | None:
    """Return Whisper's code for a language tag, None where it doesn't know the language."""
    primary = tag.lower().partition("-")[0]
    code = _WHISPER_NAMES.get(primary, primary)
    return code if code in WHISPER else None


def _remedy(tag: str) -> str:
    with_hyphen = tag.replace("_", "-")
    if with_hyphen != tag and _TAG.fullmatch(with_hyphen):
        return f"Did you mean {with_hyphen}?"
    name = closest(tag, _NAMES, 0.8)
    return f"Did you mean {_NAMES[name]}?" if name else "Write two letters like en, or with the country like en-gb."


LanguageTag = Annotated[str, scalar(read_language)]
SpokenLanguage = Annotated[str, scalar(read_spoken)]
