"""What a copy of a filled sheet holds, in the reader's words, before it becomes a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from checklists.model import Sheet
from checklists.scoring import LedgerLine, SheetScore
from dashboard.answer_words import answer_words
from dashboard.ending_data import correction_words
from dashboard.looks import (
    ALL_OCCASIONS,
    clause_text,
    grade_look,
    moment_text,
    state_text,
    version_text,
)
from dashboard.rule_words import rule_words
from dashboard.words import _, language
from db.answers import CurrentAnswer
from db.consents import Consent
from db.photos import PhotoRow
from db.returning import ReturnRow
from db.rows import AuditRow
from db.signed import SignatureRow

FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
LONGEST_PART = 40


@dataclass(frozen=True)
class Shot:
    """A photo with its thumbnail as JPEG; None where the store does not give it."""

    row: PhotoRow
    thumbnail: bytes | None


@dataclass(frozen=True)
class Copy:
    """An audit with everything its copy shows."""

    audit: AuditRow
    sheet: Sheet
    answers: Mapping[str, CurrentAnswer]
    score: SheetScore
    signature: SignatureRow | None
    returns: Sequence[ReturnRow]
    confirmed: Consent | None
    noted: Consent | None
    shots: Sequence[Shot]

    def showing(self, shots: Sequence[Shot]) -> Copy:
        """The same copy with photos."""
        return replace(self, shots=tuple(shots))


@dataclass(frozen=True)
class Line:
    """One item as the annex lists it; points are exact, None where they do not count."""

    number: int
    section: str
    group: str
    wording: str
    points: Decimal
    rule: str
    left: Decimal | None
    deducted: Decimal | None
    why: str
    clause: str


def headings() -> tuple[str, ...]:
    """The columns of the annex, in their order."""
    return (
        _("No."),
        _("Category"),
        _("Item assessed"),
        _("Content"),
        _("Points"),
        _("How it is scored"),
        _("Points obtained"),
        _("Deducted"),
        _("Reason for the deduction"),
        _("Basis"),
    )


def lines(copy: Copy) -> Iterator[Line]:
    """Every item of the sheet in its order."""
    names = {section.code: section.name.get(language()) for section in copy.sheet.sections}
    for number, found in enumerate(copy.score.lines, start=1):
        item = copy.sheet.by_code[found.item]
        yield Line(
            number,
            names[item.section],
            item.group.get(language()),
            f"{item.code} {item.wording.get(language())}",
            found.points,
            rule_words(item.rule),
            found.left if found.applicable else None,
            found.deducted if found.deducted > 0 else None,
            _why(copy, found),
            clause_text(found.clause),
        )


def title(copy: Copy) -> str:
    """The name of the sheet."""
    return _("Result: {sheet}", sheet=copy.sheet.name.get(language()))


def facts(copy: Copy) -> dict[str, str]:
    """What stands above the table: unit, period, people, state and version."""
    audit = copy.audit
    told = {
        _("Unit"): audit.unit.name(language()),
        _("Division"): audit.unit.division.name(language()),
        _("Period"): audit.period,
        _("Day of the audit"): audit.audited_on.isoformat(),
        _("Occasion"): _(ALL_OCCASIONS[audit.kind]),
        _("Subject"): audit.subject or "–",
        _("Inspector"): audit.inspector.name,
        _("State"): state_text(audit),
        _("Version"): version_text(audit.version),
    }
    if audit.submitted_at is not None:
        told[_("Submitted on")] = moment_text(audit.submitted_at)
    return told


def remarks(copy: Copy) -> list[str]:
    """What stands below the table: correction, confirmation, statement of the unit, returns."""
    told = []
    if copy.audit.corrects is not None:
        told.append(correction_words(copy.audit))
    if copy.confirmed is not None:
        told.append(_said(_("Confirmed by {person}, {moment}"), copy.confirmed))
    if copy.noted is not None:
        told.append(_said(_("The unit took note: {person}, {moment}"), copy.noted))
    for row in copy.returns:
        said = Consent(row.person, row.at, row.remark)
        told.append(_said(_("Returned by {person}, {moment}"), said))
    return told


def signed_words(found: SignatureRow) -> str:
    """Who signed, when, and on whose tablet."""
    return _(
        "{name}, {moment}, on the tablet of {person}",
        name=found.name,
        moment=moment_text(found.signed_at),
        person=found.taken_by,
    )


def grade_words(copy: Copy) -> str:
    """The grade with its shape."""
    return grade_look(copy.score.grade).label


def file_name(audit: AuditRow, sheet: Sheet, ending: str) -> str:
    """Sheet, unit, period and version; without what file systems refuse."""
    parts = (sheet.name.get(language()), audit.unit.name(language()), audit.period)
    return (
        "_".join([*(safe_part(part) for part in parts), _("v{version}", version=audit.version)])
        + f".{ending}"
    )


def safe_part(text: str) -> str:
    """A part of a file's name that every file system takes."""
    return FORBIDDEN.sub("-", text).strip(" .-")[:LONGEST_PART] or "–"


def _why(copy: Copy, line: LedgerLine) -> str:
    given = copy.answers.get(line.item)
    answer = None if given is None else given.answer
    words = answer_words(copy.sheet.by_code[line.item], answer)
    if line.repeated:
        words += f" · {_('Repeated')}"
    if line.capped:
        words += f" · {_('limit reached')}"
    return f"{words} · {given.note}" if given is not None and given.note else words


def _said(words: str, consent: Consent) -> str:
    fact = words.format(person=consent.person, moment=moment_text(consent.at))
    return f"{fact}{_(': ')}{consent.words}" if consent.words else fact
