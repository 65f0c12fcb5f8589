"""From the old feed and a person's answers to the show as it is from now on."""

import pytest

from radkind_pod.model.people import Person
from radkind_pod.sources.feed_import.old import Notebook
from radkind_pod.sources.feed_import.settling import Answers, base_of, missing_answers, settle

CHANNEL = (
    "<title>T</title><language>en</language><itunes:owner><itunes:email>a@b.example</itunes:email></itunes:owner>"
    '<podcast:person role="host">Jo</podcast:person>'
)


def item(n: int, more: str = "") -> str:
    return f'<title>{n}</title><guid>{n}</guid><enclosure url="https://x.example/{n}.mp3"/>{more}'


def test_a_host_of_every_episode_is_a_host_of_the_show(read) -> None:
    feed = read(item(1), item(2, '<podcast:person role="host">Jo</podcast:person>'), channel=CHANNEL)
    show, episodes = settle(feed, Answers(), Notebook())
    assert show.hosts == (Person("Jo", "host"),)
    assert [one.people for one in episodes] == [(Person("Jo", "host"),)] * 2


def test_a_host_whom_one_episode_replaces_is_nobodys_host_but_where_they_were_shown(read) -> None:
    feed = read(item(1), item(2, '<podcast:person role="guest host">Al</podcast:person>'), channel=CHANNEL)
    show, episodes = settle(feed, Answers(), Notebook())
    assert show.hosts == ()
    assert [one.people[0].name for one in episodes] == ["Jo", "Al"]


def test_a_serial_show_whose_episodes_have_no_number_is_told_and_episodic(read) -> None:
    book = Notebook()
    show, _ = settle(read(item(1), channel=f"{CHANNEL}<itunes:type>serial</itunes:type>"), Answers(), book)
    assert show.type == "episodic"
    assert any("says serial" in one.text for one in book.told)


def test_a_persons_answer_comes_before_the_feeds(read) -> None:
    given = Answers("Mine", "Me", "me@x.example", "cy", "https://new.example.org/p/")
    show, _ = settle(read(item(1), channel=CHANNEL), given, Notebook())
    assert (show.title, show.author, show.email, show.language) == ("Mine", "Me", "me@x.example", "cy")
    assert show.base_url == "https://new.example.org/p"


@pytest.mark.parametrize(
    ("feed_url", "base"),
    [
        ("https://feeds.example.org/a/feed.xml", "https://feeds.example.org/a"),
        ("http://feeds.example.org/rss", "https://feeds.example.org"),
        ("http://127.0.0.1:8000/feed.xml", "https://127.0.0.1:8000"),
        ("http://localhost/feed.xml", ""),
        ("", ""),
    ],
)
def test_the_folder_of_the_old_feed_is_where_the_show_will_be_unless_said_else(feed_url: str, base: str) -> None:
    assert base_of(feed_url) == base


def test_an_answer_that_can_not_be_is_told(read) -> None:
    wrong = missing_answers(read(item(1), channel=CHANNEL), Answers(language="tlh", email="nobody"))
    assert [name for name, _ in wrong] == ["email", "language"]
    assert all(text.startswith(f"{name}: ") for name, text in wrong)


def test_where_the_feed_moved_to_is_told(read) -> None:
    book = Notebook()
    channel = f"{CHANNEL}<itunes:new-feed-url>https://newer.example/f.xml</itunes:new-feed-url>"
    settle(read(item(1), channel=channel), Answers(), book)
    assert any("https://newer.example/f.xml" in one.text for one in book.told)
