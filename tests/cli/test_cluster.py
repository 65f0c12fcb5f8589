"""`radkind-pod build --cluster` as a producer uses it."""

import sys

import pytest
from tests.pipeline.cluster.conftest import two_workers  # noqa: F401 - a fixture


@pytest.mark.parametrize("files", ["", "--files={}/transit"], ids=["shared", "files"])
def test_a_cluster_makes_the_same_bytes_as_one_process(show, built_sample, build, two_workers, files: str) -> None:  # noqa: F811
    url = [files.format(f"file://{show.root.parent}")] if files else []
    said = build("--cluster", two_workers, *url)
    assert (said.exit, said.err) == (0, "")
    assert show.published() == built_sample.published()
    assert not [f for f in show.root.parent.rglob("*") if f.is_file() and {"transit", "_cluster"} & set(f.parts)]


def test_without_dask_the_command_that_brings_it_is_told(show, build, monkeypatch) -> None:
    for name in [name for name in sys.modules if name.startswith("radkind_pod.pipeline.cluster.")]:
        monkeypatch.delitem(sys.modules, name)  # not the package: its modules stay its attributes for other tests
    monkeypatch.setitem(sys.modules, "distributed", None)
    said = build("--cluster", "tcp://127.0.0.1:8786")
    assert said.exit == 4
    assert said.lines == [
        "radkind-pod: Dask, which brings stages to other computers, is not installed (distributed is missing)",
        "    pip install 'radkind-pod[cluster]'",
    ]


def test_files_without_a_cluster_are_refused(show, build) -> None:
    said = build("--files", "s3://bucket/pod")
    assert said.exit == 2
    assert "name the cluster too, with --cluster" in said.err
