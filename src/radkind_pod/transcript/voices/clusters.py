"""Which stretches of a recording are the same voice: spectral clustering of voice vectors.

Each window is joined to those most like it; the leading eigenvectors of that graph fall apart into one bunch for each
voice (Ng, Jordan and Weiss, "On spectral clustering", 2001). Nothing is drawn at random: the same vectors give the
same voices.
"""

import numpy as np
from numpy.typing import NDArray

from radkind_pod.transcript.voices.one_core import one_core
from radkind_pod.transcript.voices.weights import Floats

MOST = 1500
"""Of a longer recording so many windows, evenly spaced, find the voices: the work grows with the cube."""
_NEAREST = 0.1
_FEWEST = 6
"""A window is joined to a tenth of the others, and to six where there are few."""
_ELSE = 0.01
"""What is left of the likeness to all others, so that no window stands alone."""
_ROUNDS = 50

Labels = NDArray[np.int64]


@one_core()
def voices_of(vectors: Floats, people: int) -> Labels:
    """Return for each vector (length 1, at least one) which of `people` voices it is, from 0."""
    chosen = np.unique(np.linspace(0, len(vectors) - 1, min(MOST, len(vectors))).round().astype(np.int64))
    few = vectors[chosen].astype(np.float64)
    people = min(people, len(few))
    means = _means(few, _bunches(_embedded(few, people), people), people)
    labels: Labels = np.argmax(vectors @ means.T, axis=1)
    return labels


def _embedded(vectors: NDArray[np.float64], people: int) -> NDArray[np.float64]:
    """Return each vector's place in the leading eigenvectors of the graph of likeness, on the unit sphere."""
    alike = np.maximum(vectors @ vectors.T, 0)
    joined = min(len(alike), max(_FEWEST, round(_NEAREST * len(alike))))
    least = np.sort(alike, axis=1)[:, -joined, None]
    graph = np.where(alike >= least, alike, _ELSE * alike)
    graph = (graph + graph.T) / 2
    degree = np.sqrt(graph.sum(axis=1))
    _, eigenvectors = np.linalg.eigh(graph / np.outer(degree, degree))
    return _unit(eigenvectors[:, -people:])


def _bunches(points: NDArray[np.float64], people: int) -> Labels:
    """Return k-means, begun from points far from each other."""
    centres = points[[_central(points)]]
    while len(centres) < people:
        far = _distances(points, centres).min(axis=1)
        centres = np.vstack([centres, points[[int(np.argmax(far))]]])
    labels: Labels = _distances(points, centres).argmin(axis=1)
    for _ in range(_ROUNDS):
        centres = np.stack([points[labels == k].mean(0) if (labels == k).any() else centres[k] for k in range(people)])
        before, labels = labels, _distances(points, centres).argmin(axis=1)
        if (before == labels).all():
            break
    return labels


def _central(points: NDArray[np.float64]) -> int:
    return int(np.argmax(points @ points.mean(axis=0)))


def _distances(points: NDArray[np.float64], centres: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the squared distance of each point from each centre."""
    apart: NDArray[np.float64] = np.square(points[:, None] - centres[None]).sum(axis=2)
    return apart


def _means(vectors: NDArray[np.float64], labels: Labels, people: int) -> NDArray[np.float64]:
    return _unit(np.stack([vectors[labels == k].sum(axis=0) for k in range(people)]))


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, np.finfo(np.float64).tiny))
