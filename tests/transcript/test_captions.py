"""A transcript in every format, from an engine's answer to the finished episode."""

import json
import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from radkind_pod.model.audio import Cut, SourceFile, Turn
from radkind_pod.model.plain import from_plain_file, to_json
from radkind_pod.model.timeline import Timeline, make_timeline
from radkind_pod.model.transcript import Answer, Cue, Heard, Provenance, Transcript, Word
from radkind_pod.progress import Silent
from radkind_pod.transcript.clock_note import EPISODE, ClockNote
from radkind_pod.transcript.draft import in_order
from radkind_pod.transcript.episode_time import in_episode_time
from radkind_pod.transcript.formats import FORMATS
from radkind_pod.transcript.formats.captioned import Captioned
from radkind_pod.transcript.gather import gather
from radkind_pod.transcript.lines import APPS
from radkind_pod.transcript.published import published
from radkind_pod.transcript.reviewed import read_reviewed
from radkind_pod.transcript.speakers import speakers
from radkind_pod.transcript.stages import CaptionFiles, Captions, Draft, Transcribe
from radkind_pod.transcript.wording import joined, width

SOURCES = (SourceFile("secret-place.wav", "ab" * 32, 48_000 * 60), SourceFile("b.wav", "cd" * 32, 48_000 * 60))
NOTE = ClockNote(EPISODE, ())
HOSTILE = ["-->", "&", "<script>", "a&amp;b", "WEBVTT", "NOTE", "شكرا", "🙂", "x" * 90, "<v", "1", "Yes.", "well,"]

texts = st.one_of(st.sampled_from(HOSTILE), st.from_regex(r"[A-Za-z]{1,9}[.,?]?", fullmatch=True))


@st.composite
def spoken(draw: st.DrawFn) -> list[Word]:
    words, at = [], draw(st.integers(0, 3000))
    for text in draw(st.lists(texts, min_size=1, max_size=60)):
        length = draw(st.integers(0, 900))
        words.append(Word(text, at, at + length, 0.9))
        at += length + draw(st.sampled_from([0, 0, 40, 300, 900, 1600, 4000]))
    return words


def drafted(words: list[Word], turns: tuple[Turn, ...] = (), language: str = "en") -> Transcript:
    return Transcript(language, tuple(gather(in_order(words, language), turns, language)))


def whole(transcript: Transcript, offset_ms: int = 0) -> Timeline:
    length = max((cue.end_ms for cue in transcript.cues), default=0) + 1000
    return make_timeline(length, (), offset_ms, length + offset_ms)


def rendered(form: str, transcript: Transcript) -> str:
    return FORMATS[form].render(Captioned(transcript, NOTE))


def bodies(form: str, text: str) -> str:
    """What is said in a rendered file, without what belongs to the format."""
    if form == "json":
        return " ".join(segment["body"] for segment in json.loads(text)["segments"])
    if form == "html":
        told = text.split("</p>\n", 1)[1]
        return unescape(" ".join(re.findall(r'<p[^>]* dir="auto">(.*?)</p>', told)))
    if form == "txt":
        return text
    blocks = re.split(r"\n\n", text.strip("\n"))
    said = " ".join(line for block in blocks for line in block.split("\n")[block.split("\n")[0].isdigit() + 1 :])
    return unescape(re.sub(r"<[^>]*>", "", said)) if form == "vtt" else said


def build(tmp_path: Path, words: list[Word], turns: tuple[Turn, ...], timeline: Timeline) -> tuple[Draft, CaptionFiles]:
    answer = tmp_path / "answer.json"
    answer.write_text(to_json(Answer("replay", "", "en", (Heard(tuple(words), -0.1, 0.0, 1.0),))), encoding="utf-8")
    transcribe = Transcribe(answer, turns, SOURCES, "en")
    (tmp_path / "draft").mkdir()
    transcribe.run(tmp_path / "draft", Silent())
    draft = transcribe.read(tmp_path / "draft")
    captions = Captions(draft.record, None, timeline, SOURCES, "en", Provenance())
    (tmp_path / "captions").mkdir()
    captions.run(tmp_path / "captions", Silent())
    return draft, captions.read(tmp_path / "captions")


def sentence(text: str, start_ms: int = 0, each_ms: int = 300) -> list[Word]:
    return [
        Word(word, start_ms + i * each_ms, start_ms + (i + 1) * each_ms, 0.9) for i, word in enumerate(text.split())
    ]


@pytest.mark.parametrize("form", ["vtt", "srt", "json", "txt", "html"])
@settings(max_examples=40, deadline=None)
@given(words=spoken())
def test_every_word_is_in_every_format_exactly_once(form: str, words: list[Word]) -> None:
    transcript = drafted(words)
    said = bodies(form, rendered(form, transcript)).split()
    expected = [word.text.replace("-->", "→") if form == "srt" else word.text for word in words]
    if form == "vtt":
        said = said[len(bodies(form, rendered(form, Transcript("en", ()))).split()) :]
    assert said == expected


