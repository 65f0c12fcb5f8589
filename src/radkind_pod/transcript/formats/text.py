"""The transcript as plain text: a paragraph for each thing said, its speaker's name before it."""

from radkind_pod.transcript.formats.captioned import Captioned
from radkind_pod.transcript.paragraphs import paragraphs


def render(captions: Captioned) -> str:
    """Return the text, without line breaks inside a paragraph."""
    told = paragraphs(captions.transcript)
    return "\n".join(f"{p.speaker}: {p.text}\n" if p.speaker else f"{p.text}\n" for p in told)
