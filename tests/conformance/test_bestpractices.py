"""Data on the Web Best Practices and the five stars of open data, each as a check of
what is served, with a mutant.

A check asks the site and says whether the practice is followed. Its mutant is the same
site with one thing altered in its answers, in which the check must fail.
"""

import csv
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from rdflib import DCTERMS, OWL, RDF, VOID, XSD, Graph, Namespace, URIRef

from conftest import ARTICLE, BASE
from diplomatica.model.dataset.folder import PACKAGED
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import DUMPED, GRAPHS, NTRIPLES

DCAT = Namespace("http://www.w3.org/ns/dcat#")
DIP = Namespace(f"{BASE}ontology#")
DQV = Namespace("http://www.w3.org/ns/dqv#")
DATASET = URIRef(f"{BASE}dataset")
RELEASE = URIRef(f"{BASE}release/0.1.0")
OPEN = (
    "https://creativecommons.org/licenses/by/4.0/",
    "https://creativecommons.org/publicdomain/zero/1.0/",
)
HTML = "text/html"
ADDRESSES = (PACKAGED / "server" / "docs" / "addresses.md").read_text("utf-8")
WEB = PACKAGED / "server" / "diplomatica" / "web"
NOT_OF_THE_APPLICATION = {
    *("/admin/queries", "/live", "/metrics", "/ready"),
    *("/about?iri=…", "/{path}"),
}
"""The addresses that the server answers itself, and those of any IRI of the data."""
_DATE = re.compile(r"\d{4}[./-]\d\d?[./-]\d\d?|\d\d?[./-]\d\d?[./-]\d{2,4}")
_FIRST = r"(?m)\A<[^>]*> <[^>]*> [^\n]* \.\n"
_LAST = r"(?m)^<[^>]*> <[^>]*> [^\n]* \.\n\Z"
_DAY = r'("\d{4}-\d\d-\d\d")\^\^<[^>]*date>'


@dataclass(frozen=True)
class Mutant:
    """One thing that is altered in what a site answers."""

    old: str
    new: str = ""
    status: int = 0


@lru_cache(8)
def stated_in(turtle: str) -> Graph:
    """What a text states, for several checks of it: rdflib takes long to read a catalog."""
    return Graph().parse(data=turtle, format="turtle")


class Site:
    """A site, perhaps with something altered, asked for what it has at an address."""

    def __init__(self, client: FlaskClient, mutant: Mutant | None = None) -> None:
        self.client, self.mutant = client, mutant

    def get(self, path: str, accept: str = "text/turtle") -> tuple[int, str, str]:
        """The status, the media type and the body, after redirections."""
        with self.client.get(
            path, headers={"Accept": accept}, follow_redirects=True
        ) as answer:
            body, status = (
                answer.get_data().decode("utf-8", "replace"),
                answer.status_code,
            )
            if self.mutant and self.mutant.status:
                status = (
                    self.mutant.status if re.search(self.mutant.old, path) else status
                )
            elif self.mutant:
                body = re.sub(self.mutant.old, self.mutant.new, body)
            return status, answer.mimetype or "", body

    def ok(self, path: str, accept: str = "text/turtle") -> bool:
        return self.get(path, accept)[0] == 200

    def graph(self, path: str) -> Graph:
        return stated_in(self.get(path)[2])

    def schema(self) -> dict[str, object]:
        found = re.findall(
            r'<script type="application/ld\+json">(.*?)</script>',
            self.get("/", HTML)[2],
            re.DOTALL,
        )
        return dict(json.loads(found[0])) if found else {}

    def turtle(self) -> str:
        return self.get("/dumps/diplomatica.ttl")[2]

    def triples(self) -> list[Quad]:
        return list(
            parse(
                self.get("/dumps/diplomatica.nt")[2].encode(),
                format=RdfFormat.N_TRIPLES,
            )
        )


def local(iri: object) -> str:
    return "/" + str(iri).removeprefix(BASE)


