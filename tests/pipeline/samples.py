"""An episode of which nothing in particular is said."""

from datetime import UTC, datetime

from radkind_pod.model.episode import EpisodeInfo

INFO = EpisodeInfo(
    slug="a",
    title="A",
    guid="g",
    published=datetime(2026, 1, 1, tzinfo=UTC),
    summary="",
    notes="",
    number=1,
    season=None,
    type="full",
    explicit=False,
    language="en",
    people=(),
    artwork=None,
    artwork_alt=None,
)
