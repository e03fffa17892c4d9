"""Making a file takes seconds: it is done in a thread that tells how far it is and can be stopped.

One file is made at a time in a process, so that tablets that save meanwhile do not wait.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from checklists.errors import WordedError
from dashboard.documents.desk import Made
from dashboard.documents.ground import Progress
from dashboard.words import language, speaking

LOG = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()


class Stopped(Exception):
    """Whoever asked for a file does not want it any more."""


class Job:
    """One file that is being made, or is ready, or could not be made.

    `part` is how much is done, from 0 to 1. `made` is the file once it is ready, `error` why there
    is none; where both are None and it does not run, it was stopped or it failed.
    """

    def __init__(self, kind: str, make: Callable[[Progress], Made]) -> None:
        """Begin to make a file, in the language of whoever asks for it."""
        self.kind = kind
        self.part = 0.0
        self.waits = True
        self.made: Made | None = None
        self.error: WordedError | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=self._run, args=(make, language()), name="document", daemon=True
        )
        self._thread.start()

    @property
    def runs(self) -> bool:
        """Whether it is still being made."""
        return self._thread.is_alive()

    @property
    def stopped(self) -> bool:
        """Whether it was stopped before it was ready."""
        return self._stop.is_set() and self.made is None

    def stop(self) -> None:
        """Make no more of it."""
        self._stop.set()

    def wait(self, seconds: float) -> bool:
        """Wait until it is over, at most so long; whether it is."""
        self._thread.join(seconds)
        return not self.runs

    def _run(self, make: Callable[[Progress], Made], spoken: str) -> None:
        try:
            with _one_at_a_time, speaking(spoken):
                self.waits = False
                self._told(0.0)
                self.made = make(self._told)
        except WordedError as error:
            self.error = error
        except Stopped:
            self.made = None
        except Exception:
            # The page says that there is no file, and that the log tells why.
            LOG.exception("No document was made")

    def _told(self, part: float) -> None:
        if self._stop.is_set():
            raise Stopped
        self.part = part
