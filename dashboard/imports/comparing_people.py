"""People and roles of a workbook against those there are: what is new, what changes."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from unicodedata import normalize

from dashboard.imports import problems
from dashboard.imports.columns import plain_name
from dashboard.imports.comparing import Comparison
from dashboard.imports.entries import ROLE_NAMES, PersonEntry, RoleEntry, role_name
from dashboard.imports.reading import RawRow
from dashboard.words import _
from db.actors import Role
from db.grants import NEEDS


class PeopleComparison:
    """The rows of people and roles; sign-in names and e-mails are of one person each."""

    def __init__(self, found: Comparison) -> None:
        self.found = found
        self.owners: dict[tuple[str, str], str] = {}
        for person in found.known.people.values():
            self._own(person.code, person.login, person.email)
        self.held: dict[tuple[object, ...], list[RoleEntry]] = {}
        for role in found.known.roles.values():
            self.held.setdefault(role.key[:4], []).append(role)

    def compare_person(self, row: RawRow) -> None:
        """Take a row of the people, or note what is wrong with it."""
        found = self.found
        code = row.text("code") or ""
        before = found.known.people.get(code)
        login, email = folded(row.text("login")), folded(row.text("email"))
        entry = PersonEntry(
            code,
            row.text("name") or "",
            login or (before.login if before else None),
            email or (before.email if before else None),
        )
        if found.is_repeated(row, entry):
            return
        if code in found.known.left:
            found.refuse(row, "code", problems.PERSON_LEFT)
        elif email is not None and not _is_address(email):
            found.refuse(row, "email", problems.NO_EMAIL)
        elif self._is_free(row, code, login, email):
            self._own(code, login, email)
            found.take(row, entry, before)

    def compare_role(self, row: RawRow) -> None:
        """Take a row of the roles, or note what is wrong with it."""
        found = self.found
        role = _roles().get(plain_name(row.text("role") or ""))
        since, until = row.day("since"), row.day("until")
        if role is None or since is None:
            found.refuse(row, "role", problems.NO_ROLE, roles=role_list())
            return
        entry = RoleEntry(
            row.text("person") or "", role, row.text("division"), row.text("unit"), since, until
        )
        if found.is_repeated(row, entry, "person") or not self._is_whole(row, entry):
            return
        before = found.known.roles.get(entry.key)
        if before is not None and before.until is not None and (until or date.max) > before.until:
            found.refuse(row, "until", problems.ROLE_ENDED, until=before.until)
        elif before is not None or self._is_first(row, entry):
            self.held.setdefault(entry.key[:4], []).append(entry)
            found.take(row, entry, before)

    def _is_whole(self, row: RawRow, entry: RoleEntry) -> bool:
        found = self.found
        before = len(found.faults)
        if entry.person in found.known.left:
            found.refuse(row, "person", problems.PERSON_LEFT)
        elif not found.has("people", entry.person):
            found.refuse(row, "person", problems.NO_PERSON)
        self._check_scope(row, entry)
        if entry.until is not None and entry.until < entry.since:
            found.refuse(row, "until", problems.ENDS_BEFORE, since=entry.since)
        return len(found.faults) == before

    def _check_scope(self, row: RawRow, entry: RoleEntry) -> None:
        found, needs = self.found, NEEDS[entry.role]
        if needs == "either" and (entry.division is None) == (entry.unit is None):
            found.refuse(row, "division", problems.ONE_ASKED)
            return
        for column, value, unasked, asked in (
            ("division", entry.division, problems.NOT_FOR_DIVISION, problems.DIVISION_ASKED),
            ("unit", entry.unit, problems.NOT_FOR_UNIT, problems.UNIT_ASKED),
        ):
            if value is not None and needs not in (column, "either"):
                found.refuse(row, column, unasked)
            elif value is None and needs == column:
                found.refuse(row, column, asked)
        if entry.division is not None and not found.has("divisions", entry.division):
            found.refuse(row, "division", problems.NO_DIVISION)
        if entry.unit is not None and entry.unit in found.known.closed:
            found.refuse(row, "unit", problems.UNIT_CLOSED)
        elif entry.unit is not None and not found.has("units", entry.unit):
            found.refuse(row, "unit", problems.NO_UNIT)

    def _is_first(self, row: RawRow, entry: RoleEntry) -> bool:
        for other in self.held.get(entry.key[:4], []):
            if entry.overlaps(other):
                until = other.until or _("further notice")
                self.found.refuse(
                    row, "since", problems.HELD_ALREADY, since=other.since, until=until
                )
                return False
        return True

    def _own(self, code: str, login: str | None, email: str | None) -> None:
        for kind, value in (("login", login), ("email", email)):
            if value is not None:
                self.owners[kind, value] = code

    def _is_free(self, row: RawRow, code: str, login: str | None, email: str | None) -> bool:
        for kind, value in (("login", login), ("email", email)):
            owner = None if value is None else self.owners.get((kind, value))
            if owner not in (None, code):
                self.found.refuse(row, kind, problems.IN_USE, person=owner)
                return False
        return True


def role_list() -> str:
    """The names of the roles in the reader's language."""
    return _(", ").join(role_name(role) for role in Role)


@lru_cache(maxsize=1)
def _roles() -> dict[str, Role]:
    names = {plain_name(name): role for role, both in ROLE_NAMES.items() for name in both}
    # Words that are common for the same, and the program's own.
    others = {
        "中心管理员": Role.ADMINISTRATOR,
        "centreadministrator": Role.ADMINISTRATOR,
        "部门负责人": Role.DIVISION_HEAD,
        "meetingviewer": Role.MEETING_VIEWER,
    }
    return others | names | {plain_name(role.value): role for role in Role}


def folded(text: str | None) -> str | None:
    """A name as accounts compare it: whatever its case and width."""
    return normalize("NFKC", normalize("NFKC", text).casefold()).strip() or None if text else None


def _is_address(email: str) -> bool:
    name, at, host = email.partition("@")
    return bool(name and at and host) and "@" not in host and " " not in email