def metadata(site: Site) -> bool:
    return bool(site.schema()) and (DATASET, RDF.type, DCAT.Dataset) in site.graph(
        "/dataset"
    )


def structure(site: Site) -> bool:
    named = set(site.graph("/dataset").objects(DATASET, DCTERMS.conformsTo))
    return len(named) >= 2 and all(site.ok(local(one)) for one in named)


def licence(site: Site) -> bool:
    graph = site.graph("/dataset")
    things = [DATASET, *graph.objects(DATASET, DCAT.distribution)]
    page = re.search(r'href="([^"]*)" rel="license"', site.get("/", HTML)[2])
    stated = [str(graph.value(one, DCTERMS.license)) for one in things]
    return len(things) > 6 and {
        *stated,
        page and page[1],
        site.schema().get("license"),
    } <= {*OPEN[:1]}


def quality(site: Site) -> bool:
    reports = list(site.graph("/dataset").objects(RELEASE, DQV.hasQualityMetadata))
    return bool(reports) and all(site.ok(local(report)) for report in reports)


def version(site: Site) -> bool:
    graph = site.graph("/dataset")
    told = (
        graph.value(DATASET, OWL.versionInfo),
        graph.value(DATASET, DCAT.version),
        site.schema().get("version"),
    )
    return len({str(one) for one in told}) == 1


def history(site: Site) -> bool:
    notes = site.graph("/dataset").value(
        RELEASE, URIRef("http://www.w3.org/ns/adms#versionNotes")
    )
    return notes is not None and str(notes) in site.get("/", HTML)[2]


def identifier(site: Site) -> bool:
    status, _, body = site.get(local(DATASET), "application/n-triples")
    return "?" not in DATASET and status == 200 and f"<{DATASET}>" in body


def identifiers(site: Site) -> bool:
    """Every subject of the dataset's own has an IRI that is answered; of the many,
    every seventh is asked here."""
    subjects = sorted({str(quad.subject) for quad in site.triples()})
    own = [one[1:-1] for one in subjects if one.startswith(f"<{BASE}id/")]
    blank = {one for one in subjects if one.startswith("_:")}
    return blank <= nodes_of_the_vocabulary(site) and all(
        site.ok(local(one)) for one in own[::7]
    )


def nodes_of_the_vocabulary(site: Site) -> set[str]:
    """The blank nodes of its axioms, as lists are made of: they are parts of terms, and
    no things."""
    quads = parse(site.get("/graph/ontology.nt")[2].encode(), format=NTRIPLES.rdf)
    return {str(quad.subject) for quad in quads if str(quad.subject).startswith("_:")}


def versions(site: Site) -> bool:
    graph = site.graph("/release/0.1.0")
    return site.ok("/dataset") and (RELEASE, DCAT.isVersionOf, DATASET) in graph


def formats(site: Site) -> bool:
    read = {
        form.name: len(
            list(
                parse(
                    site.get(f"/dumps/diplomatica.{form.suffix}")[2].encode(),
                    format=form.rdf,
                )
            )
        )
        for form in DUMPED
        if form.holds == "triples"
    }
    return len(read) >= 3 and len(set(read.values())) == 1


def neutral(site: Site) -> bool:
    """No local dates: what looks like one is of a type that says what it is."""
    values = [
        quad.object for quad in site.triples() if isinstance(quad.object, Literal)
    ]
    dates = [one for one in values if _DATE.fullmatch(one.value)]
    return len(dates) > 20 and all(one.datatype.value == str(XSD.date) for one in dates)


def vocabularies(site: Site) -> bool:
    predicates = [quad.predicate.value for quad in site.triples()]
    foreign = [one for one in predicates if not one.startswith(str(DIP))]
    return len(foreign) > len(predicates) / 4


def bulk(site: Site) -> bool:
    counted = site.graph("/dataset").value(DATASET, VOID.triples)
    return counted is not None and len(site.triples()) == int(str(counted))


