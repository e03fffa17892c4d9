"""The use cases of the trends page: each reads its ground and gives frozen rows."""

from __future__ import annotations

from dashboard.trends.course import Course, course, unit_courses
from dashboard.trends.ground import ground
from dashboard.view import View
from db.actors import Actor


def scores_over_time(actor: Actor, view: View) -> Course:
    """The lines of the units, divisions and the company a view shows. Raises Forbidden."""
    return course(ground(actor, view))


def units_by_month(actor: Actor, view: View) -> Course:
    """A line for each unit of the view, whatever divisions stand above. Raises Forbidden."""
    return unit_courses(ground(actor, view))
