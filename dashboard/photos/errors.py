"""Why a photo is not taken in, or not found, as exceptions that word themselves."""

from checklists.errors import N_, WordedError


class PhotoRefused(WordedError):
    """A file is no photo that is taken in; says why and what to do."""


class StoreUnavailable(WordedError):
    """The photo store does not answer or takes nothing; the tablet tries again later."""

    def __init__(self) -> None:
        super().__init__(N_("The photo store cannot be reached now. The photo is tried again."))


class StoreUnusable(WordedError):
    """HENG_PHOTOS names a store that cannot be used; the URL may hold a secret and is not said."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            N_(
                "HENG_PHOTOS: the photo store cannot be used ({reason}). Name a folder or a URL "
                "whose fsspec package is installed."
            ),
            reason=reason,
        )


class FileMissing(WordedError):
    """A photo's row is there and its file is not."""

    def __init__(self) -> None:
        super().__init__(N_("The photo's file is missing from the photo store. Check its backup."))
