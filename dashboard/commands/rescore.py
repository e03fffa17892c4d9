"""`rescore`: scores every submitted audit again from its answers, and names what differs."""

import time

import typer

from dashboard.commands.saying import say_both
from dashboard.rescoring import rescored
from dashboard.words import N_
from db.actors import SYSTEM
from db.session import database
from db.unit_months import rebuild

MOST = 200
"""So many differences are written out; how many there are is said in any case."""


def run() -> bool:
    """Say how many audits were scored in what time, and each difference; whether there is none."""
    begun = time.perf_counter()
    with database().read(SYSTEM) as session:
        found = rescored(session)
    # Short, so that nobody who submits meanwhile has to wait.
    with database().write(SYSTEM) as session:
        sums = rebuild(session)
    seconds = f"{time.perf_counter() - begun:.1f}"
    for one in found.differences[:MOST]:
        typer.echo(f"{one.audit} {one.figure}: {one.stored} -> {one.computed}")
    for words in found.unreadable:
        typer.echo(words)
    say_both(
        N_("Scored again in {seconds} s: {audits} audits with {answers} answers."),
        seconds=seconds,
        audits=found.audits,
        answers=found.answers,
    )
    if sums:
        say_both(N_("Kept sums put right: {number}."), number=sums)
    if found.whole:
        say_both(N_("Every score is the one that its answers make."))
        return True
    say_both(
        N_("{number} figures are not what the answers make. Run verify to see what was changed."),
        number=len(found.differences) + len(found.unreadable),
    )
    return False
