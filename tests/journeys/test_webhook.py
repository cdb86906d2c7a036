"""The same bot when Telegram posts to it instead of being polled."""

import socket
from pathlib import Path

from pydantic import SecretStr

from tests.house import open_house
from tests.moderating import ready_house


async def test_over_a_webhook_the_bot_answers_as_it_does_by_polling(tmp_path: Path, template: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    async with open_house(
        tmp_path,
        template,
        webhook_url=f"http://127.0.0.1:{port}/telegram",
        webhook_secret=SecretStr("a-secret-of-the-test"),
        http_bind=f"127.0.0.1:{port}",
    ) as house:
        await ready_house(house)

        answer = await house.follower.says("Petrenko Ivan Vasylovych, 1999")

        assert "This name is on a list: Петренко Іван Васильович, 1999." in answer
