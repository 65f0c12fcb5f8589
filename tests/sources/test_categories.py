from radkind_pod.sources.categories import CATEGORIES, WRITTEN


def test_the_table_is_apples() -> None:
    """Nineteen categories, 91 subcategories, each name once in its place."""
    assert len(CATEGORIES) == 19
    assert len(WRITTEN) == 19 + sum(len(set(subs)) for subs in CATEGORIES.values())
    assert all(list(subs) == sorted(subs) for subs in CATEGORIES.values())
