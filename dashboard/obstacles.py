"""What keeps an audit from being submitted, as the form takes it: words, items, devices."""

from __future__ import annotations

from typing import Any

from checklists.errors import WordedError
from dashboard import desk
from dashboard.open_data import devices_data
from dashboard.words import say
from db.actors import Actor
from db.conflicts import ConflictsOpen
from db.errors import UnansweredItems
from db.fairness import ItemsWanting, MustBeJudged, ProofMissing
from db.presence import AnswersUnsent
from db.ready import OBSTACLES, SeveralObstacles
from db.signed import SignatureStale

CODES: dict[type[WordedError], str] = {
    SeveralObstacles: "several",
    ConflictsOpen: "conflicts",
    MustBeJudged: "must_judge",
    ProofMissing: "proof",
    UnansweredItems: "unanswered",
    SignatureStale: "signature",
    AnswersUnsent: "unsent",
}
"""The codes by which the form knows what is in the way."""

IN_THE_WAY = (SeveralObstacles, *OBSTACLES)


def obstacles_data(error: WordedError, actor: Actor, audit_id: str) -> list[dict[str, Any]]:
    """Each obstacle with its code and words; items by code and wording, devices by their words."""
    met = error.obstacles if isinstance(error, SeveralObstacles) else (error,)
    return [_told(obstacle, actor, audit_id) for obstacle in met]


def _told(obstacle: WordedError, actor: Actor, audit_id: str) -> dict[str, Any]:
    told: dict[str, Any] = {"code": CODES[type(obstacle)], "message": say(obstacle)}
    if isinstance(obstacle, (ConflictsOpen, ItemsWanting, UnansweredItems)):
        names = desk.item_names(actor, audit_id, obstacle.codes)
        told["items"] = [{"code": code, "name": name} for code, name in names.items()]
    if isinstance(obstacle, AnswersUnsent):
        told["devices"] = devices_data(obstacle.devices, actor)
    return told
