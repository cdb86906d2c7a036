"""What the tests of alerts share."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.alerts.office import Office, an_office


@pytest.fixture
async def office(tmp_path: Path, template: Path) -> AsyncIterator[Office]:
    async with an_office(Path(shutil.copy(template, tmp_path / "vdoma.db"))) as office:
        yield office
