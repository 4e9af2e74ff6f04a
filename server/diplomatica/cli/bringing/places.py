"""The places that a command line names, and what it says of their data."""

import hashlib
import json
import re
import sys
from collections.abc import Callable
from functools import partial, wraps
from pathlib import Path
from typing import Any

import click

from diplomatica.cli.options.hung import Command, with_options
from diplomatica.model.dataset.folder import (
    LARGEST,
    Folder,
    bundle,
    dataset_here,
    descriptions_beside,
    is_dataset,
)
from diplomatica.model.formats import READ, by_name
from diplomatica.pipeline.files.bringing.given import Given
from diplomatica.pipeline.files.jsonld.contexts import ContextFile

_NAMES = [form.name for form in READ]
# The form of a tag (BCP 47, section 2.1).
_TAG = re.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")

_SAID = (
    *("title", "base", "licence", "language"),
    *("contexts", "without_faulty", "escapes_iris"),
)
"""What these options say, as `given_of` takes it."""

PLACES = click.argument(
    "places",
    nargs=-1,
    type=click.Path(exists=True, allow_dash=True, path_type=Path),
    metavar="[PLACES]...",
)


def of_data(*, escapes_iris: bool) -> Callable[[Command], Command]:
    """The options that say of data what it does not say itself: the command's `given`.

    Whether IRIs are escaped where that is not said differs by what the command is for.
    """
    return partial(_of_data, escapes_iris=escapes_iris)


def _of_data(command: Command, *, escapes_iris: bool) -> Command:
    """The same, hung on a command."""

    @wraps(command)
    def with_given(*arguments: Any, **told: Any) -> object:
        given = given_of(**{name: told.pop(name) for name in _SAID})
        return command(*arguments, given=given, **told)

    said: Any = with_options(with_given, *_options(escapes_iris=escapes_iris))
    return said  # type: ignore[no-any-return]


def _options(*, escapes_iris: bool) -> tuple[Any, ...]:
    """What is said of data, option by option, in the order in which help tells them."""
    return (
        click.option("--title", default="", help="What files without a catalog are."),
        click.option("--base", default="", help="What the IRIs of these begin with."),
        click.option("--licence", default="", help="The IRI of their licence."),
        click.option("--language", default="", help="Their language, such as en."),
        click.option(
            "--format",
            "form",
            type=click.Choice(_NAMES),
            help="The format of standard input, which is named by -.",
        ),
        click.option(
            "--context",
            "contexts",
            multiple=True,
            metavar="ADDRESS=FILE",
            help="A context that files of JSON-LD name by its address.",
        ),
        click.option(
            "--without-faulty",
            is_flag=True,
            help="Leave out files that cannot be read, and tell which.",
        ),
        click.option(
            "--escape-iris/--no-escape-iris",
            "escapes_iris",
            default=escapes_iris,
            show_default=True,
            help="Write what no IRI may have, such as spaces, as %20; and tell how many.",
        ),
    )


def of_release(told: str) -> Callable[[Command], Command]:
    """The option that names a release; `told` is what it is needed for."""
    return click.option(
        "--release",
        type=click.Path(path_type=Path),
        default=Path("releases/latest"),
        show_default=True,
        help=told,
    )


def given_of(
    title: str,
    base: str,
    licence: str,
    language: str,
    contexts: tuple[str, ...] = (),
    without_faulty: bool = False,
    escapes_iris: bool = False,
) -> Given:
    """What is said of the data. Raises UsageError where a base or a context is none."""
    if base or licence:
        _refuse_no_address(base, licence)
    if language and not _TAG.fullmatch(language):
        advice = "write one such as en or de-AT"
        raise click.UsageError(f"--language {language} is no tag of one: {advice}")
    if base and not base.endswith("/"):
        base += "/"
    known = tuple(map(_context, contexts))
    return Given(title, base, licence, language, known, without_faulty, escapes_iris)