@settings(max_examples=60, deadline=None)
@given(
    words=spoken(),
    offset=st.integers(0, 20_000),
    cuts=st.lists(st.tuples(st.integers(0, 30_000), st.integers(1, 6000))),
)
def test_words_outside_cuts_lie_in_a_cue_that_covers_them(
    words: list[Word], offset: int, cuts: list[tuple[int, int]]
) -> None:
    """The cue covers each heard word within 0.3 s; words inside a cut are gone; nothing overlaps or runs backwards."""
    transcript = drafted(words)
    length = transcript.cues[-1].end_ms + 40_000
    timeline = make_timeline(length, [Cut(at, at + long) for at, long in cuts], offset, length + offset)
    mapped = in_episode_time(transcript, timeline)
    spoken_words = [word for cue in transcript.cues for word in cue.words]
    untouched = [w for w in spoken_words if not any(a < w.end_ms and w.start_ms < a + n for a, n in cuts)]
    inside = [w for w in spoken_words if any(a <= w.start_ms and w.end_ms <= a + n for a, n in cuts)]
    shown = Counter(word.text for cue in mapped.cues for word in cue.words)
    assert sum(shown.values()) >= len(untouched)
    assert sum(shown.values()) <= len(spoken_words) - len(inside)
    for word in untouched:
        at = timeline.to_episode(word.start_ms)
        assert any(
            cue.start_ms - 300 <= at < cue.end_ms + 300 and word.text in [w.text for w in cue.words]
            for cue in mapped.cues
        )
    assert all(cue.start_ms < cue.end_ms for cue in mapped.cues)
    assert all(left.end_ms <= right.start_ms for left, right in zip(mapped.cues, mapped.cues[1:], strict=False))


@settings(max_examples=40, deadline=None)
@given(words=spoken(), name=st.sampled_from(["Amina", "A & B <b>", "مريم", "x --> y", "🙂", "&lt;"]))
def test_our_webvtt_reads_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, words: list[Word], name: str
) -> None:
    transcript = drafted(words, (Turn(name, 0, 10_000_000),))
    file = tmp_path_factory.mktemp("vtt") / "transcript.vtt"
    file.write_text(rendered("vtt", transcript), encoding="utf-8", newline="\n")
    file.write_text(file.read_text(encoding="utf-8").replace("clock: episode", "clock: recording"), encoding="utf-8")
    back = read_reviewed(file, (), "en").transcript
    assert [(c.start_ms, c.end_ms, c.text, c.speaker) for c in back.cues] == [
        (c.start_ms, c.end_ms, c.text, c.speaker) for c in published(transcript, APPS)
    ]


@settings(max_examples=40, deadline=None)
@given(words=spoken())
def test_srt_holds_two_lines_of_32_letters_and_webvtt_one_of_65(words: list[Word]) -> None:
    """Only a word that is wider than a line stands in a longer one."""
    transcript = drafted(words, (Turn("Dr Amina Yusuf", 0, 10_000_000),))
    for form, most, count in (("vtt", 65, 1), ("srt", 32, 2)):
        for block in rendered(form, transcript).split("\n\n"):
            if "\n" not in block or " --> " not in block or block.startswith("NOTE"):
                continue
            lines = [unescape(re.sub(r"<v [^>]*>", "", li)) for li in block.strip("\n").split("\n")]
            lines = lines[[" --> " in li for li in lines].index(True) + 1 :]
            assert len(lines) <= count
            assert [li for li in lines if width(li) > most and " " in li] == []


def test_the_draft_names_recordings_by_hash_and_never_by_file_name(tmp_path: Path) -> None:
    draft, files = build(tmp_path, sentence("Hello there."), (), make_timeline(60_000, (), 0, 60_000))
    for file in (draft.vtt, files.vtt):
        text = file.read_text(encoding="utf-8")
        assert ("ab" * 32 in text, "cd" * 32 in text, "secret" in text) == (True, True, False)
    assert "clock: recording" in draft.vtt.read_text(encoding="utf-8")
    assert "clock: episode" in files.vtt.read_text(encoding="utf-8")


def test_the_draft_record_is_exact(tmp_path: Path) -> None:
    words = sentence("Hello there, everybody.")
    draft, _ = build(tmp_path, words, (), make_timeline(60_000, (), 0, 60_000))
    assert from_plain_file(Transcript, draft.record).cues[0].words == tuple(words)


def test_each_speaker_change_begins_a_new_cue_and_a_stray_word_joins_its_neighbours() -> None:
    words = sentence("one two three four five six seven eight nine ten")
    turns = (Turn("A", 0, 600), Turn("B", 600, 900), Turn("A", 900, 1500), Turn("B", 1500, 9000))
    cues = drafted(words, turns).cues
    assert [(c.speaker, c.text) for c in cues] == [("A", "one two three four five"), ("B", "six seven eight nine ten")]


