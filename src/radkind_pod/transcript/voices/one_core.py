"""Small products of matrices on one core: many of them, spread over cores that others use too, take ten times as long.

OpenBLAS, which comes inside numpy's wheels, makes its threads wait for each other after every product, by turning
round and round. Where numpy has another library for this, nothing is changed.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import numpy as np

from radkind_pod.present import matching

_GET, _SET = "scipy_openblas_get_num_threads64_", "scipy_openblas_set_num_threads64_"


@contextmanager
def one_core() -> Iterator[None]:
    """Keep numpy's products of matrices to one core, and then give it back the others."""
    library = _openblas()
    if library is None:
        yield
        return
    before = int(library[_GET]())
    library[_SET](1)
    try:
        yield
    finally:
        library[_SET](before)


@cache
def _openblas() -> ctypes.CDLL | None:
    """Return the library as numpy has loaded it, None where it has none."""
    inside = Path(np.__file__).parent
    for folder in (inside.parent / "numpy.libs", inside / ".dylibs"):
        for file in matching(folder, "*openblas*"):
            with suppress(OSError):
                library = ctypes.CDLL(str(file))
                if hasattr(library, _SET) and hasattr(library, _GET):
                    return library
    return None
