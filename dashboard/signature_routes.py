"""The routes of the signature: put by its number, as often as the network needs, or taken out."""

from __future__ import annotations

from anyio import to_thread
from pydantic import AwareDatetime, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboard import ending
from dashboard.doors import Caller, body, for_bearer
from dashboard.ending_data import signature_data
from dashboard.requests import AnswerIn, Key, Shape
from db.signatures import Signing


class SeenIn(Shape):
    """An answer as it stood on the screen when it was signed."""

    answer: AnswerIn | None
    note: str = ""


class SignatureIn(Shape):
    """A signature as a tablet words it; points are whole numbers on a pad of 1000 x 400."""

    name: str = Field(max_length=500)
    statement: str = Field(default="", max_length=5000)
    strokes: list[list[list[int]]] = Field(max_length=1000)
    signed_at: AwareDatetime
    seen: dict[Key, SeenIn] = Field(max_length=500)

    def signing(self, number: str) -> Signing:
        """The signature as the data layer takes it."""
        seen = {code: (now.answer, now.note) for code, now in self.seen.items()}
        return Signing(number, self.name, self.statement, self.strokes, self.signed_at, seen)


async def put(request: Request, caller: Caller) -> Response:
    """Keep a signature; a second time changes nothing."""
    wish = SignatureIn.model_validate(await body(request))
    signing = wish.signing(request.path_params["signature"])
    found = await to_thread.run_sync(ending.sign, caller.actor, caller.audit, signing)
    return JSONResponse({"signature": signature_data(found)})


async def delete(request: Request, caller: Caller) -> Response:
    """Take a signature out; a second time changes nothing."""
    number = request.path_params["signature"]
    await to_thread.run_sync(ending.unsign, caller.actor, caller.audit, number)
    return JSONResponse({"signature": None})


routes = [
    Route("/audits/{audit}/signature/{signature}", for_bearer(put), methods=["PUT"]),
    Route("/audits/{audit}/signature/{signature}", for_bearer(delete), methods=["DELETE"]),
]
