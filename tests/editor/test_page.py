"""The page runs our scripts and nothing else, and no text of a transcript ever becomes markup."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest

from radkind_pod.editor.page import data_text, pack_page, parts, server_page, server_policy, sound_piece

STATE = {
    "title": "Two </title><script>alert(1)</script>",
    "show": "A & B",
    "blocks": ["</script><!--<script>", "\ud800"],
}


class Elements(HTMLParser):
    """The elements of a page with what is in them."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None], str]] = []
        self.is_open = False
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs), ""))
        self.is_open = True

    def handle_endtag(self, tag: str) -> None:
        self.is_open = False

    def handle_data(self, data: str) -> None:
        if self.is_open:
            tag, attributes, text = self.found.pop()
            self.found.append((tag, attributes, text + data))

    def of(self, tag: str) -> list[tuple[dict[str, str | None], str]]:
        return [(attributes, text) for name, attributes, text in self.found if name == tag]


def hashed(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@pytest.fixture(scope="module")
def pack() -> Elements:
    page = pack_page(STATE)
    return Elements(page.before + sound_piece(b"ABC") + page.after)


def test_every_script_of_the_pack_is_in_its_policy_and_no_other(pack: Elements) -> None:
    (policy,) = (a["content"] for a, _ in pack.of("meta") if a.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.strip().split(" ", 1) for rule in str(policy).split(";"))
    running = [text for attributes, text in pack.of("script") if "type" not in attributes]
    assert rules["script-src"].split() == [f"'{hashed(text)}'" for text in running]
    assert rules["style-src"].split() == [f"'{hashed(text)}'" for _, text in pack.of("style")]
    assert running == list(parts().scripts.values())
    others = {name: value for name, value in rules.items() if name not in ("script-src", "style-src")}
    none = dict.fromkeys(("default-src", "connect-src", "base-uri", "form-action"), "'none'")
    assert others == {**none, "media-src": "blob:", "img-src": "data:"}


def test_the_policy_comes_before_everything_that_it_is_about(pack: Elements) -> None:
    names = [tag for tag, attributes, _ in pack.found if tag not in ("html", "head")]
    assert names[:2] == ["meta", "meta"]


def test_the_pack_points_nowhere(pack: Elements) -> None:
    for tag, attributes, _ in pack.found:
        assert not {"src", "action", "srcset", "style"} & {*attributes}, tag
        assert str(attributes.get("href") or "#").startswith(("#", "data:,"))
        assert [name for name in attributes if name.startswith("on")] == []


def test_a_long_state_comes_in_pieces_that_are_whole_together() -> None:
    blocks = [["<b>\u00e9" * 50_000], ["\U0001f600" * 50_000]]
    page = Elements(pack_page({**STATE, "blocks": blocks}).before)
    pieces = [text for attributes, text in page.of("script") if attributes.get("class") == "state"]
    assert len(pieces) > 1
    assert max(map(len, pieces)) <= 1 << 18
    assert json.loads("".join(pieces))["blocks"] == blocks


def test_data_is_read_back_as_it_was_and_never_as_markup(pack: Elements) -> None:
    data = {a.get("id") or a["class"]: text.strip() for a, text in pack.of("script") if "type" in a}
    assert json.loads(data["state"]) == {**STATE, "blocks": ["</script><!--<script>", "\ufffd"]}
    assert data["audio"] == "QUJD"
    assert pack.of("title") == [({}, "Two </title><script>alert(1)</script> | A & B")]


def test_the_servers_page_names_each_script_with_its_hash() -> None:
    page = Elements(server_page(STATE))
    running = [attributes for attributes, _ in page.of("script") if "type" not in attributes]
    assert running == [{"src": f"/static/{name}", "integrity": hashed(text)} for name, text in parts().scripts.items()]
    named = re.search("script-src ([^;]*)", server_policy())
    assert named
    assert named[1].split() == [f"'{script['integrity']}'" for script in running]
    assert "unsafe" not in server_policy()
    assert page.of("meta")[0][0] == {"charset": "utf-8"}
    assert "audio" not in [attributes.get("class") for attributes, _ in page.of("script")]


def test_no_script_or_style_of_ours_ends_its_own_element() -> None:
    own = parts()
    for text in (*own.scripts.values(), own.style):
        assert not re.search(r"</(script|style)|<!--", text, re.IGNORECASE)
    assert "\r" not in "".join(own.scripts.values())


def test_data_stays_one_line_of_json() -> None:
    assert data_text({"a": "<b>\u2028\n\0"}) == '{"a":"\\u003cb>\u2028\\n\\u0000"}'
