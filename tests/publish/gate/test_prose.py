"""Everyday words that are somebody's name: where they are the name, and where they can be anything else."""

from collections.abc import Callable

import pytest

from radkind_pod.model.consent import Consent, People
from radkind_pod.publish.site import static

Look = Callable[..., tuple]
REAL = ("Grace Nkansah", "Will Okonkwo", "May Adeyemi", "June Wachira", "Florence Otieno", "Asante Reading", "Jo")
PEOPLE = People(tuple(Consent(f"Guest {n}", (), None, (name,)) for n, name in enumerate(REAL)))


@pytest.mark.parametrize(
    "text",
    [
        "and then Grace came in.",
        "I asked Grace, who said no.",
        "When Grace came in, we stopped.",
        "We spoke to June about it.",
        "He talked with May for hours.",
        "Thanks to Florence for that.",
        "She told Will.",
        "It was Mrs. Grace who rang.",
        "So Will said yes.",
        "there was Grace's coat.",
        "with Grace M. in the choir",
        "An Interview with Grace",
        "Meeting Grace",
        "my friend (Grace) rang",
        "and Jo agreed.",
        "we rang Reading's flat.",
        "see interview-with-grace-2.mp3",
        "see https://example.org/people/grace/",
        "write to grace@example.org",
        "G. Nkansah",
    ],
)
def test_here_it_is_a_person(text: str, look: Look) -> None:
    assert look(f"{text}\n", "a.txt", PEOPLE), text


@pytest.mark.parametrize(
    "text",
    [
        "Grace is a gift.",
        "the grace of it",
        "They sang Amazing Grace.",
        "Oil is dear. Reading is a habit.",
        "He wrote plays. By June 1945 the camp was empty.",
        "&amp;quot;May I?&amp;quot; she said.",
        "We read of Grace Darling.",
        "It happened in May and June.",
        "On 3 May we left, and by June 2020 we were back.",
        "It was June then.",
        "We may go. Will you?",
        'She said: "Will you come?"',
        "I WILL go, you MAY not.",
        "We went to Reading and to Florence.",
        "the Reading line, the Florence of the north",
        "near Reading, Berkshire",
        "the University of Reading",
        "The Grace of Small Things",
        "Living with Grace in Reading",
        "Robin Hood and the May Queen",
        "see https://www.reading.gov.uk/may/grace.",
        "a-matter-of-grace.mp3",
        "spreading mayors gracefully willed",
        "She met Will Smith.",
        "jo and banjo",
    ],
)
def test_here_it_can_be_anything_else(text: str, look: Look) -> None:
    assert look(f"{text}\n", "a.txt", PEOPLE) == ()


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("WEBVTT\n\n00:00.000 --> 00:01.000\n<v Grace>Hello.\n", "a.vtt"),
        ("WEBVTT\n\n00:00.000 --> 00:01.000\n<v grace>Hello.\n", "a.vtt"),
        ("1\n00:00:00,000 --> 00:00:01,000\nGrace: Hello.\n", "a.srt"),
        ("Grace: Hello.\n", "a.txt"),
        ('{"speaker": "Grace", "body": "Hello."}', "a.json"),
        ('{"@type": "Person", "name": "Grace"}', "a.json"),
        ('<p class="who">Grace</p>', "a.html"),
        ("<cite><bdi>Grace</bdi>:</cite>", "a.html"),
        ('<podcast:person role="guest">Grace</podcast:person>', "feed.xml"),
        ("<itunes:author>Grace</itunes:author>", "feed.xml"),
        ("Hello.", "episodes/one/grace.txt"),
        ("Hello.", "people/grace/index.txt"),
        ("Hello.", "episodes/one/interview-with-grace-0a1b2c3d4e5f.txt"),
    ],
)
def test_where_only_names_stand_it_is_one(text: str, path: str, look: Look) -> None:
    assert look(text, path, PEOPLE)


