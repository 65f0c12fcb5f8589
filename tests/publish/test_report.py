"""The report as a producer reads it, on a phone, with a screen reader or in the dark; and as programs read it."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree, html
from tests.publish.reports import MEASURED, make_report

from radkind_pod.model.report import LoudnessCurve, Waveform

GOLDEN = Path(__file__).parent / "golden" / "report.txt"
STATIC = Path(__file__).parents[2] / "src/radkind_pod/publish/static"

MINUS = "\N{MINUS SIGN}"


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Path]:
    """Return the folder with the report on `MEASURED`, or on others; some of the request's fields changed."""
    return partial(make_report, tmp_path)


@pytest.fixture
def page(made: Callable[..., Path]) -> html.HtmlElement:
    return html.document_fromstring((made() / "report.html").read_bytes())


def outline(page: html.HtmlElement) -> str:
    """Return headings, figures and tables as lines, each with its text."""
    told = []
    for element in page.iter("h1", "h2", "h3", "figcaption", "svg", "caption", "tr", "li", "summary", "p"):
        if element.tag == "svg":
            text = element.get("aria-label")
        elif element.tag == "tr":
            text = " | ".join(" ".join(cell.text_content().split()) for cell in element)
        else:
            text = " ".join(element.text_content().split())
        told += [f"{element.tag}: {text}"] if text else []
    return "\n".join(told) + "\n"


def test_the_page_tells_all_of_it_in_its_order(page: html.HtmlElement) -> None:
    assert outline(page) == GOLDEN.read_text(encoding="utf-8")


def test_the_markup_is_well_formed(made: Callable[..., Path]) -> None:
    """Every element is closed where it must be: it reads as XML once HTML's void elements are closed."""
    text = (made() / "report.html").read_text(encoding="utf-8")
    closed = re.sub(r"<(meta[^>]*?)>", r"<\1/>", text.replace("<!DOCTYPE html>", ""))
    assert etree.fromstring(closed.strip().encode()).tag == "html"


