"""What a publish may not do unless somebody says so: take episodes away."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from radkind_pod.errors import Refused
from radkind_pod.publish.sending.compare import Changes, Wanted
from radkind_pod.publish.sending.ledger import Known, Ledger

MOST_GONE = 3
LARGEST_SHARE = 5
"""More than three episodes, or more than a fifth of them, are taken away only by number."""


def brake(
    ledger: Ledger,
    wanted: Wanted,
    changes: Changes,
    named: Collection[str],
    remove: int | None,
    confirmed: Collection[str] = (),
    held: Mapping[str, str] | None = None,
) -> None:
    """Raise Refused where an episode would vanish that nobody named, or more than a person may have meant.

    `named` are the slugs that somebody asked to take away, by name or in people.yaml; `remove` is the confirmed number;
    `confirmed` are those of which a person has just seen the list; `held` says of episodes that are held back, why.
    """
    gone = changes.gone_episodes
    _refuse_changed_guids(gone, wanted.episodes)
    unasked = [known for known in gone if known.slug not in named]
    waiting = [f"{known.slug} ({held[known.slug]})" for known in unasked if held and known.slug in held]
    if waiting:
        raise Refused(
            f"published, and may not be any more: {', '.join(waiting)}",
            "Ask them, and mend people.yaml or episode.yaml; or take it away: "
            f"radkind-pod publish {' '.join(f'--drop {known.slug}' for known in unasked)}",
        )
    if unasked:
        listed = ", ".join(known.slug for known in unasked)
        raise Refused(
            f"published before, and not among the episodes any more: {listed}",
            "Bring its folder back (release.json and episode.yaml). If it shall go for good, "
            f"say so: radkind-pod publish {' '.join(f'--drop {known.slug}' for known in unasked)}",
        )
    count = len(gone)
    is_much = count > MOST_GONE or count * LARGEST_SHARE > len(ledger.episodes)
    if remove is not None and count and remove != count:
        raise Refused(
            f"{count} episodes would be taken away, not {remove}: {_listed(gone)}", "Look again: radkind-pod changes"
        )
    is_confirmed = all(known.slug in confirmed for known in gone)
    if is_much and remove is None and not is_confirmed:
        raise Refused(
            f"{count} of {len(ledger.episodes)} episodes would be taken away: {_listed(gone)}",
            f"Look at `radkind-pod changes`. If that is meant, say the number: radkind-pod publish --remove {count}",
        )


def refuse_vain_drops(drop: Collection[str], changes: Changes, wanted: Wanted) -> None:
    """Raise Refused where somebody asks to take away an episode that doesn't go."""
    gone, there = {known.slug for known in changes.gone_episodes}, {known.slug for known in wanted.episodes}
    for slug in drop:
        if slug in there:
            raise Refused(
                f"{slug} is among the episodes of the project, and would go out again",
                f"Move its folder episodes/{slug} away, or give it a date in the future; then say --drop again",
            )
        if slug not in gone:
            raise Refused(f"no episode {slug} is published there", "Look at `radkind-pod changes`, and say its name")


def refuse_foreign_feed(standing: str | None, ledger: Ledger, where: str, *, adopt: bool) -> None:
    """Raise Refused where a feed stands (its SHA-256, None for none) that radkind-pod did not put there."""
    if standing and standing not in ledger.feeds and not adopt:
        raise Refused(
            f"{where}: a feed.xml is there that radkind-pod did not put there",
            "If this is the right place and its feed shall be replaced, say: radkind-pod publish --adopt",
        )


def _refuse_changed_guids(gone: Sequence[Known], episodes: Sequence[Known]) -> None:
    now = {known.slug: known.guid for known in episodes}
    for known in gone:
        if known.slug in now:
            raise Refused(
                f"{known.slug} was published with the guid {known.guid} and has {now[known.slug]} now: every listener "
                "would get it again as a new episode",
                f"Write guid: {known.guid} in its episode.yaml again, and build it",
                file=Path("episodes") / known.slug / "episode.yaml",
            )


def _listed(gone: Sequence[Known]) -> str:
    return ", ".join(known.slug for known in gone)
