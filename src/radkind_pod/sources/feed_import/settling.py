"""From what the old feed says, and a person's answers, to what the show is from now on."""

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from radkind_pod.model.people import Person
from radkind_pod.sources.addresses import read_base, read_email, read_secure
from radkind_pod.sources.answers import PLACEHOLDER_DESCRIPTION, answer_problem
from radkind_pod.sources.feed_import.addresses import host_of
from radkind_pod.sources.feed_import.old import SHOW, Notebook, OldEpisode, OldFeed
from radkind_pod.sources.feed_import.values import taken, web
from radkind_pod.sources.feed_import.writing import NewShow
from radkind_pod.sources.identity import guid_of_feed
from radkind_pod.sources.languages import whisper_code
from radkind_pod.sources.licences import KNOWN


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person says in place of the feed, or beside it; "" for nothing."""

    title: str = ""
    author: str = ""
    email: str = ""
    language: str = ""
    base_url: str = ""
    feed_url: str = ""


def answers_of(feed: OldFeed, given: Answers) -> Answers:
    """Return the person's answers, and what the feed says where they gave none."""
    old = feed.show
    title = given.title or old.title
    return Answers(
        title=title,
        author=given.author or old.author or old.owner_name or title,
        email=given.email or (old.owner_email if taken(read_email, old.owner_email) else ""),
        language=given.language or old.language,
        base_url=(given.base_url or base_of(old.feed_url)).rstrip("/"),
        feed_url=given.feed_url or old.feed_url,
    )


def base_of(feed_url: str) -> str:
    """Return the folder of the old feed as an https address; "" where it can't be one."""
    if "." not in host_of(feed_url):
        return ""
    parts = urlsplit(feed_url)
    folder = parts.path.rpartition("/")[0]
    return taken(read_base, f"https://{parts.netloc}{folder}") or ""


def missing_answers(feed: OldFeed, given: Answers) -> tuple[tuple[str, str], ...]:
    """Return what the feed doesn't say and a person must, with the problem where an answer can't be."""
    answers = answers_of(feed, given)
    found = []
    for name in ("title", "author", "email", "language", "base_url"):
        value = getattr(answers, name)
        problem = answer_problem(name, value) if value else f"{name}: the feed doesn't say it"
        if problem:
            found.append((name, problem))
    if given.feed_url and not web(given.feed_url, ""):
        found.append(("feed_url", "feed_url: this is not a web address"))
    elif not feed.show.guid and not answers.feed_url:
        found.append(("feed_url", "feed_url: the feed has no podcast:guid, which is computed from the feed's address"))
    if answers.language and not whisper_code(answers.language) and not any(name == "language" for name, _ in found):
        found.append(("language", f"language: {answers.language} is not a language that Whisper knows"))
    return tuple(found)


def settle(feed: OldFeed, given: Answers, notebook: Notebook) -> tuple[NewShow, tuple[OldEpisode, ...]]:
    """Return the show and its episodes as they are written down; what a person should know is noted."""
    old, answers = feed.show, answers_of(feed, given)
    hosts, episodes = _shared(old.people, feed.episodes)
    link = old.link or answers.base_url
    licence, licence_url = _licence(old.licence, old.licence_url, link, answers.base_url, notebook)
    show = NewShow(
        old=old,
        title=answers.title,
        description=old.description or PLACEHOLDER_DESCRIPTION,
        author=answers.author,
        email=answers.email,
        language=answers.language.lower(),
        link=link,
        base_url=answers.base_url,
        guid=old.guid or guid_of_feed(answers.feed_url),
        hosts=hosts,
        type=_order(old.type, episodes, notebook),
        licence=licence,
        licence_url=licence_url,
    )
    _note_what_is_new(show, given, answers, notebook)
    _note_old_links(answers.feed_url, episodes, notebook)
    return show, tuple(_with_licence(episode, link, notebook) for episode in episodes)


def _shared(
    people: tuple[Person, ...], episodes: tuple[OldEpisode, ...]
) -> tuple[tuple[Person, ...], tuple[OldEpisode, ...]]:
    """Return the hosts of every episode, and the episodes with everybody whom apps showed for them.

    Persons of an item replace the channel's. So only somebody whom no item leaves out is a host of the show here, since
    the show's hosts are named in every episode; others are written into the episodes that they were shown for.
    """
    whole = tuple(replace(episode, people=episode.people or people) for episode in episodes)
    names = [{(one.name, one.role) for one in episode.people} for episode in whole]
    hosts = tuple(person for person in people if all((person.name, person.role) in each for each in names))
    return hosts, whole


def _licence(name: str, url: str, link: str, base_url: str, notebook: Notebook) -> tuple[str, str | None]:
    if name in KNOWN:
        return name, url or None
    if name and url:
        return name, url
    where = link if taken(read_secure, link) else base_url
    notebook.note(
        SHOW,
        f"{'The licence in the feed has no address' if name else 'The feed names no licence'}; nothing is given away: "
        f"config.yaml says `custom`, with {where} as the place to ask. Write a licence there if you want to give one.",
    )
    return "custom", where


def _with_licence(episode: OldEpisode, link: str, notebook: Notebook) -> OldEpisode:
    if not episode.licence or episode.licence in KNOWN or episode.licence_url:
        return episode
    notebook.note(episode.title, f"Its licence has no address to read it at and was left out. Ask at {link}.")
    return replace(episode, licence=None, licence_url=None)


def _order(kind: str, episodes: tuple[OldEpisode, ...], notebook: Notebook) -> str:
    """Return serial or episodic: a serial show needs a number for each full episode."""
    unnumbered = [episode.title for episode in episodes if episode.type == "full" and not episode.number]
    if kind != "serial" or not unnumbered:
        return kind
    notebook.note(
        SHOW,
        f"The feed says serial, but {len(unnumbered)} episodes have no number, such as {unnumbered[0]!r}. So it says "
        "episodic now. Give them numbers, and write `type: serial` in config.yaml.",
    )
    return "episodic"


def _note_old_links(feed_url: str, episodes: tuple[OldEpisode, ...], notebook: Notebook) -> None:
    host = host_of(feed_url)
    linking = [episode.title for episode in episodes if host and f"//{host}" in episode.notes]
    if linking:
        notebook.note(
            SHOW,
            f"The notes of {len(linking)} episodes link to pages at {host}, such as {linking[0]!r}. Those links are "
            "dead when the old host closes: mend them in notes: of each episode.yaml.",
        )


def _note_what_is_new(show: NewShow, given: Answers, answers: Answers, notebook: Notebook) -> None:
    old = show.old
    if not old.description:
        notebook.note(
            SHOW, "The feed has no description; a placeholder stands in config.yaml. Say what the show is about."
        )
    if not old.guid:
        notebook.note(
            SHOW, f"The podcast:guid was computed from {answers.feed_url}: {show.guid}. It never changes again."
        )
    if not given.base_url:
        notebook.note(
            SHOW,
            f"base_url is {show.base_url}, the old feed's folder. Change it to where the show will be.",
        )
    if old.new_feed_url:
        notebook.note(
            SHOW, f"The feed says that it has moved to {old.new_feed_url}. Look whether that is the newer one."
        )
