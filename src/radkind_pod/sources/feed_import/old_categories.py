"""From the categories of an old feed to those of Apple's present table."""

from radkind_pod.model.show import Category
from radkind_pod.sources.categories import CATEGORIES
from radkind_pod.sources.feed_import.tree import Element
from radkind_pod.sources.feed_import.values import one_line
from radkind_pod.sources.guess import closest

FALLBACK = Category("Society & Culture")

_RENAMED = {
    "alternative health": Category("Health & Fitness", "Alternative Health"),
    "amateur": Category("Sports"),
    "aviation": Category("Leisure", "Aviation"),
    "business news": Category("News", "Business News"),
    "college & high school": Category("Sports"),
    "education technology": Category("Education"),
    "fashion & beauty": Category("Arts", "Fashion & Beauty"),
    "gadgets": Category("Technology"),
    "games & hobbies": Category("Leisure"),
    "government & organizations": Category("Government"),
    "health": Category("Health & Fitness"),
    "higher education": Category("Education"),
    "k-12": Category("Education"),
    "language courses": Category("Education", "Language Learning"),
    "literature": Category("Arts", "Books"),
    "local": Category("Government"),
    "management & marketing": Category("Business", "Management"),
    "medicine": Category("Health & Fitness", "Medicine"),
    "national": Category("Government"),
    "news & politics": Category("News"),
    "non-profit": Category("Business", "Non-Profit"),
    "other games": Category("Leisure", "Games"),
    "outdoor": Category("Sports", "Wilderness"),
    "podcasting": Category("Technology"),
    "professional": Category("Sports"),
    "regional": Category("Government"),
    "science & medicine": Category("Science"),
    "self-help": Category("Education", "Self-Improvement"),
    "shopping": Category("Business"),
    "software how-to": Category("Technology"),
    "sports & recreation": Category("Sports"),
    "tech news": Category("News", "Tech News"),
    "training": Category("Education", "Courses"),
    "other": Category("Religion & Spirituality"),
}
"""What Apple's table of before 2019 called them."""


def categories_of(channel: Element) -> tuple[tuple[Category, ...], tuple[str, ...]]:
    """Return Apple's categories, each once and the first ones first, and a sentence for each that was changed."""
    found: list[Category] = []
    told = []
    for outer in channel.all("itunes:category"):
        name = one_line(outer.get("text"))
        if not name:
            continue
        subs = [one_line(inner.get("text")) for inner in outer.all("itunes:category")] or [""]
        for sub in subs:
            category = _mapped(name, sub)
            old = f"{name} > {sub}" if sub else name
            if category is None:
                told.append(f"The category {old!r} is not in Apple's table and was left out.")
                continue
            new = f"{category.name} > {category.subcategory}" if category.subcategory else category.name
            if new != old:
                told.append(f"The category {old!r} is called {new!r} now.")
            found.append(category)
    return tuple(dict.fromkeys(found)), tuple(told)


def _mapped(name: str, sub: str) -> Category | None:
    parent = _same(name, CATEGORIES)
    if parent:
        exact = _same(sub, CATEGORIES[parent])
        if exact or not sub:
            return Category(parent, exact)
    if sub.lower() in _RENAMED and not _same(sub, CATEGORIES.get(parent or "", ())):
        return _RENAMED[sub.lower()]
    home = next((top for top, subs in CATEGORIES.items() if _same(sub, subs)), None) if sub else None
    if home:
        return Category(home, _same(sub, CATEGORIES[home]))
    if name.lower() in _RENAMED:
        return _RENAMED[name.lower()]
    near = parent or closest(name, CATEGORIES)
    return Category(near) if near else None


def _same(name: str, known: dict[str, tuple[str, ...]] | tuple[str, ...]) -> str | None:
    return next((one for one in known if one.lower() == name.lower().replace(" and ", " & ")), None)
