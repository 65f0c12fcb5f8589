"""What the channel says of the show is kept."""

import pytest

from radkind_pod.model.places import Location, Recommended
from radkind_pod.model.show import Funding, Proof, Rhythm

ONE = '<title>T</title><guid>g</guid><enclosure url="https://x.example/1.mp3"/>'


def test_all_that_platforms_are_told_is_kept(read) -> None:
    show = read(
        ONE,
        channel="<title>Kind &amp; Co</title><language>en_UK</language>"
        "<copyright>© 2019-2024 RK. All rights reserved.</copyright>"
        "<managingEditor>ed@rk.example (Ed)</managingEditor><itunes:type>serial</itunes:type>"
        "<itunes:complete>Yes</itunes:complete><itunes:explicit>clean</itunes:explicit>"
        '<podcast:locked owner="x@y.z">no</podcast:locked><podcast:funding url="https://give.example">Give</podcast:funding>'
        '<podcast:txt purpose="verify">9A7C</podcast:txt><podcast:location rel="creator">Leeds</podcast:location>'
        '<podcast:updateFrequency rrule="FREQ=WEEKLY">weekly</podcast:updateFrequency>'
        '<podcast:podroll><podcast:remoteItem feedGuid="917393e3-1b1e-5cef-ace4-edaa54e1f810"/></podcast:podroll>'
        '<podcast:block id="spotify">yes</podcast:block>'
        "<podcast:guid>917393E3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>",
    ).show
    assert (show.title, show.language, show.copyright, show.owner_email) == (
        "Kind & Co",
        "en-gb",
        "RK",
        "ed@rk.example",
    )
    assert (show.type, show.complete, show.explicit, show.locked) == ("serial", True, False, False)
    assert (show.funding, show.proofs) == (Funding("https://give.example", "Give"), (Proof("9A7C", "verify"),))
    assert (show.locations, show.rhythm) == ((Location("Leeds", "creator"),), Rhythm("weekly", "FREQ=WEEKLY"))
    assert show.recommends == (Recommended("917393e3-1b1e-5cef-ace4-edaa54e1f810"),)
    assert (show.block, show.guid) == (("spotify",), "917393e3-1b1e-5cef-ace4-edaa54e1f810")


def test_a_files_own_address_is_the_one_of_atom_self(read) -> None:
    link = '<atom:link rel="self" href="https://old.example.com/real.xml"/>'
    assert read(ONE, channel=link, feed_url="").show.feed_url == "https://old.example.com/real.xml"


@pytest.mark.parametrize("text", ["english", "xx-yy-zz-qq-", "<![CDATA[ ]]>"])
def test_what_is_no_language_is_left_to_the_person(read, text: str) -> None:
    assert read(ONE, channel=f"<language>{text}</language>").show.language == ""


def test_a_description_that_is_too_long_for_apple_is_cut_and_told(read) -> None:
    feed = read(ONE, channel=f"<description>{'ü' * 3000}</description>")
    assert len(feed.show.description.encode()) <= 4000
    assert any("was cut" in one.text for one in feed.told)


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        ('<podcast:updateFrequency rrule="FREQ=WEEKLY;COUNT=3">Weekly</podcast:updateFrequency>', "it counts"),
        ('<podcast:updateFrequency rrule="nonsense">Weekly</podcast:updateFrequency>', "it can't be read: nonsense"),
        (f'<podcast:funding url="https://x.org">{"F" * 300}</podcast:funding>', "has 300 letters"),
        ('<podcast:podroll><podcast:remoteItem title="Friends"/></podcast:podroll>', "Friends"),
    ],
)
def test_nothing_of_the_show_is_dropped_without_a_word(read, channel: str, words: str) -> None:
    feed = read(ONE, channel=channel)
    assert any(words in one.text for one in feed.told)