def subsets(site: Site) -> bool:
    return (
        site.ok(f"/dumps/article/{ARTICLE}.ttl")
        and "kazakhstan" in site.get("/dumps/class/State.ttl")[2]
    )


def negotiation(site: Site) -> bool:
    told = {
        form.media_type: site.get("/doc/kazakhstan", form.media_type)[1]
        for form in GRAPHS
    }
    return (
        all(asked == given for asked, given in told.items())
        and site.get("/doc/kazakhstan", HTML)[1] == HTML
        and all(site.ok(f"/doc/kazakhstan.{form.suffix}") for form in GRAPHS)
    )


def periodicity(site: Site) -> bool:
    return site.graph("/dataset").value(DATASET, DCTERMS.accrualPeriodicity) is not None


def explained(site: Site) -> bool:
    status, _, body = site.get("/id/kazakstan")
    return status == 404 and f"{BASE}id/kazakhstan" in body


def interface(site: Site) -> bool:
    service = site.graph("/dataset").value(None, DCAT.servesDataset, DATASET)
    _, kind, body = site.get(
        "/sparql?query=ASK{?s ?p ?o}", "application/sparql-results+json"
    )
    return (
        service is not None
        and kind == "application/sparql-results+json"
        and json.loads(body)["boolean"] is True
    )


def complete(site: Site) -> bool:
    """Every thing that a dump refers to is described in it."""
    triples = site.triples()
    described = {quad.subject for quad in triples}
    named = {
        quad.object
        for quad in triples
        if isinstance(quad.object, NamedNode)
        and quad.object.value.startswith(f"{BASE}id/")
    }
    return len(named) > 100 and named <= described


def feedback(site: Site) -> bool:
    """By a proposal, where the page states something that can be proposed otherwise."""
    pages = ["/", "/doc/kazakhstan", "/sparql", f"/article/{ARTICLE}"]
    return all(_leads_to_report(site, page) for page in pages)


def _leads_to_report(site: Site, page: str) -> bool:
    for _ in range(4):
        ways = re.findall(r'href="(/(?:report|propose)[^"]*)"', site.get(page, HTML)[2])
        if not ways:
            return False
        # A form of proposals leads to those of other claims of its sentence, too.
        reports = [way for way in ways if way.startswith("/report")]
        page = unescape([*reports, *ways][0])
        if reports:
            return "Release: " in site.get(page, HTML)[2]
    return False


def enriched(site: Site) -> bool:
    links = site.turtle().count("skos:exactMatch")
    return links > 5 and "a dip:Inference" in site.turtle()


def presented(site: Site) -> bool:
    """All that has a time is drawn on the timeline, in its page and its file, and
    stands in its table."""
    timed = {
        quad.subject.value  # type: ignore[union-attr]
        for quad in site.triples()
        if quad.predicate.value in (str(DIP.earliest), str(DIP.latest))
    }
    drawn = set(
        re.findall(
            r'<a href="([^"]*)"><text', site.get("/timeline.svg", "image/svg+xml")[2]
        )
    )
    shown = set(re.findall(r'<a href="([^"]*)"><text', site.get("/timeline", HTML)[2]))
    rows = csv.DictReader(site.get("/timeline.csv", "text/csv")[2].splitlines())
    return (
        len(timed) > 10
        and drawn == {row["thing"] for row in rows} == timed
        and shown == set(map(local, timed))
    )


def terms(site: Site) -> bool:
    told = "remain their publishers" in site.get("/", HTML)[2]
    return told and site.graph("/dataset").value(DATASET, DCTERMS.rights) is not None


def cited(site: Site) -> bool:
    source = site.graph("/dataset").value(DATASET, DCTERMS.source)
    return (
        source is not None
        and site.ok(local(source))
        and f"/article/{ARTICLE}" in site.get("/doc/kazakhstan", HTML)[2]
    )


def star_1(site: Site) -> bool:
    return (
        site.ok("/dumps/diplomatica.ttl")
        and str(site.graph("/dataset").value(DATASET, DCTERMS.license)) in OPEN
    )


