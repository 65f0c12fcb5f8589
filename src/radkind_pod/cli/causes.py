"""Why stages ran, in the words of a producer. `--plan`, `--json` and the display have every field."""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from radkind_pod.pipeline.store import StageRun

_SOUND = {
    "intro": "intro",
    "outro": "outro",
    "cuts": "cuts",
    "integrated_lufs": "loudness target",
    "crossfade_ms": "crossfade",
    "fade_ms": "fades",
    "bed": "music bed",
    "sting": "sting",
}
_SPEECH = {"engine": "speech engine", "weights": "speech model", "language": "language", "glossary": "names"}
_CAUSES = {
    "prepare": {"recordings": "recordings"},
    "clean": {"cleaning": "cleaning"},
    "level": _SOUND,
    "stitch": _SOUND,
    "encode": {"mp3": "format of the MP3", "target": "loudness target"},
    "recognise": _SPEECH,
    "translate": _SPEECH,
    "transcribe": {"glossary": "glossary"},
    "captions": {"transcript": "transcript", "provenance": "who corrected it"},
    "package": {
        "chapters": "chapters",
        "own_artwork": "picture",
        "soundbites": "soundbites",
        "content_notes": "content notes",
        "show": "config.yaml",
    },
    "artwork": {"artwork": "picture"},
    "page": {"look": "look of the site", "show": "config.yaml"},
}
"""By stage and field: what people change. All else follows from these, through what other stages made."""

NEWER = "this radkind-pod makes it differently"
"""What the store says of a stage whose version rose, with the numbers behind it."""

_FIELD = re.compile(r"^(?P<name>[a-z_]+)(?: \d+)?(?:\.(?P<rest>[a-z_]+))?[^:]*(?:: .* -> .*| changed)$", re.DOTALL)


def causes(runs: Sequence["StageRun"]) -> str:
    """Return what people changed, and words such as `not made yet`; "" where all follows from older changes."""
    told = dict.fromkeys(word for run in runs for word in _words(run))
    plain = [word for word, is_change in told if not is_change]
    changed = [word for word, is_change in told if is_change]
    return "; ".join([*plain, *([f"changed: {', '.join(changed)}"] if changed else [])])


def _words(run: "StageRun") -> Iterable[tuple[str, bool]]:
    return (found for reason in run.reasons if (found := _word(run.name, reason)))


def _word(stage: str, reason: str) -> tuple[str, bool] | None:
    if reason.startswith(NEWER):
        return NEWER, False
    match = _FIELD.match(reason)
    if match is None:
        return reason, False
    if (stage, match["name"]) == ("package", "episode") and match["rest"]:
        return match["rest"].replace("_", " "), True
    word = _CAUSES.get(stage, {}).get(match["name"])
    return (word, True) if word else None
