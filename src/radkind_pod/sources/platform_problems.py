"""What is wrong between the keys that only feeds and pages have."""

from collections.abc import Iterator
from typing import Any

from radkind_pod.sources.document import Place

Found = tuple[Place, str]


def platform_problems(data: dict[str, Any]) -> Iterator[Found]:
    """Yield what is wrong between keys of config.yaml that feeds and pages have."""
    yield from _rhythm(data.get("rhythm"))
    yield from _moved(data)
    yield from _recommended(data)
    for i, season in _entries(data.get("seasons")):
        first = next(j for j, other in _entries(data["seasons"]) if other.get("number") == season.get("number"))
        if season.get("number") is not None and first != i:
            yield ("seasons", i, "number"), f"{season['number']} has a name already. Keep one of them."
    for i, helpline in _entries(data.get("helplines")):
        if not helpline.get("phone") and not helpline.get("link"):
            yield ("helplines", i), "has neither phone: nor link:, so nobody could ask for help. Add one."


def _rhythm(rhythm: Any) -> Iterator[Found]:
    if not isinstance(rhythm, dict):
        return
    rule = str(rhythm.get("rule"))
    if "COUNT=" in rule and not rhythm.get("begins"):
        yield ("rhythm", "rule"), "counts, and nobody knows from when. Add begins: with the first date."
    if "COUNT=" in rule and "UNTIL=" in rule:
        yield ("rhythm", "rule"), "has both COUNT and UNTIL, and calendars take only one of them. Leave one out."


def _moved(data: dict[str, Any]) -> Iterator[Found]:
    feed = data.get("feed")
    new = feed.get("new_url") if isinstance(feed, dict) else None
    if new and new == f"{str(data.get('base_url')).rstrip('/')}/feed.xml":
        yield ("feed", "new_url"), "is where the feed is already. Write where it has moved to, or leave it out."


def _recommended(data: dict[str, Any]) -> Iterator[Found]:
    met = {str(data.get("guid")).lower(): "is this show's own guid"}
    for i, other in _entries(data.get("recommends")):
        guid = str(other.get("guid")).lower()
        if guid in met:
            yield ("recommends", i, "guid"), f"{met[guid]}. Leave it out."
        met[guid] = "is in the list already"


def _entries(items: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    return ((i, item) for i, item in enumerate(items if isinstance(items, list) else []) if isinstance(item, dict))
