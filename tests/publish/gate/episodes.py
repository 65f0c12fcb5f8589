"""Clean episodes: everyday prose with everyday names in it, in every text format and in tags."""

import json
import random
import re
from base64 import b64encode
from hashlib import sha256, sha384
from html import escape
from pathlib import Path

from radkind_pod.publish.site import static

HERE = Path(__file__).parent
SPEECH = HERE.parent.parent / "data" / "speech"
SPEAKERS = ("Ama M.", "Host", "A volunteer", "Kofi A.")
HASH = re.compile(r"[^a-z0-9]+")


def everyday() -> dict[str, list[str]]:
    """Return for each of fifty names sentences in which it is something else."""
    lines = (HERE / "everyday.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line[1:].split("] ") for line in lines if line.startswith("["))
    return {name: re.findall(r"[^.!?]+[.!?]", said) for name, said in pairs}


def real_prose() -> list[str]:
    texts = (file.read_text(encoding="utf-8") for file in sorted(SPEECH.rglob("*.txt")))
    return [" ".join(text.split()) for text in texts if text.strip()]


def slug_of(title: str) -> str:
    return HASH.sub("-", title.lower().replace("'", "")).strip("-")


def clean_episode(number: int) -> dict[str, str]:
    """Return {path: text} of one episode. The same number gives the same texts."""
    random_ = random.Random(number)
    sentences = [said.strip() for some in everyday().values() for said in some]
    prose = real_prose()
    said = random_.sample(sentences, 60)
    cues = []
    while said:
        take = [said.pop() for _ in range(min(len(said), random_.randint(1, 3)))]
        if random_.random() < 0.2:
            take.append(random_.choice(prose)[:300].rstrip() + ".")
        cues.append((random_.choice(SPEAKERS), " ".join(take)))
    title = random_.choice([one for _, one in cues]).split(". ")[0].rstrip(".!?")[:60]
    slug = f"episode-{number}-{slug_of(title)}"
    base = f"episodes/{slug}/{slug}-{sha256(title.encode()).hexdigest()[:12]}"
    heading = " ".join(word.capitalize() for word in title.split())
    return {
        f"episodes/{slug}/index.html": _page(heading, title, cues, random_),
        f"{base}.vtt": _vtt(cues),
        f"{base}.srt": _srt(cues),
        f"{base}.txt": "\n".join(f"{who}: {text}\n" for who, text in cues),
        f"{base}.transcript.json": _json(cues),
        f"{base}.chapters.json": json.dumps({"version": "1.2.0", "chapters": [{"startTime": 0, "title": heading}]}),
        "feed.xml": _feed(heading, title, cues, random_),
        **({name: static(name) for name in ("style.css", "player.js")} if number % 50 == 0 else {}),
    }


def _page(heading: str, title: str, cues: list[tuple[str, str]], random_: random.Random) -> str:
    rows = "".join(
        f'<p class="who">{escape(who)}</p>\n<p id="t{n}"><a class="time" href="a.mp3#t={n}">0:{n:02}</a> '
        f"<span>{_emphasised(escape(text), random_)}</span></p>\n"
        for n, (who, text) in enumerate(cues)
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(heading)}</title>\n'
        f'<meta name="description" content="{escape(title)}">\n<link rel="stylesheet" href="../../style.css">\n'
        f'</head>\n<body>\n<main id="main">\n<h1>{escape(heading)}</h1>\n'
        f"<ul>\n<li>{escape(heading)}</li>\n</ul>\n{rows}"
        f'<p><a href="https://www.reading.gov.uk/{slug_of(title)}/">{escape(title)}</a></p>\n'
        "</main>\n</body>\n</html>\n"
    )


def _emphasised(text: str, random_: random.Random) -> str:
    words = text.split(" ")
    place = random_.randrange(len(words))
    words[place] = f"<em>{words[place]}</em>"
    return " ".join(words)


def _clock(second: int, point: str) -> str:
    return f"00:{second // 60:02}:{second % 60:02}{point}000"


def _vtt(cues: list[tuple[str, str]]) -> str:
    blocks = ["WEBVTT", "NOTE\nclock: episode\nraw: " + sha256(b"raw").hexdigest()]
    second = 0
    for who, text in cues:
        for sentence in re.findall(r"[^.!?]+[.!?]+", text) or [text]:
            voice = f"<v {who}>{escape(sentence.strip(), quote=False)}"
            blocks.append(f"{_clock(second, '.')} --> {_clock(second + 2, '.')}\n{voice}")
            second += 2
    return "\n\n".join(blocks) + "\n"


def _srt(cues: list[tuple[str, str]]) -> str:
    blocks = []
    for n, (who, text) in enumerate(cues, 1):
        half = text.find(" ", len(text) // 2)
        shown = f"{who}: {text[:half]}\n{text[half + 1 :]}" if half > 0 else f"{who}: {text}"
        blocks.append(f"{n}\n{_clock(2 * n, ',')} --> {_clock(2 * n + 2, ',')}\n{shown}\n")
    return "\n".join(blocks)


def _json(cues: list[tuple[str, str]]) -> str:
    segments = [{"speaker": who, "startTime": n, "endTime": n + 1, "body": text} for n, (who, text) in enumerate(cues)]
    return json.dumps({"version": "1.0.0", "segments": segments}, ensure_ascii=False, indent=1)


def _feed(heading: str, title: str, cues: list[tuple[str, str]], random_: random.Random) -> str:
    integrity = b64encode(sha384(random_.randbytes(99)).digest()).decode()
    notes = escape(f"<p>{escape(cues[0][1])}</p>\n<p>{escape(cues[-1][1])}</p>")
    people = "".join(f'<podcast:person role="guest">{who}</podcast:person>' for who in SPEAKERS)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>The show</title>\n'
        f"<item><title>{escape(heading)}</title>\n<description>{notes}</description>\n"
        f"<link>https://example.org/podcast/episodes/{slug_of(title)}/</link>\n"
        f'<podcast:integrity type="sri" value="sha384-{integrity}"/>{people}\n</item></channel></rss>\n'
    )
