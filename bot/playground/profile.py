"""What the bot says about itself: names, descriptions and commands, per language and per chat."""

from typing import Any

from bot.playground.people import Person

Json = dict[str, Any]
Scope = tuple[str, int, int]
"""Kind of scope, chat id or 0, user id or 0."""

DEFAULT: Scope = ("default", 0, 0)
ALL_PRIVATE: Scope = ("all_private_chats", 0, 0)


class Profile:
    """Texts and menus as the bot set them; the empty language is for everybody else."""

    def __init__(self, name: str) -> None:
        self.names: dict[str, str] = {"": name}
        self.descriptions: dict[str, str] = {}
        self.short_descriptions: dict[str, str] = {}
        self.commands: dict[tuple[Scope, str], list[Json]] = {}
        self.menu_buttons: dict[int, Json] = {}

    def commands_for(self, person: Person) -> list[Json]:
        """The menu Telegram shows a person in the private chat: the chat's own first, then wider scopes.

        Source: Bot API, "Determining list of commands".
        """
        for scope in (("chat", person.id, 0), ALL_PRIVATE, DEFAULT):
            for language in (person.language_code, ""):
                if found := self.commands.get((scope, language)):
                    return found
        return []

    def shown_to(self, person: Person) -> Json:
        """Name, descriptions and menu in the person's language."""
        language = person.language_code
        return {
            "name": self.names.get(language) or self.names[""],
            "description": _in(self.descriptions, language),
            "short_description": _in(self.short_descriptions, language),
            "commands": self.commands_for(person),
        }


def _in(texts: dict[str, str], language: str) -> str:
    return texts.get(language) or texts.get("", "")
