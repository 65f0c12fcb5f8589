"""people.yaml is read with care, and a withdrawal is written into it without touching anything else."""

from datetime import date
from pathlib import Path

import pytest

from radkind_pod.errors import SourceError
from radkind_pod.model.consent import Consent, NotThisPerson, People
from radkind_pod.sources.people import read_people
from radkind_pod.sources.withdrawn import note_withdrawal

DAY = date(2026, 11, 24)
FILE = """\
# Private.
people:
  - name: Ama M.   # agreed on the phone
    real_names: [Ama Mensah]
    uses: [audio, transcript]
    given: 2026-03-01
    expires: 2031-03-01
    form: cabinet 2
  - {name: "Bo: the second", uses: [audio], given: 2026-03-02, under_18: true, guardian: Kofi}
not_this_person:
  - {says: saving grace of it, episode: how-it-began}
"""


def write(folder: Path, text: str) -> Path:
    file = folder / "people.yaml"
    file.write_text(text, encoding="utf-8", newline="")
    return file


def test_without_a_file_nobody_has_agreed(tmp_path: Path) -> None:
    assert read_people(tmp_path) == People()


def test_everything_is_read(tmp_path: Path) -> None:
    write(tmp_path, FILE)
    ama = Consent(
        "Ama M.",
        ("audio", "transcript"),
        date(2026, 3, 1),
        ("Ama Mensah",),
        date(2031, 3, 1),
        form="cabinet 2",
        line=3,
    )
    bo = Consent("Bo: the second", ("audio",), date(2026, 3, 2), under_18=True, guardian="Kofi", line=9)
    assert read_people(tmp_path) == People((ama, bo), (NotThisPerson("saving grace of it", "how-it-began"),))


def test_what_is_wrong_is_told_with_its_line(tmp_path: Path) -> None:
    write(
        tmp_path,
        "people:\n  - {name: A, uses: [audio, audio], given: 1.3.26}\n  - {name: A, uses: [fame]}\n  - {use: [x]}\n",
    )
    with pytest.raises(SourceError) as caught:
        read_people(tmp_path)
    assert [str(problem).partition("people.yaml:")[2][:60] for problem in caught.value.problems] == [
        "2: people.uses: names audio twice. Name each use once.",
        "2: people.given: '1.3.26' is not a day. Write it like 2026-0",
        "3: people.name: 'A' is there already, on line 2. Make one en",
        "3: people.uses: 'fame' is not known here. Did you mean name?",
        "4: people.name: is missing. Add a line like `name: Ama M.`.",
        "4: people.use: unknown key. Did you mean uses?",
    ]


@pytest.mark.parametrize(
    ("text", "name", "added"),
    [
        (FILE, "Ama M.", "    withdrawn: 2026-11-24\n"),
        (FILE, "Bo: the second", ", withdrawn: 2026-11-24"),
        (FILE, "Cy", '  - {name: "Cy", withdrawn: 2026-11-24}\n'),
        ("people: []\n", "Cy", None),
        ("# nothing yet\n", "Cy", None),
        ("not_this_person:\n  - says: x\n", "Cy", 'people:\n  - {name: "Cy", withdrawn: 2026-11-24}\n'),
        ("not_this_person: []", "Cy", '\npeople:\n  - {name: "Cy", withdrawn: 2026-11-24}\n'),
        ("people:\n- name: Cy\n  withdrawn: 2020-01-01 # long ago\n", "Cy", None),
        ("people:\n- uses: [audio]\n  name: Cy\n", "Cy", "  withdrawn: 2026-11-24\n"),
        ("people:\r\n- name: Cy\r\n", "Cy", None),
    ],
)
def test_a_withdrawal_is_added_and_all_else_stays(tmp_path: Path, text: str, name: str, added: str | None) -> None:
    file = write(tmp_path, text)
    before = read_people(tmp_path)
    note_withdrawal(tmp_path, name, DAY)
    after = read_people(tmp_path)
    (changed,) = [consent for consent in after.consents if consent.name == name]
    assert changed.withdrawn == DAY
    others = [(c.name, c.uses, c.given) for c in before.consents if c.name != name]
    assert [(c.name, c.uses, c.given) for c in after.consents if c.name != name] == others
    if added:
        assert file.read_text(encoding="utf-8").replace(added, "", 1) == text


def test_without_a_file_one_is_begun(tmp_path: Path) -> None:
    note_withdrawal(tmp_path, 'Ama "M"', DAY)
    (consent,) = read_people(tmp_path).consents
    assert (consent.name, consent.withdrawn) == ('Ama "M"', DAY)
