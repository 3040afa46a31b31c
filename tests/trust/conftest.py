"""Sweeps that attack the site as a whole: every form, every constraint, every helper service.

Each sweep has two sizes. `make test` runs the quick one with everything else; `make trust` runs the full one on
PostgreSQL and RabbitMQ and prints a table: the figure, what is wanted, what came out, of how many tries, in how long.
"""

import pytest

from tests import figures

FULL = figures.full("TRUST")
Tell = figures.Tell
collect_ignore = [] if FULL else ["test_bad_days_in_full.py", "test_files_in_full.py"]


@pytest.fixture(scope="session")
def size() -> figures.Size:
    """How many times a sweep tries: `size(quick, full)`, the one in `make test`, the other in `make trust`."""
    return figures.size_of("TRUST")
