"""What can be wrong with a photo of an audit, as exceptions that word themselves."""

from checklists.errors import N_
from db.errors import DataError


class PhotoNotFound(DataError):
    """There is no such photo, or it was removed."""

    def __init__(self) -> None:
        super().__init__(N_("There is no such photo any more."))


class PhotoTaken(DataError):
    """The id of a photo stands for another one, or is none."""

    def __init__(self) -> None:
        super().__init__(
            N_("Another photo was already sent under the same number. Take the photo again.")
        )


class ItemNotInSheet(DataError):
    """The audit's sheet has no such item."""

    def __init__(self, item: str) -> None:
        super().__init__(
            N_("The sheet has no item “{item}”. Reload the page and take the photo there."),
            item=item[:40],
        )


class TooManyPhotos(DataError):
    """An item or an audit has as many photos as it may have."""

    def __init__(self, most: int, of_item: str | None = None) -> None:
        if of_item is None:
            words = N_("An audit takes {most} photos at most. Remove one first.")
            super().__init__(words, most=most)
        else:
            words = N_("{item}: an item takes {most} photos at most. Remove one first.")
            super().__init__(words, most=most, item=of_item)
