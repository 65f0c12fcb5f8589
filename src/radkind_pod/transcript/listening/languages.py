"""Which language a window is in."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from radkind_pod.transcript.listening.decoder import Ask, Decoded

MARGIN = 2.0
"""Another language must be so many times as probable as the one that is expected."""
DOUBT = -0.5
"""Below this mean log probability a window may be in a language that nobody named. Whisper then writes a translation,
of which it is less sure: of speech in the language that it was told it is surer than -0.3, of others less than -0.6."""


def is_worth_asking(decoded: Decoded, ask: Ask) -> bool:
    """Say whether it should be found out which language the window is in."""
    return bool(ask.others) or decoded.mean_log_probability < DOUBT


def in_its_language(
    found: Decoded, languages: Mapping[str, float], ask: Ask, decode: Callable[[Ask], Decoded]
) -> Decoded:
    """Return the window as it was found, or decoded anew in the other language that it is in; it says which."""
    language = spoken(languages, ask)
    if language != ask.language:
        found = decode(replace(ask, language=language))
    likeliest = max(languages, key=lambda code: languages[code])
    return replace(found, language=language, likeliest=likeliest, likelihood=languages[likeliest])


def spoken(languages: Mapping[str, float], ask: Ask) -> str:
    """Return the language to decode a window in, given how probable each is."""
    other = max(ask.others, key=lambda language: languages.get(language, 0.0), default=ask.language)
    clearly = languages.get(other, 0.0) >= MARGIN * languages.get(ask.language, 0.0)
    return other if clearly else ask.language
