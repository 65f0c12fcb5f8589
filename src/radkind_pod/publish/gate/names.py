"""The names that must not go out, made ready to be searched for.

Of each real name these are searched for:

- the whole name, in any case, its parts joined by any signs or none (Ama Mensah, ama-mensah, AmaMensah), the family
  name first too (Mensah, Ama), without the middle names, and with its letters spread out (A m a  M e n s a h);
- each part that isn't an everyday word, on its own, in any case, wherever it stands between other words, with what its
  language attaches to it (attached.py), and in accounts (accounts.py);
- each part that is an everyday word (ordinary.txt, common.txt), on its own only where `prose.py` says, and beside
  another part or behind the first initial;
- a part of one or two letters only within the whole name; as the whole name (Jo), like an everyday word;
- particles (van, de la, bin) and titles (Dr, Mrs) never on their own.

What is part of anybody's public name is public: it counts within a whole real name, and never on its own. Letters
are compared without accents; umlauts also as they are spelt out (Müller, Mueller).
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations, groupby

from radkind_pod.model.consent import People
from radkind_pod.publish.gate.attached import SPACELESS, script_of, stems, with_article
from radkind_pod.publish.gate.folding import bare, fold, is_letter, runs_of_letters, small, spelt_out, spelt_short
from radkind_pod.publish.gate.ordinary import ordinary
from radkind_pod.publish.gate.ours import digests
from radkind_pod.publish.gate.senses import HONOURS, PARTICLES, TITLES, VERBS

GATE_VERSION = 3
"""Raised whenever the gate comes to decide otherwise."""

WORD, STEM, ORDINARY, SPACED, JOINED, SPREAD = "word", "stem", "ordinary", "spaced", "joined", "spread"
INITIAL, HANDLE = "initial", "handle"
"""STEM is what is left of a WORD before some endings; SPACED is a whole name of which no part counts on its own; JOINED
one without any space, HANDLE an initial and the family name as accounts have it, INITIAL the same in prose."""
_SIGNS = r"[\W_]{0,2}"
_BETWEEN = r'(?:[^\w\s.!?;:,"\x1e]|_|\.(?=\w)|[ \t]++|\n(?![ \t\r]*\n)|[\r\x1d]++){0,6}'
"""What may stand between the parts of a name: no end of a sentence, no comma, no empty line, no new paragraph."""
_BROKEN = r"[ \t\n]{0,3}"
_SPREAD_FROM = 8
_LEAST_ALONE = 3
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Needle:
    """One thing to search for. `letters` are those of `pattern`, which fits folded text in small letters.

    `key` is a part of `letters`: where it is missing, the rest needn't be looked for.
    """

    name: str
    kind: str
    letters: str
    pattern: str
    key: str


@dataclass(frozen=True, slots=True)
class Names:
    """Everything that decides whether a name counts. The same `digest` means: the same decisions."""

    needles: tuple[tuple[bytes, tuple[Needle, ...]], ...]
    """By their keys, in UTF-8."""
    public: tuple[Needle, ...]
    """Public names that hold a real one: what stands within them is meant to be read."""
    answered: tuple[tuple[tuple[str, ...], str | None], ...]
    """The words of each phrase that means somebody or something else, and the episode in which it stands."""
    digest: str


@dataclass(frozen=True, slots=True)
class _Part:
    written: str
    letters: str
    kind: str | None
    """WORD or ORDINARY; None: it counts only in the whole name."""


def compile_names(people: People) -> Names:
    """Return what to search for; nothing where nobody has a real name that differs from the public one."""
    public = frozenset(part for one in people.consents for part in _pieces(one.name))
    whole = {letters(one.name): one.name for one in people.consents}
    needles = {}
    for one in people.consents:
        for real in one.real_names:
            for spelling in dict.fromkeys((real, spelt_out(real), spelt_short(real))):
                if letters(spelling) not in whole:
                    needles.update({(n.kind, n.pattern): n for n in _needles(real, spelling, public)})
    kept = [needles[key] for key in sorted(needles)]
    by_key = tuple((key.encode(), tuple(n for n in kept if n.key == key)) for key in sorted({n.key for n in kept}))
    covers = tuple(_cover(name) for said, name in sorted(whole.items()) if any(n.letters in said for n in kept))
    answered = tuple((words(one.says), one.episode) for one in people.answered)
    return Names(by_key, covers, answered, _digest(tuple(kept), covers, answered))


def letters(text: str) -> str:
    """Return the folded letters of a text, in small letters, and nothing else."""
    return bare(small(fold(text)))


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text in small letters, without the signs between them."""
    said = small(fold(text)).replace("'", "")
    return tuple("".join(run) for is_word, run in groupby(said, _is_in_word) if is_word)


def _is_in_word(sign: str) -> bool:
    return sign == "_" or sign.isalnum() or is_letter(sign)


def _digest(*rules: tuple[object, ...]) -> str:
    said = json.dumps([GATE_VERSION, ordinary(), digests(), [[repr(rule) for rule in some] for some in rules]])
    return sha256(said.encode()).hexdigest()


def _pieces(name: str) -> Iterator[str]:
    """Yield the letters of each part of a name, and of what hyphens join."""
    for part in fold(name).split():
        yield letters(part)
        yield from (letters(piece) for piece in part.split("-"))


