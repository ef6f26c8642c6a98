import pytest


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Almost every test reads the database; a rolled-back transaction each is cheap."""
