"""A cluster of Dask builds the same bytes, and loses no more than a worker that dies has."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Timer

import pytest
from click.testing import CliRunner

import cluster_work
from cluster_work import Errand, run
from conftest import SMALL
from diplomatica.cli import main
from diplomatica.cli.bringing.cluster import cluster
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.dataset.release import Release, open_release
from diplomatica.pipeline.building import build
from diplomatica.pipeline.workshop.workshop import Workshop
from processes import free_port

DASK = [sys.executable, "-m", "dask"]
QUIET = {"DASK_DISTRIBUTED__LOGGING__DISTRIBUTED": "critical"}
WORKER = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1"]


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A scheduler with two workers, each a process of its own."""
    port = free_port()
    scheduler = f"tcp://127.0.0.1:{port}"
    beside = os.pathsep.join(
        [str(Path(cluster_work.__file__).parent), os.environ.get("PYTHONPATH", "")]
    )
    env = {**os.environ, **QUIET, "PYTHONPATH": beside}
    listening = ["--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    commands = [["scheduler", *listening]]
    commands += [["worker", scheduler, *WORKER]] * 2
    with ExitStack() as started:
        for command in commands:
            process = subprocess.Popen(
                [*DASK, *command], env=env, cwd=tmp_path, stderr=subprocess.DEVNULL
            )
            started.callback(process.wait)
            started.callback(process.terminate)
        yield scheduler


def both_there(address: str) -> None:
    from distributed import Client

    with Client(address, timeout=60, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)


def test_a_cluster_builds_the_bytes_of_one_process(
    address: str, release: Release, tmp_path: Path
) -> None:
    both_there(address)
    with cluster(address) as (executor, threads):
        workshop = Workshop(executor, threads, least_at_once=1)
        built = build(Folder(SMALL), tmp_path / "built", workshop=workshop)
    arguments = ["build", str(SMALL), "--output", str(tmp_path / "told")]
    done = CliRunner().invoke(main, [*arguments, "--scheduler", address])
    told = open_release(tmp_path / "told" / "latest")
    assert (done.exit_code, threads) == (0, 2)
    assert release.checksum == built.checksum == told.checksum


def test_a_worker_that_dies_costs_its_part_again_and_no_more(
    address: str, tmp_path: Path
) -> None:
    both_there(address)
    folder = tmp_path / "begun"
    folder.mkdir()
    errands = [Errand(f"errand{number}", folder) for number in range(12)]
    killed: list[int] = []
    killing = Timer(1.0, lambda: killed.append(kill_latest(folder)))
    killing.start()
    with cluster(address) as (executor, threads):
        workshop = Workshop(executor, threads, least_at_once=1)
        made = list(workshop.made("errands", run, errands))
    killing.join()
    alive = [name for name, process in begun_in(folder) if process not in killed]
    assert made == [errand.name.upper() for errand in errands]
    assert len({process for _, process in begun_in(folder)}) == 2
    assert sorted(alive) == sorted(set(alive))


def begun_in(folder: Path) -> list[tuple[str, int]]:
    """Each errand that was begun, as often as it was, and the process that began it."""
    files = sorted(folder.glob("*.pid"))
    return [(one.name.partition("-")[0], int(one.read_text("utf-8"))) for one in files]


def kill_latest(folder: Path) -> int:
    """Kill whoever began an errand last, in the middle of it."""
    latest = max(folder.glob("*.pid"), key=lambda one: int(one.stem.partition("-")[2]))
    process = int(latest.read_text("utf-8"))
    os.kill(process, signal.SIGKILL)
    return process


def test_a_scheduler_that_does_not_answer_is_told(tmp_path: Path) -> None:
    address = f"tcp://127.0.0.1:{free_port()}"
    arguments = ["build", str(SMALL), "--output", str(tmp_path)]
    done = CliRunner().invoke(main, [*arguments, "--scheduler", address])
    assert done.exit_code == 1
    assert done.stderr.startswith(f"Error: {address}: no scheduler answers → start one")
