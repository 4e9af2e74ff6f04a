"""The rules that are ready to be handed in at w3id.org lead each IRI to the same path
of the site that serves it."""

import re

import pytest
from flask.testing import FlaskClient

from conftest import ARTICLE, BASE
from diplomatica.model.dataset.folder import PACKAGED

RULES = (PACKAGED / ".github" / "w3id" / ".htaccess").read_text("utf-8")
SITE = re.findall(r"E=site:(\S+)\]", RULES)[0]
(PATTERN, TARGET, FLAGS) = re.findall(
    r"^RewriteRule (\S+) (\S+/\S+) \[(R\S+)\]$", RULES, re.MULTILINE
)[0]


def led_to(iri: str) -> str:
    path = iri.removeprefix(BASE)
    return re.sub(
        PATTERN, TARGET.replace("%{ENV:site}", SITE).replace("$1", r"\1"), path, count=1
    )


@pytest.mark.parametrize(
    "path",
    [
        "ontology",
        "id/kazakhstan",
        f"claim/{ARTICLE}/osce-finale",
        "dataset",
        "release/0.1.0",
    ],
)
def test_each_iri_leads_to_its_own_path_which_is_answered(
    path: str, client: FlaskClient
) -> None:
    assert led_to(BASE + path) == f"{SITE}/{path}"
    assert (
        client.get(
            led_to(BASE + path).removeprefix(SITE), follow_redirects=True
        ).status_code
        == 200
    )


def test_they_see_other_and_leave_what_is_encoded() -> None:
    assert {"R=303", "L", "NE"} == set(FLAGS.split(","))
