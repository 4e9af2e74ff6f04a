"""The local names of terms in plain words."""

import pytest

from diplomatica.model.terms.wording import words_of_name


@pytest.mark.parametrize(
    ("local", "words"),
    [
        ("addressCountry", "address country"),
        ("P102_has_title", "has title"),
        ("ACDCTerminal.sequenceNumber", "sequence number"),
        ("IdentifiedObject.name", "name"),
        ("Equipment.EquipmentContainer", ""),
        ("ACLineSegment", "AC Line Segment"),
        ("hasURL", "has URL"),
        ("hasURLs", "has URLs"),
        ("database_cross_reference", "database cross reference"),
        ("12", ""),
        ("GAGlrVHrJ", ""),
        ("QIqjnYHdF", ""),
        ("RAGlcLUCsXJ", ""),
        ("IsAKindOf", "Is A Kind Of"),
        ("OAuthPairedEduGain", "O Auth Paired Edu Gain"),
        ("hasXMLSchema", "has XML schema"),
        ("yMinXMax", "y min x max"),
        ("isAKindOf", "is a kind of"),
        ("rhythmOf", "rhythm of"),
    ],
)
def test_a_local_name_is_told_in_words(local: str, words: str) -> None:
    assert words_of_name(local) == words
