"""Whether the server is well: told in the event loop, where no page and no query waits."""

import asyncio
import json

from diplomatica.engine import Engine
from diplomatica.errors import DiplomaticaError
from diplomatica.web.catalog.health import WORKS
from diplomatica.web.gateway.backend import Backend
from diplomatica.web.gateway.uptake import Uptake
from diplomatica.web.http.reply import EVERYWHERE, Reply

PATH = "/health"
_LOOKS_AFTER = 2.0  # seconds between two looks
_PATIENCE = 5.0  # seconds that a query of one row may take


class Health:
    """What is known of the health of the release that is served."""

    def __init__(self, uptake: Uptake) -> None:
        """Nothing is known to fail yet."""
        self._uptake = uptake
        self.fault = ""
        """What is wrong; "" if nothing is."""

    async def look(self) -> None:
        """Look again and again."""
        while True:
            await self._look(self._uptake.backend)
            await asyncio.sleep(_LOOKS_AFTER)

    async def _look(self, backend: Backend) -> None:
        self.fault = await _of_files(backend) or await _of_query(backend)

    def reply(self) -> Reply:
        """The answer: 200 while all is well, else 503 with what is not."""
        release, late = self._uptake.backend.release, self._uptake.failure
        told = {
            "status": "failing" if self.fault else "ok",
            "release": release.version,
            "checksum": release.checksum,
            "triples": release.triples,
            "quads": release.quads,
            "uptake": f"failing: {late}" if late else "ok",
        }
        if self.fault:
            told["error"] = self.fault
        kind = {"Content-Type": "application/json", "Cache-Control": "no-store"}
        body = json.dumps(told, ensure_ascii=False).encode() + b"\n"
        return Reply(503 if self.fault else 200, {**EVERYWHERE, **kind}, body)


async def _of_files(backend: Backend) -> str:
    altered = await asyncio.to_thread(backend.release.altered)
    if not altered:
        return ""
    named = ", ".join(altered[:3])
    return f"{len(altered)} files of the release were changed or removed: {named}"


async def _of_query(backend: Backend) -> str:
    """What is wrong with answering; nothing where an answer has just been given."""
    before = backend.workers.answered
    asking = backend.workers.ask("", Engine.rows, WORKS)
    try:
        await asyncio.wait_for(asking, _PATIENCE)
    except TimeoutError:
        is_busy = backend.workers.answered > before
        return "" if is_busy else f"No query was answered for {_PATIENCE:g} seconds."
    except DiplomaticaError as error:
        return str(error)
    return ""
