"""What people do to a text elsewhere arrives as what they did, and nothing else is lost by it."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.transcript.exchange.samples import TALK, exported, returned, talk, texts

from radkind_pod.errors import Refused
from radkind_pod.model.review import PLACEHOLDER, REDACT, Block, Document
from radkind_pod.model.transcript import Word
from radkind_pod.transcript.exchange import Returned, ReturnedBlock, as_document, closest
from radkind_pod.transcript.review.withheld import restored, view


def came(document: Document, kind: str, *changes: tuple[str, str]) -> Document:
    text = exported(document, kind).decode()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return as_document(returned(text, kind), document)


def speech(document: Document) -> list[tuple[str | None, str]]:
    return [(block.speaker, " ".join(word.text for word in block.words)) for block in document.blocks]


@pytest.mark.parametrize("kind", ["txt", "md"])
def test_a_paragraph_divided_in_two_is_two_by_the_same_speaker(kind: str) -> None:
    document = came(TALK, kind, ("kitchen: who cooks,", "kitchen:\n\nwho cooks,"))
    assert speech(document)[2:4] == [
        ("Ama Mensah", "Let us begin with the kitchen:"),
        ("Ama Mensah", "who cooks, who eats, who pays?"),
    ]
    assert document.words == TALK.words


def test_a_line_end_divides_a_paragraph_of_plain_text_too() -> None:
    assert len(came(TALK, "txt", ("kitchen: who", "kitchen:\nwho")).blocks) == 5


def test_paragraphs_put_together_are_one() -> None:
    text = exported(TALK, "txt").decode().split("\n\n")
    text[1:3] = [text[1] + " " + text[2].split(": ", 1)[1]]
    document = as_document(returned("\n\n".join(text), "txt"), TALK)
    assert [block.speaker for block in document.blocks] == ["Ama Mensah", "Ama Mensah", "Ben Okri"]
    assert document.words == TALK.words


@pytest.mark.parametrize("kind", ["txt", "md", "srt"])
def test_another_name_is_another_speaker_of_the_whole_paragraph(kind: str) -> None:
    text = exported(TALK, kind).decode()
    first, last = text.rsplit("Ben Okri:", 1)
    document = as_document(returned(f"{first}Cleo Adé:{last}", kind), TALK)
    assert [block.speaker for block in document.blocks] == ["Ama Mensah", "Ben Okri", "Ama Mensah", "Cleo Adé"]
    assert document.words == TALK.words


def test_another_voice_in_captions_is_another_speaker() -> None:
    document = came(TALK, "vtt", ("<v Ben Okri>", "<v Cleo Adé>"))
    assert [block.speaker for block in document.blocks] == ["Ama Mensah", "Cleo Adé", "Ama Mensah", "Cleo Adé"]


@pytest.mark.parametrize("kind", ["txt", "md"])
def test_chapters_can_be_renamed_added_and_taken_out(kind: str) -> None:
    sign = {"txt": "#", "md": "##"}[kind]
    renamed = came(TALK, kind, ("A kitchen for forty", "Forty for lunch"))
    assert [block.heading for block in renamed.blocks] == ["Forty for lunch", None, None, None]
    added = came(TALK, kind, ("[0:00:06]", f"{sign} Thanks\n\n[0:00:06]"))
    assert [block.heading for block in added.blocks] == ["A kitchen for forty", "Thanks", None, None]
    gone = came(TALK, kind, (f"{sign} A kitchen for forty\n\n", ""))
    assert [block.heading for block in gone.blocks] == [None] * 4


@pytest.mark.parametrize("kind", ["srt", "vtt"])
def test_captions_keep_chapters_and_paragraphs_that_they_cannot_say(kind: str) -> None:
    document = came(TALK, kind, ("Nobody pays.", "Nobody paid."))
    assert [block.heading for block in document.blocks] == [block.heading for block in TALK.blocks]
    assert speech(document)[3] == ("Ben Okri", "Nobody paid. Everybody cooks, and everybody eats.")


def test_corrected_letters_and_signs_keep_the_time_and_lose_the_machine_s_doubt() -> None:
    document = came(TALK, "txt", ("Thank you, Ama.", "Thank you, AMA!"))
    word = next(word for word in document.words if word.text == "AMA!")
    old = next(word for word in TALK.words if word.text == "Ama.")
    assert word == replace(old, text="AMA!", probability=None)


def test_replaced_words_inherit_marks_and_language() -> None:
    words = (Word("Mae", 0, 1), Word("hen", 1, 2, None, "cy", ("unclear",)), Word("wlad", 2, 3, None, "cy", ("sound",)))
    base = Document("en", (Block("Ama", (*words, Word("fine", 3, 4))),))
    document = came(base, "txt", ("hen wlad", "old countries here"))
    assert [(w.text, w.marks, w.language) for w in document.words[1:4]] == [
        (text, ("sound", "unclear"), "cy") for text in ("old", "countries", "here")
    ]
    assert all(word.estimated for word in document.words[1:4])


def test_new_words_lie_within_the_caption_that_holds_them() -> None:
    base = Document("en", (Block("Ama", (Word("Before.", 0, 400), Word("After.", 60_000, 60_400))),))
    text = exported(base, "srt").decode()
    text = text.replace("\n2\n", "\n2\n00:00:30,000 --> 00:00:33,000\nsomething new\n\n3\n")
    new = [word for word in as_document(returned(text, "srt"), base).words if word.estimated]
    assert texts(base) == ["Before.", "After."]
    assert [word.text for word in new] == ["something", "new"]
    assert new[0].start_ms >= 30_000
    assert new[-1].end_ms <= 33_000


WITHHELD = replace(
    talk(("Ama", "Then I met Cleo Adé in the street behind the old mill and we talked.")),
    blocks=(
        Block(
            "Ama",
            tuple(
                replace(word, marks=(REDACT,) if word.text in {"Cleo", "Adé"} else ())
                for word in talk(("Ama", "Then I met Cleo Adé in the street behind the old mill and we talked.")).words
            ),
        ),
    ),
)


@pytest.mark.parametrize("kind", ["txt", "md", "srt", "vtt"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("mill", "mills"),
        ("[name withheld]", "[Name Withheld],"),
        ("[name withheld]", "[a friend]"),
        ("[name withheld] ", ""),
        ("[name withheld]", "Cleo Adé"),
        ("[name withheld]", "name withheld"),
    ],
)
def test_what_is_withheld_stays_withheld_whatever_is_done_to_its_placeholder(
    kind: str, before: str, after: str
) -> None:
    base = view(WITHHELD)
    edited = as_document(returned(exported(base, kind).decode().replace(before, after), kind), base)
    document = restored(edited, WITHHELD)
    assert [word for word in document.words if word.text in {"Cleo", "Adé"} and not word.estimated] == [
        word for word in WITHHELD.words if word.marks
    ]
    assert all(REDACT in word.marks for word in document.words if word.text in {"Cleo", "Adé"})
    assert not any(PLACEHOLDER in word.marks for word in document.words)


def test_quotation_marks_that_a_program_changed_everywhere_are_no_corrections() -> None:
    base = talk(("Ama", "I don't know, it isn't mine, that's \"all\" I have to say, but he's right and wrong."))
    curled = exported(base, "txt").decode().replace("'", "’").replace(' "', " “").replace('" ', "” ")  # noqa: RUF001
    assert texts(as_document(returned(curled, "txt"), base)) == [w.replace('"all"', "“all”") for w in texts(base)]
    one = came(base, "txt", ("don't", "don’t"))  # noqa: RUF001
    assert "don’t" in texts(one)  # noqa: RUF001


def test_spaces_that_do_not_break_are_no_corrections() -> None:
    assert came(TALK, "txt", ("at 10:30", "at\xa010:30")) == TALK


def test_plain_text_without_names_and_times_takes_them_from_the_draft() -> None:
    text = "\n\n".join(text for _, text in speech(TALK)).replace("in hard times", "in these hard times")
    document = as_document(returned(text, "txt"), TALK)
    assert [block.speaker for block in document.blocks] == [block.speaker for block in TALK.blocks]
    assert document.blocks[0].heading == "A kitchen for forty"
    assert "in these hard times." in speech(document)[0][1]


def test_plain_text_in_one_piece_takes_its_paragraphs_from_the_draft() -> None:
    assert as_document(returned(" ".join(texts(TALK)), "txt"), TALK) == TALK


def test_another_episode_is_refused() -> None:
    other = (
        "Winter came early that year, with snow upon every roof, and children built long slides down towards rivers."
    )
    with pytest.raises(Refused, match="another episode"):
        as_document(returned(f"{other} {other}", "txt"), TALK)


def test_a_small_part_of_the_transcript_is_refused() -> None:
    with pytest.raises(Refused, match="take everything else out"):
        as_document(returned("Nobody pays. Everybody cooks,", "txt"), TALK)


def test_the_closest_version_is_the_one_that_it_was_made_from() -> None:
    second = came(TALK, "txt", ("kitchen", "garden"))
    third = came(second, "txt", ("Nobody pays", "Nobody paid"))
    sent = returned(exported(second, "srt").decode().replace("Monday!", "Tuesday!"), "srt")
    assert closest(sent, [("third", third), ("second", second), ("first", TALK)]) == "second"


def test_of_versions_that_are_equally_close_the_first_counts() -> None:
    assert closest(returned(exported(TALK, "txt"), "txt"), [("new", TALK), ("old", TALK)]) == "new"


def test_an_hour_is_compared_in_a_moment() -> None:
    """Ten thousand words, each tenth corrected; the time is looked at by hand, that it ends at all is held here."""
    long = talk(
        *(("Ama" if i % 2 else "Ben", " ".join(f"w{(i * 37 + n) % 900}" for n in range(25))) for i in range(400))
    )
    text = exported(long, "txt").decode().replace("w17 ", "seventeen ").replace("w30", "W30,")
    assert len(as_document(returned(text, "txt"), long).words) == len(long.words)


def test_blocks_made_by_hand_are_enough() -> None:
    file = Returned("txt", None, (ReturnedBlock(" ".join(texts(TALK))),), Path("x.txt"))
    assert as_document(file, TALK) == TALK
