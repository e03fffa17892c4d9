"""An answer to an item: a verdict and the facts its rule needs, validated and canonical."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from checklists.errors import N_, AnswerRefused
from checklists.exact import plain
from checklists.fields import Fields
from checklists.model import Item, Sheet
from checklists.rules import Figures
from checklists.rules.base import Facts, Outcome, Verdict


@dataclass(frozen=True)
class Answer:
    """A verdict with its facts; only `parse_answer` makes one, so it always fits its item."""

    verdict: Verdict
    facts: Facts

    def dump(self) -> dict[str, Any]:
        """The canonical JSON form: decimals as text, dates as 2026-03-31, empty notes left out."""
        return {"verdict": self.verdict, **{name: _json(v) for name, v in self.facts.items()}}

    def outcome(self, item: Item, figures: Figures) -> Outcome:
        """What the item brings with this answer."""
        return item.rule.outcome(self.verdict, self.facts, figures)


def parse_answer(
    item: Item,
    raw: Mapping[str, Any] | None,
    on: date | None = None,
    figures: Figures | None = None,
) -> Answer | None:
    """Validate a raw answer to an item; None stays None: the item is unanswered.

    `on` is the day of the audit: nothing that is reported lies after it.
    Raises AnswerRefused, which names the field, the value and the remedy.
    """
    if raw is None:
        return None
    if not isinstance(raw, Mapping):
        raise AnswerRefused(
            item.code,
            "verdict",
            raw,
            N_("{field}: “{value}” is no answer. Choose one of the answers."),
        )
    fields = Fields(item.code, raw)
    verdict = _verdict(item, fields)
    if verdict == "not_applicable":
        reason = fields.text("reason", required=False)
        facts: Facts = {"reason": reason} if reason else {}
    else:
        facts = item.rule.read(fields, verdict, figures or Figures(), on)
    fields.done()
    return Answer(verdict, facts)


def read_answer(
    sheet: Sheet, code: str, raw: Mapping[str, Any] | None, on: date | None = None
) -> Answer | None:
    """Validate a raw answer to the item of a sheet with this code, as `parse_answer` does."""
    item = sheet.item(code)
    if item is None:
        raise AnswerRefused(
            code, "item", code, N_("{field}: the sheet has no {value}. Open the sheet again.")
        )
    return parse_answer(item, raw, on, sheet.scheme.figures)


def accept_answer(
    sheet: Sheet,
    code: str,
    raw: Mapping[str, Any] | None,
    on: date | None = None,
    note: str = "",
) -> Answer | None:
    """Validate a new answer as `read_answer` does, and what the item's policies demand of it.

    What was accepted once stays readable when a policy changes: stored answers are only read.
    Raises AnswerRefused for an item that may not be skipped, and where a reason is missing.
    """
    answer = read_answer(sheet, code, raw, on)
    if answer is not None:
        item = sheet.by_code[code]
        if answer.verdict == "not_applicable":
            _check_skip(sheet, item, answer)
        elif item.demands("reason") and not _says_why(sheet, item, answer, note):
            raise AnswerRefused(
                code, "note", "", N_("{field} is missing: say why points are deducted here.")
            )
    return answer


def _check_skip(sheet: Sheet, item: Item, answer: Answer) -> None:
    policy = sheet.skip_policy(item)
    if policy == "refused":
        raise AnswerRefused(
            item.code,
            "verdict",
            answer.verdict,
            N_("This item is there at every audit and cannot be “not applicable”. Judge it."),
        )
    if policy == "with_reason" and not answer.facts.get("reason"):
        raise AnswerRefused(
            item.code, "reason", "", N_("{field} is missing: say why the item does not apply.")
        )


def _says_why(sheet: Sheet, item: Item, answer: Answer, note: str) -> bool:
    """Whether nothing is deducted, or the note or the answer itself says why."""
    if answer.outcome(item, sheet.scheme.figures).deducted <= 0:
        return True
    return bool(note.strip() or answer.facts.get("reason") or answer.facts.get("awards"))


def _verdict(item: Item, fields: Fields) -> Verdict:
    raw = fields.take("verdict")
    for verdict in item.rule.VERDICTS:
        if verdict == raw:
            return verdict
    raise fields.refuse(
        "verdict",
        "" if raw is None else raw,
        N_("{field}: “{value}” is no answer to this item. Choose one of: {known}."),
        known=", ".join(item.rule.VERDICTS),
    )


def _json(value: object) -> object:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_json(entry) for entry in value]
    if isinstance(value, dict):
        return {name: _json(entry) for name, entry in value.items() if entry != ""}
    return value
