"""A small OpenID Connect provider on loopback: whoever is asked for is chosen from a list."""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
import time
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

HOST = "127.0.0.1"
CLIENT, SECRET = "heng", "only-for-these-tests"


@dataclass
class Provider:
    """The provider and its accounts: claims by subject, to be changed while it runs.

    It takes the authorisation-code flow only, with the client's secret, a nonce, and PKCE where
    the client begins with it; a code is taken once.
    """

    port: int
    accounts: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Make the key, and the places of the protocol."""
        self.key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: dict[str, str] = {}
        app = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.discovery),
                Route("/authorize", self.authorize),
                Route("/token", self.token, methods=["POST"]),
                Route("/jwks", self.jwks),
                Route("/userinfo", self.userinfo),
            ]
        )
        config = uvicorn.Config(app, HOST, self.port, log_level="error", access_log=False)
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)

    @property
    def issuer(self) -> str:
        """The provider's name, which is its address."""
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        """Serve from a thread; returns once it answers."""
        self.thread.start()
        end = time.monotonic() + 20
        while not self.server.started:
            assert time.monotonic() < end, "the provider did not come up"
            time.sleep(0.02)

    def close(self) -> None:
        """End it."""
        self.server.should_exit = True
        self.thread.join(timeout=20)

    def secrets_toml(self, address: str) -> str:
        """The settings of Streamlit's sign-in for a server at an address."""
        return (
            "[auth]\n"
            f'redirect_uri = "{address}/oauth2callback"\n'
            'cookie_secret = "a cookie\'s secret that is long enough"\n'
            f'client_id = "{CLIENT}"\n'
            f'client_secret = "{SECRET}"\n'
            f'server_metadata_url = "{self.issuer}/.well-known/openid-configuration"\n'
            'client_kwargs = { code_challenge_method = "S256", prompt = "select_account" }\n'
        )

    async def discovery(self, request: Request) -> Response:
        """What the provider can do, and where."""
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/jwks",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": [
                    "client_secret_basic",
                    "client_secret_post",
                ],
            }
        )

    async def authorize(self, request: Request) -> Response:
        """The list of accounts; a chosen one goes back with a code."""
        query = dict(request.query_params)
        if query.get("client_id") != CLIENT or query.get("response_type") != "code":
            return Response("unknown client", status_code=400)
        chosen = query.pop("chosen", None)
        if chosen is None:
            links = "".join(
                f'<li><a href="/authorize?{escape(urlencode({**query, "chosen": sub}))}">'
                f"{escape(sub)}</a></li>"
                for sub in self.accounts
            )
            head = '<!doctype html><title>Provider</title><link rel="icon" href="data:,">'
            return HTMLResponse(f"{head}<h1>Choose an account</h1><ul>{links}</ul>")
        self.asked.append(query)
        code = secrets.token_urlsafe(24)
        self.codes[code] = {**query, "sub": chosen}
        back = urlencode({"code": code, "state": query.get("state", "")})
        return RedirectResponse(f"{query['redirect_uri']}?{back}", status_code=302)

    async def token(self, request: Request) -> Response:
        """A code against tokens, for the client with its secret who began."""
        form = {key: str(value) for key, value in (await request.form()).items()}
        begun = self.codes.pop(form.get("code", ""), None)
        if begun is None or not _is_client(request, form):
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        proof = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        if (
            begun.get("code_challenge") not in (None, challenge)
            or form.get("redirect_uri") != begun["redirect_uri"]
        ):
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": begun.get("nonce"),
            "sub": begun["sub"],
            **self.accounts[begun["sub"]],
        }
        access = secrets.token_urlsafe(24)
        self.tokens[access] = begun["sub"]
        header = {"alg": "RS256", "kid": self.key.kid}
        return JSONResponse(
            {
                "access_token": access,
                "token_type": "Bearer",
                "expires_in": 300,
                "id_token": jwt.encode(header, claims, self.key),
            }
        )

    async def jwks(self, request: Request) -> Response:
        """The public key."""
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    async def userinfo(self, request: Request) -> Response:
        """The claims of whoever a token was given for."""
        sub = self.tokens.get(request.headers.get("authorization", "").removeprefix("Bearer "))
        if sub is None:
            return Response(status_code=401)
        return JSONResponse({"sub": sub, **self.accounts[sub]})


def _is_client(request: Request, form: dict[str, str]) -> bool:
    basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
    by_header = request.headers.get("authorization") == f"Basic {basic}"
    by_form = (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)
    return by_header or by_form
