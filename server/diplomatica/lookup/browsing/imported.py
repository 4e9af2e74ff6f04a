"""Vocabularies that data says it builds on, and of which nothing is here."""

from typing import cast

from pyoxigraph import NamedNode

from diplomatica.engine import Engine
from diplomatica.model.dataset.profile import Profile
from diplomatica.model.vocabulary import OWL

_MOST = 100
_ABSENT = f"""
SELECT DISTINCT ?imported {{
  ?whole {OWL("imports")} ?imported
  FILTER (isIRI(?imported) && NOT EXISTS {{ ?imported ?property ?value }}
    && NOT EXISTS {{ ?other {OWL("versionIRI")} ?imported }})
}} ORDER BY ?imported LIMIT {_MOST}"""


def absent_imports(engine: Engine, profile: Profile) -> list[NamedNode]:
    """Their IRIs; terms of theirs have no names here but the ends of their own IRIs."""
    if OWL("imports").value not in profile.properties:
        return []
    return [cast("NamedNode", row["imported"]) for row in engine.rows(_ABSENT)]
