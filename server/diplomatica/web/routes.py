"""The routes of a site, which are quick to make."""

from collections.abc import Callable
from functools import cache

from werkzeug.routing import Rule


class Route(Rule):
    """A rule of Werkzeug that is compiled for making addresses when one is first made.

    From most rules none ever is: to compile all took most of the time of making a site.
    """

    def _compile_builder(
        self, append_unknown: bool = True
    ) -> Callable[..., tuple[str, str]]:
        usual = super()._compile_builder
        compiled = cache(lambda: usual(append_unknown))

        def built(rule: Rule, /, **values: object) -> tuple[str, str]:
            return compiled()(rule, **values)

        return built
