"""HTTP routes beside the pages: the tablet form speaks to these, in this process or in its own."""

from __future__ import annotations

from typing import Any

from anyio import to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from checklists.model import Sheet
from checklists.rules.base import Label
from dashboard import desk, form_routes, session_routes, signature_routes, together
from dashboard.doors import Caller, body, for_bearer, other_hosts
from dashboard.form_data import score_data
from dashboard.headers import SecurityHeaders
from dashboard.logs import RequestLog
from dashboard.obstacles import CODES, IN_THE_WAY, obstacles_data
from dashboard.open_data import open_data
from dashboard.photos import routes as photo_routes
from dashboard.refusals import failure, fault, no_route
from dashboard.requests import ChangesIn, OperationsIn, PresenceIn, SubmitIn
from dashboard.words import language, say
from db.incoming import OperationResult


async def health(request: Request) -> Response:
    """Whether this process answers."""
    return JSONResponse({"status": "ok"})


async def look(request: Request, caller: Caller) -> Response:
    """The audit as it stands: answers, score, state, open questions, who else is there."""
    asked = ChangesIn.model_validate(dict(request.query_params))
    audit = await to_thread.run_sync(desk.look_at, caller.actor, caller.audit, asked.client or "")
    return JSONResponse(open_data(audit, caller.actor))


async def changes(request: Request, caller: Caller) -> Response:
    """The audit as it stands where it differs from what the device has seen, else 204."""
    asked = ChangesIn.model_validate(dict(request.query_params))
    audit = await to_thread.run_sync(
        together.changes, caller.actor, caller.audit, asked.since, asked.signal()
    )
    if audit is None:
        return Response(status_code=204)
    return JSONResponse(open_data(audit, caller.actor))


async def presence(request: Request, caller: Caller) -> Response:
    """Take note that a device has the audit open, or leaves it."""
    said = PresenceIn.model_validate(await body(request))
    await to_thread.run_sync(together.announce, caller.actor, caller.audit, said.signal())
    return JSONResponse({"state": "noted"})


async def operations(request: Request, caller: Caller) -> Response:
    """Take a batch of answers; each is accepted, superseded or refused with words."""
    batch = OperationsIn.model_validate(await body(request))
    recorded = await to_thread.run_sync(
        desk.record,
        caller.actor,
        caller.audit,
        [o.operation() for o in batch.operations],
        batch.waiting,
        batch.since,
    )
    return JSONResponse(
        {
            "results": [_result(result, recorded.sheet) for result in recorded.results],
            "score": score_data(recorded.score),
            "sequence": recorded.sequence,
            "cursor": recorded.cursor,
        }
    )


async def submit(request: Request, caller: Caller) -> Response:
    """Submit and lock the audit; a second time changes nothing."""
    wish = SubmitIn.model_validate(await body(request))
    try:
        audit = await to_thread.run_sync(
            desk.submit,
            caller.actor,
            caller.audit,
            set(wish.confirmed),
            wish.client or "",
            wish.without,
        )
    except IN_THE_WAY as error:
        found = await to_thread.run_sync(obstacles_data, error, caller.actor, caller.audit)
        return failure(409, CODES[type(error)], say(error), obstacles=found)
    return JSONResponse({"state": audit.state})


def _result(result: OperationResult, sheet: Sheet) -> dict[str, Any]:
    refusal = result.refusal
    if refusal is not None and refusal.item in sheet.by_code:
        # A figure goes by the name its item gives it, and not as numerator or denominator.
        label = getattr(sheet.by_code[refusal.item].rule, refusal.field, None)
        if isinstance(label, Label):
            refusal.params["field"] = label.get(language())
    return {
        "id": result.id,
        "item": result.item,
        "status": result.status,
        "field": None if refusal is None else refusal.field,
        "message": None if refusal is None else say(refusal),
    }


routes = [
    Route("/health", health),
    *session_routes.routes,
    *form_routes.routes,
    Route("/audits/{audit}", for_bearer(look), methods=["GET"]),
    Route("/audits/{audit}/changes", for_bearer(changes), methods=["GET"]),
    Route("/audits/{audit}/presence", for_bearer(presence), methods=["POST"]),
    Route("/audits/{audit}/operations", for_bearer(operations), methods=["POST"]),
    Route("/audits/{audit}/submit", for_bearer(submit), methods=["POST"]),
    *signature_routes.routes,
    *photo_routes.routes,
]

api = RequestLog(
    Starlette(routes=routes, exception_handlers={HTTPException: no_route, Exception: fault})
)

# In a process of their own the routes are another origin to the pages, unless a proxy joins them.
standalone = Starlette(
    routes=[Mount("/api", api)],
    middleware=[
        Middleware(SecurityHeaders),
        Middleware(
            CORSMiddleware,
            allow_origins=[f"{s}://{host}" for host in other_hosts() for s in ("http", "https")],
            allow_methods=["GET", "POST", "PUT", "DELETE"],
            allow_headers=["content-type", "x-heng-token", "x-heng-item", "x-heng-name"],
        ),
    ],
)
