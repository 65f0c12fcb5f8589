"""The keys of people.yaml: what each person agreed to. Private."""

from typing import Annotated

from pydantic import AfterValidator

from radkind_pod.model.consent import USES
from radkind_pod.sources.entry import about, entry
from radkind_pod.sources.platform_scalars import Day
from radkind_pod.sources.scalars import Line, Name, Truth, choice, fault

Use = Annotated[str, choice(*USES)]


def _each_once(uses: tuple[str, ...]) -> tuple[str, ...]:
    twice = next((use for use in uses if uses.count(use) > 1), None)
    if twice:
        raise fault(f"names {twice} twice. Name each use once.")
    return uses


@entry
class ConsentForm:
    """One person, and what they agreed to."""

    name: Annotated[Name, about("The public name, exactly as in episode.yaml.", "Ama M.")]
    real_names: Annotated[
        tuple[Name, ...],
        about("Other names that must never be published: the real one, a nickname.", '["Ama Mensah"]'),
    ] = ()
    uses: Annotated[
        tuple[Use, ...],
        AfterValidator(_each_once),
        about(f"What they agreed to: {', '.join(USES)}.", "[audio, transcript, name]"),
    ] = ()
    given: Annotated[Day | None, about("The day on which they agreed. Left out: nobody asked yet.", "2026-03-01")] = (
        None
    )
    expires: Annotated[Day | None, about("The last day on which it holds.", "2031-03-01")] = None
    withdrawn: Annotated[
        Day | None, about("The day on which they took it back; `radkind-pod withdraw` writes it.", "2026-09-01")
    ] = None
    under_18: Annotated[Truth, about("Whether they are under 18; then a guardian must agree.", "false")] = False
    guardian: Annotated[Name | None, about("Who agreed for somebody under 18.", "Kofi Mensah")] = None
    form: Annotated[Line | None, about("Where the signed form is kept.", "cabinet 2, folder 14")] = None


@entry
class NotThisPersonForm:
    """A place at which a word that is somebody's name means something else."""

    says: Annotated[Line, about("A few words around it, exactly as they stand there.", "saving grace of it")]
    episode: Annotated[Line | None, about("The episode's slug. Left out: the show's own texts.", "how-it-began")] = None


@entry
class PeopleForm:
    """The people of the show and what they agreed to. This file is private: nothing of it is ever published."""

    people: Annotated[tuple[ConsentForm, ...], about("One entry for each person.", "[{name: Ama M.}]")] = ()
    not_this_person: Annotated[
        tuple[NotThisPersonForm, ...],
        about("Places at which a word that is somebody's name means something else.", "[{says: saving grace of it}]"),
    ] = ()
