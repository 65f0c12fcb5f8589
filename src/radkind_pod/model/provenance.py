"""What listeners are told of a transcript: truthfully, who wrote and who corrected it."""

from collections.abc import Sequence

from radkind_pod.model.transcript import Provenance

UNCHECKED = "A machine wrote this transcript, and nobody has checked it yet. Names and numbers may be wrong."

UNKNOWN = (
    "This transcript came with the episode from where it was published before. Who wrote it, and whether anybody "
    "checked it, isn't known here."
)

TRANSLATED = (
    "A machine translated this into English from the sound, and nobody has checked it. Names, numbers and whole "
    "sentences may be wrong."
)


def told(provenance: Provenance) -> str:
    """Return one or two English sentences."""
    if provenance.unknown:
        return UNKNOWN
    if not provenance.reviewed:
        return UNCHECKED
    deeds = [
        *_deed("corrected by", provenance.corrected),
        *_deed("checked by", provenance.checked),
    ]
    if not provenance.corrected:
        busy = _deed("being corrected by", provenance.editing)
        deeds = [*(busy or ["corrected by a person"]), *deeds]
    beginning = "Written by a machine, " if provenance.machine else "Written and "
    return f"{beginning}{' and '.join(deeds)}."


def _deed(deed: str, names: Sequence[str]) -> list[str]:
    if not names:
        return []
    *others, last = names
    return [f"{deed} {', '.join(others)} and {last}" if others else f"{deed} {last}"]
