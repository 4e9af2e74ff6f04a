"""The settings of a server, by option, environment or file: all are checked, and can be shown.

What stands nearer to the command goes before: an option, then the environment, then the
file, then what is usual.
"""

import json
import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

PREFIX = "DIPLOMATICA_SERVE_"
"""What the names of all settings in the environment begin with."""
_NOT_IN_A_FILE = ("context", "settings", "show-settings", "help")


def take_environment(command: click.Command) -> click.Command:
    """Let each option of a command be set in the environment by its own name."""
    for option in command.params:
        if isinstance(option, click.Option):
            option.envvar = _variable(_name(option))
    return command


def _name(option: click.Parameter) -> str:
    return option.opts[0].removeprefix("--")


def _variable(name: str) -> str:
    return PREFIX + name.upper().replace("-", "_")


def read(ctx: click.Context, _: click.Parameter, file: Path | None) -> Path | None:
    """Take the settings of a file, and check these and those of the environment.

    Raises UsageError that names the setting and where it stands.
    """
    options = {_name(one): one for one in ctx.command.params}
    _check_environment(ctx, options)
    if file:
        ctx.default_map = dict(_of_file(ctx, file, options))
    return file


def _check_environment(ctx: click.Context, options: dict[str, click.Parameter]) -> None:
    """Refuse a variable that is no setting, or whose value is none."""
    by_variable = {_variable(name): option for name, option in options.items()}
    for variable, value in os.environ.items():
        if not variable.startswith(PREFIX) or not value:
            continue
        if variable not in by_variable:
            raise _unknown_setting(variable, "the environment", by_variable)
        _check(ctx, by_variable[variable], value, f"{variable} in the environment")


def _of_file(
    ctx: click.Context, file: Path, options: dict[str, click.Parameter]
) -> Iterator[tuple[str, str]]:
    """The options in a file of TOML, each checked. Raises UsageError."""
    try:
        settings = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeError, tomllib.TOMLDecodeError) as error:
        raise click.UsageError(f"{file} cannot be read as TOML: {error}") from error
    known = [name for name in options if name not in _NOT_IN_A_FILE]
    for key, value in settings.items():
        name = key.replace("_", "-")
        if name not in known:
            raise _unknown_setting(key, str(file), known)
        is_flag = getattr(options[name], "is_flag", False)
        text = _text(value, f"{key} in {file}", is_flag=is_flag)
        _check(ctx, options[name], text, f"{key} in {file}")
        yield str(options[name].name), text


def _text(value: Any, place: str, *, is_flag: bool) -> str:
    if is_flag and isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise click.UsageError(f"{place} is {value!r}: write a number or a text.")
    return str(value)


def _check(ctx: click.Context, option: click.Parameter, value: str, place: str) -> None:
    try:
        option.type_cast_value(ctx, value)
    except click.BadParameter as error:
        raise click.UsageError(f"{place}: {error.message}") from error


def _unknown_setting(name: str, place: str, known: Any) -> click.UsageError:
    told = ", ".join(sorted(known))
    return click.UsageError(f"{name} in {place} is no setting. There are: {told}.")


def settings_lines(ctx: click.Context) -> Iterator[str]:
    """The settings as lines of a file of them, each with where it comes from."""
    for option in ctx.command.params:
        name = _name(option)
        if isinstance(option, click.Option) and name not in _NOT_IN_A_FILE:
            value = ctx.params[str(option.name)]
            yield f"{_assigned(name, value)}  # {_source(ctx, option)}"


def _assigned(name: str, value: Any) -> str:
    if value is None or value == "":
        return f"# {name} is not set"
    told = value if isinstance(value, int | float) else str(value)
    return f"{name} = {json.dumps(told, ensure_ascii=False)}"


def _source(ctx: click.Context, option: click.Option) -> str:
    """Where the value of an option comes from, in words."""
    match ctx.get_parameter_source(str(option.name)):
        case ParameterSource.COMMANDLINE:
            return f"by --{_name(option)}"
        case ParameterSource.ENVIRONMENT:
            return f"by {option.envvar}"
        case ParameterSource.DEFAULT_MAP:
            return f"by {ctx.params['settings']}"
    return "as usual"