def test_it_needs_nothing_else_and_runs_nothing(page: html.HtmlElement) -> None:
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline';")
    assert page.xpath("//script | //link | //img | //iframe | //@src | //@href | //@onclick") == []
    assert "url(" not in page.xpath("string(//style)")
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_headings_are_in_order_and_ids_unique(page: html.HtmlElement) -> None:
    levels = [int(element.tag[1]) for element in page.iter("h1", "h2", "h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = page.xpath("//@id")
    assert len(set(ids)) == len(ids)
    assert set(page.xpath("//@aria-labelledby")) <= set(ids)


def test_every_picture_has_a_name_and_a_table_with_its_numbers(page: html.HtmlElement) -> None:
    shown = page.xpath("//*[local-name()='svg'][not(ancestor::*[local-name()='svg'])]")
    assert all(
        svg.get("aria-hidden") == "true" or (svg.get("role"), bool(svg.get("aria-label"))) == ("img", True)
        for svg in shown
    )
    assert len([svg for svg in shown if svg.get("role") == "img"]) == 3
    for section in ("loudness", "waveforms"):
        (table,) = page.xpath(f"//section[@aria-labelledby='{section}']//details/table")
        assert len(table.xpath(".//tbody/tr")) == 10
        assert table.xpath(".//caption")
    assert all(cell.get("scope") for cell in page.iter("th"))


def test_the_languages_are_said(page: html.HtmlElement) -> None:
    assert page.get("lang") == "en"
    assert page.xpath("//h1/@lang") == ["fr"]
    assert page.xpath("string(//h1)") == "Déjeuner <pour> quarante"


def test_json_and_page_tell_the_same_numbers(made: Callable[..., Path], page: html.HtmlElement) -> None:
    told = json.loads((made() / "report.json").read_text(encoding="utf-8"), parse_constant=pytest.fail)
    text = outline(page)
    assert (told["schema"], told["episode"], told["target"]["integrated_lufs"], told["rounds"]) == (
        1,
        "lunch",
        -16.0,
        2,
    )
    assert told["after"]["integrated_lufs"] == -16.04
    assert f"Loudness, LUFS | {MINUS}23.4 | {MINUS}16.0" in text
    assert [voice["speaker"] for voice in told["voices"]] == ["Amina", "Tom & Jo"]
    assert [done["stage"] for done in told["done"]] == ["prepare", "master"]
    assert told["proven"] == [{"stage": "compare", "what": "Nothing is left.", "figures": []}]
    assert len(told["curve"]["after_lufs"]) == 70
    assert told["joins"][0]["step_lu"] == 2.51


def test_steep_steps_and_uneven_speakers_are_pointed_out(made: Callable[..., Path]) -> None:
    """2.02 LU is told as 2.0, which is allowed; at a cut people speak louder and softer anyway."""
    even = (made() / "report.html").read_text(encoding="utf-8")
    assert "1 of the steps is more than 2.0 LU: listen at 0:05." in even
    assert "listen to them" not in even
    loud = replace(MEASURED.voices[0], after_lufs=-14.0)
    uneven = (made(replace(MEASURED, voices=(loud, MEASURED.voices[1]))) / "report.html").read_text(encoding="utf-8")
    assert "Speakers are more than 1.0 LU apart in the episode" in uneven


def test_a_long_episode_is_drawn_with_as_many_points_as_a_phone_can_show(made: Callable[..., Path]) -> None:
    """Of an hour, 1800 values stand in the JSON; six of them make a point."""
    values = (-20.0, -10.0) * 900
    page = html.document_fromstring(
        (made(replace(MEASURED, curve=LoudnessCurve(2000, values, values))) / "report.html").read_bytes()
    )
    (line,) = page.xpath("//*[local-name()='path'][@class='is'][@d]/@d")
    assert len(set(re.findall(r" (\d+)", line))) == 1
    assert line.count("L") == 299
    assert "Each point of a line is the mean of 12 s." in page.text_content()
    assert len(json.loads((made() / "report.json").read_text(encoding="utf-8"))["curve"]["after_lufs"]) == 70


def test_a_bare_episode_has_no_empty_section(made: Callable[..., Path]) -> None:
    """One recording without music, marks or joins, of which nobody knows who speaks."""
    bare = replace(
        MEASURED,
        voices=(),
        joins=(),
        parts=MEASURED.parts[1:2],
        curve=LoudnessCurve(100, (None,), (-16.0,)),
        waveform_before=Waveform((0.1,), (0.1,)),
        waveform_after=Waveform((), ()),
    )
    page = html.document_fromstring((made(bare, proven=(), done=()) / "report.html").read_bytes())
    headings = [element.text for element in page.iter("h2")]
    assert headings == ["In short", "Loudness over time", "Waveforms", "Parts and joins", "What was done", "Recordings"]
    assert "Nothing is joined" in page.text_content()


def test_colours_of_text_and_curves_can_be_told_apart_in_light_and_dark() -> None:
    """WCAG AA: 4.5 to 1 for text, 3 to 1 for what is drawn, on the page and on a card."""
    css = (STATIC / "style.css").read_text(encoding="utf-8")
    for scheme in re.findall(r":root \{(.*?)\}", css, re.DOTALL)[:2]:
        colours = dict(re.findall(r"--(\w+): (#\w{6});", scheme))
        for ground in ("paper", "card"):
            ratios = {ink: contrast(colours[ink], colours[ground]) for ink in ("ink", "quiet", "accent")}
            assert min(ratios.values()) >= 4.5, ratios


def contrast(one: str, other: str) -> float:
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_its_lists_are_not_those_of_a_search(page: html.HtmlElement) -> None:
    """Whose room is a whole screen from the beginning: on paper that left pages empty."""
    assert page.xpath("//*[contains(@class, 'found')]") == []
    assert page.xpath("//ul[@class='told']") != []
