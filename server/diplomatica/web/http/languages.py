"""The languages that a request asks for, of those in which a release calls its things."""

from flask import Response, after_this_request, g, has_request_context, request

from diplomatica.lookup.language import Languages


def asked_of(languages: Languages) -> tuple[str, ...]:
    """What suits the request that is being answered, if any; its answer varies with that."""
    if not languages.tags or not has_request_context():
        return ()
    if "languages" not in g:
        g.languages = languages.preferred(request.headers.get("Accept-Language", ""))
        after_this_request(_vary)
    found: tuple[str, ...] = g.languages
    return found


def _vary(response: Response) -> Response:
    response.vary.add("Accept-Language")
    return response
