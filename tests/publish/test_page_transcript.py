"""The transcript on an episode's page: its addresses, chapters, speakers and languages, and who wrote it."""

import re
from dataclasses import replace

import pytest
from lxml import html

from radkind_pod.model.release import Chapter
from radkind_pod.model.transcript import Paragraph, Provenance


def test_every_paragraph_has_an_address_and_a_link_to_its_time(page_of, show, lunch):
    page = html.document_fromstring(page_of(show, lunch))
    lines = page.xpath("//div[@class='words']/p[@id]")
    assert [line.get("id") for line in lines][:3] == ["t-0", "t-14", "t-31"]
    for line in lines:
        link = line.find("a")
        assert link.get("href") == f"lunch-for-forty-3b9aca00.mp3#t={line.get('id').removeprefix('t-')}"
        assert re.fullmatch(r"\d+:\d\d", link.text)


def test_chapters_play_and_lead_to_their_words(page_of, show, lunch):
    page = html.document_fromstring(page_of(show, lunch))
    links = page.xpath("//ol[@class='chapters']//a/@href")
    assert links == [
        "lunch-for-forty-3b9aca00.mp3#t=0",
        "#chapter-1",
        "lunch-for-forty-3b9aca00.mp3#t=60",
        "#chapter-2",
        "https://example.org/jars",
        "lunch-for-forty-3b9aca00.mp3#t=228",
        "#chapter-3",
    ]
    titles = [heading.text for heading in page.xpath("//div[@class='words']/h3")]
    assert titles == ["Forty-three, actually", "Jam jars", "A table, a pot, a door"]


def test_two_paragraphs_in_one_second_have_two_addresses(page_of, show, changed):
    said = tuple(Paragraph(5000 + n, 5010 + n, "A", f"word {n}") for n in range(3))
    page = html.document_fromstring(page_of(show, changed(transcript=said, chapters=())))
    assert page.xpath("//div[@class='words']/p/@id") == ["t-5", "t-5-2", "t-5-3"]


def test_a_paragraph_stands_in_the_chapter_that_holds_most_of_it(page_of, show, changed):
    chapters = (Chapter(0, "One"), Chapter(10_000, "Two"))
    said = (Paragraph(8_000, 11_000, "A", "first"), Paragraph(9_900, 20_000, "A", "second"))
    page = html.document_fromstring(page_of(show, changed(chapters=chapters, transcript=said)))
    assert [element.text_content().split()[-1] for element in page.xpath("//div[@class='words']/*[not(@class)]")] == [
        "One",
        "first",
        "Two",
        "second",
    ]


def test_a_name_is_shown_when_the_speaker_changes(page_of, show, changed):
    said = tuple(Paragraph(n * 1000, n * 1000 + 900, who, "word") for n, who in enumerate("AABA"))
    page = html.document_fromstring(page_of(show, changed(transcript=said, chapters=())))
    assert [who.text for who in page.xpath("//p[@class='who']")] == ["A", "B", "A"]


def test_a_passage_in_another_language_says_so(page_of, show, bus):
    page = html.document_fromstring(page_of(show, bus))
    (passage,) = page.xpath("//span[@lang]")
    assert (passage.get("lang"), passage.get("dir"), passage.text) == ("ar", "rtl", "الحافلة الليلية")


def test_an_arabic_episode_has_english_controls_and_arabic_content(page_of, show, changed):
    page = html.document_fromstring(page_of(show, changed(language="ar")))
    assert page.get("lang") == "en"
    assert [(h.get("lang"), h.get("dir")) for h in page.iter("h1")] == [("ar", "rtl")]
    assert page.xpath("//div[@class='words']/@dir") == ["rtl"]


@pytest.mark.parametrize(
    ("provenance", "sentence"),
    [
        (Provenance(), "nobody has checked it yet"),
        (Provenance(reviewed=True, corrected=("Amina", "Tom")), "Written by a machine, corrected by Amina and Tom."),
        (Provenance(reviewed=True, editing=("Amina",)), "Written by a machine, being corrected by Amina."),
        (Provenance(reviewed=True, machine=False), "Written and corrected by a person."),
    ],
)
def test_the_page_says_who_checked_the_words(page_of, show, changed, provenance, sentence):
    assert sentence in page_of(show, changed(provenance=provenance))


def test_a_translation_stands_below_and_says_what_it_is(page_of, show, changed, translation):
    written = page_of(
        show, changed(language="ar", translation=translation, translated=(Paragraph(1000, 2500, "Amina", "We sang."),))
    )
    page = html.document_fromstring(written)
    section = page.xpath("//section[h2='In English']")[0]
    assert "A machine translated this into English" in section.text_content()
    assert "We sang." in section.text_content()
    assert section.xpath(".//ul/li/a/@href") == ["english.vtt"]
    assert page.xpath("//a[@href='#in-english']")
    assert "In English" not in page_of(show, changed(language="ar"))


def test_a_page_without_a_transcript_promises_none(page_of, show, changed):
    page = html.document_fromstring(page_of(show, changed(transcript=(), transcripts=())))
    text = page.text_content()
    assert "This episode has no transcript." in text
    for words in (
        "Read the transcript",
        "Choose a time",
        "The transcript ends here",
        "Follow",
        "wrote this transcript",
    ):
        assert words not in text
    assert page.xpath("//ol[@class='chapters']//a/@href[starts-with(., '#')]") == []
    assert page.xpath("//h3[starts-with(@id, 'chapter-')]") == []


def test_a_transcript_that_is_only_a_file_is_offered_as_one(page_of, show, changed):
    text = html.document_fromstring(page_of(show, changed(transcript=()))).text_content()
    assert "The transcript as a file" in text
    assert "Choose a time" not in text


def test_an_imported_transcript_in_another_language_is_not_called_machine_english(page_of, show, changed, translation):
    unknown = Provenance(machine=False, unknown=True)
    release = changed(translation=replace(translation, language="fr"), provenance=unknown)
    page = html.document_fromstring(page_of(show, release))
    assert "In English" not in page.text_content()
    assert "machine translated" not in page.text_content()
    (link,) = page.xpath("//ul[@class='formats']//a[@hreflang='fr']")
    assert "in another language (fr)" in link.getparent().text_content()
