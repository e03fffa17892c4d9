"""`verify`: walks the trail from its first entry and all files, and names what was changed."""

import typer

from dashboard.commands.saying import say_both
from dashboard.photos.store import PhotoStore, photo_store
from dashboard.words import N_
from db import proof, trail
from db.account.reading import every_proof_file
from db.actors import SYSTEM
from db.forecasts.storing import forecast_faults
from db.meetings.sealing import meeting_faults
from db.orders.photos import every_order_photo
from db.photos import every_photo
from db.record_proof import record_faults
from db.seal_proof import seal_faults
from db.session import database
from db.sources import every_source_file


def verify() -> bool:
    """Say the head of the trail, to be written down, or its faults; whether it is whole."""
    with database().read(SYSTEM) as session:
        faults = proof.verify(session)
        wrong, seals = seal_faults(session)
        number, seal = trail.head(session)
        kept = sorted({*every_photo(session), *every_order_photo(session)})
        papers = sorted({*every_source_file(session), *every_proof_file(session)})
        changed, records = record_faults(session)
        amiss, decisions = meeting_faults(session)
        untrue, forecasts = forecast_faults(session)
    faults += wrong + changed + amiss + untrue
    faults += photo_faults(photo_store(), kept)
    faults += photo_faults(photo_store(), papers, "Source")
    for fault in faults:
        typer.echo(fault)
    if faults:
        say_both(
            N_("Not all is whole: {number} faults. Compare with an earlier backup."),
            number=len(faults),
        )
        return False
    say_both(N_("The trail is whole. Write its head down, elsewhere than on this computer:"))
    say_both(N_("Head of the trail: entry {number}, {seal}"), number=number, seal=seal)
    if seals:
        say_both(N_("Seals: {number}, each recomputed to the same digit."), number=seals)
    if records:
        say_both(
            N_("Summaries, deductions, decisions and draws: {number}, each as it was kept."),
            number=records,
        )
    if decisions:
        say_both(
            N_("Decisions of meetings: {number}, each as it was taken down."), number=decisions
        )
    if forecasts:
        say_both(N_("Forecasts: {number}, each as it was made."), number=forecasts)
    if kept:
        say_both(N_("Photos: {number}, each there and with its hash."), number=len(kept))
    if papers:
        say_both(N_("Source files: {number}, each there and with its hash."), number=len(papers))
    return True


def photo_faults(store: PhotoStore, kept: list[tuple[str, str]], what: str = "Photo") -> list[str]:
    """In words: each photo or other file that is missing or is not the one that was taken in."""
    words = {None: "its file is missing from the photo store", False: "its file was changed"}
    found = [(sha256, store.is_whole(sha256, media_type)) for sha256, media_type in kept]
    return [f"{what} {sha256}: {words[whole]}." for sha256, whole in found if whole is not True]
