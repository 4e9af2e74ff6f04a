"""Clients of others that run in Node.js."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

CLIENTS = Path(__file__).parents[1] / "clients"
NODE = pytest.mark.skipif(
    not (CLIENTS / "node_modules").is_dir() or not shutil.which("node"),
    reason="the clients of npm are not installed: make clients",
)


def node(script: str, *arguments: str) -> list[dict[str, Any]]:
    """What a script of a client prints, a line of JSON each."""
    done = subprocess.run(
        ["node", CLIENTS / script, *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
