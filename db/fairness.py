"""What a fair audit needs before it is submitted: items judged that must be, deductions proved."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from checklists.errors import N_
from checklists.scoring import SheetScore
from db.answers import FilledSheet
from db.errors import DataError
from db.models_tablet import Photo


class ItemsWanting(DataError):
    """Something is wanting on items; `codes` lists them in sheet order."""

    WORDS: str

    def __init__(self, codes: Iterable[str]) -> None:
        self.codes = tuple(codes)
        super().__init__(self.WORDS, number=len(self.codes))


class MustBeJudged(ItemsWanting):
    """Items are open that cannot be “not applicable”."""

    WORDS = N_("{number} items cannot be “not applicable” and are unanswered. Judge them.")


class ProofMissing(ItemsWanting):
    """Points are deducted without the photo that the item demands."""

    WORDS = N_("{number} deductions need a photo. Add one to each.")


def check_judged(filled: FilledSheet, score: SheetScore) -> None:
    """Raises MustBeJudged while items are open that cannot be left out."""
    sheet = filled.sheet
    wanting = [
        code for code in score.unanswered if sheet.skip_policy(sheet.by_code[code]) == "refused"
    ]
    if wanting:
        raise MustBeJudged(wanting)


def check_proof(session: Session, filled: FilledSheet, score: SheetScore) -> None:
    """Raises ProofMissing where points are deducted without the photo that is demanded."""
    asked = [
        line.item
        for line in score.lines
        if line.deducted > 0 and filled.sheet.by_code[line.item].demands("photo")
    ]
    if not asked:
        return
    query = select(Photo.item).where(Photo.audit_id == filled.audit_id, Photo.removed_at.is_(None))
    shown = set(session.scalars(query))
    wanting = [code for code in asked if code not in shown]
    if wanting:
        raise ProofMissing(wanting)
