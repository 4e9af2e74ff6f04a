"""The feed of releases, held against RFC 4287 by validators that are not ours."""

import shutil
import subprocess
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import etree

from diplomatica.model.dataset.release import Release
from versions import client, folder, three

__all__ = ["client", "folder", "three"]

HERE = Path(__file__).parent
ATOM = "{http://www.w3.org/2005/Atom}"
VALIDATOR = HERE / "validate_feed.hs"
MUTANTS = {
    "<updated>": "<updated>yesterday ",
    "<title>": "<heading>here</heading><title>",
    '<link href="': '<link to="',
    "<id>": "<id>no address ",
    "<author>": "<author><email>nobody</email>",
    "<content>": '<content type="prose">',
    "<entry>": "<entry><id>urn:other</id>",
}


@pytest.fixture(scope="module")
def grammar() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(HERE / "feed" / "atom.rng"))


def test_the_feed_follows_the_grammar_of_atom(
    client: FlaskClient, grammar: etree.RelaxNG
) -> None:
    grammar.assertValid(etree.fromstring(client.get("/feed.atom").data))


@pytest.mark.parametrize("words", MUTANTS)
def test_a_feed_that_is_none_breaks_the_grammar(
    words: str, client: FlaskClient, grammar: etree.RelaxNG
) -> None:
    text = client.get("/feed.atom").text.partition("?>")[2]
    assert words in text, "the feed has nothing of it"
    spoilt = text.replace(words, MUTANTS[words], 1)
    assert not grammar.validate(etree.fromstring(spoilt))


def test_no_two_entries_are_of_one_release(
    client: FlaskClient, three: list[Release]
) -> None:
    feed = etree.fromstring(client.get("/feed.atom").data)
    named = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert len({*named}) == len(named) == len(three)
    links = feed.findall(f"{ATOM}link[@rel='self']")
    assert [link.get("href") for link in links] == ["http://localhost/feed.atom"]


@pytest.mark.skipif(
    not shutil.which("runghc"),
    reason="a validator of feeds is not installed: apt-get install libghc-feed-dev",
)
def test_a_validator_of_feeds_demands_nothing(
    client: FlaskClient, tmp_path: Path
) -> None:
    file = tmp_path / "feed.atom"
    file.write_bytes(client.get("/feed.atom").data)
    command = ["runghc", str(VALIDATOR), str(file)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout) == (0, "")