def _refuse_no_address(base: str, licence: str) -> None:
    """Raise UsageError where one of the two is given and can be no address."""
    # what reads files takes long to be read in, and a server of a release needs none of it
    from diplomatica.pipeline.files.bringing.owncatalog.seen import base_of, is_address

    if base and not is_address(base):
        raise click.UsageError(f"--base {base} is no address: write https://…")
    if "#" in base or "?" in base:
        advice = f"write what stands before, such as {base_of(base)}"
        raise click.UsageError(f"--base {base} has a # or a ?: {advice}")
    if licence and not is_address(licence):
        advice = "write its IRI, such as https://creativecommons.org/licenses/by/4.0/"
        raise click.UsageError(f"--licence {licence} is no IRI: {advice}")


def _context(option: str) -> tuple[str, ContextFile]:
    """The address of a context, and its file."""
    address, mark, name = option.partition("=")
    file = Path(name)
    if not mark or not address:
        raise click.UsageError(f"--context {option}: write it as ADDRESS=FILE")
    try:
        text = file.read_text("utf-8")
        is_context = "@context" in json.loads(text)
    except (OSError, ValueError, TypeError) as error:
        raise click.UsageError(
            f"--context {option}: cannot be read: {error}"
        ) from error
    if not is_context:
        raise click.UsageError(f"--context {option}: {file} has no @context in it")
    return address, ContextFile(name, text)


def folder_of(
    places: tuple[Path, ...], form: str | None, largest: int = LARGEST
) -> Folder:
    """The dataset that lies at these places; without any the one that is here.

    No file of it may have more than the `largest` number of bytes. Raises UsageError
    where the folder of a dataset is one of several.
    """
    if not places:
        return Folder(dataset_here(), largest)
    whole = tuple(_resolved(place, form) for place in places)
    datasets = [place for place in whole if is_dataset(place)]
    if datasets and len(whole) > 1:
        what = f"{datasets[0]} is the folder of a dataset, which stands by itself"
        raise click.UsageError(f"{what}: name it alone, or the files in it")
    return Folder(datasets[0], largest) if datasets else bundle(whole, largest)


def _resolved(place: Path, form: str | None) -> Path:
    """A place, whole; of standard input the file that it is kept in."""
    if str(place) != "-":
        return _place_to_follow(place.absolute())
    form_of_input = by_name(form or "")
    if not form_of_input:
        names = ", ".join(_NAMES)
        what = "standard input has no suffix: say what it is with --format"
        raise click.UsageError(f"{what}, one of {names}")
    return _input_file(sys.stdin.buffer.read(), form_of_input.suffix)


def _place_to_follow(place: Path) -> Path:
    """A place as it was named: a link may come to lead elsewhere, and is followed then.

    A link that is called otherwise than its file says not what that is, nor, of a table,
    where its description is.
    """
    file = place.resolve()
    is_table = bool({".csv", ".tsv"} & {*file.suffixes})
    is_known = not is_table or _is_described_alike(place, file)
    is_named = file.is_dir() or (place.suffixes == file.suffixes and is_known)
    return place if is_named and ".." not in place.parts else file


def _is_described_alike(place: Path, file: Path) -> bool:
    """Whether a table has beside its place what it has beside the file that this leads to.

    So it is below a folder that is a link.
    """
    beside = list(descriptions_beside(place))
    if place.is_symlink() or any(map(Path.is_symlink, beside)):
        return False
    there = [one.resolve() for one in beside]
    return place.name == file.name and there == list(descriptions_beside(file))


def _input_file(data: bytes, suffix: str) -> Path:
    """Standard input as a file, so that it is the same as any other from here on."""
    from diplomatica.cli.bringing.cache import cache

    folder = cache() / f"input-{hashlib.sha256(data).hexdigest()[:16]}"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"standard-input.{suffix}"
    file.write_bytes(data)
    return file
