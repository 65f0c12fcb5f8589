"""build/outgoing/: everything that goes out, and nothing else, rendered for exactly the episodes that were selected."""

import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from radkind_pod.model.media_types import sent_type
from radkind_pod.model.outgoing import FEED, MEDIA, PAGE, Outgoing
from radkind_pod.model.release import Asset, Release
from radkind_pod.model.show import Show
from radkind_pod.pipeline.fingerprint import Hashes
from radkind_pod.pipeline.publishing.candidates import RENDERED, going_out
from radkind_pod.pipeline.show import IMPORTED, SHOW, assets, packaged_files, render_public
from radkind_pod.pipeline.site import Shown
from radkind_pod.pipeline.store import Store
from radkind_pod.present import files_below, is_file
from radkind_pod.progress import Silent
from radkind_pod.publish.consent import needed
from radkind_pod.publish.selection import Selection
from radkind_pod.publish.sending.compare import Wanted
from radkind_pod.publish.sending.ledger import Known

OUTGOING = "outgoing"


@dataclass(frozen=True, slots=True)
class LaidOut:
    """What is wanted at the destination, and where each file lies that is here.

    Sounds and transcripts of an episode that was built elsewhere are wanted, but not here. `imported` are the paths of
    files that another host published before, byte for byte. `public_names` are of everyone whom the show names.
    """

    wanted: Wanted
    sources: Mapping[str, Path]
    imported: frozenset[str]
    public_names: frozenset[str]


def make_outgoing(show: Show, selection: Selection, hashes: Hashes) -> LaidOut:
    """Fill build/outgoing/ with everything that is here."""
    build = show.root / "build"
    episodes = going_out(show, selection)
    if not episodes:
        show = replace(show, info=replace(show.info, hosts=()))  # they may have taken their consent back as well
    stores = {one.release.slug: Store(build / RENDERED / one.release.slug, hashes, Silent()) for one in episodes}
    rendered = render_public(show, Store(build / RENDERED / SHOW, hashes, Silent()), stores, episodes)
    files = dict(rendered.files)
    listed = {asset.path: asset for one in episodes for asset in own_assets(one.release)}
    found = _found(show.root, episodes, hashes)
    files.update(found)
    sources = _laid_out(build / OUTGOING, files, hashes)
    wanted = [_described(path, file, hashes) for path, file in sources.items() if path not in listed]
    wanted += [Outgoing(a.path, MEDIA, sent_type(a.path), a.bytes, a.sha256) for a in listed.values()]
    known = (Known(one.release.guid, one.release.slug, one.release.withheld) for one in episodes)
    kept = {_imported(one) for one in episodes}
    imported = frozenset(path for path, file in found.items() if file.parent in kept)
    names = {name for one in episodes for name in needed(one.release, show.info.hosts)}
    aim = Wanted(tuple(sorted(wanted, key=lambda file: file.path)), tuple(known))
    return LaidOut(aim, sources, imported, frozenset(names))


def _found(root: Path, episodes: Iterable[Shown], hashes: Hashes) -> dict[str, Path]:
    """Return where the files that Releases name lie on this disk, if they still hold the same bytes."""
    found = {}
    for one in episodes:
        for asset in own_assets(one.release):
            imported = _imported(one) / asset.path.rpartition("/")[2]
            places = (packaged_files(root, one.release.slug) / asset.path, imported, root / "public" / asset.path)
            file = next((place for place in places if _holds(place, asset, hashes)), None)
            if file:
                found[asset.path] = file
    return found


def _imported(one: Shown) -> Path:
    """Return where the files of an imported episode lie: beside its Words, which are in its folder in any case."""
    return one.words.parent / IMPORTED


def own_assets(release: Release) -> tuple[Asset, ...]:
    """Return the files of the Release that are ours; those of an imported episode may lie at another host."""
    return tuple(asset for asset in assets(release) if not asset.is_elsewhere)


def _holds(file: Path, asset: Asset, hashes: Hashes) -> bool:
    return is_file(file) and file.stat().st_size == asset.bytes and hashes.of(file) == asset.sha256


def _laid_out(folder: Path, files: Mapping[str, Path], hashes: Hashes) -> dict[str, Path]:
    """Make the folder hold exactly these files, as links where the disk can; return where each lies in it."""
    for there in files_below(folder):
        if there.relative_to(folder).as_posix() not in files:
            there.unlink()
    for path, source in files.items():
        target = folder / path
        if is_file(target) and (target.samefile(source) or hashes.of(target) == hashes.of(source)):
            continue
        target.unlink(missing_ok=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source, target)
        except OSError:  # another disk, or one that knows no links
            shutil.copyfile(source, target)
    return {path: folder / path for path in files}


def _described(path: str, file: Path, hashes: Hashes) -> Outgoing:
    is_feed = path.startswith("feed") and path.endswith(".xml") and "/" not in path
    kind = FEED if is_feed else MEDIA if path.startswith("artwork-") else PAGE
    return Outgoing(path, kind, sent_type(path), file.stat().st_size, hashes.of(file))
