"""Seconds of processor that /match takes for awkward names, beside letters compared alone.

The peer is RapidFuzz's own search over the same labels, which knows no titles, scripts
or codes: `make matching`.
"""

import csv
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from rapidfuzz import process

from diplomatica.engine import Embedded
from diplomatica.model.dataset.release import open_release
from diplomatica.web.app import create_app

FORMS = (
    "{name} (no. {number})",
    "{last}, {first}, 19{number}-",
    "{name} & Partners {number}",
    "Организация: {slip} {number}",
    "H.E. Mr {slip} {number}",
)
TABLES = ("persons", "places", "organisations", "events")


def labels(folder: Path) -> list[str]:
    """What things of a release are called, by its tables."""
    found = []
    for name in TABLES:
        with (folder / "tables" / f"{name}.csv").open(encoding="utf-8") as rows:
            found += [row["label"] for row in csv.DictReader(rows)]
    return found


def awkward(label: str, number: int) -> str:
    """A label as people write it: with a title, a slip, a number, turned round."""
    first, _, last = label.rpartition(" ")
    slip = f"{label[:4]}{label[5:]}"
    form = FORMS[number % len(FORMS)]
    return form.format(name=label, first=first, last=last, slip=slip, number=number)


def awkward_names(folder: Path, count: int) -> list[str]:
    """So many different names, each of something that the release holds."""
    known = labels(folder)
    return [awkward(known[number % len(known)], number) for number in range(count)]


def cost(work: Callable[[], object]) -> float:
    """The seconds of processor that some work takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


def extract_all(names: list[str], known: list[str]) -> list[object]:
    """The nearest label of each name, by letters alone."""
    return [process.extractOne(name, known) for name in names]


def main() -> None:
    """Print the cost of so many names, and of twice as many."""
    folder, most = Path(sys.argv[1]), int(sys.argv[2])
    release = open_release(folder)
    client = create_app(release, Embedded(release)).test_client()
    client.post("/match", data={"names": "Kazakhstan"})
    known = labels(folder)
    names = awkward_names(folder, 3 * most)
    print("names  /match  RapidFuzz  ratio")
    for some in (names[:most], names[most:]):
        fields = {"names": "\n".join(some)}
        ours = cost(partial(client.post, "/match", data=fields))
        theirs = cost(partial(extract_all, some, known))
        print(f"{len(some):5}  {ours:5.2f}s  {theirs:8.2f}s  {ours / theirs:5.1f}")


if __name__ == "__main__":
    main()
