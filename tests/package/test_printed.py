"""The transcript's page to print says of which episode it is."""

from dataclasses import replace

from lxml import html

from radkind_pod.model.transcript import Transcript
from radkind_pod.package.printed import with_heading
from radkind_pod.package.stages import Package
from radkind_pod.transcript.clock_note import EPISODE, ClockNote
from radkind_pod.transcript.formats import FORMATS
from radkind_pod.transcript.formats.captioned import Captioned


def test_the_page_names_episode_show_and_date(request_: Package) -> None:
    for language in ("en", "cy"):
        page = FORMATS["html"].render(Captioned(Transcript(language, ()), ClockNote(EPISODE, ())))
        episode = replace(request_.episode, title=r"A <b> & \1", published="2026-05-14T06:00:00+01:00")
        made = html.document_fromstring(with_heading(page.encode(), request_.show, episode))
        assert [heading.text for heading in made.iter("h1", "h2")] == [r"A <b> & \1", "Transcript"]
        assert made.findtext(".//title") == rf"A <b> & \1 · {request_.show.title}"
        assert made.xpath("//header/p")[0].text == f"{request_.show.title} · 2026-05-14"
        assert made.xpath("//time") == []
        assert made.find(".//h2").get("lang") == (None if language == "en" else "en")
