"""The photos of an order: what they show, when and where, and adding one from a phone."""

from __future__ import annotations

import hashlib
from uuid import UUID, uuid5

import streamlit as st

from checklists.errors import WordedError
from checklists.order_answers import SHOWS as CODES
from dashboard.looks import moment_text
from dashboard.orders import photos
from dashboard.orders.desk import Look
from dashboard.orders.words import SHOWS, address
from dashboard.photos.content import LARGEST_FILE, thumbnail_of
from dashboard.widgets.people.acting import attempt, key_in
from dashboard.widgets.people.upload import choose_file
from dashboard.widgets.who import me
from dashboard.words import _, say
from db.orders.photos import TAKEN_IN
from db.orders.reading import OrderPhotoRow

SPACE = UUID("4a7b8d8e-2a8f-4a4c-9d0e-6f3f1b6f7c55")


def show_photos(look: Look) -> None:
    """The photos there are, and the way to add one while the order takes them."""
    takes = look.row.state in TAKEN_IN and bool(look.possible)
    needed = look.rules.order_class(look.row.order_class).photos
    if not (look.photos or takes):
        return
    st.subheader(_("Photos"), anchor=False, divider=False)
    with st.container(border=True):
        there = {photo.shows for photo in look.photos}
        missing = [_(SHOWS[shows]) for shows in needed if shows not in there]
        if missing and takes:
            wanted = _(", ").join(missing)
            st.caption(_("The answer needs photos of: {photos}", photos=wanted))
        with st.container(horizontal=True, key=f"photos-{look.row.id}"):
            for photo in look.photos:
                _photo(look, photo, takes=takes)
        if takes:
            _add(look)


def _photo(look: Look, photo: OrderPhotoRow, *, takes: bool) -> None:
    with st.container(width=240):
        try:
            data = photos.picture(me().actor, look.row.id, photo.id)
        except WordedError as error:
            st.caption(say(error))
            return
        st.image(thumbnail_of(data), width=240)
        taken = moment_text(photo.taken_at or photo.added_at)
        st.caption(" · ".join((_(SHOWS[photo.shows]), taken, address(look.row), photo.person)))
        own = look.as_centre or photo.person_id == me().actor.me
        if takes and own and st.button(_("Take the photo out"), key=f"out-{photo.id}"):
            attempt(
                lambda: photos.remove_photo(me().actor, look.row.id, photo.id),
                _("The photo was taken out."),
            )


def _add(look: Look) -> None:
    form = f"order-photo-{look.row.id}"
    with st.form(form, border=False):
        left, right = st.columns([1, 2])
        with left:
            shows = st.selectbox(
                _("The photo shows"),
                CODES,
                format_func=lambda code: _(SHOWS[code]),
                key=key_in(form, "shows"),
            )
        with right:
            hint = _("JPEG, PNG or WebP")
            file = choose_file(key_in(form, "file"), _("Photo"), hint, LARGEST_FILE // 1_000_000)
        if st.form_submit_button(_("Add the photo")) and file is not None and shows:
            data = file.getvalue()
            # The same photo of the same order sent twice is one.
            key = uuid5(SPACE, f"{look.row.id}/{shows}/{hashlib.sha256(data).hexdigest()}")
            attempt(
                lambda: photos.add_photo(me().actor, look.row.id, str(key), shows, data),
                _("The photo was added."),
                form,
            )
