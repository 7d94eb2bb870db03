"""The gold sets, each coded once a run."""

from functools import cache

import pytest
from scores import SETS, Scored, score_set

from kg.settings import Settings
from kg.text.coder import Coder


@pytest.fixture(scope="session")
def coder() -> Coder:
    return Coder(Settings())


@pytest.fixture(scope="session")
def scored(coder):
    """Name of a gold set -> its scores; each set is coded once."""

    @cache
    def of(name: str) -> Scored:
        return score_set(SETS[name](), coder)

    return of
