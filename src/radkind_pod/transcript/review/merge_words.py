"""The words of one side, with what the other side said of the same words: who speaks, which language, which marks."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from radkind_pod.model.transcript import Word
from radkind_pod.transcript.review import merge_marks as marking
from radkind_pod.transcript.review.merge_shape import Shape, Text, meets
from radkind_pod.transcript.review.merge_sides import NOWHERE, Side
from radkind_pod.transcript.review.merge_values import Values
from radkind_pod.transcript.review.worddiff import Change

Span = tuple[int, int]


@dataclass(slots=True)
class Token:
    """A word of the merged document. `place` is where it stood on its own side, NOWHERE if the other put it back.

    `ours` and `theirs` are the words that it was there.
    """

    word: Word
    speaker: str | None
    opens: bool
    heading: str | None
    place: int
    ours: Word | None = None
    theirs: Word | None = None

    def keep_language(self, language: str | None) -> None:
        """Say which language the word is in."""
        if self.word.language != language:
            self.word = replace(self.word, language=language)


@dataclass(slots=True)
class Blend:
    """The words of a passage, and whether something that a person said of them could not be put together."""

    tokens: list[Token] = field(default_factory=list)
    unsettled: bool = False


class Reading:
    """Side `x` word by word, each with what side `y` changed about it. `is_ours` says which of them `x` is."""

    def __init__(self, base: Side, x: Shape, y: Shape, *, is_ours: bool) -> None:
        self._base, self._x, self._y, self._is_ours = base, x, y, is_ours
        self._speakers = Values(y, base.speakers, x.side.speakers, y.side.speakers)
        self._languages = Values(y, _languages(base), _languages(x.side), _languages(y.side))
        self._mine, self._others = _by_text(x), _by_text(y)
        self._said: dict[tuple[Change, Span], marking.Said] = {}

    def passage(self, span: Span, others: Span, *, put_back: bool = True) -> Blend:
        """Return the words `span` of x, those that y withheld and x deleted put back; `others` are those of y."""
        blend = Blend()
        back = self._put_back(span, others, blend) if put_back else []
        for j in range(*span):
            while back and back[0][0] <= j:
                blend.tokens.append(back.pop(0)[1])
            i = self._x.side.back[j]
            if i == NOWHERE:
                blend.tokens.append(self._new(j, span, others, blend))
            elif self._y.side.match[i] == NOWHERE:
                blend.tokens.append(self._rewritten(i, j, others, blend))
            else:
                blend.tokens.append(self._kept(i, j, self._y.side.match[i], blend))
        blend.tokens.extend(token for _, token in back)
        return blend

    def _kept(self, i: int, j: int, k: int, blend: Blend) -> Token:
        """Return a word that both sides left as it was written."""
        b, x, y = self._base.words[i], self._x.side.words[j], self._y.side.words[k]
        token = self._token(j, k)
        token.speaker, unsure_who = self._speakers.agreed(j, (i, i + 1))
        if b == x == y:
            blend.unsettled |= unsure_who
            return token
        language, unsure_language = self._languages.agreed(j, (i, i + 1))
        ours, theirs = (x, y) if self._is_ours else (y, x)
        timed = theirs if _time(ours) == _time(b) else ours
        token.word = replace(
            timed,
            probability=theirs.probability if ours.probability == b.probability else ours.probability,
            language=language,
            marks=marking.of_both(b.marks, x.marks, y.marks),
        )
        blend.unsettled |= unsure_who or unsure_language
        return token

    def _rewritten(self, i: int, j: int, others: Span, blend: Blend) -> Token:
        """Return a word that x left as it was and y wrote anew or deleted."""
        token = self._token(j)
        change = self._y.change_of(i)
        assert change is not None, "a word that isn't there was changed"
        said = marking.Said(marking.hidden_in(self._y.side, change, others))
        token.speaker, unsure = self._speakers.agreed(j, (i, i + 1))
        token.word = replace(token.word, marks=marking.carried(token.word.marks, said))
        blend.unsettled |= unsure
        return token

    def _new(self, j: int, span: Span, others: Span, blend: Blend) -> Token:
        """Return a word that x wrote."""
        change = self._x.change_with(j)
        twin = self._twin(j, change, span, others)
        token = self._token(j, twin)
        token.speaker, unsure_who = self._speakers.agreed(j, self._beside_or(change, j), twin)
        language, unsure_language = self._languages.agreed(j, (change.a_first, change.a_last), twin)
        token.keep_language(language)
        blend.unsettled |= unsure_who or unsure_language
        if twin is None:
            said = self._said_of(change, others)
            token.word = replace(token.word, marks=marking.carried(token.word.marks, said))
            blend.unsettled |= bool(marking.withheld(said.removed).intersection(token.word.marks))
        else:
            self._join(token, twin, change, blend)
        return token

    def _join(self, token: Token, twin: int, change: Change, blend: Blend) -> None:
        """Put a word together with the same word as the other side wrote it too."""
        y = self._y.side
        token.word = replace(token.word, marks=marking.of_both((), token.word.marks, y.words[twin].marks))
        if change.a_first == change.a_last:
            token.opens |= y.opens[twin] and not blend.unsettled
            blend.unsettled |= None not in {token.heading, y.headings[twin]} and token.heading != y.headings[twin]
            token.heading = token.heading or y.headings[twin]

    def _token(self, j: int, k: int | None = None) -> Token:
        x, y = self._x.side, self._y.side
        mine, other = x.words[j], None if k is None else y.words[k]
        ours, theirs = (mine, other) if self._is_ours else (other, mine)
        return Token(mine, x.speakers[j], x.opens[j], x.headings[j], j, ours, theirs)

    def _twin(self, j: int, change: Change, span: Span, others: Span) -> int | None:
        """Return the same word on the other side, if that made the very same change."""
        text = self._x.written(change)
        mine = [first for first in self._mine[text] if span[0] <= first < span[1]]
        found = [first for first in self._others.get(text, ()) if others[0] <= first < others[1]]
        rank = mine.index(change.b_first)
        return found[rank] + j - change.b_first if rank < len(found) else None

    def _beside_or(self, change: Change, j: int) -> tuple[int, ...]:
        """Return the words of the base that a change is about; of an insertion, its neighbours in the paragraph."""
        if change.a_first < change.a_last:
            return change.a_first, change.a_last
        first = self._x.before(j)
        last = self._x.after(j)
        if first != NOWHERE and last != NOWHERE:
            return first, last + 1
        beside = max(first, last)
        return (beside, beside + 1) if beside != NOWHERE else (0, 0)

    def _said_of(self, change: Change, others: Span) -> marking.Said:
        key = (change, others)
        if key not in self._said:
            self._said[key] = marking.said_of(self._base, self._x, self._y, change, others)
        return self._said[key]

    def _put_back(self, span: Span, others: Span, blend: Blend) -> list[tuple[int, Token]]:
        """Return the words that y withheld and for which x has none, each with the place where it belongs in x."""
        found: list[tuple[int, Token]] = []
        for k in range(*others):
            i = self._y.side.back[k]
            if i == NOWHERE:
                change = self._y.change_with(k)
                lost = bool(self._y.side.words[k].marks) and not self._has_words_for(change, span)
                new: Iterable[str] = self._y.side.words[k].marks if lost else ()
                gap = change.a_first
            else:
                lost = self._x.side.match[i] == NOWHERE and not self._written_anew(i)
                new = set(self._y.side.words[k].marks) - set(self._base.words[i].marks) if lost else ()
                gap = i
                blend.unsettled |= bool(new)
            if marking.withheld(new):
                place = min(max(self._x.place_of(gap, span[1]), span[0]), span[1])
                found.append((place, self._returned(k)))
        return found

    def _written_anew(self, i: int) -> bool:
        change = self._x.change_of(i)
        return change is not None and change.b_first < change.b_last

    def _has_words_for(self, change: Change, span: Span) -> bool:
        """Say whether x has words in `span` to which the marks of a change of y go over."""
        if any(self._x.side.match[i] != NOWHERE for i in range(change.a_first, change.a_last)):
            return True
        return any(
            piece.b_first < piece.b_last and span[0] <= piece.b_first < span[1] and meets(piece, change)
            for piece in self._x.meeting(change)
        )

    def _returned(self, k: int) -> Token:
        y = self._y.side
        word = y.words[k]
        ours, theirs = (None, word) if self._is_ours else (word, None)
        return Token(word, y.speakers[k], y.opens[k], None, NOWHERE, ours, theirs)


def _by_text(shape: Shape) -> dict[Text, list[int]]:
    """Return for each change where its words begin; the same may be there several times, in several paragraphs."""
    found: dict[Text, list[int]] = {}
    for change in shape.pieces:
        found.setdefault(shape.written(change), []).append(change.b_first)
    return found


def _languages(side: Side) -> list[str | None]:
    return [word.language for word in side.words]


def _time(word: Word) -> tuple[int, int, bool]:
    return word.start_ms, word.end_ms, word.estimated
