"""Everyday words that are somebody's name: where they are the name, and where they can be anything else."""

from collections.abc import Callable

import pytest

from radkind_pod.model.consent import Consent, People

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
