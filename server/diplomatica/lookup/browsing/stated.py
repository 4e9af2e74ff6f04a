"""What the catalog states of the dataset and its releases, as front pages tell it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import cast

from pyoxigraph import Literal, NamedNode

from diplomatica.engine import Engine, Row, Term
from diplomatica.lookup.language import Languages
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import ADMS, DCAT, DCTERMS, VOID

TITLE, DESCRIPTION = DCTERMS("title"), DCTERMS("description")
DESCRIBING = (
    TITLE,
    DESCRIPTION,
    DCTERMS("modified"),
    DCTERMS("creator"),
    DCTERMS("publisher"),
    DCTERMS("accessRights"),
    DCTERMS("spatial"),
    DCTERMS("source"),
    DCAT("keyword"),
)
_EXAMPLE, _VERSION = VOID("exampleResource"), DCAT("version")
_COUNT, _NOTES = VOID("triples"), ADMS("versionNotes")
_PERIOD = DCTERMS("temporal")
_STATED = f"""
SELECT ?property ?value ?release ?version ?issued ?notes ?start ?end {{
  {{ VALUES ?property {{ {" ".join(map(str, DESCRIBING))} }} ?dataset ?property ?value }}
  UNION {{
    ?dataset void:exampleResource ?value . ?value a dip:Claim
    BIND (void:exampleResource AS ?property)
  }}
  UNION {{
    {{ SELECT ?dataset (SUM(?triples) AS ?value) {{
      ?dataset void:subset ?links . ?links a void:Linkset ; void:triples ?triples
    }} GROUP BY ?dataset }}
    BIND (void:triples AS ?property)
  }}
  UNION {{
    ?release dcat:isVersionOf ?dataset ; dcat:version ?version
    OPTIONAL {{ ?release dcterms:issued ?issued }}
    OPTIONAL {{ ?release adms:versionNotes ?notes }}
    BIND (dcat:version AS ?property)
  }}
  UNION {{
    ?dataset dcterms:temporal ?value .
    ?value dcat:startDate ?start ; dcat:endDate ?end
    BIND (dcterms:temporal AS ?property)
  }}
}}"""


@dataclass
class Stated:
    """What the catalog states, asked at once."""

    said: dict[NamedNode, list[Term]] = field(default_factory=dict)
    """The values of the properties that describe the dataset, in order."""
    example: NamedNode | None = None
    """The claim that is named as an example."""
    links: str = "0"
    """How many links to other datasets are counted, whoever states them."""
    releases: list[Row] = field(default_factory=list)
    """The releases with their version, day and notes, the newest first."""
    period: str = ""
    """The time that the dataset is about, as an interval of ISO 8601."""

    def text(self, by: NamedNode, languages: Languages, asked: Sequence[str]) -> str:
        """What is said by a property, in the one language that suits a reader best."""
        texts = [one for one in self.said.get(by, []) if isinstance(one, Literal)]
        if not texts:
            return ""
        best = languages.best_text(texts, asked).language
        return " ".join(one.value for one in texts if one.language == best)

    def notes(self, release: NamedNode) -> list[Term]:
        """The notes of a release."""
        rows = (row for row in self.releases if row["release"] == release)
        return sorted((row["notes"] for row in rows if "notes" in row), key=text_of)


def catalog_statements(engine: Engine, dataset: NamedNode) -> Stated:
    """What the catalog in this engine states of a dataset."""
    rows: dict[NamedNode, list[Row]] = {}
    for row in engine.rows(_STATED, dataset=dataset):
        by = cast("NamedNode", row["property"])
        rows.setdefault(by, []).append(row)
    examples = _values(rows.get(_EXAMPLE, ()))
    counts = (text_of(row["value"]) for row in rows.get(_COUNT, ()))
    periods = map(_interval, rows.get(_PERIOD, ()))
    return Stated(
        said={by: _values(rows.get(by, ())) for by in DESCRIBING},
        example=cast("NamedNode", examples[0]) if examples else None,
        links=next(counts, "0"),
        releases=sorted(rows.get(_VERSION, ()), key=_issue_order, reverse=True),
        period=next(periods, ""),
    )


def _interval(row: Row) -> str:
    """A time as an interval of ISO 8601."""
    return f"{text_of(row['start'])}/{text_of(row['end'])}"


def _values(rows: Iterable[Row]) -> list[Term]:
    return sorted((row["value"] for row in rows), key=text_of)


def _issue_order(row: Row) -> tuple[str, str]:
    issued = text_of(row["issued"]) if "issued" in row else ""
    return issued, text_of(row["version"])