def star_4(site: Site) -> bool:
    return all(
        (URIRef(f"{BASE}{one}"), None, None) in site.graph(f"/{one}")
        for one in ("id/kazakhstan", "id/osce")
    )


def star_5(site: Site) -> bool:
    return bool(re.search(r"skos:exactMatch wd:Q\d+", site.turtle()))


# The practice, how it is checked, and the mutant in which it is not followed.
PRACTICES: dict[str, tuple[Callable[[Site], bool], Mutant]] = {
    "BP1: people and programs find metadata": (
        metadata,
        Mutant("dcat:Dataset", "dcat:Catalog"),
    ),
    "BP3: the ontology and the shapes that the data conforms to are there": (
        structure,
        Mutant("^/shapes", status=404),
    ),
    "BP4: an open licence on the dataset, each distribution and the page": (
        licence,
        Mutant('rel="license"', ""),
    ),
    "BP6: a report on the quality is linked and there": (
        quality,
        Mutant("validation$", status=404),
    ),
    "BP7: one version, told alike everywhere": (
        version,
        Mutant('owl:versionInfo "0.1.0"', 'owl:versionInfo "0.2.0"'),
    ),
    "BP8: what changed in each release is told": (
        history,
        Mutant("adms:versionNotes", "adms:status"),
    ),
    "BP9: the dataset has a persistent identifier that is answered": (
        identifier,
        Mutant("^/dataset", status=404),
    ),
    "BP10: every thing has one, and none is a blank node": (
        identifiers,
        Mutant("^/id/", status=404),
    ),
    "BP11: the release and the series have one each": (
        versions,
        Mutant("dcat:isVersionOf", "dcat:version"),
    ),
    "BP12: every distribution can be read by a parser of its standard": (
        formats,
        Mutant(_LAST),
    ),
    "BP13: dates and numbers do not depend on a place": (neutral, Mutant(_DAY, r"\1")),
    "BP14: the same in three formats or more": (formats, Mutant(_FIRST)),
    "BP15: terms of others are used": (
        vocabularies,
        Mutant(r"<http://www\.w3\.org/[^>]*>", f"<{DIP}x>"),
    ),
    "BP17: all in one file, as much as is said": (
        bulk,
        Mutant(r"void:triples \d+", "void:triples 5"),
    ),
    "BP18: parts by article and by class": (
        subsets,
        Mutant("^/dumps/article", status=404),
    ),
    "BP19: formats by negotiation, and by address": (
        negotiation,
        Mutant(r"kazakhstan\.nq$", status=404),
    ),
    "BP21: how often it is renewed is told": (
        periodicity,
        Mutant("dcterms:accrualPeriodicity", "dcterms:relation"),
    ),
    "BP22: what is not there is explained": (
        explained,
        Mutant("^/id/kazakstan", status=500),
    ),
    "BP23: an interface of the Web's own standards": (
        interface,
        Mutant("dcat:servesDataset", "dcat:relation"),
    ),
    "BP28: what a dump refers to is in it": (
        complete,
        Mutant(f"(?m)^<{BASE}id/osce> .*\n"),
    ),
    "BP29: every page and every statement leads to a report": (
        feedback,
        Mutant("/report", "/none"),
    ),
    "BP31: links and derived statements, marked as such": (
        enriched,
        Mutant("a dip:Inference", "a dip:Claim"),
    ),
    "BP32: a timeline of all that has a time": (
        presented,
        Mutant('/id/osce-summit-astana"><text', '/id/osce"><text'),
    ),
    "BP34: the terms of others are told": (
        terms,
        Mutant("remain their publishers", ""),
    ),
    "BP35: the article is cited": (cited, Mutant("dcterms:source", "dcterms:relation")),
}
STARS: dict[str, tuple[Callable[[Site], bool], Mutant]] = {
    "1: on the Web under an open licence": (
        star_1,
        Mutant(r"creativecommons\.org", "example.org"),
    ),
    "2: structured, and read by a parser": (formats, Mutant(_FIRST)),
    "4: things have addresses that give RDF about them": (
        star_4,
        Mutant(r":osce\b", ":other"),
    ),
    "5: linked to the data of others": (
        star_5,
        Mutant("skos:exactMatch", "rdfs:seeAlso"),
    ),
}


