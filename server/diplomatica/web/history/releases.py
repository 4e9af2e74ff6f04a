"""The releases that were published, with what changed in each."""

from itertools import groupby

from flask import Flask, Response, render_template, request

from diplomatica.lookup.history.telling import notes_of
from diplomatica.lookup.proposing.refusals import refusals
from diplomatica.web.document.missing import no_release
from diplomatica.web.history.since import since
from diplomatica.web.history.wording.worded import Worded
from diplomatica.web.http.problem import not_found
from diplomatica.web.site import Site


def register(app: Flask, site: Site) -> None:
    """The view of /releases."""

    @app.get("/releases")
    def releases() -> str:
        """All releases, the newest first."""
        release_or_day = request.args.get("since", "").strip()
        if release_or_day:
            return _since(site, release_or_day)
        past, draft = site.history.past, site.history.draft
        oldest = site.iris("release", past[-1].entry.version) if past else None
        # the releases after it keep its notes
        first = {"notes": notes_of(site.engine, oldest) if oldest else []}
        refused = refusals(site.engine, site.iris)
        reasons = site.describing.reasons(one.about for one in refused)
        return render_template(
            "history/releases.html",
            refused=refused,
            words={iri.value: one.quote or one.reason for iri, one in reasons.items()},
            past=past,
            draft=draft,
            first=first,
            entries=site.history.to_be_had,
        )

    @app.get("/release/<version>/<path:path>")
    def of_release(version: str, path: str) -> Response:
        """What a release has, if it is to be had, is answered before it comes here."""
        raise no_release(site.release, version) or not_found(
            f"release/{version}/{path}"
        )


def _since(site: Site, release_or_day: str) -> str:
    """What changed since a release or a day, over all the releases that came after."""
    changes = since(site, release_or_day)
    first = site.iris("release", changes.entry.version)
    courses = changes.courses()
    shown = courses[: changes.most]
    groups = groupby(shown, lambda one: one.told.group)
    return render_template(
        "history/since.html",
        since=changes,
        first_notes=notes_of(site.engine, first) if changes.first else [],
        entries=site.history.to_be_had,
        groups=[(group, list(ones)) for group, ones in groups],
        left=len(courses) - len(shown),
        worded=Worded(site, [one.told for one in shown]),
    )
