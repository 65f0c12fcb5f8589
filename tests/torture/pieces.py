"""Pieces of hostile text, and the show that they are put into."""

import re
from pathlib import Path

SLUG = "two-voices"
SAMPLE = Path(__file__).parents[2]
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
PIECES = [
    "<script>alert(1)</script>", "]]>", "&amp;", "&#0;", "&nope;", '" onload="x', "' x='", "-->", "<!--",
    "{{ 7*7 }}", "${x}",
    "%s%n", "../../etc/passwd", "javascript:alert(1)", "\\", "\\n", "|", "`", "*a*", "_b_", "[a](b)", "#", ":",
    ": ", " #x",
    "- ", "? ", "! ", "&a", "*a", "@", "%TAG", "---", "...", "null", "true", "12:30", "0o7", "1e999", "=1+1",
    "\u202e", "\u2066",
    "\u200f", "\u200b", "\u200d", "\u00ad", "\ufdd0", "\U0001fffe", "\U0010ffff", "🎙️", "👩‍👩‍👧", "e\u0301", "é",
    "ﬁ", "ß", "İ",
    "日本語", "אבג", "نعم", "a" + "\u0301" * 60, "x" * 120, "'", '"', "“”", "\u00a0", "\u3000", "Zoë", "O'Neil",
    "WEBVTT", "NOTE",
    "00:00:01.000", "<v Bob>", "[name withheld]",
]  # fmt: skip
UNFIT_PIECES = ["\x00", "\x1b]0;x\x07", "\x9b2J", "\x08", "\x7f", "\x85", "\u2028", "\ud800", "\ufeff", "\uffff", "\r"]
