"""Of what a release can speak: reasons, the claims of articles, and times."""

from diplomatica.engine import Engine

_REASONED = """
SELECT ?why {
  VALUES ?kind { dip:Claim dip:Note dip:Link dip:Inference } ?why a ?kind
} LIMIT 1"""
_CLAIMED = "SELECT ?why { ?why a dip:Claim } LIMIT 1"
_TIMED = "SELECT ?thing { ?thing dip:earliest|dip:latest ?day } LIMIT 1"


def gives_reasons(engine: Engine) -> bool:
    """Whether claims, notes, links or rules say why triples are there, or files alone."""
    return bool(engine.rows(_REASONED))


def has_claims(engine: Engine) -> bool:
    """Whether words of articles say why triples are there."""
    return bool(engine.rows(_CLAIMED))


def has_times(engine: Engine) -> bool:
    """Whether anything has a time by which what happened stands in order."""
    return bool(engine.rows(_TIMED))
