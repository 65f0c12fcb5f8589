"""Real names hidden in outgoing files: in every format and place, written in every way that programs write texts."""

import base64
import gzip
import html
import json
import quopri
import random
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from tests.publish.gate.episodes import clean_episode
from tests.publish.gate.samples import flac, m4a, mp3, opus

from radkind_pod.model.consent import Consent, People

PEOPLE = People(
    (
        Consent("Ama M.", (), None, ("Ama Nkansah",)),
        Consent("Z.", (), None, ("Zoë O\u2019Brien",)),
        Consent("Sam", (), None, ("Grace Lincoln",)),
        Consent("Kofi", (), None, ("Kofi Al-Sayed",)),
        Consent("A. G.", (), None, ("Łukasz Müller",)),
        Consent("May B.", (), None, ("May Whitbread",)),
        Consent("The baker", (), None, ("Bo Li",)),
        Consent("Our guest", (), None, ("Иван Петров",)),
        Consent("Guest 1", (), None, ("राहुल मेहता",)),
        Consent("Guest 2", (), None, ("محمد الحسن",)),
        Consent("Guest 3", (), None, ("สมชาย ใจดี",)),
        Consent("Guest 4", (), None, ("ሰላም ተስፋይ",)),
        Consent("Guest 5", (), None, ("கவிதா ராஜன்",)),
        Consent("Guest 6", (), None, ("মেহেদী হাসান",)),
        Consent("Guest 7", (), None, ("김민수",)),
        Consent("Guest 8", (), None, ("Jan Novák",)),
    )
)
WHOLE = (
    "Ama Nkansah",
    "Zoë O\u2019Brien",
    "Grace Lincoln",
    "Kofi Al-Sayed",
    "Łukasz Müller",
    "May Whitbread",
    "Bo Li",
    "Иван Петров",
    "राहुल मेहता",
    "محمد الحسن",
    "สมชาย ใจดี",
    "ሰላም ተስፋይ",
    "கவிதா ராஜன்",
    "মেহেদী হাসান",
    "김민수",
)
PARTS = ("Nkansah", "O\u2019Brien", "Al-Sayed", "Łukasz", "Müller", "Whitbread", "Zoë", "Петров", "मेहता", "الحسن")
ATTACHED = ("Петровым", "राहुलने", "ومحمد", "แล้วสมชายก็", "ንሰላም", "ராஜனுக்கு", "হাসানের", "김민수가", "Janem", "Novákovi")
"""Names with what their language puts before and behind them."""
EVERYDAY = ("Grace",)


@dataclass(frozen=True)
class Leaky:
    """A file with a planted name, and how it was planted."""

    how: str
    path: str
    data: bytes


def spellings(name: str) -> dict[str, str]:
    """Return how a name may be written by people."""
    first, _, last = name.partition(" ")
    ways = {"as it is": name, "small": name.lower(), "capitals": name.upper(), "possessive": f"{name}'s"}
    ways["plain letters"] = name.replace("ë", "e").replace("ü", "u").replace("Ł", "L").replace("\u2019", "'")
    ways["spelt out"] = name.replace("ü", "ue")
    if last:
        ways |= {
            "reversed": f"{last}, {first}",
            "broken": f"{first}\n{last}",
            "camel": f"{first}{last}",
            "doubled": f"{first}  {last}",
        }
        ways |= {"slug": f"{first}-{last}".lower(), "underscore": f"{first}_{last}", "no-break": f"{first}\u00a0{last}"}
    return ways


def writings(text: str, random_: random.Random) -> dict[str, str]:
    """Return how programs may write the same text into another one."""
    raw = text.encode()
    half = random_.randrange(1, len(text))
    pad = random_.randbytes(random_.randrange(3)) if len(text) > 5 else b"--"[: random_.randrange(3)]
    return {
        "plain": text,
        "url": quote(text, safe=""),
        "url twice": quote(quote(text, safe=""), safe=""),
        "entities": "".join(f"&#{ord(sign)};" for sign in text),
        "hex entities": "".join(f"&#x{ord(sign):X};" for sign in text),
        "named entities": html.escape(text).replace("ë", "&euml;").replace("ü", "&uuml;").replace("\u2019", "&rsquo;"),
        "json": json.dumps(text)[1:-1],
        "js": "".join(f"\\x{ord(s):02x}" if ord(s) < 256 else f"\\u{ord(s):04x}" for s in text),
        "js braces": "".join(f"\\u{{{ord(sign):x}}}" for sign in text),
        "css": "".join(f"\\{ord(sign):06x}" for sign in text),
        "base64": base64.b64encode(pad + raw).decode(),
        "base64 url": base64.urlsafe_b64encode(pad + raw).decode().rstrip("="),
        "base64 utf-16": base64.b64encode(text.encode("utf-16-le")).decode(),
        "base64 latin": base64.b64encode(f"It was {text} then".encode("latin-1", "ignore")).decode()
        if latin(text)
        else text,
        "base64 zlib": base64.b64encode(zlib.compress(f"with {text} there".encode())).decode(),
        "base64 gzip": base64.b64encode(gzip.compress(raw)).decode(),
        "mojibake": raw.decode("cp1252", "ignore") if latin(text) else text,
        "mojibake latin": raw.decode("latin-1") if latin(text) else text,
        "quoted": quopri.encodestring(raw).decode() if not text.isascii() else text,
        "soft hyphen": f"{text[:half]}\u00ad{text[half:]}",
        "zero width": "\u200b".join(text),
        "joiner": f"{text[:half]}\u2060{text[half:]}",
        "full width": "".join(chr(ord(s) + 0xFEE0) if "!" <= s <= "~" else s for s in text),
    }


