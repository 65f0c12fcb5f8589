"""The draft: what was said stays as it was said, but for the names of the glossary."""

from pathlib import Path

from radkind_pod.model.audio import Turn
from radkind_pod.model.glossary import Change, Entry, Names
from radkind_pod.model.plain import from_plain_file, to_json
from radkind_pod.model.transcript import Answer, Heard, Transcript, Word
from radkind_pod.progress import Silent
from radkind_pod.transcript.stages import Draft, Transcribe

GLOSSARY = (Entry("Siobhan Keane", ("Chevonne", "Shivon Keen")), Entry("Ama Mensah"))


def drafted(folder: Path, words: list[Word], turns: tuple[Turn, ...] = ()) -> Draft:
    answer = folder / "answer.json"
    answer.write_text(to_json(Answer("replay", "", "en", (Heard(tuple(words), -0.1, 0.0, 1.0),))), encoding="utf-8")
    request = Transcribe(answer, turns, (), "en", GLOSSARY)
    request.run(folder, Silent())
    return request.read(folder)


def said(text: str) -> list[Word]:
    return [Word(f" {word}", 300 * i, 300 * (i + 1), 0.9) for i, word in enumerate(text.split())]


def texts(draft: Draft) -> list[str]:
    return [word.text for cue in from_plain_file(Transcript, draft.record).cues for word in cue.words]


def test_numbers_swearing_and_fillers_stay_as_they_were_said(tmp_path: Path) -> None:
    text = "Um, erm, uh, I, I mean, like, twenty-three or 23, £5m, 1,000, you know? Fuck, it's bloody shit, mm-hmm."
    draft = drafted(tmp_path, said(text))
    assert texts(draft) == text.split()
    assert draft.vtt.read_text(encoding="utf-8").count("Fuck") == 1


def test_names_are_put_right_in_both_files_and_told(tmp_path: Path) -> None:
    draft = drafted(tmp_path, said("I met Chevonne's friend, Shivon Keen."))
    assert texts(draft) == ["I", "met", "Siobhan", "Keane's", "friend,", "Siobhan", "Keane."]
    shown = " ".join(draft.vtt.read_text(encoding="utf-8").split())
    assert "met Siobhan Keane's friend, Siobhan Keane." in shown
    assert "hevonne" not in shown
    assert draft.names
    assert from_plain_file(Names, draft.names) == Names(
        (Change("Chevonne", "Siobhan Keane", 600, 900), Change("Shivon Keen", "Siobhan Keane", 1200, 1800)),
        ("Ama Mensah",),
    )


def test_two_people_say_no_name_together(tmp_path: Path) -> None:
    turns = (Turn("Ama Mensah", 0, 1200), Turn("Jo", 1200, 3000))
    text = "I never said Shivon Keen on tea though."
    assert texts(drafted(tmp_path, said(text), turns)) == text.split()
    assert texts(drafted(tmp_path, said(text), (Turn("Ama Mensah", 0, 3000),)))[3:5] == ["Siobhan", "Keane"]


def test_words_stay_in_order_even_where_a_name_has_more_of_them_than_there_are_milliseconds(tmp_path: Path) -> None:
    draft = drafted(tmp_path, [Word(" Chevonne", 100, 101, 0.9), Word(" spoke", 101, 400, 0.9)])
    words = [word for cue in from_plain_file(Transcript, draft.record).cues for word in cue.words]
    assert [word.text for word in words] == ["Siobhan", "Keane", "spoke"]
    starts = [word.start_ms for word in words]
    assert starts == sorted(set(starts))
    assert all(word.start_ms < word.end_ms for word in words)
