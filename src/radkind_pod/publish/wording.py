"""How pages write times, sizes, languages and kinds of file. English, and independent of the machine's locale."""

from datetime import datetime

from markupsafe import Markup, escape

from radkind_pod.model.release import Edition

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_RIGHT_TO_LEFT = {"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
_KINDS = {
    "text/vtt": "Captions (WebVTT)",
    "application/x-subrip": "Captions (SRT)",
    "application/json": "Data for apps (JSON)",
    "text/plain": "Plain text",
    "text/html": "Web page to print or share",
}
_SOUNDS = {
    "audio/mpeg": "MP3",
    "audio/mp3": "MP3",
    "audio/mp4": "M4A",
    "audio/x-m4a": "M4A",
    "audio/ogg": "Ogg",
    "video/mp4": "MP4",
    "video/x-m4v": "M4V",
    "video/quicktime": "MOV",
}
_EDITIONS = {
    "aac": ("With chapters, for Apple devices", "M4A"),
    "opus": ("Small file for slow connections", "Opus"),
    "flac": ("Lossless, for archives", "FLAC"),
}


def clock(ms: int) -> str:
    """Return a moment as a player shows it: 4:05, or 1:04:05 from one hour on."""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def duration(ms: int) -> str:
    """Return a length in words: 38 sec, 42 min, 1 h 2 min."""
    seconds = max(1, round(ms / 1000))
    if seconds < 60:
        return f"{seconds} sec"
    hours, minutes = divmod(round(seconds / 60), 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def date(when: datetime) -> str:
    """Return the day in words, in the zone in which it was published: 14 May 2026."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def size(count: int) -> str:
    """Return a number of bytes in the unit that people know: 4.9 MB, 12 kB."""
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1000))} kB"


def level(value: float | None, sign: str = "") -> str:
    """Return a level or loudness with one decimal and a true minus, with `+` before others; nothing for None."""
    if value is None:
        return ""
    return f"{round(value, 1) or 0.0:{sign}.1f}".replace("-", "\N{MINUS SIGN}")


def kind(media_type: str) -> str:
    """Return what a transcript of this media type is good for; the type itself where it has no plain name."""
    return _KINDS.get(media_type, media_type)


def edition(one: Edition) -> str:
    """Return what this edition of the sound is good for; its own title where it has no plain name."""
    return _EDITIONS.get(one.name, (one.title, ""))[0]


def format_name(name: str) -> str:
    """Return how people call the format of an edition."""
    return _EDITIONS.get(name, ("", name.upper()))[1]


def sound_format(media_type: str) -> str:
    """Return how people call the format of a sound of this media type."""
    plain = media_type.partition(";")[0].strip().lower()
    return _SOUNDS.get(plain, plain.rpartition("/")[2].removeprefix("x-").upper())


def dialled(phone: str) -> str:
    """Return a telephone number as a tel: link has it (RFC 3966): digits, and a plus in front where there is one."""
    digits = "".join(sign for sign in phone if sign in "0123456789")
    return f"+{digits}" if phone.strip().startswith("+") else digits


def page_language(language: str) -> str:
    """Return the language of a page's own words, which are English, in the content's variety where it has one."""
    return language if _primary(language) == "en" else "en"


def tongue(language: str | None, around: str) -> Markup:
    """Return the lang and dir attributes of a text, or nothing where it's in the language around it."""
    if language is None or language.lower() == around.lower():
        return Markup()
    direction = "rtl" if _primary(language) in _RIGHT_TO_LEFT else "ltr"
    return Markup(' lang="{}" dir="{}"').format(escape(language), direction)


def _primary(language: str) -> str:
    return language.lower().partition("-")[0]
