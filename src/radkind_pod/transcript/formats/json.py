"""The transcript as Podcasting 2.0 JSON: one segment for each cue of the WebVTT, seconds as numbers."""

import json
from typing import Any

from radkind_pod.model.transcript import Cue
from radkind_pod.transcript.formats.captioned import Captioned
from radkind_pod.transcript.lines import APPS
from radkind_pod.transcript.published import published
from radkind_pod.transcript.wording import joined


def render(captions: Captioned) -> str:
    """Return the JSON document."""
    language = captions.transcript.language
    segments = [_segment(cue, language) for cue in published(captions.transcript, APPS)]
    return json.dumps({"version": "1.0.0", "segments": segments}, ensure_ascii=False, indent=1) + "\n"


def _segment(cue: Cue, language: str) -> dict[str, Any]:
    speaker = {"speaker": cue.speaker} if cue.speaker else {}
    body = joined(cue.words, cue.language or language)
    return {**speaker, "startTime": cue.start_ms / 1000, "endTime": cue.end_ms / 1000, "body": body}
