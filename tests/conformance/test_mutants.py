"""Each check of the catalog and its kin can fail: for each there is a site with one
kind of alteration that it rejects.

A mutant is the same site with one thing altered wherever it stands in bodies and
headers. Checks that do not ask a site but build folders of their own are left out: they
compare two states, one of which is the mutant.
"""

import inspect
import re
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest
import test_datasetsearch
import test_dcat
import test_fuji
import test_signposting
import test_sitemap
import test_void
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

MODULES = (
    test_dcat,
    test_void,
    test_fuji,
    test_datasetsearch,
    test_signposting,
    test_sitemap,
)
CLIENTS = ("client", "published_client", "foreign_client")
# nothing in a body is altered by these
SAME, REFUSED, FORGOTTEN = (
    "(?!)",
    "(?!refused)(?!)",
    "(?!forgotten)(?!)",
)
# What is altered, and into what.
MUTANTS = {
    "DCAT says something else": (r"(ns/dcat#|dcat:)(?=\w)", r"\1no-"),
    "Dublin Core says something else": (
        r"(purl\.org/dc/terms/|dcterms:)(?=\w)",
        r"\1no-",
    ),
    "VoID says something else": (r"(rdfs\.org/ns/void#|void:)(?=\w)", r"\1no-"),
    "PROV says something else": (r"(ns/prov#|prov:)(?=\w)", r"\1no-"),
    "kinds are others": (r"(?m)^(<[^>]*>|\S*:\S*) a ([\w:]+)", r"\1 a \2-no"),
    "schema.org says something else": (r'"([@a-zA-Z]+)":', r'"no-\1":'),
    "numbers are others": (r"(?<=[ \"])\d{2,}(?=[ \"<,;.])", "7"),
    "links have other relations": (r'rel="[\w-]+"', 'rel="no"'),
    "links in sets have other relations": (r'"([\w-]+)":', r'"no-\1":'),
    "links lead elsewhere": (r"<http", "<gopher"),
    "addresses are gone from the map": (r"<loc>.*?</loc>", ""),
    "addresses of the map are others": (r"</loc>", "/no</loc>"),
    "crawlers are kept out": (r"Allow: /|Disallow:", "Disallow: /"),
    "media types are others": (r"^(text|application)/[\w.+-]+", "text/plain"),
    "the licence is another": (r"creativecommons\.org", "example.org"),
    "names are empty": (r'"name":\s*"[^"]*"', '"name":""'),
    "who is named is another": (r"id/liter-observer|dataset#developers", "id/nobody"),
    "the persistent base is another": (r"w3id\.org", "example.org"),
    "each second answer lacks its links": (FORGOTTEN, ""),
    "every answer is a fault of the server": (REFUSED, ""),
}


# The checks that ask much, each with the mutant that is known to be rejected.
TRIED_FIRST = {
    "test_every_address_of_the_map_answers": "addresses are gone from the map",
    "test_a_foreign_dataset_has_a_map_as_well": "addresses are gone from the map",
    "test_bp10_all_that_the_catalog_names_of_the_dataset_is_there": "links lead elsewhere",
    "test_3_3_every_dump_is_there_and_holds_as_much_as_is_said": "numbers are others",
}
# Nearly every check rejects it at once, and one that is rejected is enough.
LIKELIEST = "every answer is a fault of the server"
# What asks for every page is held against mutants of a site with fewer.
SMALLER = {
    "test_every_address_of_the_map_answers": {
        "published_client": "client",
        "published": "release",
    },
}


# What the sites answered: all mutants are of the same site, which is asked once for each page.
KNOWN: dict[tuple[Any, str], TestResponse] = {}


