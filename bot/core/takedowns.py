"""Rows that are published no more because somebody asked; only their digests stay."""

from dataclasses import dataclass

from bot.core.lists import Entry
from bot.core.log import digest_of


@dataclass(frozen=True, slots=True)
class Takedown:
    """One row that an edition leaves out.

    Args:
        from_edition, row: where it stood; once the edition takes effect nothing is there any more.
        report_id: the report that asked for it, or None.
    """

    row_digest: str
    from_edition: str
    row: int
    report_id: str | None


def row_digest(list_id: str, entry: Entry) -> str:
    """Return what is kept of a row that was taken down from a list, to know it if it comes again."""
    person = entry.person
    return digest_of(
        {
            "list": list_id,
            "printed_name": entry.printed_name,
            "family": person.family,
            "given": person.given,
            "patronymic": person.patronymic,
            "birth_year": person.birth_year,
        }
    )
