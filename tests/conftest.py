"""What all tests share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.migrate import upgrade
from tests.house import House, open_house


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database at the newest version."""
    path = tmp_path_factory.mktemp("template") / "vdoma.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
async def house(tmp_path: Path, template: Path) -> AsyncIterator[House]:
    """The whole bot."""
    async with open_house(tmp_path, template) as opened:
        yield opened
