import pytest

from careers.catalogue.released import Released
from tests import people


@pytest.fixture
def release(db: None) -> Released:
    """The small catalogue, published."""
    return people.publish()
