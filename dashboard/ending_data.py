"""What the form is told of how an audit ends: remarks of a return, a correction, the signature."""

from __future__ import annotations

from typing import Any

from dashboard.ending import Ending
from dashboard.looks import moment_text
from dashboard.words import _
from db.rows import AuditRow
from db.signed import SignatureRow


def ending_data(audit: AuditRow, told: Ending) -> dict[str, Any]:
    """The newest return of an audit that was given back, the correction, and the signature."""
    return {
        "returned": _returned(told) if audit.state == "returned" else None,
        "correction": "" if audit.corrects is None else correction_words(audit),
        "signature": None if told.signature is None else signature_data(told.signature),
    }


def correction_words(audit: AuditRow) -> str:
    """Which version an audit corrects, and why."""
    return _(
        "Version {version} corrects version {before}: {reason}",
        version=audit.version,
        before=audit.version - 1,
        reason=audit.correction_reason or "",
    )


def signature_data(found: SignatureRow) -> dict[str, Any]:
    """A signature as the form shows it."""
    return {
        "id": found.id,
        "name": found.name,
        "statement": found.statement,
        "strokes": found.strokes,
        "signed": moment_text(found.signed_at),
        "stale": found.stale,
    }


def _returned(told: Ending) -> dict[str, Any]:
    newest = told.returns[0]
    moment = moment_text(newest.at)
    words = _("Returned by {person}, {moment}", person=newest.person, moment=moment)
    return {
        "number": len(told.returns),
        "words": words + (_(": ") if newest.remark else ""),
        "remark": newest.remark,
        "remarks": newest.remarks,
    }
