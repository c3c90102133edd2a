"""How far pairwise judgements contradict each other, and which one to think over again."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, permutations

import numpy as np
import pandas as pd

from scoring.normalise import Floats

# Mean consistency index of random reciprocal matrices of order 1, 2, … 15.
# Source: T. L. Saaty, The Analytic Hierarchy Process, McGraw-Hill 1980.
RANDOM_INDEX = (
    0.0,
    0.0,
    0.58,
    0.90,
    1.12,
    1.24,
    1.32,
    1.41,
    1.45,
    1.49,
    1.51,
    1.48,
    1.56,
    1.57,
    1.59,
)
MOST = len(RANDOM_INDEX)
DIGITS = 9  # of a ratio; the rest is rounding


@dataclass(frozen=True)
class Triple:
    """Three ids whose judgements disagree: ``first/second · second/third`` is not ``first/third``."""

    first: str
    second: str
    third: str
    by_way: float
    direct: float


@dataclass(frozen=True)
class Remedy:
    """One judgement that, changed from ``judged`` to ``better``, lowers the ratio to ``ratio``."""

    over: str
    under: str
    judged: float
    better: float
    ratio: float


def principal(matrix: Floats) -> tuple[Floats, float]:
    """Principal eigenvector (n,), which sums to 1, and eigenvalue of a positive (n, n) matrix."""
    values, vectors = np.linalg.eig(matrix)
    # By Perron's theorem the eigenvalue of the largest real part is real and its vector has one sign.
    largest = int(np.argmax(values.real))
    vector = np.abs(vectors[:, largest].real)
    return vector / vector.sum(), float(values[largest].real)


def consistency(matrix: Floats) -> tuple[float, float]:
    """Consistency index ``CI = (λmax − n)/(n − 1)`` and ratio ``CR = CI/RI`` of an (n, n) matrix.

    Both are 0 for n of 1 or 2, where nothing can contradict.
    """
    n = len(matrix)
    if n <= 2:
        return 0.0, 0.0
    index = (principal(matrix)[1] - n) / (n - 1)
    return index, index / RANDOM_INDEX[n - 1]


def worst_triple(matrix: pd.DataFrame) -> Triple:
    """Return the three ids of an (n, n) matrix, n ≥ 3, that disagree most (as a ratio)."""
    ids, judged = list(matrix.index), matrix.to_numpy()
    logs = np.log(judged)

    def contradiction(triple: tuple[int, int, int]) -> float:
        i, j, k = triple
        return abs(float(logs[i, j] + logs[j, k] - logs[i, k]))

    # Read from the side on which all is at least 1: "a over b is 3, b over c is 4, a over c is 2".
    def readable(triple: tuple[int, ...]) -> tuple[float, float]:
        i, j, k = triple
        return min(logs[i, j], logs[j, k]), logs[i, k]

    worst = max(combinations(range(len(ids)), 3), key=contradiction)
    i, j, k = max(permutations(worst), key=readable)
    return Triple(ids[i], ids[j], ids[k], float(judged[i, j] * judged[j, k]), float(judged[i, k]))


def best_remedy(matrix: pd.DataFrame) -> Remedy:
    """Return the one judgement of an (n, n) matrix, n ≥ 3, whose change lowers the ratio most.

    Each judgement is tried at the value that the others imply: the geometric mean of the ways
    round it, ``a_ij = Π_k (a_ik a_kj)^(1/(n−2))``.
    """
    ids, judged = list(matrix.index), matrix.to_numpy()
    logs, n = np.log(judged), len(matrix)
    found = []
    for i, j in permutations(range(n), 2):
        if judged[i, j] < 1 or (judged[i, j] == 1 and i > j):
            continue  # the same judgement, read from its other side
        others = [k for k in range(n) if k not in (i, j)]
        better = float(np.exp(np.mean(logs[i, others] + logs[others, j])))
        changed = judged.copy()
        changed[i, j], changed[j, i] = better, 1 / better
        ratio = consistency(changed)[1]
        found.append(Remedy(ids[i], ids[j], float(judged[i, j]), better, ratio))
    # Of three ids, each of the three judgements mends the other two: rounding must not choose.
    return min(found, key=lambda remedy: round(remedy.ratio, DIGITS))
