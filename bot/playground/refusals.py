"""How the loopback Bot API says no: the status, the words and the parameters of Telegram's own answers."""

from typing import Any


class Refused(Exception):
    """A request that Telegram would answer with `ok: false`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_answer(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad_request(what: str) -> Refused:
    return Refused(400, f"Bad Request: {what}")


def conflict(what: str) -> Refused:
    return Refused(409, f"Conflict: {what}")


def blocked() -> Refused:
    return Refused(403, "Forbidden: bot was blocked by the user")


def slow_down(seconds: int) -> Refused:
    return Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def migrated(new_chat_id: int) -> Refused:
    return Refused(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        migrate_to_chat_id=new_chat_id,
    )