def test_a_sentence_runs_on_over_captions_of_one_voice(look: Look) -> None:
    """A capital at the beginning of a caption counts if the sentence began in the one before."""
    captions = "WEBVTT\n\n00:00.000 --> 00:01.000\n<v A>and then\n\n00:01.000 --> 00:02.000\n{}Grace came\n"
    assert look(captions.format(""), "a.vtt", PEOPLE)
    assert look(captions.format("<v B>"), "a.vtt", PEOPLE) == ()


def test_a_name_of_everyday_words_is_found_whole(look: Look) -> None:
    people = People((Consent("Someone", (), None, ("Grace May",)),))
    for text in (
        "grace may",
        "Grace May",
        "GRACE MAY",
        "May, Grace",
        "grace-may",
        "GraceMay",
        "by G. Grace May",
        "grace_may",
    ):
        found = look(f"it says {text} here\n", "a.txt", people)
        assert bool(found) != (text == "grace may"), text
    for text in ("By your grace, may I go", "Your grace may go", "with grace. May came", "Grace may come"):
        assert look(f"{text}\n", "a.txt", people) == (), text


def test_a_whole_name_in_small_letters_is_found_unless_one_word_is_a_verb(look: Look) -> None:
    people = People((Consent("Someone", (), None, ("Grace Lincoln",)),))
    assert look("said grace lincoln then\n", "a.txt", people)


@pytest.mark.parametrize(
    ("real", "text"),
    [
        ("Lily Reading", "and my Reading list was long"),
        ("Lily Reading", "we saw Leeds and Reading then"),
        ("Lily Reading", "it rained in Oxford, Reading and Slough"),
        ("Ann Jordan", "we saw Egypt, Jordan and Lebanon"),
        ("Ann Jordan", "it is like Jordan or Egypt"),
        ("Jim Church", "he went to Church every day"),
        ("Jo Page", "now see Page 3"),
        ("Jo Page", "then click on Page two"),
        ("Lou West", "they all go West"),
        ("Al Bill", "it was when Bill 21 passed"),
        ("Al Bill", "they vote for Bill C-18"),
        ("Dan Law", "she studied Law at Leeds"),
        ("Summer Nkansah", "we met in Summer"),
        ("You Jin", "thank you all"),
        ("Else Larsen", "somebody else said"),
        ("Song Min", "that song is good"),
        ("Promise Okafor", "I promise you"),
        ("Her You", "gave her you know what"),
    ],
)
def test_an_ordinary_sentence_is_told_from_a_name(real: str, text: str, look: Look) -> None:
    assert look(f"{text}\n", "a.txt", People((Consent("Guest", (), None, (real,)),))) == ()


@pytest.mark.parametrize(
    ("real", "text"),
    [
        ("Ann Jordan", "we spoke to Jordan and Kofi"),
        ("Ann Jordan", "then Jordan and Amina came"),
        ("Al Bill", "and then Bill came"),
        ("Al Bill", "we met Bill 10 years ago"),
        ("Al Bill", "she saw Bill two days later"),
        ("Summer Nkansah", "it was written by Summer"),
        ("Else Larsen", "and then Else came"),
        ("Lou West", "and then West came"),
    ],
)
def test_a_name_is_told_from_an_ordinary_sentence(real: str, text: str, look: Look) -> None:
    assert look(f"{text}\n", "a.txt", People((Consent("Guest", (), None, (real,)),)))


@pytest.mark.parametrize("name", ["style.css", "player.js", "copy.js"])
def test_what_we_ship_is_not_searched_but_what_follows_it_is(name: str, look: Look) -> None:
    people = People((Consent("Guest", (), None, ("Nancy Block", "Zoe Inline", "Tom Player")),))
    text = static(name)
    assert look(text, name, people) == ()
    (leak,) = look(f"{text}/* by Nancy */\n", name, people)
    assert leak.place == f"line {text.count(chr(10)) + 1}"
