"""What a person reads when a build or a plan is done."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from radkind_pod.cli.causes import causes
from radkind_pod.cli.console import spoken_seconds
from radkind_pod.cli.editions import editions_of
from radkind_pod.cli.lines import tell
from radkind_pod.cli.result import names_of
from radkind_pod.model.glossary import Names
from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.provenance import told
from radkind_pod.model.release import Release, Words
from radkind_pod.model.report import Measured
from radkind_pod.model.transcript import Transcript
from radkind_pod.pipeline.moments import clock
from radkind_pod.transcript.withholding import Said

if TYPE_CHECKING:
    from radkind_pod.pipeline.build import Built

_FORMATS = {"aac": "M4A", "opus": "Opus", "flac": "FLAC"}
MOST_NAMED = 6
"""Longer lists of names are cut in the summary; the JSON has all."""
IMPORTED = "with the sound that it was imported with"


def print_plan(built: "Built") -> None:
    """Say which stages would run, and why."""
    stages = (f"  {run.state:<6} {run.name:<10}  {'; '.join(run.reasons)}".rstrip() for run in built.runs or ())
    tell([f"{built.outcome.slug}:", *stages])


def print_summary(root: Path, built: "Built") -> None:
    """Say what was made, how it measures, what to look at and what to do next."""
    outcome = built.outcome
    lines: list[str] = []
    if built.whole and outcome.packaged:
        release = from_plain_file(Release, outcome.packaged.release)
        lines += [f"{release.title} is ready.", "", *_figures(release, built), "", *_files(root, release, built)]
    elif built.whole and built.episode:
        lines += [
            f"{built.episode.info.title} is in feed and page, {IMPORTED}.",
            f"  page        public/episodes/{outcome.slug}/index.html",
            "  feed        public/feed.xml",
        ]
    else:
        last = built.runs[-1].name if built.runs else "nothing"
        lines += [f"{outcome.slug} is made up to {last}."]
    lines += ["", *_stages(built), *_chapters(built), *_words_of_advice(root, built), *_next(built)]
    tell(lines)


def print_summaries(root: Path, results: Sequence["Built"]) -> None:
    """Say in a line for each of several episodes what came of it, and below what to look at."""
    width = max(len(built.outcome.slug) for built in results)
    lines = [f"  {built.outcome.slug:<{width}}  {_in_a_line(built)}".rstrip() for built in results]
    notes = [f"    {built.outcome.slug}: {line}" for built in results for line in _notes(root, built)]
    lines += ["", "  please note", *notes] if notes else []
    if any(built.whole for built in results):
        lines += [
            "",
            f"  all there is of an episode:  radkind-pod build {results[0].outcome.slug}",
            "  to hear and see them:        radkind-pod serve",
            "  to bring them to listeners:  radkind-pod changes, then radkind-pod publish",
        ]
    tell(lines)


def _in_a_line(built: "Built") -> str:
    if built.error:
        return f"{built.state:<6}  for a person" if built.state == "waits" else built.state
    told = [f"in {spoken_seconds(built.seconds)}"] if built.state == "built" else []
    if built.whole and built.outcome.packaged:
        release = from_plain_file(Release, built.outcome.packaged.release)
        loudness = [f"{release.loudness.integrated_lufs:.1f} LUFS"] if release.loudness else []
        told = [clock(release.duration_ms), *loudness, *told]
    elif built.whole:
        told = [IMPORTED]
    elif built.runs:
        told = [f"up to {built.runs[-1].name}", *told]
    return f"{built.state:<6}  {', '.join(told)}"


def _figures(release: Release, built: "Built") -> Iterator[str]:
    yield f"  duration    {clock(release.duration_ms)}"
    if loudness := release.loudness:
        lufs, peak = loudness.integrated_lufs, loudness.true_peak_dbtp
        yield f"  loudness    {lufs:.1f} LUFS, true peak {peak:.1f} dBTP, as decoded"
    measured = built.outcome.measured and from_plain_file(Measured, built.outcome.measured)
    if measured and (apart := measured.apart_lu):
        before, after = apart
        yield f"  speakers    {len(measured.voices)}, {before:.1f} LU apart as recorded, {after:.1f} LU in the episode"
    assert built.outcome.packaged
    said = from_plain_file(Words, built.outcome.packaged.words)
    words = sum(len(p.text.split()) for p in said.transcript)
    yield f"  transcript  {words} words, {_checked(built)}"
    names = names_of(built)
    if names:
        yield from _names(names)
    if built.outcome.said:
        yield f"  withheld    {_withheld(built.outcome.said)}"
    if count := len(built.outcome.banned):
        what = "1 word" if count == 1 else f"{count} words"
        yield f"              {what} taken out everywhere: heard and written nowhere in the episode"


def _withheld(said: Sequence[Said]) -> str:
    """Return how much is cut and bleeped, and that it is proven."""
    cut = sum(one.is_cut for one in said)
    parts = [f"{cut} cut" if cut else "", f"{len(said) - cut} bleeped" if cut < len(said) else ""]
    what = " and ".join(filter(None, parts))
    return f"{what}; a machine listened to each place in the MP3 and heard none of the words"


def _checked(built: "Built") -> str:
    if built.outcome.draft is None and not built.outcome.provenance.reviewed:
        return "as the machine wrote them, checked by nobody yet"
    if built.outcome.draft is None:
        words = told(built.outcome.provenance)
        return f"{words[0].lower()}{words[1:].rstrip('.')}"
    draft = from_plain_file(Transcript, built.outcome.draft.record)
    return f"{draft.doubtful} of them doubtful; written by the machine, checked by nobody yet"


def _names(names: Names) -> Iterator[str]:
    pairs = Counter((change.heard, change.written) for change in names.changes)
    told = [f"{heard} -> {name}{f' ({n})' if n > 1 else ''}" for (heard, name), n in pairs.most_common()]
    if told:
        yield f"  names       {len(names.changes)} put right: {_few(told)}"
    if names.unmet:
        yield f"  {'' if told else 'names':<12}never heard: {_few(names.unmet)}"


def _few(items: Sequence[str]) -> str:
    """Return the items in a line that can be read at a glance."""
    more = len(items) - MOST_NAMED
    return f"{', '.join(items[:MOST_NAMED])}{f' and {more} more' if more > 0 else ''}"


def _files(root: Path, release: Release, built: "Built") -> Iterator[str]:
    yield f"  MP3         public/{release.audio.path} ({release.audio.bytes / 1e6:.1f} MB)"
    for edition in editions_of(root, release, built):
        unpublished = "" if edition["published"] else ", for the archive, not for the web"
        mono = ", one channel" if edition["channels"] == 1 else ""
        yield f"  {_FORMATS[edition['name']]:<11} {edition['path']} ({edition['bytes'] / 1e6:.1f} MB{unpublished})"
        loudness = f"{edition['integrated_lufs']:.1f} LUFS, true peak {edition['true_peak_dbtp']:.1f} dBTP"
        yield f"              {loudness}{mono}"
    kinds = ", ".join(asset.path.rsplit(".", 1)[1] for asset in release.transcripts)
    yield f"  transcripts public/episodes/{release.slug}/ ({kinds})"
    yield f"  page        public/episodes/{release.slug}/index.html"
    yield "  feed        public/feed.xml"
    yield f"  report      build/{release.slug}/report/report.html (for you, not for the web)"


def _stages(built: "Built") -> Iterator[str]:
    runs = built.runs or []
    kept = [run.name for run in runs if run.state == "kept"]
    if kept:
        yield f"  kept: {', '.join(kept)}"
    made = [run for run in runs if run.state == "made"]
    if made:
        why = causes(made)
        names = ", ".join(run.name for run in made)
        yield f"  made: {names} in {spoken_seconds(sum(run.seconds for run in made))}{f' ({why})' if why else ''}"


def _chapters(built: "Built") -> Iterator[str]:
    outcome = built.outcome
    if not outcome.chapters or not outcome.timeline:
        return
    yield ""
    yield "  chapters    in the episode   in the recording"
    for chapter in outcome.chapters:
        in_recording = clock(outcome.timeline.to_recording(chapter.start_ms))
        yield f"              {clock(chapter.start_ms):<16} {in_recording:<16}  {chapter.title}"


def _words_of_advice(root: Path, built: "Built") -> Iterator[str]:
    if told := _notes(root, built):
        yield ""
        yield "  please note"
        yield from (f"    {line}" for line in told)


def _notes(root: Path, built: "Built") -> list[str]:
    outcome = built.outcome
    told = [f"{finding.file}: {finding.message}" for finding in outcome.findings if not finding.is_fact]
    return told + [str(problem).replace(f"{root}/", "") for problem in outcome.advice]


def _next(built: "Built") -> Iterator[str]:
    slug = built.outcome.slug
    if built.whole:
        yield ""
        if built.outcome.draft:
            yield f"  to correct the transcript:  radkind-pod review edit {slug}"
        yield "  to hear and see it:         radkind-pod serve"
        yield "  to bring it to listeners:   radkind-pod changes, then radkind-pod publish"
