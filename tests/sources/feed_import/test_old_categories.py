"""Every category of an old feed has one of today's table, or is told."""

import pytest

from radkind_pod.model.show import Category


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ('<itunes:category text="Arts"/>', Category("Arts")),
        ('<itunes:category text="Arts"><itunes:category text="Books"/></itunes:category>', Category("Arts", "Books")),
        ('<itunes:category text="arts"/>', Category("Arts")),
        ('<itunes:category text="Games &amp; Hobbies"/>', Category("Leisure")),
        (
            '<itunes:category text="Games &amp; Hobbies"><itunes:category text="Video Games"/></itunes:category>',
            Category("Leisure", "Video Games"),
        ),
        (
            '<itunes:category text="Science &amp; Medicine"><itunes:category text="Medicine"/></itunes:category>',
            Category("Health & Fitness", "Medicine"),
        ),
        ('<itunes:category text="News &amp; Politics"/>', Category("News")),
        (
            '<itunes:category text="Technology"><itunes:category text="Podcasting"/></itunes:category>',
            Category("Technology"),
        ),
        (
            '<itunes:category text="Society &amp; Culture"><itunes:category text="History"/></itunes:category>',
            Category("Society & Culture"),
        ),
        ('<itunes:category text="Society and Culture"/>', Category("Society & Culture")),
    ],
)
def test_an_old_name_becomes_the_new_one(read, text: str, category: Category) -> None:
    feed = read(
        '<title>T</title><guid>g</guid><enclosure url="https://x.example/1.mp3"/>',
        channel=text,
    )
    assert feed.show.categories[-1] == category


def test_what_is_in_no_table_is_told(read) -> None:
    feed = read(
        '<title>T</title><enclosure url="https://x.example/1.mp3"/>', channel='<itunes:category text="Zyx qq"/>'
    )
    assert any("'Zyx qq' is not in Apple's table" in one.text for one in feed.told)
