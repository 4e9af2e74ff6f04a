"""The languages that a request asks for, of those in which a release calls its things."""

import re

from flask import Response, after_this_request, g, has_request_context

from diplomatica.lookup.language import Languages
from diplomatica.web.requestcontext import accepted_languages, request_context

TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def asked_of(languages: Languages) -> tuple[str, ...]:
    """What suits the request that is being answered, if any; its answer varies with that.

    A language that the address names, as in `?lang=de`, comes before all others.
    """
    if not languages.tags or not has_request_context():
        return ()
    if "languages" not in g:
        accepted, chosen = request_context().languages, request_context().language
        if TAG.fullmatch(chosen):
            accepted = f"{chosen}, {accepted}"
        g.languages = languages.preferred(accepted_languages(accepted))
        after_this_request(_vary)
    tags: tuple[str, ...] = g.languages
    return tags


def _vary(response: Response) -> Response:
    response.vary.add("Accept-Language")
    return response
