"""Why a publish stops before it has sent anything."""

from pathlib import Path
from typing import TYPE_CHECKING

from radkind_pod.errors import NeedsPerson
from radkind_pod.model.show import Show
from radkind_pod.pipeline.publishing.outgoing import own_assets
from radkind_pod.publish.selection import EXPIRED, WITHDRAWN, Selection
from radkind_pod.publish.sending.brake import brake, refuse_behind, refuse_foreign, refuse_recalled, refuse_vain_drops
from radkind_pod.publish.sending.compare import Changes
from radkind_pod.publish.sending.ledger import LEDGER, Ledger
from radkind_pod.publish.sending.line import Line
from radkind_pod.sources.project import CONFIG

if TYPE_CHECKING:
    from radkind_pod.pipeline.publishing.publish import Made, Wish


def refuse_without_destination(show: Show) -> None:
    """Raise NeedsPerson where nobody has said where to publish."""
    if not show.publishing.to:
        raise NeedsPerson(
            show.root / CONFIG,
            "nobody has said yet where the show is published",
            "Add a line like `publish: {to: sftp://podcast@example.org/var/www/podcast}`; see docs/publishing.md",
        )


def refuse_unasked(
    destination: Line, standing: str | None, ledger: Ledger, made: "Made", changes: Changes, wish: "Wish"
) -> None:
    """Raise Refused for what nobody asked to be done."""
    is_checked = refuse_foreign(destination, standing, ledger, made.wanted, adopt=wish.adopt, remove=wish.remove)
    refuse_recalled(ledger, made.wanted, wish.again, destination.name)
    if not wish.only_standing:  # somebody takes back their consent: others can publish their newer version again
        remembered = {asset.path for release in made.standing.values() for asset in own_assets(release)}
        refuse_behind(ledger, made.wanted, remembered, wish.again, destination.name)
    refuse_vain_drops(wish.drop, changes, made.wanted)
    reasons = {
        one.slug: "; ".join(f"{hold.place}: {hold.what}" if hold.place else hold.what for hold in one.holds)
        for one in made.selection.held
    }
    named = {*wish.drop, *_held_for(made.selection, EXPIRED)}
    confirmed = {*wish.confirmed, *_held_for(made.selection, WITHDRAWN)}
    remove = len(changes.gone_episodes) if is_checked else wish.remove
    brake(ledger, made.wanted, changes, named, remove, confirmed, reasons)


def refuse_race(now: str | None, before: str | None, where: str) -> None:
    """Raise NeedsPerson where the ledger there (its SHA-256) is not the one that was read before the lock was taken."""
    if now != before:
        raise NeedsPerson(Path(LEDGER), f"somebody else has just published to {where}", "Publish again")


def _held_for(selection: Selection, kind: str) -> set[str]:
    """Return the episodes that are held back for this kind of reason, among others."""
    return {one.slug for one in selection.held if any(hold.kind == kind for hold in one.holds)}
