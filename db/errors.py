"""What can be wrong with a request to the data layer, as exceptions that word themselves."""

from collections.abc import Iterable
from datetime import date

from checklists.errors import N_, WordedError


class DataError(WordedError):
    """The base of everything this package raises."""


class DatabaseUrlUnsupported(DataError):
    """DATABASE_URL names a kind of database this program does not work with."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            N_(
                "DATABASE_URL begins with “{kind}”. Use postgresql://user:password@host/name "
                "or sqlite:///file.db."
            ),
            kind=kind,
        )


class DatabaseUnavailable(DataError):
    """The database does not answer, not in time, or not for this."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            N_("The database cannot do this now ({reason}). Try again; if it stays so, check it."),
            reason=reason,
        )


class DatabaseBusy(DatabaseUnavailable):
    """Somebody else writes for longer than one waits."""

    def __init__(self, reason: str) -> None:
        DataError.__init__(
            self,
            N_(
                "Somebody is writing much at once, such as an import of many orders ({reason}). "
                "This was not saved; try again in a minute."
            ),
            reason=reason,
        )


class DatabaseNotPrepared(DataError):
    """The tables this program needs are not there, or not in their newest form."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "The database lacks tables or columns this version needs. "
                "Run `python -m dashboard migrate` once."
            )
        )


class ReferencesBroken(DataError):
    """A migration would leave rows that refer to rows that are not there; it was undone."""

    def __init__(self, tables: Iterable[str]) -> None:
        super().__init__(
            N_("The migration was undone: rows of {tables} would refer to missing rows."),
            tables=", ".join(tables),
        )


class ChangedMeanwhile(DataError):
    """Two people did what excludes each other at the same moment."""

    def __init__(self) -> None:
        super().__init__(
            N_("Someone else changed the same thing at the same moment. Look at it and try again.")
        )


class ValueUnstorable(DataError):
    """The database takes a value neither as it is nor in part."""

    def __init__(self, reason: str) -> None:
        super().__init__(N_("A value cannot be stored ({reason}). Correct it."), reason=reason)


class CodeTaken(DataError):
    """A code that must be unique is in use."""

    def __init__(self, code: str) -> None:
        super().__init__(N_("The code “{code}” is already in use. Choose another one."), code=code)


class EntryRefused(DataError):
    """A code or a name is empty, too long, or holds characters that cannot be stored."""

    def __init__(self, value: str, least: int, length: int) -> None:
        super().__init__(
            N_("“{value}” does not fit. Enter a text of {least} to {length} characters."),
            value=value[:40],
            least=least,
            length=length,
        )


class DivisionNotFound(DataError):
    """There is no such division."""

    def __init__(self, division: int | str) -> None:
        super().__init__(N_("There is no division {division}."), division=division)


class UnitNotFound(DataError):
    """There is no such unit."""

    def __init__(self, unit: int | str) -> None:
        super().__init__(N_("There is no unit {unit}."), unit=unit)


class UnitClosed(DataError):
    """The unit had been closed on the day of the audit."""

    def __init__(self, unit: str, closed_on: date) -> None:
        super().__init__(
            N_("The unit {unit} was closed on {closed_on}. Choose an earlier day or another unit."),
            unit=unit,
            closed_on=closed_on.isoformat(),
        )


class MoveRefused(DataError):
    """A unit cannot move to where it is, nor on or before the day it came where it is."""

    def __init__(self, since: date) -> None:
        super().__init__(
            N_("Choose another division and a day after {since}, since when the unit is there."),
            since=since.isoformat(),
        )


class PersonNotFound(DataError):
    """There is no such person."""

    def __init__(self, person: int | str) -> None:
        super().__init__(N_("There is no person {person}."), person=person)


class SheetVersionNotFound(DataError):
    """There is no such stored version of a sheet."""

    def __init__(self, version: int | str) -> None:
        super().__init__(N_("There is no stored sheet version {version}."), version=version)


class AuditNotFound(DataError):
    """There is no such audit."""

    def __init__(self, audit_id: str) -> None:
        super().__init__(N_("There is no such audit."))
        self.audit_id = audit_id


class AuditExists(DataError):
    """An audit with this id is already there and is another one."""

    def __init__(self, audit_id: str) -> None:
        super().__init__(N_("Another audit already has this number. Open a new one."))
        self.audit_id = audit_id


class AuditClosed(DataError):
    """The audit no longer takes answers: it was submitted, replaced, or made void."""

    def __init__(self, state: str) -> None:
        super().__init__(
            {
                "void": N_("This audit has been made void and can no longer be changed."),
                "replaced": N_("A corrected version took the place of this audit. Open that one."),
            }.get(state, N_("This audit has been submitted and can no longer be changed."))
        )
        self.state = state


class UnansweredItems(DataError):
    """Items are neither answered nor confirmed as left open; `codes` lists them in sheet order."""

    def __init__(self, codes: Iterable[str]) -> None:
        self.codes = tuple(codes)
        super().__init__(
            N_("{number} items are unanswered. Answer them, or confirm that they stay open."),
            number=len(self.codes),
        )


class PeriodMalformed(DataError):
    """A period is no month written 2026-11."""

    def __init__(self, period: str) -> None:
        super().__init__(
            N_("“{period}” is no month. Write it like 2026-11."), period=str(period)[:40]
        )


class KindUnknown(DataError):
    """An audit is by the unit itself, its division or the company, and nobody else."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            N_("“{kind}” is no kind of audit. Choose own, division or company."),
            kind=str(kind)[:40],
        )


class ReasonMissing(DataError):
    """Making an audit void needs a reason, and so does correcting one."""

    def __init__(self, template: str = "") -> None:
        super().__init__(template or N_("Say in a few words why the audit is made void."))
