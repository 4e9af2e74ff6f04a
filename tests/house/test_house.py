"""The house: rooms of a size to see at a glance, and a package that holds all of them."""

import ast
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

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
    drawn = {
        f"{file.stem}: {node.module}"
        for file in files
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
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


def functions(file: Path) -> Iterator[tuple[str, int]]:
    """The functions of a module, each with its lines."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield node.name, node.end_lineno - node.lineno + 1


def test_a_function_is_seen_at_a_glance() -> None:
    lengths = {
        f"{module}: {name}": lines
        for module in MODULES
        for name, lines in functions(SERVER / module)
    }
    assert len(lengths) > 2000
    long = [name for name, lines in lengths.items() if lines > A_GLANCE]
    assert long == []


def test_a_private_function_is_named_by_what_it_gives() -> None:
    bare = [
        f"{module}: {name}"
        for module in MODULES
        for name, _ in functions(SERVER / module)
        if SAYS_NOTHING.fullmatch(name)
    ]
    assert bare == []


def test_a_function_of_a_module_is_named_by_what_it_gives() -> None:
    bare = [
        f"{module}: {node.name}"
        for module in MODULES
        for node in ast.parse((SERVER / module).read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and SAYS_NOTHING.fullmatch(f"_{node.name}")
    ]
    assert bare == []


def test_no_two_modules_call_a_class_by_the_same_name() -> None:
    """An underscore before it does not tell a reader that another is meant."""
    modules: dict[str, list[str]] = {}
    for module in MODULES:
        for node in ast.walk(ast.parse((SERVER / module).read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                modules.setdefault(node.name.lstrip("_"), []).append(module)
    assert len(modules) > 400
    assert {name: at for name, at in modules.items() if len(at) > 1} == {}


def test_a_file_has_room_for_one_noun() -> None:
    lengths = {
        module: len((SERVER / module).read_text("utf-8").splitlines())
        for module in MODULES
    }
    assert len(lengths) > 400
    assert [name for name, lines in lengths.items() if lines > ONE_NOUN] == []


def reads_the_request(tree: ast.Module) -> bool:
    """Whether a module takes the request that is being answered from Flask itself."""
    taken = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    flask = [node for node in taken if node.module == "flask"]
    return any(name.name == "request" for node in flask for name in node.names)


def has_views(tree: ast.Module) -> bool:
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return any(function.name == "register" for function in functions)


def test_the_request_is_read_in_views_alone() -> None:
    trees = {name: ast.parse((SERVER / name).read_text("utf-8")) for name in MODULES}
    readers = [name for name, tree in trees.items() if reads_the_request(tree)]
    assert len(readers) > 20
    beside = [name for name in readers if not has_views(trees[name])]
    assert [name.removeprefix("diplomatica/web/") for name in beside] == AROUND_VIEWS


def test_each_module_with_views_is_named_by_one_section() -> None:
    named = [
        f"diplomatica/web/{view.replace('.', '/')}.py"
        for section in SECTIONS
        for view in section.views
    ]
    trees = {name: ast.parse((SERVER / name).read_text("utf-8")) for name in MODULES}
    assert sorted(named) == [name for name, tree in trees.items() if has_views(tree)]


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
