"""What is wrong between the keys that only feeds and pages have."""

from collections.abc import Iterator
from typing import Any

from radkind_pod.sources.document import Place

Found = tuple[Place, str]


def platform_problems(data: dict[str, Any]) -> Iterator[Found]:
    """Yield what is wrong between keys of config.yaml that feeds and pages have."""
    rhythm = data.get("rhythm")
    if isinstance(rhythm, dict) and "COUNT=" in str(rhythm.get("rule")) and not rhythm.get("begins"):
        yield ("rhythm", "rule"), "counts, and nobody knows from when. Add begins: with the first date."
    for i, season in _entries(data.get("seasons")):
        first = next(j for j, other in _entries(data["seasons"]) if other.get("number") == season.get("number"))
        if season.get("number") is not None and first != i:
            yield ("seasons", i, "number"), f"{season['number']} has a name already. Keep one of them."
    for i, helpline in _entries(data.get("helplines")):
        if not helpline.get("phone") and not helpline.get("link"):
            yield ("helplines", i), "has neither phone: nor link:, so nobody could ask for help. Add one."


def _entries(items: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    return ((i, item) for i, item in enumerate(items if isinstance(items, list) else []) if isinstance(item, dict))
