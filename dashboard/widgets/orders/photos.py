"""The photos of an order: what they show, when and where, and adding one from a phone."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from checklists.errors import WordedError
from checklists.order_answers import SHOWS as CODES
from dashboard.looks import moment_text
from dashboard.orders import photo_marks, photos
from dashboard.orders.desk import Look
from dashboard.orders.words import SHOWS, address
from dashboard.photos.content import LARGEST_FILE
from dashboard.widgets.orders.entry import forget_general, step_store
from dashboard.widgets.people.acting import attempt, key_in
from dashboard.widgets.people.upload import choose_file
from dashboard.widgets.who import me
from dashboard.words import _, say
from db.orders.photos import TAKEN_IN
from db.orders.reading import OrderPhotoRow


def show_photos(look: Look) -> None:
    """The photos there are, and the way to add one while the order takes them."""
    takes = look.row.state in TAKEN_IN and bool(look.possible)
    if not (look.photos or takes):
        return
    st.subheader(_("Photos"), anchor=False, divider=False)
    with st.container(border=True):
        missing, anew = photo_marks.lacking(look)
        if missing and takes:
            st.caption(_asked(missing, anew=anew))
        with st.container(horizontal=True, key=f"photos-{look.row.id}"):
            for photo in look.photos:
                _photo(look, photo, takes=takes)
        if takes:
            _add(look, missing)


def _asked(missing: Sequence[str], *, anew: bool) -> str:
    wanted = _(", ").join(_(SHOWS[shows]) for shows in missing)
    if anew:
        return _("The answer after the redo needs new photos of: {photos}", photos=wanted)
    return _("The answer needs photos of: {photos}", photos=wanted)


def _photo(look: Look, photo: OrderPhotoRow, *, takes: bool) -> None:
    with st.container(width=240):
        try:
            shown = photo_marks.marked_picture(me().actor, look.row, photo)
        except WordedError as error:
            st.caption(say(error))
            return
        st.image(shown, width=240)
        taken = moment_text(photo.taken_at or photo.added_at)
        st.caption(" · ".join((_(SHOWS[photo.shows]), taken, address(look.row), photo.person)))
        own = look.as_centre or photo.person_id == me().actor.me
        if takes and own and st.button(_("Take the photo out"), key=f"out-{photo.id}"):
            attempt(
                lambda: photos.remove_photo(me().actor, look.row.id, photo.id),
                _("The photo was taken out."),
            )


def _add(look: Look, missing: Sequence[str]) -> None:
    form = f"order-photo-{look.row.id}"
    with st.form(form, border=False):
        left, right = st.columns([1, 2])
        with left:
            shows = st.selectbox(
                _("The photo shows"),
                CODES,
                # What is still missing comes first, and nothing but that is asked for twice.
                index=CODES.index(missing[0]) if missing else CODES.index("other"),
                format_func=lambda code: _(SHOWS[code]),
                key=key_in(form, "shows"),
            )
        with right:
            hint = _("JPEG, PNG or WebP")
            file = choose_file(key_in(form, "file"), _("Photo"), hint, LARGEST_FILE // 1_000_000)
        pressed = st.form_submit_button(_("Add the photo"))
    if pressed and file is None:
        st.error(_("No photo is chosen yet. Choose one, then add it."), icon=":material/error:")
    elif pressed and file is not None:
        attempt(lambda: _keep(look, shows, file.getvalue()), _("The photo was added."), form)


def _keep(look: Look, shows: str, data: bytes) -> None:
    photos.add_photo(me().actor, look.row.id, photo_marks.key_of(look, shows, data), shows, data)
    forget_general(step_store(look.row.id, "answer"))
