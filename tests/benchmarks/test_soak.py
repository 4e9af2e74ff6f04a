"""The soak runs: each attack is made, and a good client asks meanwhile."""

import pytest

from benchmarks import soak
from diplomatica.model.dataset.release import Release


@pytest.mark.long
def test_each_attack_is_made_and_a_good_client_has_its_answers(
    release: Release,
) -> None:
    rows = list(soak.run(release, 0.3))
    assert [row.attack for row in rows] == list(soak.ATTACKS)
    assert [row.attack for row in rows if row.failures or not row.query.seconds] == []
    assert all(row.memory > 0 and f"| {row.attack} | " in str(row) for row in rows)
