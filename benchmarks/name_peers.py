"""Other ways of searching a list for a name, as yardsticks: one of them in one process.

    python -m benchmarks.name_peers PEER ENTRIES QUERIES OUT QUESTIONS

    fts5        SQLite's full-text search by trigrams, over romanised names
    wratio      rapidfuzz's WRatio of the romanised question with every romanised name
    logic-v2    the matcher of OpenSanctions over the 200 entries that share most parts of the name;
                needs the optional packages of `peers` in pyproject.toml

QUESTIONS are taken evenly from the file. Printed: milliseconds at the median and the 99th percentile, and how
often an expected entry comes first, where the file says which entries are expected.
"""

import json
import sqlite3
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from benchmarks.jsonlines import lines_of
from bot.core.names.scripts import romanise
from bot.core.names.spelling import fold

PEERS = ("fts5", "wratio", "logic-v2")
SHOWN = 20
CANDIDATES = 200

Result = list[tuple[int, float]]
Search = Callable[[str], Result]


def latin(text: str) -> str:
    """One romanisation of a text: the first by the alphabet of those that official tables give."""
    return " ".join(min(romanise(word), default=word) for word in fold(text).split())


def name_of(entry: dict[str, Any]) -> str:
    """The parts of an entry's name in the order of lists."""
    return " ".join(filter(None, (entry["surname"], entry["given"], entry["patronymic"])))


def by_fts5(entries: Sequence[dict[str, Any]]) -> Search:
    """SQLite FTS5 with trigrams, ranked by bm25."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE names USING fts5 (name, tokenize = 'trigram')")
    connection.executemany(
        "INSERT INTO names (rowid, name) VALUES (?, ?)", ((e["id"], latin(name_of(e))) for e in entries)
    )

    def search(text: str) -> Result:
        words = [word for word in latin(text).split() if len(word) > 2]
        runs = sorted({word[at : at + 3] for word in words for at in range(len(word) - 2)})
        if not runs:
            return []
        quoted = " OR ".join(f'"{run}"' for run in runs if run.isalnum())
        rows = connection.execute(
            "SELECT rowid, -bm25(names) FROM names WHERE names MATCH ? ORDER BY bm25(names) LIMIT ?",
            (quoted, SHOWN),
        )
        return [(int(id_), float(score)) for id_, score in rows]

    return search


def by_wratio(entries: Sequence[dict[str, Any]]) -> Search:
    """rapidfuzz WRatio with every entry."""
    names = {int(e["id"]): latin(name_of(e)) for e in entries}

    def search(text: str) -> Result:
        found = process.extract(latin(text), names, scorer=fuzz.WRatio, limit=SHOWN)
        return [(int(id_), float(score)) for _, score, id_ in found]

    return search


def by_logic_v2(entries: Sequence[dict[str, Any]]) -> Search:
    """OpenSanctions' logic-v2 over the entries that share most name parts."""
    from followthemoney import model
    from nomenklatura.matching import get_algorithm

    algorithm: Any = get_algorithm("logic-v2")
    settings = algorithm.default_config()
    numbers = count()
    parts: dict[str, list[int]] = defaultdict(list)
    names = {int(e["id"]): name_of(e) for e in entries}
    for id_, name in names.items():
        for part in _parts(name):
            parts[part].append(id_)

    def entity(id_: str, name: str) -> Any:
        return model.get_proxy({"id": id_, "schema": "Person", "properties": {"name": [name]}})

    def search(text: str) -> Result:
        shared = Counter(id_ for part in _parts(text) for id_ in parts.get(part, ()))
        # It remembers the names of an entity by its id.
        asked = entity(f"asked-{next(numbers)}", text)
        scored = [
            (id_, algorithm.compare(asked, entity(str(id_), names[id_]), settings).score)
            for id_, _ in shared.most_common(CANDIDATES)
        ]
        return sorted(scored, key=lambda pair: -pair[1])[:SHOWN]

    # The first comparison loads its tables; that is start-up, not an answer.
    algorithm.compare(entity("a", "Taras"), entity("b", "Taras"), settings)
    return search


def _parts(name: str) -> set[str]:
    """Every official romanisation of each word, so that two languages and alphabets share some."""
    return {form for word in fold(name).split() for form in romanise(word) or {word}}


SEARCHES: dict[str, Callable[[Sequence[dict[str, Any]]], Search]] = {
    "fts5": by_fts5,
    "wratio": by_wratio,
    "logic-v2": by_logic_v2,
}


def main() -> None:
    """Ask one peer, and print its figures as JSON."""
    peer, entries, queries, out, wanted = sys.argv[1:]
    search = SEARCHES[peer](list(lines_of(Path(entries))))
    questions = list(enumerate(lines_of(Path(queries))))
    millis: list[float] = []
    first: list[bool] = []
    with Path(out).open("w", encoding="utf-8") as lines:
        for index, query in questions[:: max(1, len(questions) // int(wanted))]:
            started = time.perf_counter()
            results = search(query["q"])
            millis.append((time.perf_counter() - started) * 1000)
            if query.get("expected"):
                first.append(bool(results) and results[0][0] in query["expected"])
            lines.write(json.dumps({"q_index": index, "results": results}) + "\n")
    millis.sort()
    print(
        json.dumps(
            {
                "questions": len(millis),
                "p50_ms": round(statistics.median(millis), 2),
                "p99_ms": round(millis[int(len(millis) * 0.99)], 2),
                "expected_first": round(sum(first) / len(first), 4) if first else None,
            }
        )
    )


if __name__ == "__main__":
    main()
