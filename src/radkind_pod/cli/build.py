"""`radkind-pod build`: episodes from raw recordings to public/."""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from radkind_pod.cli.failures import Failure, also, explain, in_a_line, reports_folder, say, worst
from radkind_pod.cli.options import progress_option
from radkind_pod.errors import PodError, TransferError
from radkind_pod.pipeline.chain import STAGES

if TYPE_CHECKING:
    from radkind_pod.pipeline.build import Built, Wish
    from radkind_pod.pipeline.crew import Crew

ENGINES = ("faster-whisper", "openai-whisper", "replay")
CLEARING = "clearing up"
"""What goes wrong after all is built is told under this name."""


@click.command("build")
@click.argument("slugs", nargs=-1, metavar="EPISODE...", help="The episode's slug, or as much of it as is unique.")
@click.option("--all", "everyone", is_flag=True, help="Build every episode.")
@click.option("--plan", "plans", is_flag=True, help="Say which stages would run, and why; run nothing.")
@click.option("--fresh", is_flag=True, help="Make every stage again.")
@click.option("--until", type=click.Choice(STAGES), help="Stop after this stage.")
@click.option("--engine", type=click.Choice(ENGINES), help="Which speech engine listens.")
@click.option("--model", default="", help="A Whisper model: base, small, ... or a folder that holds one.")
@click.option("--language", default="", help="The language that is spoken, such as en or ar.")
@click.option("--cluster", "address", default="", help="Let the workers of this Dask cluster do it: tcp://host:8786.")
@click.option(
    "--files", "url", default="", help="Where they get files, if they don't see this folder: s3://bucket/pod."
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON on stdout, and nothing else there.")
@progress_option
@click.pass_obj
def command(
    here: Path,
    /,
    slugs: tuple[str, ...],
    *,
    everyone: bool,
    plans: bool,
    as_json: bool,
    progress: str,
    address: str,
    url: str,
    **wishes: Any,
) -> int:
    """Build episodes: sound, transcript, tags, feed and pages.

    \b
    radkind-pod build welcome            everything that changed
    radkind-pod build welcome --plan     what would run, and why
    radkind-pod build --all              all episodes, several at once
    """
    if everyone == bool(slugs):
        msg = "name one or more episodes, or say --all"
        raise click.UsageError(msg)
    if url and not address:
        msg = "--files says how files come to a cluster: name the cluster too, with --cluster"
        raise click.UsageError(msg)
    wish = _wish(**wishes)
    as_list, chosen = everyone or len(slugs) > 1, list(slugs)
    try:
        root, chosen = _chosen(here, slugs)
        results, unreleased = _work(root, chosen, wish, (address, url), plans=plans, progress=progress)
    except Exception as error:
        if not as_json:
            raise
        failure = explain(error, reports_folder())
        say(failure, also(error))
        _print_json([(slug, failure) for slug in chosen], as_list=as_list)
        return failure.exit
    return _tell(root, results, unreleased, plans=plans, as_json=as_json, as_list=as_list)


def _wish(*, fresh: bool, until: str | None, engine: str | None, model: str, language: str) -> "Wish":
    from radkind_pod.pipeline.build import Wish
    from radkind_pod.pipeline.words import Choice

    return Wish(fresh=fresh, until=until or "", choice=Choice(engine or "", model, language))


def _chosen(here: Path, /, slugs: tuple[str, ...]) -> tuple[Path, list[str]]:
    from radkind_pod.sources.project import episode_slugs, find_root, match_slug

    root = find_root(here)
    wanted = [match_slug(root, slug) for slug in slugs] or list(episode_slugs(root))
    if not wanted:
        msg = "there is no episode yet; begin one with: radkind-pod new <slug> RECORDING"
        raise click.UsageError(msg)
    return root, sorted(set(wanted))


def _work(
    root: Path, slugs: list[str], wish: "Wish", cluster: tuple[str, str], *, plans: bool, progress: str
) -> tuple[list["Built"], list[str]]:
    from radkind_pod.cli.board import open_board
    from radkind_pod.pipeline.build import Built, build, plan

    if plans:
        return plan(root, slugs, wish), []
    board, results, unreleased = open_board(progress, slugs), list[Built](), list[str]()
    try:
        with _crew(root, len(slugs), *cluster) as crew:
            results, unreleased = build(root, slugs, wish, board, crew)
    except (PodError, OSError) as error:
        if not results:
            raise
        results.append(_left_behind(cluster, error))
    finally:
        board.close()
    return results, unreleased


def _left_behind(cluster: tuple[str, str], error: Exception) -> "Built":
    """Return what is told beside the results of a build whose crew couldn't clear up after itself."""
    from radkind_pod.pipeline.build import Built
    from radkind_pod.pipeline.episode import Outcome

    where = " and ".join(filter(None, cluster))
    what = f"copies of recordings may still lie there ({in_a_line(error)})"
    left = TransferError(where, what, "The next build with the same addresses removes them")
    return Built(Outcome(CLEARING), error=left, state="failed")


def _crew(root: Path, episodes: int, address: str, url: str) -> AbstractContextManager["Crew"]:
    if address:
        from radkind_pod.pipeline.cluster.connect import open_crew

        return open_crew(address, url, root)
    from radkind_pod.pipeline.computer import Computer

    return nullcontext(Computer(episodes))


def _tell(
    root: Path, results: list["Built"], unreleased: list[str], *, plans: bool, as_json: bool, as_list: bool
) -> int:
    from radkind_pod.cli.result import result_json
    from radkind_pod.cli.summary import print_plan, print_summaries, print_summary

    failures = {b.outcome.slug: explain(b.error, root / "build") for b in results if b.error}
    if as_json:
        _print_json(
            [(b.outcome.slug, failures.get(b.outcome.slug) or result_json(root, b)) for b in results], as_list=as_list
        )
    elif sum(built.runs is not None for built in results) > 1 and not plans:
        print_summaries(root, results)
    else:
        for built in results:
            if built.outcome.slug not in failures:
                print_plan(built) if plans else print_summary(root, built)
    never = [slug for slug in unreleased if slug not in failures]
    if never and any(built.whole for built in results) and not as_json:
        click.echo(f"Not in the feed yet, because never built: {', '.join(never)}")
    for slug, failure in failures.items():
        say(failure, hint=f"{slug} was not built:" if as_list and slug != CLEARING else "")
    return worst(list(failures.values()))


def _print_json(results: list[tuple[str, object]], *, as_list: bool) -> None:
    from radkind_pod.cli.result import print_json

    values = [_error_json(slug, r) if isinstance(r, Failure) else r for slug, r in results]
    print_json(values if as_list else values[0])


def _error_json(slug: str, failure: Failure) -> dict[str, object]:
    error = {"exit": failure.exit, "message": failure.message, "file": failure.file, "line": failure.line}
    return {"schema": 1, "episode": slug, "error": error}
