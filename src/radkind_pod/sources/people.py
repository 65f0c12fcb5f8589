"""people.yaml as People."""

from collections.abc import Iterator
from pathlib import Path

from radkind_pod.model.consent import Consent, NotThisPerson, People
from radkind_pod.present import is_there
from radkind_pod.sources.document import Document, compose, read_document
from radkind_pod.sources.people_form import ConsentForm, PeopleForm
from radkind_pod.sources.places import Folders
from radkind_pod.sources.text import cited, read_text
from radkind_pod.sources.validate import Finding, validate

PEOPLE = "people.yaml"


def read_people(root: Path) -> People:
    """Return who agreed to what; nobody where there is no people.yaml. Raises SourceError with all its problems."""
    file = root / PEOPLE
    if not is_there(file):
        return People()
    if compose(file, read_text(file)) is None:
        return People()
    document = read_document(file)
    form = validate(PeopleForm, document, Folders(root, root), _across(document))
    return People(
        consents=tuple(_consent(one, document.line("people", i)) for i, one in enumerate(form.people)),
        answered=tuple(NotThisPerson(one.says, one.episode) for one in form.not_this_person),
    )


def _consent(form: ConsentForm, line: int | None) -> Consent:
    return Consent(
        name=form.name,
        uses=form.uses,
        given=form.given,
        real_names=form.real_names,
        expires=form.expires,
        withdrawn=form.withdrawn,
        under_18=form.under_18,
        guardian=form.guardian,
        form=form.form,
        line=line,
    )


def _across(document: Document) -> Iterator[Finding]:
    listed = document.data.get("people")
    met: dict[str, int] = {}
    for i, one in enumerate(listed if isinstance(listed, list) else []):
        name = one.get("name") if isinstance(one, dict) else None
        if isinstance(name, str) and met.setdefault(name, i) != i:
            first = document.line("people", met[name])
            yield ("people", i, "name"), f"{cited(name)} is there already, on line {first}. Make one entry of both."
