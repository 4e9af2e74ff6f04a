"""What operators take over: each of the examples is what this server and theirs understand."""

import json
import re
import shlex
import shutil
import subprocess
import time
import tomllib
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from conftest import request, serving
from diplomatica.cli.main import main
from diplomatica.model.dataset.release import Release
from processes import free_port, needed

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "server" / "deploy"
AT_THE_ROOT = {
    *(".ci", ".dockerignore", ".github", ".gitignore", ".npmrc"),
    *("CITATION.cff", "Dockerfile", "LICENSE", "LICENSE-DATA", "Makefile"),
    *("README.md", "SECURITY.md", "compose.yaml", "package-lock.json", "package.json"),
    *("pyproject.toml", "requirements.txt"),
    *("dataset", "ontology", "seeds", "server", "tests"),
}
METRICS = [
    "/data/metrics",
    "/data/metrics/",
    "/data/%6detrics",
    "/data//metrics",
    "/data/x/../metrics",
    "/data/admin/queries",
]


def checked(arguments: list[str]) -> click.Context:
    """The context of a command of ours; it fails where an option does not exist."""
    name, *options = arguments
    command = main.get_command(click.Context(main), name)
    assert command
    context: click.Context = command.make_context(name, options)
    return context


@pytest.fixture(scope="module")
def proxied(
    release: Release, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of nginx with the example, in front of a real server."""
    nginx = needed("nginx")
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    with serving(release, "--proxies", "1") as (_, address):
        behind = urllib.parse.urlsplit(address).netloc
        example = (DEPLOY / "nginx.conf").read_text("utf-8")
        site = example.replace("127.0.0.1:8000", behind)
        site = site.replace("listen 80;", f"listen 127.0.0.1:{port};")
        main_part = f"daemon off; pid {folder}/pid; error_log {folder}/log; events {{}}"
        places = "".join(
            f"{name}_temp_path {folder}/{name};"
            for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        file = folder / "nginx.conf"
        file.write_text(f"{main_part} http {{ access_log off; {places}\n{site}}}")
        with subprocess.Popen(
            [nginx, "-p", folder, "-c", file, "-e", folder / "log"]
        ) as it:
            found = f"http://127.0.0.1:{port}"
            wait_for(found)
            yield found
            it.terminate()


def wait_for(address: str) -> None:
    for _ in range(100):
        try:
            request(address, "/data/live")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{address} did not answer")


def test_a_page_behind_nginx_has_links_with_the_prefix(proxied: str) -> None:
    answer = request(proxied, "/data/", Accept="text/html", Host="data.example.org")
    assert (answer.status, answer.type) == (200, "text/html")
    links = re.findall(r'href="(/[^"]*)"', answer.body.decode())
    assert links
    assert [link for link in links if not link.startswith("/data/")] == []


def test_a_thing_behind_nginx_leads_to_the_host_that_was_asked(proxied: str) -> None:
    answer = request(
        proxied,
        "/data/id/kazakhstan",
        Host="data.example.org",
        X_Forwarded_Host="evil.example",
        X_Forwarded_Prefix="/evil",
    )
    assert answer.status == 303
    to = urllib.parse.urljoin("http://data.example.org/", answer.headers["Location"])
    assert to.startswith("http://data.example.org/data/doc/kazakhstan")


def test_a_query_behind_nginx_is_answered(proxied: str) -> None:
    asked = urllib.parse.quote("SELECT (1 + 1 AS ?two) {}")
    answer = request(proxied, f"/data/sparql?query={asked}&format=json")
    assert answer.status == 200
    (row,) = json.loads(answer.body)["results"]["bindings"]
    assert row["two"]["value"] == "2"


@pytest.mark.parametrize("path", METRICS)
def test_metrics_are_closed_behind_nginx(proxied: str, path: str) -> None:
    answer = request(proxied, path)
    assert answer.status == 404
    assert b"diplomatica_" not in answer.body


def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    unit = (DEPLOY / "diplomatica.service").read_text("utf-8")
    file = tmp_path / "diplomatica.service"
    file.write_text(unit.replace("/opt/diplomatica/.venv/bin/diplomatica", "/bin/true"))
    told = subprocess.run(
        ["systemd-analyze", "verify", file], capture_output=True, text=True, check=False
    )
    assert (told.returncode, told.stderr) == (0, "")


def test_the_unit_has_a_user_and_limits_and_options_that_exist() -> None:
    unit = (DEPLOY / "diplomatica.service").read_text("utf-8")
    told = dict(re.findall(r"^(\w+)=(.*)$", unit, re.MULTILINE))
    assert (told["DynamicUser"], told["ProtectSystem"]) == ("yes", "strict")
    assert {"MemoryMax", "TasksMax", "LimitNOFILE"} <= told.keys()
    program, *arguments = shlex.split(told["ExecStart"])
    assert program.endswith("/bin/diplomatica")
    assert checked(arguments).params["proxies"] == 1


def test_the_image_runs_a_command_that_exists_and_not_as_root() -> None:
    lines = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ").splitlines()
    told = dict(line.split(" ", 1) for line in lines if re.match(r"[A-Z]+ ", line))
    assert int(told["USER"]) > 0
    assert json.loads(told["ENTRYPOINT"]) == ["diplomatica"]
    assert checked(json.loads(told["CMD"])).params["host"] == "0.0.0.0"
    assert "RUN make .venv/ready " in " ".join(lines) + " "


def test_the_composed_service_is_closed_and_its_settings_exist(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
    service = told["services"]["diplomatica"]
    assert (int(service["user"]) > 0, service["read_only"]) == (True, True)
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    for name, value in service["environment"].items():
        monkeypatch.setenv(name, value)
    settings = checked(service["command"]).params
    assert (settings["proxies"], settings["access_log"]) == (1, "-")


def test_nothing_else_stands_at_the_root() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("this is no checkout")
    found = {line.partition("/")[0] for line in listed.stdout.splitlines()}
    assert found - AT_THE_ROOT == set()


LOCKS = {
    "requirements.txt": ("build",),
    "tests/requirements.txt": ("build", "dev"),
    "server/editor/requirements.txt": ("npm",),
    "tests/clients/requirements.txt": ("sssom",),
}


def locked(name: str) -> dict[str, tuple[str, int]]:
    """The version of each package that a lock names, and how many checksums it has."""
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    pairs = [
        (line.split()[0].split("=="), line.count("--hash=sha256:")) for line in lines
    ]
    return {canonicalize_name(name): (version, many) for (name, version), many in pairs}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_checksums_of_all_and_what_the_project_asks_for(name: str) -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = [one for group in LOCKS[name] for one in told["dependency-groups"][group]]
    if "build" in LOCKS[name]:
        asked += told["project"]["dependencies"]
    found = locked(name)
    assert [package for package, (_, many) in found.items() if not many] == []
    for one in map(Requirement, asked):
        version, _ = found[canonicalize_name(one.name)]
        assert one.specifier.contains(version)


def test_the_tests_have_the_versions_that_the_server_has() -> None:
    server, tests = map(locked, list(LOCKS)[:2])
    assert {name: tests.get(name) for name in server} == server


def test_set_up_installs_nothing_without_a_checksum() -> None:
    lines = (ROOT / "Makefile").read_text("utf-8").splitlines()
    begin = next(i for i, line in enumerate(lines) if line.startswith(".venv/ready:"))
    installing = [line for line in lines[begin:] if " install " in line]
    is_checked = ["--no-deps --no-build-isolation" in line for line in installing]
    assert is_checked == [True]
    (install,) = [line for line in lines if line.startswith("INSTALL := ")]
    assert "--require-hashes" in install
