"""`verify`: walks the trail from its first entry, and names what was changed."""

import typer

from dashboard.commands.saying import say_both
from dashboard.words import N_
from db import proof, trail
from db.actors import SYSTEM
from db.session import database


def verify() -> bool:
    """Say the head of the trail, to be written down, or its faults; whether it is whole."""
    with database().read(SYSTEM) as session:
        faults = proof.verify(session)
        number, seal = trail.head(session)
    for fault in faults:
        typer.echo(fault)
    if faults:
        say_both(
            N_("The trail is not whole: {number} faults. Compare with an earlier backup."),
            number=len(faults),
        )
        return False
    say_both(N_("The trail is whole. Write its head down, elsewhere than on this computer:"))
    say_both(N_("Head of the trail: entry {number}, {seal}"), number=number, seal=seal)
    return True
