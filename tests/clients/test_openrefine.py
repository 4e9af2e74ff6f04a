"""OpenRefine itself, headless: a table is reconciled, judged, extended and exported."""

import csv
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import urllib3

from processes import free_port

PROGRAM = Path("/usr/share/openrefine/refine")  # Debian's package
ID = "https://w3id.org/diplomatica/id/"
TABLE = """name,kind
Republic of Kazakhstan,state
"Umarov, Kairat",person
O.S.C.E.,organisation
Umarov,person
Atlantis,state
"""
SPACES = {
    "identifierSpace": "https://w3id.org/diplomatica/",
    "schemaSpace": "http://www.w3.org/2000/01/rdf-schema#Resource",
}
ROWS = {"facets": [], "mode": "row-based"}
LONGEST = 90  # seconds
# It starts for one table: to compile its parts better takes longer than they then run.
JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"

pytestmark = pytest.mark.skipif(
    not PROGRAM.is_file() or shutil.which("java") is None,
    reason="OpenRefine is not installed",
)


class OpenRefine:
    """A project of OpenRefine, driven as its own pages drive it."""

    def __init__(self, root: str) -> None:
        self.root, self.http = f"{root}/command/core", urllib3.PoolManager()
        self.project = ""

    def get(self, command: str, **fields: str) -> Any:
        answer = self.http.request("GET", f"{self.root}/{command}", fields=fields)
        return answer.json()

    def post(self, command: str, **fields: Any) -> urllib3.BaseHTTPResponse:
        token = self.get("get-csrf-token")["token"]
        return self.http.request(
            "POST",
            f"{self.root}/{command}?csrf_token={token}&project={self.project}",
            fields=fields,
            encode_multipart="project-file" in fields,
            redirect=False,
        )

    def make(self, table: str) -> None:
        answer = self.post(
            "create-project-from-upload",
            **{"project-file": ("names.csv", table), "project-name": "names"},
        )
        self.project = answer.headers["Location"].rpartition("project=")[2]

    def apply(self, **operation: Any) -> None:
        """Do what a step of the history says, and wait until it is done."""
        told = self.post("apply-operations", operations=json.dumps([operation])).json()
        assert told["code"] in ("ok", "pending"), told
        end = time.monotonic() + LONGEST
        while self.get("get-processes", project=self.project)["processes"]:
            assert time.monotonic() < end
            time.sleep(0.2)

    def judge(self, row: int, thing: str, name: str) -> None:
        judged = {"row": str(row), "cell": "0", "judgment": "matched", "types": ""}
        told = self.post(
            "recon-judge-one-cell", id=thing, name=name, **judged, **SPACES
        )
        assert told.json()["code"] == "ok"

    def rows(self) -> list[dict[str, str]]:
        """The table as it is exported."""
        answer = self.post(
            "export-rows/names.csv", format="csv", engine=json.dumps(ROWS)
        )
        return list(csv.DictReader(StringIO(answer.data.decode("utf-8-sig"))))


@pytest.fixture(scope="module")
def service(whole: str) -> str:
    """The reconciliation service of the dataset, as it is run."""
    return f"{whole}reconcile"


@pytest.fixture(scope="module")
def openrefine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenRefine]:
    port, data = free_port(), tmp_path_factory.mktemp("openrefine")
    where = ["-p", str(port), "-i", "127.0.0.1", "-d", str(data)]
    with (data / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(PROGRAM), *where, "-x", "refine.headless=true"],
            cwd=data,
            stdout=log,
            stderr=log,
            start_new_session=True,
            env={**os.environ, "JAVA_TOOL_OPTIONS": JAVA},
        )
    made = OpenRefine(f"http://127.0.0.1:{port}")
    try:
        wait_for(made)
        yield made
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(made: OpenRefine) -> None:
    made.http.request(
        "GET",
        f"{made.root}/get-version",
        retries=urllib3.Retry(total=12, backoff_factor=0.3, backoff_max=10),
    )


@pytest.mark.long
def test_a_table_is_linked_in_openrefine(openrefine: OpenRefine, service: str) -> None:
    openrefine.make(TABLE)
    openrefine.apply(
        op="core/recon",
        columnName="name",
        config={
            "mode": "standard-service",
            "service": service,
            **SPACES,
            "type": None,
            "autoMatch": True,
            "columnDetails": [],
            "limit": 0,
        },
        engineConfig=ROWS,
    )
    openrefine.judge(3, f"{ID}kairat-umarov", "Kairat Umarov")
    openrefine.apply(
        op="core/column-addition",
        baseColumnName="name",
        newColumnName="thing",
        columnInsertIndex=1,
        expression="grel:cell.recon.match.id",
        onError="set-to-blank",
        engineConfig=ROWS,
    )
    openrefine.apply(
        op="core/extend-reconciled-data",
        baseColumnName="name",
        columnInsertIndex=2,
        endpoint=service,
        **SPACES,
        extension={"properties": [{"id": "wikidata", "name": "Wikidata id"}]},
        engineConfig=ROWS,
    )
    exported = [(row["thing"], row["Wikidata id"]) for row in openrefine.rows()]
    assert exported == [
        (f"{ID}kazakhstan", "Q232"),
        (f"{ID}kairat-umarov", "Q4475322"),
        (f"{ID}osce", "Q81299"),
        (f"{ID}kairat-umarov", "Q4475322"),
        ("", ""),
    ]
