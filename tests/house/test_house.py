"""The house: rooms of a size to see at a glance, and a package that holds all of them."""

import ast
import json
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import NamedTuple

import pytest

from built import of_run, told_once
from diplomatica.web.sections import SECTIONS

ROOT = Path(__file__).parents[2]
SERVER = ROOT / "server"
TESTS = ROOT / "tests"
ROOMS = sorted(file.parent for file in SERVER.rglob("__init__.py"))
MODULES = sorted(str(file.relative_to(SERVER)) for file in SERVER.rglob("*.py"))
A_DOZEN = 12
A_SCORE = 20
"""The files of the fullest room of tests."""
ONE_NOUN = 400
"""The lines of the longest file."""
A_GLANCE = 40
"""The lines of the longest function."""
# Told of what, found where? A participle by itself is no name of a function.
SAYS_NOTHING = re.compile(
    r"""_(
    altered|answered|asked|bound|brought|called|came|changed|chosen|cited|
    compared|counted|derived|described|done|drawn|ended|extended|filled|found|
    gathered|given|gone|got|grown|held|joined|kept|known|led|left|listed|
    loaded|located|made|marked|meant|measured|mentioned|mounted|named|narrowed|
    opened|placed|quoted|recorded|said|seen|sent|settled|shortened|shown|
    sought|started|stated|suggested|taken|timed|told|turned|uncited|undated|
    unknown|unpaired|wanted|was|went|written
    )""",
    re.VERBOSE,
)
# The application notes what a request asks, and ends its answer; nothing else beside views.
AROUND_VIEWS = ["app.py"]
# What usual ignore lists drop: GitHub's for Python has each of these.
USUAL_IGNORES = "build/\ndist/\nlib/\nparts/\nvar/\nwheels/\n"
NOT_THE_PROJECT = (
    ".git",
    ".venv",
    "node_modules",
    "releases",
    ".*_cache",
    "__pycache__",
    ".hypothesis",
    "dist",
)


@pytest.mark.parametrize(
    "room", ROOMS, ids=lambda room: room.relative_to(SERVER).as_posix()
)
def test_a_room_has_at_most_a_dozen_files(room: Path) -> None:
    files = [file.name for file in room.glob("*.py") if file.name != "__init__.py"]
    assert len(files) <= A_DOZEN, files


@pytest.mark.parametrize(
    "room", ROOMS, ids=lambda room: room.relative_to(SERVER).as_posix()
)
def test_a_room_says_in_one_sentence_what_is_in_it(room: Path) -> None:
    said = ast.get_docstring(ast.parse((room / "__init__.py").read_text("utf-8"))) or ""
    assert said.endswith(".")
    assert "\n" not in said


def rooms_of_tests() -> dict[str, list[Path]]:
    """The files of tests below each folder of them, by the folder's name."""
    rooms: dict[str, list[Path]] = {}
    for file in sorted(TESTS.rglob("test_*.py")):
        if "node_modules" not in file.parts and ".venv" not in file.parts:
            rooms.setdefault(file.parent.relative_to(TESTS).as_posix(), []).append(file)
    return rooms


def test_a_room_of_tests_is_seen_at_a_glance() -> None:
    rooms = rooms_of_tests()
    assert "." not in rooms
    assert {
        name: len(files) for name, files in rooms.items() if len(files) > A_SCORE
    } == {}


def test_it_is_told_what_each_room_of_tests_tries() -> None:
    told = (SERVER / "docs" / "contributing.md").read_text("utf-8")
    _, _, table = told.partition("| room of `tests/` | tries |\n")
    named = re.findall(r"^\| `(\w+)` \| \w", table.partition("\n\n")[0], re.MULTILINE)
    assert named == sorted(rooms_of_tests())


def test_no_test_imports_from_another() -> None:
    """What several draw on is no test; one may hold all checks of another to account."""
    files = [file for room in rooms_of_tests().values() for file in room]
    texts = {file: file.read_text("utf-8") for file in files}
    drawn = {
        f"{file.stem}: {node.module}"
        for file, text in texts.items()
        if re.search(r"\bfrom\s+test_", text)  # to read in each as a tree takes long
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("test_")
    }
    assert drawn == set()


def test_files_of_tests_that_are_named_are_there() -> None:
    texts = [ROOT / "Makefile", ROOT / "README.md", *(SERVER / "docs").glob("*.md")]
    named = {
        name
        for text in texts
        for name in re.findall(
            r"\btests/(?:[\w-]+/)*[\w-]+\.\w+", text.read_text("utf-8")
        )
    }
    assert len(named) > 8
    assert {name for name in named if not (ROOT / name).exists()} == set()


