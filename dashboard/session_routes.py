"""The routes that sign in and out: only a response can set or end the cookie."""

from __future__ import annotations

import os
from typing import Annotated

from anyio import to_thread
from pydantic import Field, StringConstraints
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboard import gate
from dashboard.doors import address, body, for_our_pages
from dashboard.requests import Shape
from db.sign_ins import ABSOLUTE

Short = Annotated[str, StringConstraints(max_length=400)]


class SignInWish(Shape):
    """Name and password."""

    login: Short
    password: Short = Field(repr=False)


class PasswordWish(Shape):
    """The present password and the new one."""

    old: Short = Field(repr=False)
    new: Short = Field(repr=False)


async def sign_in(request: Request) -> Response:
    """Begin a session and set its cookie."""
    wish = SignInWish.model_validate(await body(request))
    agent = request.headers.get("user-agent", "")

    def begin() -> str:
        return gate.sign_in(wish.login, wish.password, address=address(request), agent=agent)

    cookie = await to_thread.run_sync(begin)
    response = JSONResponse({"state": "signed_in"})
    response.set_cookie(
        gate.COOKIE,
        cookie,
        max_age=int(ABSOLUTE.total_seconds()),
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )
    return response


async def sign_out(request: Request) -> Response:
    """End the session and take its cookie away."""
    await to_thread.run_sync(gate.sign_out, request.cookies.get(gate.COOKIE, ""))
    response = JSONResponse({"state": "signed_out"})
    response.delete_cookie(
        gate.COOKIE, path="/", secure=is_secure(request), httponly=True, samesite="lax"
    )
    return response


async def change_password(request: Request) -> Response:
    """Take a new password; every other session of the person ends."""
    wish = PasswordWish.model_validate(await body(request))
    cookie = request.cookies.get(gate.COOKIE)

    def change() -> None:
        signed = gate.signed_by_cookie(cookie, address(request))
        if signed is None:
            raise gate.SessionEnded
        gate.change_password(signed, wish.old, wish.new)

    await to_thread.run_sync(change)
    return JSONResponse({"state": "changed"})


def is_secure(request: Request) -> bool:
    """Whether the cookie may only travel by https: under https, or behind a proxy that says so."""
    return request.url.scheme == "https" or os.environ.get("HENG_SECURE") == "1"


routes = [
    Route("/session", for_our_pages(sign_in), methods=["POST"]),
    Route("/session", for_our_pages(sign_out), methods=["DELETE"]),
    Route("/password", for_our_pages(change_password), methods=["POST"]),
]
