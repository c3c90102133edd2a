"""The rules once more, value by value in plain Python: slow, and nothing of the product in it."""

from math import isnan, nan

NONE = nan


def middle(values: list[float]) -> float:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def before(values: list[float], t: int, seasons: int, most: int) -> list[float]:
    """The latest values of the season of t, before t."""
    past = [values[s] for s in range(t % seasons, t, seasons) if not isnan(values[s])]
    return past[-most:]


def z_at(values: list[float], t: int, seasons: int, least: int, most: int) -> float:
    own = before(values, t, seasons, most)
    if len(own) < least or isnan(values[t]):
        return NONE
    centre = middle(own)
    deviations = [abs(x - centre) for x in own]
    every = list(deviations)
    for back in range(1, seasons):
        # The season of t − back, of which the latest value before t is t − back itself.
        other = before(values, t - back + seasons, seasons, most)
        if other:
            every += [abs(x - middle(other)) for x in other]
    spread = 1.4826 * max(middle(deviations), middle(every))
    return (values[t] - centre) / spread if spread > 0 else NONE


def changes(values: list[float], seasons: int, years: int) -> list[float]:
    found = []
    for t in range(len(values)):
        earlier = [values[t - seasons * b] for b in range(1, years + 1) if t - seasons * b >= 0]
        whole = len(earlier) == years
        found.append(values[t] - sum(earlier) / years if whole else NONE)
    return found


def sums(z: list[float], limit: float, allowance: float, cap: float) -> tuple[list[float], int]:
    """The path of the CUSUM, and the number of its alarms."""
    total, path, alarms = 0.0, [], 0
    for one in z:
        if isnan(one):
            path.append(NONE)
            continue
        total = max(0.0, total + min(one, cap) - allowance)
        path.append(total)
        if total > limit:
            alarms += 1
            total = 0.0
    return path, alarms
