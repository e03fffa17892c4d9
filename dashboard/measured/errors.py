"""What can be in the way of a month's figures, as exceptions that word themselves."""

from collections.abc import Sequence
from datetime import datetime

from checklists.agreement import Contradiction
from checklists.errors import N_, WordedError
from checklists.exact import plain
from dashboard.looks import moment_text


class FiguresChanged(WordedError):
    """Somebody else has entered other figures since they were looked at; `items` are those."""

    def __init__(self, items: Sequence[str], by: str, at: datetime) -> None:
        self.items = tuple(items)
        super().__init__(
            N_(
                "{by} has changed {items} at {at}. Nothing was saved: what you typed is still "
                "here, with the new figures beside it. Look at both and save once more."
            ),
            by=by,
            items=", ".join(items),
            at=moment_text(at),
        )


class FiguresSubmitted(WordedError):
    """What is submitted is only changed by a correction."""

    def __init__(self) -> None:
        super().__init__(
            N_("These figures have been submitted. Say why you correct them, then save.")
        )


class FiguresMissing(WordedError):
    """Not everything is entered; `items` lists what is left, in the order of the sheet.

    `source` says that the source is missing too.
    """

    def __init__(self, items: Sequence[str], *, source: bool = False) -> None:
        self.items, self.source = tuple(items), source
        alone = N_("Not entered yet: {items}. Where a unit had none, enter 0 for both figures.")
        both = N_(
            "Not entered yet: {items} and the source. Where a unit had none, enter 0 for both "
            "figures; as the source, name the report or the system they come from."
        )
        super().__init__(both if source else alone, items=", ".join(items))


class FiguresDisagree(WordedError):
    """Figures of one sheet contradict each other; `items` are those."""

    def __init__(self, found: Sequence[Contradiction]) -> None:
        self.items = tuple(
            dict.fromkeys(figure.item for one in found for figure in (one.tie.one, one.tie.other))
        )
        first = found[0]
        super().__init__(
            N_(
                "{one} says {here} and {other} says {there} of what must agree. Correct one of "
                "them before you submit."
            ),
            one=first.tie.one.item,
            here=plain(first.one),
            other=first.tie.other.item,
            there=plain(first.other),
        )


class SourceMissing(WordedError):
    """Figures are submitted only with their source."""

    def __init__(self) -> None:
        super().__init__(
            N_("Source is missing. Name the report or the system the figures come from.")
        )


class NothingEntered(WordedError):
    """There is nothing to keep."""

    def __init__(self) -> None:
        super().__init__(N_("Nothing was entered. Enter a figure or the source first."))


class MonthToCome(WordedError):
    """Figures of a month that has not begun."""

    def __init__(self, period: str) -> None:
        super().__init__(
            N_("{period} has not begun. Choose this month or an earlier one."), period=period
        )