class Altered:
    """A client of a site in whose answers one thing is altered."""

    def __init__(self, client: FlaskClient, old: str, new: str) -> None:
        self.client, self.old, self.new, self.asked = client, old, new, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.client, name)

    def get(self, *arguments: Any, **options: Any) -> TestResponse:
        answer = self._copy(*arguments, **options)
        self.asked += 1
        if self.old == REFUSED:
            answer.status_code = 500
        if self.old == FORGOTTEN and self.asked % 2 == 0:
            del answer.headers["Link"]
        if self.old not in (SAME, REFUSED, FORGOTTEN):
            self._alter(answer)
        return answer

    def _alter(self, answer: TestResponse) -> None:
        for name in ("Link", "Location", "Content-Type"):
            values = answer.headers.getlist(name)
            answer.headers.setlist(
                name, [re.sub(self.old, self.new, value) for value in values]
            )
        body = answer.get_data()
        if body[:2] not in (b"\x1f\x8b", b"PK"):  # what is packed is no text
            answer.direct_passthrough = False
            answer.set_data(re.sub(self.old, self.new, body.decode("utf-8", "replace")))

    def _copy(self, *arguments: Any, **options: Any) -> TestResponse:
        """What the site answers, to be altered."""
        asked = self.client.application, repr((arguments, options))
        if asked not in KNOWN:
            KNOWN[asked] = self.client.get(*arguments, **options)
        known = KNOWN[asked]
        headers = known.headers.copy()
        body = [known.get_data()]
        return type(known)(body, known.status, headers, known.request)


def checks() -> Iterator[tuple[ModuleType, str]]:
    for module in MODULES:
        for name, function in vars(module).items():
            if (
                name.startswith("test_")
                and inspect.isfunction(function)
                and asks_a_site(module, name)
            ):
                yield module, name


def parameters(function: Any) -> list[str]:
    return list(inspect.signature(function).parameters)


def fixture(module: ModuleType, name: str) -> Any:
    found: Any = getattr(module, name, None)
    return (
        found._get_wrapped_function()
        if hasattr(found, "_get_wrapped_function")
        else None
    )


def asks_a_site(module: ModuleType, name: str) -> bool:
    """Whether a check, or a fixture of it, takes a client."""
    names = parameters(getattr(module, name))
    inner = [
        one
        for name in names
        if (made := fixture(module, name))
        for one in parameters(made)
    ]
    return bool({*names, *inner} & {*CLIENTS})


def first_case(function: Any) -> dict[str, Any]:
    """The arguments of the first case of a check that has cases."""
    marks = [
        mark
        for mark in getattr(function, "pytestmark", [])
        if mark.name == "parametrize"
    ]
    found: dict[str, Any] = {}
    for mark in marks:
        names = (
            [name.strip() for name in mark.args[0].split(",")]
            if isinstance(mark.args[0], str)
            else mark.args[0]
        )
        case = next(iter(mark.args[1]))
        found |= (
            dict(zip(names, case, strict=True)) if len(names) > 1 else {names[0]: case}
        )
    return found


def resolved(
    module: ModuleType,
    name: str,
    request: pytest.FixtureRequest,
    alter: Callable[[Any], Any],
) -> Any:
    """A fixture as the check gets it, made of the altered site where it is made of one."""
    if name in CLIENTS:
        return alter(request.getfixturevalue(name))
    made = fixture(module, name)
    if made is None:
        return request.getfixturevalue(name)
    value = made(
        **{one: resolved(module, one, request, alter) for one in parameters(made)}
    )
    return next(value) if inspect.isgenerator(value) else value


def fails(
    module: ModuleType, name: str, request: pytest.FixtureRequest, old: str, new: str
) -> bool:
    function = getattr(module, name)
    known, smaller = first_case(function), SMALLER.get(name, {})
    try:
        more = {
            one: resolved(
                module,
                smaller.get(one, one),
                request,
                lambda client: Altered(client, old, new),
            )
            for one in parameters(function)
            if one not in known
        }
        function(**known, **more)
    except Exception:
        return True
    return False


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("module", "name"),
    [
        pytest.param(
            *one, id=one[1], marks=[pytest.mark.long] if one[1] in TRIED_FIRST else []
        )
        for one in checks()
    ],
)
def test_a_mutant_is_rejected(
    module: ModuleType, name: str, request: pytest.FixtureRequest
) -> None:
    assert not fails(module, name, request, SAME, "")
    first = TRIED_FIRST.get(name, LIKELIEST)
    in_order = sorted(MUTANTS, key=lambda mutant: mutant != first)
    assert any(fails(module, name, request, *MUTANTS[mutant]) for mutant in in_order)
