"""The words around an everyday word that tell what it means there: a month, a town, a thing, or a person."""

from radkind_pod.publish.gate.word_lists import read

_LISTS = read("senses.txt")

MONTHS = _LISTS["months"]
"""The months, as they are also cut short."""
BEFORE_MONTHS = _LISTS["before_months"]
"""Before them a month is meant."""
BEFORE_TOWNS = _LISTS["before_towns"]
"""Before them a place is meant."""
ARTICLES = _LISTS["articles"]
"""Before them stands a thing, seldom a person."""
SPEAKING = _LISTS["speaking"]
"""Before `to`, `for`, `from` and the like they ask for a person."""
AFTER_PLACES = _LISTS["after_places"]
"""Behind them stands no person: May Day, Reading Festival, Hope Street."""
HONORIFICS = _LISTS["honorifics"]
"""With a capital before a name, they belong to a person: Mrs May, Dear Grace."""
AT_THE_BEGINNING = _LISTS["at_the_beginning"]
"""Small words that are capitals only since a sentence begins with them."""
MEETING = _LISTS["meeting"]
"""In a heading, whoever stands behind them is a person."""
TALKING = _LISTS["talking"]
"""In a heading with one of them, whoever stands behind `with` is a person."""
VERBS = _LISTS["verbs"]
"""Everyday words that go with any other name: Ama will, Ama may."""
FILE_WORDS = _LISTS["file_words"]
"""Beside them in the name of a file, an everyday word is a person's: interview-with-grace-2.mp3."""
PEOPLE_FOLDERS = _LISTS["people_folders"]
"""What lies in a folder called so is called after a person."""
TITLES = _LISTS["titles"]
"""They are no part of a name."""
HONOURS = _LISTS["honours"]
"""What stands behind a name and is no part of it."""
PLACES = _LISTS["places"]
"""Places that nobody is called after: in a list with one of them, a town or country is meant."""
COMPASS = _LISTS["compass"]
BEFORE_COMPASS = _LISTS["before_compass"]
"""Before one of COMPASS, they tell of a direction."""
STUDYING = _LISTS["studying"]
"""Behind them stands a subject, no person."""
PARTICLES = _LISTS["particles"]
"""Small words within names; never searched for on their own."""
TITLED = _LISTS["titled"]
"""Behind them stands the title of something, if it has a capital."""
ORDINALS = _LISTS["ordinals"]
"""Numbers of days, in words."""
ABBREVIATED = _LISTS["abbreviated"]
"""Titles with a full stop that ends no sentence."""
