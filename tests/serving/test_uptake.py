"""A newer release is taken up under load: nobody is refused, and no answer is of two."""

import re
import threading
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest

from conftest import BASE, request, serving
from diplomatica.model.dataset.release import Release
from processes import until
from variants import Followed, variants

__all__ = ["variants"]

QUERY = quote(
    "SELECT ?label ?of { :atlantis rdfs:label ?label ; skos:altLabel ?isle . "
    f"<{BASE}dataset> dcat:version ?version "
    "BIND(CONCAT('Atlantis ', SUBSTR(?version, 5)) AS ?of) }"
)
PATHS = (
    "/doc/atlantis.html",
    "/search?q=atlantis",
    "/doc/atlantis.ttl",
    f"/sparql?format=csv&query={QUERY}",
)


@dataclass
class Reader:
    """Who asks for one address over and over, and notes what the answers were of."""

    address: str
    path: str
    is_done: threading.Event
    statuses: set[int] = field(default_factory=set)
    releases: set[frozenset[str]] = field(default_factory=set)

    def read(self) -> None:
        while not self.is_done.is_set():
            answer = request(self.address, self.path)
            self.statuses.add(answer.status)
            named = re.findall(r"Atlantis (\d)", answer.body.decode())
            self.releases.add(frozenset(named))


def have_seen(readers: list[Reader], release: str) -> bool:
    return all(frozenset(release) in reader.releases for reader in readers)


@pytest.mark.long
def test_releases_are_taken_up_under_load_without_a_failed_or_a_mixed_answer(
    variants: list[Release], tmp_path: Path
) -> None:
    followed, is_done = Followed(tmp_path, variants), threading.Event()
    followed.lead_to(0)
    with serving(variants[0], at=followed.link) as (process, address):
        readers = [Reader(address, path, is_done) for path in PATHS]
        threads = [threading.Thread(target=reader.read) for reader in readers]
        for thread in threads:
            thread.start()
        for number in (1, 2):
            followed.lead_to(number)
            until(partial(have_seen, readers, str(number)))
            assert process.stdout is not None
            newer = variants[number]
            told = process.stdout.readline()
            assert told == f"Serving {newer.title} {newer.version} from now on\n"
        is_done.set()
        for thread in threads:
            thread.join()
    assert {status for reader in readers for status in reader.statuses} == {200}
    for reader in readers:
        assert reader.releases == {frozenset(digit) for digit in "012"}, reader.path
