"""The settings of the server: by option, environment or file, checked and shown."""

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conftest import request, serving
from diplomatica.cli import main
from diplomatica.model.dataset.release import Release
from diplomatica.web.gateway.settings import Settings
from diplomatica.web.operating.canonicalhost import elsewhere


def shown(*options: str, **environment: str) -> Result:
    command = ["serve", "--show-settings", *options]
    return CliRunner(env=environment).invoke(main, command)


def test_what_is_nearer_to_the_command_goes_before(tmp_path: Path) -> None:
    file = tmp_path / "serve.toml"
    file.write_text("port = 1111\nhost = '0.0.0.0'\nat_once = 3\ntime = 2.5\n")
    environment = {"DIPLOMATICA_SERVE_HOST": "::1", "DIPLOMATICA_SERVE_AT_ONCE": "4"}
    told = shown("--settings", str(file), "--at-once", "5", **environment)
    lines = told.stdout.splitlines()
    assert f"port = 1111  # by {file}" in lines
    assert f"time = 2.5  # by {file}" in lines
    assert 'host = "::1"  # by DIPLOMATICA_SERVE_HOST' in lines
    assert "at-once = 5  # by --at-once" in lines
    assert "workers = 4  # as usual" in lines


def test_what_is_shown_is_a_file_of_settings(tmp_path: Path) -> None:
    told = shown("--port", "1234").stdout
    assert tomllib.loads(told)["port"] == 1234
    (tmp_path / "again.toml").write_text(told)
    again = shown("--settings", str(tmp_path / "again.toml"))
    assert tomllib.loads(again.stdout) == tomllib.loads(told)


def test_a_file_can_be_named_in_the_environment(tmp_path: Path) -> None:
    (tmp_path / "serve.toml").write_text("port = 2222")
    told = shown(DIPLOMATICA_SERVE_SETTINGS=str(tmp_path / "serve.toml")).stdout
    assert tomllib.loads(told)["port"] == 2222


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("prot = 8080", "prot in serve.toml is no setting. There are: access-log,"),
        ("port = 99999", "port in serve.toml: 99999 is not in the range"),
        ("workers = 1.5", "workers in serve.toml: '1.5' is not a valid integer"),
        ("port = true", "port in serve.toml is True: write a number or a text."),
        ("port: 8080", "serve.toml cannot be read as TOML"),
        ("store = 'tape'", "store in serve.toml: 'tape' is not one of 'auto'"),
        ("canonical = 'here'", "It is an address, such as https://data.example.org/"),
    ],
)
def test_a_file_with_a_mistake_is_refused_with_its_place(
    text: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("serve.toml").write_text(text)
    refused = shown("--settings", "serve.toml")
    assert refused.exit_code == 2
    assert told in " ".join(refused.stderr.split())


def test_a_mistake_in_the_environment_is_refused_with_its_name() -> None:
    wrong, unknown = shown(DIPLOMATICA_SERVE_PORT="x"), shown(DIPLOMATICA_SERVE_PROT="")
    assert wrong.exit_code == 2
    assert "DIPLOMATICA_SERVE_PORT in the environment" in wrong.stderr
    assert unknown.exit_code == 0
    unknown = shown(DIPLOMATICA_SERVE_PROT="1")
    assert unknown.exit_code == 2
    assert "DIPLOMATICA_SERVE_PROT in the environment is no setting" in unknown.stderr


def test_all_queries_together_have_the_memory_that_there_is(
    release: Release, capfd: pytest.CaptureFixture[str]
) -> None:
    options = ("--memory-in-all", "800", "--workers", "2")
    with serving(release, *options) as (_, address):
        described = request(address, "/sparql", Accept="text/html").body.decode()
    assert "400" in described
    told = "A query has 400 MiB, not 1,024: 2 workers may take 800 MiB together."
    assert told in capfd.readouterr().err


@pytest.mark.parametrize(
    ("host", "path", "led"),
    [
        (b"127.0.0.1", "/doc/osce", "https://data.example.org/doc/osce?x=%20y"),
        (b"Data.Example.org", "/doc/osce", None),
        (b"127.0.0.1", "/health", None),
    ],
)
def test_who_asks_by_another_host_is_led_to_the_canonical_one(
    host: bytes, path: str, led: str | None
) -> None:
    scope = {"method": "GET", "path": path, "query_string": b"x=%20y"}
    settings = Settings(canonical="https://data.example.org")
    reply = elsewhere({**scope, "headers": [(b"host", host)]}, settings)
    assert (reply and reply.headers["Location"]) == led