CHECKS = PRACTICES | STARS


@pytest.mark.parametrize("practice", CHECKS)
def test_the_practice_is_followed(practice: str, published_client: FlaskClient) -> None:
    check, _ = CHECKS[practice]
    assert check(Site(published_client))


@pytest.mark.parametrize("practice", CHECKS)
def test_a_mutant_does_not_follow_the_practice(
    practice: str, published_client: FlaskClient
) -> None:
    check, mutant = CHECKS[practice]
    assert not check(Site(published_client, mutant))


def views(client: FlaskClient) -> dict[str, str]:
    """The file of the view of each address, what varies in the address in braces."""
    app = client.application
    return {
        re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", r"{\1}", rule.rule): view_file(
            app.view_functions[rule.endpoint]
        )
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
    }


def view_file(view: Callable[..., Any]) -> str:
    """The file below `web/` in which a view stands."""
    function = view.func if isinstance(view, partial) else view
    module = function.__module__.removeprefix("diplomatica.web.")
    return f"{module.replace('.', '/')}.py"


def addresses(client: FlaskClient) -> set[str]:
    """The addresses that the site answers."""
    return set(views(client))


@dataclass(frozen=True)
class Promise:
    """What the table of addresses tells of one."""

    file: str
    since: str


def promises(table: str) -> dict[str, Promise]:
    """The addresses in the table, each with its file and the version that promised it."""
    row = r"^\| (`/.*?) \| `([\w/]+\.py)` \| ([\d.]+) \| "
    return {
        address: Promise(file, since)
        for told, file, since in re.findall(row, table, re.MULTILINE)
        for address in re.findall("`(/.*?)`", told)
    }


def undocumented(client: FlaskClient, documented: str) -> set[str]:
    return addresses(client) - set(re.findall(r"`(/[^` ]*)`", documented))


def withdrawn(
    client: FlaskClient, promised: dict[str, Promise], version: str
) -> set[str]:
    """The addresses that a version with the same first number promised, and that are gone."""
    major = version.partition(".")[0]
    return {
        address
        for address, promise in promised.items()
        if promise.since.partition(".")[0] == major
    } - addresses(client)


def test_bp25_every_address_is_documented(published_client: FlaskClient) -> None:
    assert len(addresses(published_client)) > 30
    assert undocumented(published_client, ADDRESSES) == set()


def test_the_table_of_addresses_names_the_file_of_each(
    published_client: FlaskClient,
) -> None:
    promised, held = promises(ADDRESSES), views(published_client)
    assert {one: promised[one].file for one in promised.keys() & held} == held
    # The server answers some before the application is asked.
    assert all((WEB / promise.file).is_file() for promise in promised.values())


def test_a_mutant_of_the_documentation_lacks_an_address(
    published_client: FlaskClient,
) -> None:
    assert undocumented(published_client, ADDRESSES.replace("`/cite.bib`", "")) == {
        "/cite.bib"
    }


def test_bp26_no_address_that_was_promised_is_gone(
    published_client: FlaskClient, published: Release
) -> None:
    promised = promises(ADDRESSES)
    for address in NOT_OF_THE_APPLICATION:
        del promised[address]
    assert addresses(published_client) == promised.keys(), (
        "a new address is a promise: write it down"
    )
    assert withdrawn(published_client, promised, published.version) == set()


def test_a_mutant_of_the_contract_promises_more(published_client: FlaskClient) -> None:
    more = {"/gone": Promise("catalog/front.py", "0.1.0")}
    assert withdrawn(published_client, more, "0.2.0") == {"/gone"}
    assert withdrawn(published_client, more, "1.0.0") == set()