class Module(NamedTuple):
    """What a module of the package is made of, as its tree says."""

    name: str
    functions: list[tuple[str, int]]
    """All that are in it, each with its lines."""
    own_functions: list[str]
    """Those that stand in no other and in no class."""
    classes: list[str]
    reads_the_request: bool
    """Whether it takes the request that is being answered from Flask itself."""

    @property
    def has_views(self) -> bool:
        return "register" in self.own_functions


FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef


def module(name: str) -> Module:
    tree = ast.parse((SERVER / name).read_text("utf-8"))
    nodes = [*ast.walk(tree)]
    functions = [node for node in nodes if isinstance(node, FUNCTIONS)]
    taken = [node for node in nodes if isinstance(node, ast.ImportFrom)]
    asked = [one.name for node in taken if node.module == "flask" for one in node.names]
    return Module(
        name,
        [(one.name, (one.end_lineno or 0) - one.lineno + 1) for one in functions],
        [node.name for node in tree.body if isinstance(node, FUNCTIONS)],
        [node.name for node in nodes if isinstance(node, ast.ClassDef)],
        "request" in asked,
    )


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> list[Module]:
    """All of the package: to read in their trees takes seconds."""
    place = of_run(tmp_path_factory) / "modules.jsonl"
    told = told_once(place, lambda: (json.dumps(module(name)) for name in MODULES))
    return [Module(*json.loads(line)) for line in told]


def test_a_function_is_seen_at_a_glance(modules: list[Module]) -> None:
    lengths = {
        f"{module.name}: {name}": lines
        for module in modules
        for name, lines in module.functions
    }
    assert len(lengths) > 2000
    assert all(lines > 0 for lines in lengths.values())
    long = [name for name, lines in lengths.items() if lines > A_GLANCE]
    assert long == []


def test_a_private_function_is_named_by_what_it_gives(modules: list[Module]) -> None:
    bare = [
        f"{module.name}: {name}"
        for module in modules
        for name, _ in module.functions
        if SAYS_NOTHING.fullmatch(name)
    ]
    assert bare == []


def test_a_function_of_a_module_is_named_by_what_it_gives(
    modules: list[Module],
) -> None:
    bare = [
        f"{module.name}: {name}"
        for module in modules
        for name in module.own_functions
        if SAYS_NOTHING.fullmatch(f"_{name}")
    ]
    assert bare == []


def test_no_two_modules_call_a_class_by_the_same_name(modules: list[Module]) -> None:
    """An underscore before it does not tell a reader that another is meant."""
    called: dict[str, list[str]] = {}
    for module in modules:
        for name in module.classes:
            called.setdefault(name.lstrip("_"), []).append(module.name)
    assert len(called) > 400
    assert {name: at for name, at in called.items() if len(at) > 1} == {}


def test_a_file_has_room_for_one_noun() -> None:
    lengths = {
        module: len((SERVER / module).read_text("utf-8").splitlines())
        for module in MODULES
    }
    assert len(lengths) > 400
    assert [name for name, lines in lengths.items() if lines > ONE_NOUN] == []


def test_the_request_is_read_in_views_alone(modules: list[Module]) -> None:
    readers = [module for module in modules if module.reads_the_request]
    assert len(readers) > 20
    beside = [module.name for module in readers if not module.has_views]
    assert [name.removeprefix("diplomatica/web/") for name in beside] == AROUND_VIEWS


def test_each_module_with_views_is_named_by_one_section(modules: list[Module]) -> None:
    named = [
        f"diplomatica/web/{view.replace('.', '/')}.py"
        for section in SECTIONS
        for view in section.views
    ]
    assert sorted(named) == [module.name for module in modules if module.has_views]


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel and the source distribution, made where the usual names are ignored."""
    folder = tmp_path_factory.mktemp("packages") / "project"
    copytree(ROOT, folder, ignore=ignore_patterns(*NOT_THE_PROJECT))
    with (folder / ".gitignore").open("a", encoding="utf-8") as ignored:
        ignored.write(USUAL_IGNORES)
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--directory", "made"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return folder / "made"


def test_the_wheel_holds_every_module_whatever_is_ignored(packages: Path) -> None:
    (wheel,) = packages.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    assert [module for module in MODULES if module not in held] == []
    assert "diplomatica/dataset/catalog.ttl" in held
    assert "diplomatica/web/templates/base.html" in held
    assert "diplomatica/web/speech/de.po" in held


def test_the_source_distribution_holds_every_module_whatever_is_ignored(
    packages: Path,
) -> None:
    (sdist,) = packages.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    assert [module for module in MODULES if f"server/{module}" not in held] == []
    assert {"README.md", "pyproject.toml", "dataset/catalog.ttl"} <= held