def _parts(name: str, public: frozenset[str]) -> list[_Part]:
    written = [part.strip(".,;:()\"'") for part in fold(name).split()]
    named = [part for part in written if letters(part)]
    while len(named) > _PAIR and named[-1].replace(".", "").lower() in HONOURS and not named[-1].islower():
        named.pop()
    kept = [part for part in named if letters(part) not in TITLES] or named
    return [_Part(p, letters(p), _kind(p, public, first=i == 0)) for i, p in enumerate(kept)]


def _kind(part: str, public: frozenset[str], *, first: bool) -> str | None:
    said = letters(part)
    if said in public or (len(said) < _LEAST_ALONE and said.isascii()):
        return None
    if said in PARTICLES and not (first and said == "ben"):
        return None
    return ORDINARY if said in ordinary() else WORD


def _needles(name: str, spelling: str, public: frozenset[str]) -> Iterator[Needle]:
    parts = _parts(spelling, public)
    if len(parts) == 1 and parts[0].letters not in public:
        yield from _alone(name, parts[0].written, parts[0].kind or ORDINARY)
    if len(parts) > 1:
        yield from _whole(name, parts)
        yield from (needle for p in parts if p.kind for needle in _alone(name, p.written, p.kind))
    for part in parts:
        for piece in part.written.split("-") if "-" in part.written else ():
            kind = _kind(piece, public, first=False)
            if kind and piece.casefold() != part.written.casefold():
                yield from _alone(name, piece, kind)


def _alone(name: str, part: str, kind: str) -> Iterator[Needle]:
    said = letters(part)
    yield Needle(name, kind, said, _flexible(part), said)
    if kind == WORD:
        other = with_article(said)
        if other:
            yield Needle(name, WORD, other, re.escape(other), other)
        yield from (Needle(name, STEM, stem, re.escape(stem), stem) for stem in stems(said) if stem not in ordinary())


def _whole(name: str, parts: list[_Part]) -> Iterator[Needle]:
    key = max((part.letters for part in (parts[0], parts[-1])), key=len)
    short = [parts[0], parts[-1]]
    for order in (parts, parts[::-1], short, [*parts[-1:], *parts[:-1]], short[::-1]):
        said = "".join(part.letters for part in order)
        yield Needle(name, JOINED, said, f"{re.escape(said)}s?", key)
    yield from _with_initial(name, parts[0], parts[-1])
    for first, second in combinations(parts, 2):
        if _make_a_pair(first, second):
            yield from _spaced(name, [first, second])
    said = "".join(part.letters for part in parts)
    if any(part.kind == WORD for part in parts):
        if len(said) >= _SPREAD_FROM:
            yield Needle(name, SPREAD, said, r"[\W_]{0,4}".join(map(re.escape, said)), key)
        return
    yield from (*_spaced(name, parts), *_spaced(name, short))


def _make_a_pair(first: _Part, second: _Part) -> bool:
    """Say whether two parts, neither of which counts on its own, give the person away together."""
    kinds = {first.kind, second.kind}
    if WORD in kinds or ORDINARY not in kinds:
        return False
    return not any(part.letters in PARTICLES or len(part.letters) < _LEAST_ALONE for part in (first, second))


def _spaced(name: str, parts: list[_Part]) -> Iterator[Needle]:
    key = max((part.letters for part in (parts[0], parts[-1])), key=len)
    for order, comma in ((parts, ""), ([*parts[-1:], *parts[:-1]], ",?")):
        said = "".join(part.letters for part in order)
        rest = _BETWEEN.join(_flexible(part.written) for part in order[1:])
        yield Needle(name, SPACED, said, f"{_flexible(order[0].written)}{comma}{_BETWEEN}{rest}s?", key)


def _with_initial(name: str, first: _Part, last: _Part) -> Iterator[Needle]:
    """Yield the family name behind an initial: in an account, and in prose if it doesn't count on its own."""
    initial = first.letters[0]
    if last.letters.isascii() and last.letters not in PARTICLES and len(last.letters) >= _LEAST_ALONE:
        for said in (initial + last.letters, last.letters + initial):
            if said not in ordinary():
                yield Needle(name, HANDLE, said, re.escape(said), said)
    if last.kind != WORD and last.letters not in VERBS and last.letters not in PARTICLES:
        ends = r"(?:\.[ \t]*|[ \t]+)" if initial not in "ai" and last.kind else r"\.[ \t]*"
        said = initial + last.letters
        yield Needle(name, INITIAL, said, f"{re.escape(initial)}{ends}{_flexible(last.written)}", said)


def _flexible(part: str) -> str:
    """Return a pattern for a part, whatever stands for its apostrophes and hyphens: O'Brien, OBrien, o-brien."""
    return _SIGNS.join(_unbroken(piece) for piece in runs_of_letters(small(part)))


def _unbroken(piece: str) -> str:
    """Return a pattern for letters; where words have no spaces, a line may end between any two of them."""
    return _BROKEN.join(map(re.escape, piece)) if script_of(piece[0]) == SPACELESS else re.escape(piece)


def _cover(name: str) -> Needle:
    spaced = r"[\W_]{0,4}".join(_flexible(part) for part in fold(name).split() if letters(part))
    return Needle(name, SPACED, letters(name), spaced, letters(name))
