"""Short-lived tokens that let the form write to one audit in one person's name."""

from __future__ import annotations

import os
from dataclasses import dataclass

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from checklists.errors import N_, WordedError
from dashboard.secret import server_secret

LIFE_SECONDS = int(os.environ.get("HENG_TOKEN_SECONDS", "14400"))


class TokenError(WordedError):
    """The base of what can be wrong with a token."""


class TokenExpired(TokenError):
    """The token was good once."""


class TokenForged(TokenError):
    """The token is none of ours, or for another audit."""


@dataclass(frozen=True)
class Bearer:
    """Whom a token speaks for: person, audit, the session it was given in, and the language.

    The token dies with its session; `sign_in` is None only in the demo.
    """

    person: int
    audit: str
    language: str
    sign_in: int | None = None


def issue(bearer: Bearer) -> str:
    """A signed token for one person and one audit."""
    return _serializer().dumps([bearer.person, bearer.audit, bearer.language, bearer.sign_in])


def read(token: str, audit: str) -> Bearer:
    """Whom a token speaks for. Raises TokenExpired, or TokenForged where it is not for `audit`."""
    try:
        person, of_audit, language, sign_in = _serializer().loads(token, max_age=LIFE_SECONDS)
    except SignatureExpired:
        raise TokenExpired(
            N_("This page was open for a long time. What you entered is kept and sent in a moment.")
        ) from None
    except (BadSignature, ValueError, TypeError):
        raise _forged() from None
    if of_audit != audit:
        raise _forged()
    return Bearer(person, of_audit, language, sign_in)


def _forged() -> TokenForged:
    return TokenForged(N_("You may not write to this audit. Open it again from the list."))


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(server_secret(), salt="audit-operations")
