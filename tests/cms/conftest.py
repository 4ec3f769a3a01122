"""The public tree as `setup_site` makes it."""

import pytest

from cms.models import HomePage
from cms.tree import set_up_site


@pytest.fixture
def home(db) -> HomePage:
    return set_up_site()
