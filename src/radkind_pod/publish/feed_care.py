"""Content notes and helplines as podcast apps show them, under the show notes."""

from html import escape

from radkind_pod.model.care import ContentNote, Helpline
from radkind_pod.model.release import Release
from radkind_pod.publish.stages import ItemShow
from radkind_pod.publish.wording import clock


def care_html(show: ItemShow, release: Release) -> str:
    """Return each content note with its times, and who helps with its topic; "" where there is no note."""
    if not release.content_notes:
        return ""
    notes = "\n".join(f"<li>{_told(note)}</li>" for note in release.content_notes)
    html = f"<p><strong>Content notes</strong></p>\n<ul>\n{notes}\n</ul>"
    topics = {note.topic.casefold() for note in release.content_notes}
    lines = [helpline for helpline in show.helplines if helpline.topic.casefold() in topics]
    if not lines:
        return html
    helping = "\n".join(f"<li>{_helping(helpline)}</li>" for helpline in lines)
    return f"{html}\n<p><strong>Who can help</strong></p>\n<ul>\n{helping}\n</ul>"


def briefly_html(release: Release) -> str:
    """Return the content notes in one paragraph: each topic once, with all its times."""
    times: dict[str, list[str]] = {}
    for note in release.content_notes:
        times.setdefault(note.topic, []).append(_times(note))
    told = "; ".join(f"{_safe(topic)} ({', '.join(spans)})" for topic, spans in times.items())
    return f"<p><strong>Content notes:</strong> {told}</p>"


def _told(note: ContentNote) -> str:
    more = f". {_safe(note.text)}" if note.text else ""
    return f"{_times(note)}: {_safe(note.topic)}{more}"


def _times(note: ContentNote) -> str:
    over = -(-note.end_ms // 1000) * 1000  # the whole second after it: whoever goes there hears none of it
    return f"{clock(note.start_ms)} to {clock(over)}"


def _helping(helpline: Helpline) -> str:
    name = _safe(helpline.name)
    named = f'<a href="{escape(helpline.link)}">{name}</a>' if helpline.link else name
    phone = f", {_safe(helpline.phone)}" if helpline.phone else ""
    return f"{_safe(helpline.topic)}: {named}{phone}"


def _safe(text: str) -> str:
    return escape(text, quote=False)
