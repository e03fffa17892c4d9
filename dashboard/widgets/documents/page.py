"""The documents of a period: what each holds, a button that makes it, and the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from checklists.periods import Period
from dashboard.documents import desk
from dashboard.documents.desk import Made
from dashboard.documents.ground import Progress
from dashboard.documents.jobs import Job
from dashboard.looks import with_division
from dashboard.standings import Standings
from dashboard.widgets.periods.mark import say_as_of, show_mark
from dashboard.words import N_, _, language, say
from db.actors import Actor

KEY = "documents-job"
EVERY = 0.4
"""So many seconds pass between two looks at how far a file is."""
MEGABYTE = 1_000_000

Make = Callable[[Progress], Made]


@dataclass(frozen=True)
class Kind:
    """A document: its name, what it holds, the words of its button, and its sign."""

    name: str
    holds: str
    makes: str
    icon: str


KINDS: Mapping[str, Kind] = {
    "workbook": Kind(
        N_("Excel workbook"),
        N_(
            "Ranking, divisions with formulas (1) and (2) to check, and a sheet a unit with every "
            "deduction."
        ),
        N_("Make the Excel workbook"),
        "table_view",
    ),
    "slides": Kind(
        N_("PowerPoint slides"),
        N_(
            "The slides of the meeting: totals, grades, rankings, gains and losses with their "
            "reasons, candidates, decisions. Charts and tables can be edited."
        ),
        N_("Make the PowerPoint slides"),
        "slideshow",
    ),
    "notices": Kind(
        N_("Result notices"),
        N_("A Word letter a unit: its result, its sheets, and what was deducted by which clause."),
        N_("Make the result notices"),
        "mail",
    ),
    "minutes": Kind(
        N_("Minutes"),
        N_(
            "A Word record of the meeting: figures, candidates and decisions, with blanks for what "
            "was not taken down."
        ),
        N_("Make the minutes"),
        "edit_note",
    ),
}
OF_THE_MEETING = ("slides", "minutes")
"""What is for those alone who see the whole period ranked."""
ALL = ""


def show_documents(actor: Actor, stands: Standings) -> None:
    """A card a document; one is made at a time."""
    period = stands.period
    show_mark(stands.seal)
    say_as_of(stands.seal)
    for code, kind in KINDS.items():
        if code in OF_THE_MEETING and not stands.whole:
            continue
        with st.container(border=True, key=f"documents-{code}"):
            st.subheader(_(kind.name), anchor=False)
            st.markdown(_(kind.holds))
            unit = _pick_unit(stands) if code == "notices" else ALL
            _offer(
                code,
                kind,
                f"{actor.person_id} {code} {unit} {period} {language()}",
                _maker(code, actor, period, unit),
            )
    st.caption(
        _(
            "A file holds what you may see yourself. That you made it stands in the trail; pass it "
            "on with care."
        )
    )


def _pick_unit(stands: Standings) -> str:
    units = {unit.row.code: with_division(unit.row) for unit in stands.units}
    return st.selectbox(
        _("Unit"),
        [ALL, *units],
        format_func=lambda code: units.get(code) or _("All units, one after the other"),
        key="documents-unit",
    )


def _maker(code: str, actor: Actor, period: Period, unit: str) -> Make:
    if code == "notices":
        return lambda told: desk.notices(actor, period, told, unit=unit or None)
    make = {"workbook": desk.workbook, "slides": desk.slides, "minutes": desk.minutes}[code]
    return lambda told: make(actor, period, told)


def _offer(code: str, kind: Kind, name: str, make: Make) -> None:
    job: Job | None = st.session_state.get(KEY)
    if job is not None and job.kind == name and job.runs:
        _show_running(job, kind)
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if job is not None and job.kind == name and job.made is not None:
            _show_made(job.made, code)
        st.button(
            _(kind.makes),
            key=f"documents-make-{code}",
            icon=f":material/{kind.icon}:",
            disabled=job is not None and job.runs,
            on_click=_begin,
            args=(name, make),
        )
    if job is not None and job.kind == name and job.made is None:
        _show_failed(job)


def _begin(name: str, make: Make) -> None:
    st.session_state[KEY] = Job(name, make)


def _show_running(job: Job, kind: Kind) -> None:
    @st.fragment(run_every=EVERY)
    def watch() -> None:
        if not job.runs:
            st.rerun()
        words = _("Waiting until another file is ready …") if job.waits else _("Making it …")
        st.progress(job.part, text=f"{_(kind.name)} · {words} {round(job.part * 100)} %")
        if st.button(_("Stop"), key="documents-stop", icon=":material/close:"):
            job.stop()

    watch()


def _show_made(made: Made, code: str) -> None:
    size = f"{len(made.content) / MEGABYTE:.1f} MB"
    st.download_button(
        _("Download {file} ({size})", file=made.name, size=size),
        made.content,
        made.name,
        made.media_type,
        key=f"documents-file-{code}",
        type="primary",
        icon=":material/download:",
        on_click="ignore",
    )


def _show_failed(job: Job) -> None:
    if job.stopped:
        st.caption(_("Stopped. Nothing was kept of it."))
    elif job.error is not None:
        st.error(say(job.error), icon=":material/error:")
    else:
        words = _("The file could not be made. Try again; what happened stands in the log.")
        st.error(words, icon=":material/error:")
