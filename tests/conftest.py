"""What all tests share."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from storage.migrate import upgrade
from tests.house import House, open_house
from tests.postgres import Server, running_server

# A change is judged by the same examples each time. New ones are looked for by hand:
# pytest --hypothesis-profile=searching
settings.register_profile("repeatable", derandomize=True)
settings.register_profile("searching", max_examples=1_000, deadline=None)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database at the newest version."""
    path = tmp_path_factory.mktemp("template") / "vdoma.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A real PostgreSQL server."""
    with running_server() as started:
        yield started


@pytest.fixture
async def house(tmp_path: Path, template: Path) -> AsyncIterator[House]:
    """The whole bot."""
    async with open_house(tmp_path, template) as opened:
        yield opened
