"""Passwords: which are good enough, and how they are kept as Argon2id hashes."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from checklists.errors import N_
from db.errors import DataError
from db.texts import is_storable, printable

LEAST, MOST = 10, 200
"""Characters of a password; a long sentence is welcome."""

# At least 50 ms of one core here; raised figures are taken over at the next sign-in.
_HASHER = PasswordHasher(time_cost=4, memory_cost=64 * 1024, parallelism=2)

# A hash of nothing anyone knows: an unknown name costs the same time as a wrong password.
_NOBODY = _HASHER.hash("no account has this password: \x00")


class PasswordTooWeak(DataError):
    """A new password is too short, too long, or too easy to guess."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "Password: choose {least} to {most} characters that are not all the same "
                "and not the sign-in name."
            ),
            least=LEAST,
            most=MOST,
        )


def hashed(password: str, login: str) -> str:
    """The Argon2id hash of a new password. Raises PasswordTooWeak."""
    plain = password.casefold()
    if not is_storable(password):
        raise PasswordTooWeak
    if not LEAST <= len(password) <= MOST or len(set(plain)) < 4 or plain == login.casefold():
        raise PasswordTooWeak
    return _HASHER.hash(password)


def matches(password: str, kept: str | None) -> bool:
    """Whether a password is the kept one; it takes the same time where nothing usable is kept."""
    # No kept password has characters that cannot be stored, nor more than so many.
    tried = printable(password[: MOST + 1])
    try:
        return _HASHER.verify(kept or _NOBODY, tried) and kept is not None and tried == password
    except InvalidHashError:
        return matches(password, None)
    except VerificationError:
        return False


def renewed(password: str, kept: str | None) -> str | None:
    """A hash by today's figures of a password that matched, None where the kept one is by them."""
    return _HASHER.hash(password) if kept is not None and is_outdated(kept) else None


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with lower figures than today's."""
    return _HASHER.check_needs_rehash(kept)
