"""How far each episode is with listeners, as this computer remembers it: no destination is asked."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from radkind_pod.model.plain import parsed
from radkind_pod.model.show import Show
from radkind_pod.pipeline.publishing.candidates import candidates, rules
from radkind_pod.pipeline.publishing.memory import LOG
from radkind_pod.present import is_file
from radkind_pod.publish.selection import Candidate, Held, Hold, Out, select
from radkind_pod.sources.people import read_people


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an episode stands. `told`: in words; `goes`: a publish would change it; `hold`: what it waits for first."""

    title: str
    told: str
    goes: bool
    hold: Hold | None = None


def standings(show: Show, now: datetime) -> dict[str, Standing]:
    """Return where each episode stands that was built, by its folder. Raises SourceError for a damaged file."""
    known = candidates(show)
    selection = select(known, read_people(show.root), rules(show), now)
    out = {one.folder: one for one in selection.out}
    held = {one.slug: one for one in selection.held}
    taken = taken_away(show.root)
    return {
        one.folder: _standing(one, out.get(one.folder), held.get(one.slug), taken.get(one.made.guid, ""))
        for one in known
    }


def taken_away(root: Path) -> dict[str, str]:
    """Return in words what publishing.log says of episodes that were taken away and not published since, by guid."""
    said: dict[str, str] = {}
    file = root / LOG
    for line in file.read_text(encoding="utf-8").splitlines() if is_file(file) else ():
        try:
            entry = parsed(line)
            what, day, guids = entry["what"], entry["at"][:10], entry["episodes"]
        except (ValueError, KeyError, TypeError):
            continue  # a merge left its marks in the file, which decides nothing
        for guid in guids:
            if what == "publish":
                said.pop(guid, None)
            elif what == "withdraw":
                said[guid] = f"withdrawn on {day}"
            elif what == "remove":
                said.setdefault(guid, f"taken away on {day}")
    return said


def _standing(one: Candidate, out: Out | None, held: Held | None, gone: str) -> Standing:
    if held is None:
        assert out is not None
        if one.standing is None:
            return Standing(one.made.title, "; ".join(filter(None, (gone, "may go out"))), goes=True)
        newer = out.release != one.standing
        return Standing(one.made.title, f"published{'; a newer version may go out' if newer else ''}", goes=newer)
    waits = f"waits: {'; '.join(hold.what for hold in held.holds)}"
    if one.standing is None:
        return Standing(one.made.title, "; ".join(filter(None, (gone, waits))), goes=False, hold=held.holds[0])
    if held.stands:
        return Standing(one.made.title, f"published; the newer version {waits}", goes=False, hold=held.holds[0])
    told = f"published, and must go; it {waits}"
    return Standing(one.made.title, told, goes=True, hold=held.holds[0])