def latin(text: str) -> bool:
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True


MARKUP: dict[str, Callable[[str, int], str]] = {
    "bold": lambda t, i: f"{t[:i]}<b>{t[i:]}</b>",
    "nested": lambda t, i: f"<i>{t[:i]}</i><em class='x'>{t[i:]}</em>",
    "comment": lambda t, i: f"{t[:i]}<!-- -->{t[i:]}",
    "in a comment": lambda t, i: f"<!-- with {t} -->",
    "attribute": lambda t, i: f'<img alt="A picture of {t} here" src="a.jpg">',
    "data": lambda t, i: f'<p data-x="with {t}">x</p>',
    "hidden": lambda t, i: f"<p hidden>and {t} too</p>",
    "script": lambda t, i: f'<script>var a = "with {t} in it";</script>',
    "link": lambda t, i: f'<a href="https://example.org/people/{t}/">x</a>',
    "wbr": lambda t, i: f"{t[:i]}<wbr>{t[i:]}",
}


def plant(number: int) -> Leaky:
    """Return the planted file of this number; the same number gives the same file."""
    random_ = random.Random(1000 + number)
    name = random_.choice(WHOLE + PARTS + ATTACHED)
    ways = {"as it is": name} if name in ATTACHED else spellings(name)
    spelling = random_.choice(sorted(ways))
    said = ways[spelling]
    kind = random_.choice(
        ("html", "html", "xml", "vtt", "srt", "txt", "json", "css", "js", "mp3", "m4a", "opus", "flac", "name")
    )
    if kind == "name":
        slug = said.replace(" ", random_.choice("-_ ")).replace("\n", "-")
        return Leaky(f"{name}, {spelling}, in a file's name", f"episodes/one/{slug}.txt", b"Hello.\n")
    written = writings(said, random_)
    writing = random_.choice(sorted(written))
    text = written[writing]
    if kind in ("html", "xml") and random_.random() < 0.4:
        how = random_.choice(sorted(MARKUP))
        half = random_.randrange(1, len(said))
        text = (
            MARKUP[how](html.escape(said, quote=False) if how != "script" else said, half)
            if "'" not in said[half - 1 : half + 1]
            else said
        )
        writing = f"markup {how}"
    if kind in ("vtt", "srt") and " " in name and random_.random() < 0.4:
        first, _, last = name.partition(" ")
        clock = "00:59:01.000 --> 00:59:02.000" if kind == "vtt" else "00:59:01,000 --> 00:59:02,000"
        number_line = "" if kind == "vtt" else "99\n"
        text, writing = f"{first}\n\n{number_line}{clock}\n{last}", "over two captions"
    return Leaky(
        f"{name}, {spelling}, {writing}, in {kind}", *_in_file(kind, f"and then {text} was there", text, random_)
    )


def _in_file(kind: str, sentence: str, text: str, random_: random.Random) -> tuple[str, bytes]:
    base = "episodes/one/one"
    files = {
        path.rsplit(".", 1)[-1]: body
        for path, body in clean_episode(50 * random_.randrange(6)).items()
        if "chapters" not in path
    }
    if kind == "html":
        return "episodes/one/index.html", files["html"].replace("</main>", f"<p>{sentence}</p></main>").encode()
    if kind == "xml":
        return "feed.xml", files["xml"].replace("</item>", f"<x>{sentence}</x></item>").encode()
    if kind == "json":
        plain = files["json"].replace('"body": "', f'"body": "{_safe(sentence)} ', 1)
        return f"{base}.json", plain.encode()
    if kind in ("vtt", "srt"):
        clock = "00:59:00.000 --> 00:59:01.000" if kind == "vtt" else "00:59:00,000 --> 00:59:01,000"
        return f"{base}.{kind}", f"{files[kind]}\n\n98\n{clock}\n{sentence}\n".encode()
    if kind in ("txt", "css", "js"):
        return f"{base}.{kind}", f"{files[kind]}\n/* {sentence} */\n".encode()
    makers = {"mp3": mp3, "m4a": m4a, "opus": opus, "flac": flac}
    place = random_.choice(("title", "text", "artist", "chapter", "comment"))
    return f"{base}.{kind}", makers[kind](**{place: text if place == "artist" else sentence})


def _safe(text: str) -> str:
    """Return the text as it may stand between the quotes of JSON, escapes that are there already kept."""
    return text.replace("\n", "\\n").replace('"', '\\"')
