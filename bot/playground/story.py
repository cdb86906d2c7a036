"""The June 2025 story."""

from bot.playground.world import World
from bot.services import Services


class Story:
    def __init__(self, world: World, services: Services, url: str) -> None:
        self.world = world

    async def play(self) -> None:
        return None