def test_a_short_answer_that_is_a_sentence_keeps_its_speaker() -> None:
    turns = (Turn("A", 0, 600), Turn("B", 600, 900), Turn("A", 900, 9000))
    cues = drafted(sentence("Is it? Yes. Then we go."), turns).cues
    assert [(c.speaker, c.text) for c in cues] == [("A", "Is it?"), ("B", "Yes."), ("A", "Then we go.")]


def test_cues_end_with_sentences_and_hold_names_together() -> None:
    told = (
        "When I came to Manchester I knew nobody at all. Then Dr. Margaret Williams of the Red Cross found me a room."
    )
    cues = drafted(sentence(told)).cues
    assert cues[0].text == "When I came to Manchester I knew nobody at all."
    assert any("Dr. Margaret Williams" in cue.text for cue in cues)


def test_japanese_is_joined_without_spaces() -> None:
    words = [Word(text, i * 300, i * 300 + 300) for i, text in enumerate(["こん", "にちは、", "世界。"])]
    transcript = drafted(words, (Turn("花子", 0, 900),), "ja")
    assert joined(transcript.cues[0].words, "ja") == "こんにちは、世界。"
    for form in FORMATS:
        assert "こんにちは、世界。" in rendered(form, transcript)
    assert "花子: こん" in rendered("srt", transcript)


def test_a_cue_that_straddles_a_cut_is_trimmed() -> None:
    words = tuple(sentence("one two three four", each_ms=1000))
    transcript = Transcript("en", (Cue(0, 4000, words, "A"), Cue(5000, 6000, tuple(sentence("gone", 5000)), "A")))
    timeline = make_timeline(10_000, (Cut(2000, 3000), Cut(4500, 7000)), 500, 10_000)
    mapped = in_episode_time(transcript, timeline)
    assert [(c.start_ms, c.end_ms, c.text) for c in mapped.cues] == [(500, 3500, "one two four")]


def test_words_past_the_end_of_the_recording_are_kept() -> None:
    """An editor may let the last cue stand longer than the recording; that is no cut."""
    words = tuple(sentence("one two three four", 9000, 500))
    mapped = in_episode_time(Transcript("en", (Cue(9000, 11_000, words),)), make_timeline(10_000, (), 0, 10_000))
    assert [c.text for c in mapped.cues] == ["one two three four"]


def test_html_says_whether_a_person_checked_it() -> None:
    draft = drafted(sentence("Hello there."))
    assert "nobody has checked it yet" in rendered("html", draft)
    by_amina = Captioned(draft, NOTE, Provenance(reviewed=True, corrected=("Amina",)))
    assert "Written by a machine, corrected by Amina." in FORMATS["html"].render(by_amina)


def test_parts_in_another_language_are_marked() -> None:
    words = (Word("They", 0, 300), Word("say", 300, 600), Word("hiraeth.", 600, 900, language="cy"))
    transcript = Transcript("en", (Cue(0, 900, words),))
    assert "<lang cy>hiraeth.</lang>" in rendered("vtt", transcript)
    assert '<span lang="cy">hiraeth.</span>' in rendered("html", transcript)


def test_json_is_what_podcasting_2_wants() -> None:
    transcript = Transcript("en", (Cue(500, 1500, (Word("Hi.", 500, 900),), "Amina"),))
    assert json.loads(rendered("json", transcript)) == {
        "version": "1.0.0",
        "segments": [{"speaker": "Amina", "startTime": 0.5, "endTime": 1.5, "body": "Hi."}],
    }


def test_srt_names_the_speaker_where_it_changes() -> None:
    said = [("A", "One."), ("A", "Two."), ("B", "Three.")]
    cues = tuple(
        Cue(i * 4000, i * 4000 + 900, (Word(t, i * 4000, i * 4000 + 900),), s) for i, (s, t) in enumerate(said)
    )
    assert rendered("srt", Transcript("en", cues)) == (
        "1\n00:00:00,000 --> 00:00:01,200\nA: One.\n\n"
        "2\n00:00:04,000 --> 00:00:05,200\nTwo.\n\n"
        "3\n00:00:08,000 --> 00:00:09,200\nB: Three.\n"
    )


@pytest.mark.parametrize(
    ("words", "whose"),
    [
        ((("country.", 9_000, 9_800), ("Unless", 9_200, 10_300)), ["A", "B"]),
        ((("your", 8_000, 9_000), ("country.", 9_700, 10_900)), ["A", "A"]),
        ((("and", 8_000, 9_000), ("so", 9_700, 10_900)), ["A", "B"]),
    ],
)
def test_a_word_stretched_over_a_change_of_speaker_follows_its_sentence(words, whose) -> None:
    """Otherwise it has the speaker who shares most of its time."""
    turns = (Turn("A", 0, 10_000), Turn("B", 10_000, 20_000))
    assert speakers([Word(*word) for word in words], turns) == whose
