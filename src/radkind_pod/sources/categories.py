"""Apple's table of podcast categories, which every directory follows. Spelling matters to the letter."""

from typing import Annotated, Literal

from radkind_pod.model.show import Category
from radkind_pod.sources.guess import closest
from radkind_pod.sources.scalars import fault, scalar
from radkind_pod.sources.text import cited

CATEGORIES: dict[str, tuple[str, ...]] = {
    "Arts": ("Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"),
    "Business": ("Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit"),
    "Comedy": ("Comedy Interviews", "Improv", "Stand-Up"),
    "Education": ("Courses", "How To", "Language Learning", "Self-Improvement"),
    "Fiction": ("Comedy Fiction", "Drama", "Science Fiction"),
    "Government": (),
    "History": (),
    "Health & Fitness": ("Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition", "Sexuality"),
    "Kids & Family": ("Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"),
    "Leisure": (
        "Animation & Manga",
        "Automotive",
        "Aviation",
        "Crafts",
        "Games",
        "Hobbies",
        "Home & Garden",
        "Video Games",
    ),
    "Music": ("Music Commentary", "Music History", "Music Interviews"),
    "News": (
        "Business News",
        "Daily News",
        "Entertainment News",
        "News Commentary",
        "Politics",
        "Sports News",
        "Tech News",
    ),
    "Religion & Spirituality": ("Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Spirituality"),
    "Science": (
        "Astronomy",
        "Chemistry",
        "Earth Sciences",
        "Life Sciences",
        "Mathematics",
        "Natural Sciences",
        "Nature",
        "Physics",
        "Social Sciences",
    ),
    "Society & Culture": ("Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships"),
    "Sports": (
        "Baseball",
        "Basketball",
        "Cricket",
        "Fantasy Sports",
        "Football",
        "Golf",
        "Hockey",
        "Rugby",
        "Running",
        "Soccer",
        "Swimming",
        "Tennis",
        "Volleyball",
        "Wilderness",
        "Wrestling",
    ),
    "Technology": (),
    "True Crime": (),
    "TV & Film": ("After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"),
}

WRITTEN: dict[str, Category] = {name: Category(name) for name in CATEGORIES} | {
    f"{name} > {sub}": Category(name, sub) for name, subs in CATEGORIES.items() for sub in subs
}
"""Each category as config.yaml writes it."""


def read_category(text: str) -> Category:
    """Return the category of `Education` or `Society & Culture > Documentary`."""
    name, mark, sub = (part.strip() for part in text.partition(">"))
    written = f"{name} > {sub}" if mark else name
    if written in WRITTEN:
        return WRITTEN[written]
    parents = [f"{parent} > {name}" for parent, subs in CATEGORIES.items() if name in subs]
    near = parents[0] if parents else closest(text, WRITTEN)
    if near is None and name in CATEGORIES:
        raise fault(
            f"{cited(text)} is not in Apple's table. Under {name} there is: {', '.join(CATEGORIES[name]) or 'nothing'}."
        )
    remedy = f"Did you mean {near}?" if near else f"The first word can be: {', '.join(CATEGORIES)}."
    raise fault(f"{cited(text)} is not in Apple's table of categories. {remedy}")


CategoryText = Annotated[Category, scalar(read_category, Literal[tuple(WRITTEN)])]
