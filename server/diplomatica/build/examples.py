"""The example queries of a dataset, which a release carries for those who want to ask."""

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Store

from diplomatica.errors import Fault
from diplomatica.model.release import split_comment
from diplomatica.model.vocabulary import prefixes


def example_faults(path: Path, name: str, base: str) -> Iterator[Fault]:
    """What keeps a file from being an example query."""
    try:
        text = path.read_text("utf-8")
        Store().query(text, prefixes=prefixes(base))
    except UnicodeDecodeError as error:
        yield Fault(name, 0, f"byte {error.start} is not UTF-8", "save the file as UTF-8")
        return
    except SyntaxError as error:
        yield Fault(name, 0, f"is not SPARQL: {error.msg}", "see the SPARQL 1.1 Query Language")
        return
    if not split_comment(text)[0]:
        yield Fault(name, 0, "does not say what it asks", "begin the file with a comment: the question in words")
