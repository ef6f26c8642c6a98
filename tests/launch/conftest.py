import pytest


@pytest.fixture(autouse=True)
def _database() -> None:
    """Nothing here reads the tests' database: what starts databases stands below it."""
