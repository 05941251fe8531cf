"""Chances of a share: the beta distribution, by which few lines are not made to say more than they can."""

from __future__ import annotations

from functools import lru_cache
from math import exp, lgamma, log, log1p

_PRECISION = 1e-15
_SMALLEST = 1e-300
_STEPS = 10_000


def beta_below(x: float, a: float, b: float) -> float:
    """P(share ≤ x) where the share is Beta(a, b): the regularised incomplete beta function I_x(a, b), for a, b > 0.

    By Lentz's continued fraction (Abramowitz & Stegun 26.5.8; Numerical Recipes, 6.4), on the side of the mean where it
    converges fast; I_x(a, b) = 1 - I_1-x(b, a). For whole a and b it is P(Bin(a + b - 1, x) ≥ a).
    """
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    scale = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return min(1.0, scale * _fraction(x, a, b) / a)
    return max(0.0, 1.0 - scale * _fraction(1.0 - x, b, a) / b)


def beta_above(x: float, a: float, b: float) -> float:
    """P(share > x) where the share is Beta(a, b)."""
    return beta_below(1.0 - x, b, a)


@lru_cache(maxsize=4096)
def beta_quantile(p: float, a: float, b: float) -> float:
    """The share below which Beta(a, b) lies with probability p, by bisection to the last bit that matters."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if beta_below(middle, a, b) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction 1/(1 + d1/(1 + d2/(1 + …))) of the incomplete beta function."""

    def apart(value: float) -> float:
        return value if abs(value) > _SMALLEST else _SMALLEST

    above = 1.0
    below = 1.0 / apart(1.0 - (a + b) * x / (a + 1))
    found = below
    for step in range(1, _STEPS):
        even = step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step))
        odd = -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1))
        for term in (even, odd):
            below = 1.0 / apart(1.0 + term * below)
            above = apart(1.0 + term / above)
            found *= below * above
        if abs(below * above - 1.0) < _PRECISION:
            break
    return found
