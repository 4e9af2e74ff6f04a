"""The routes of a site are quick to make."""

from unittest import mock

from flask import url_for
from werkzeug.routing import Rule

from diplomatica.engine import Embedded
from diplomatica.model.dataset.release import Release
from diplomatica.web.app import create_app


def test_no_route_is_compiled_for_addresses_before_one_is_made(
    release: Release, engine: Embedded
) -> None:
    usual = Rule._compile_builder
    with mock.patch.object(Rule, "_compile_builder", autospec=True) as compiled:
        compiled.side_effect = usual
        app = create_app(release, engine)
        rules = [call.args[0].rule for call in compiled.call_args_list]
        with app.test_request_context():
            made = [
                url_for("article", slug="astana", claim=number) for number in (1, 2)
            ]
    assert {*rules} == {"/static/<path:filename>"}  # from which most pages make some
    assert made == ["/article/astana?claim=1", "/article/astana?claim=2"]
    assert compiled.call_count == len(rules) + 1
