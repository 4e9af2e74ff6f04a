"""What whoever brings files says of them."""

from dataclasses import dataclass, replace

from diplomatica.pipeline.files.jsonld.contexts import ContextFile


@dataclass(frozen=True)
class Given:
    """What whoever brings files says of them; what is empty is drawn from the data."""

    title: str = ""
    base: str = ""
    licence: str = ""
    language: str = ""
    contexts: tuple[tuple[str, ContextFile], ...] = ()
    """The address of each context of JSON-LD that is at hand, and its file."""
    without_faulty: bool = False
    """Whether files that cannot be read are left out."""
    escapes_iris: bool = False
    """Whether IRIs with signs that none may have are read, with these escaped."""


def complete(given: Given, described: Given) -> tuple[Given, list[str]]:
    """What is given, and what a description of tables says where it is not; in words too."""
    choices = []
    if described.title and not given.title:
        choices.append(
            f"Title: {described.title} (as is described; --title sets another)"
        )
    if described.licence and not given.licence:
        what = f"Licence: {described.licence}"
        choices.append(f"{what} (as is described; --licence sets another)")
    title = given.title or described.title
    licence = given.licence or described.licence
    return replace(given, title=title, licence=licence), choices
