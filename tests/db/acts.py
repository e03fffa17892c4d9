"""Who may do what: a row for each function of the data layer that is no reading of audits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from checklists.account import Bounds, SeasonDays
from checklists.periods import Period
from checklists.scoring import score_sheet
from db import (
    accounts,
    answered_calls,
    attempts,
    audits,
    bulk,
    closing,
    coefficient_changes,
    coefficients,
    consents,
    correcting,
    double_points,
    doubles,
    grants,
    locking,
    measured,
    organisation,
    own_work,
    periods,
    persons,
    photos,
    planned_stops,
    presence,
    proof,
    record_proof,
    regulations,
    releases,
    rescoring,
    returning,
    roster,
    scores,
    seal_audits,
    seal_proof,
    seals,
    settings,
    sharing,
    sheets,
    sign_ins,
    signatures,
    signed,
    sources,
    trail,
    unit_months,
    work_calendars,
)
from db.account import deciding as account_deciding
from db.account import places
from db.account import proposing as account_proposing
from db.account import reading as account_reading
from db.account import withdrawing as account_withdrawing
from db.account.proposing import EnteredEvent, Proof, Proposal
from db.actors import Role
from db.answers import record_operations
from db.callbacks import bulk as call_bulk
from db.callbacks import calling, drawing
from db.forecasts import storing
from db.meetings import deciding as meeting_deciding
from db.meetings import reading as meeting_reading
from db.meetings import sealing as meeting_sealing
from db.meetings.deciding import NewDecision
from db.orders import bulk as order_bulk
from db.orders import escalations, imported, importing, reading, steps, summaries
from db.orders import photos as order_photos
from db.orders.locking import lock_order
from db.presence import Signal
from db.sign_ins import SignInRow
from db.sources import NewSource
from db.temperature import recording as temperature
from tests.db.world import SEES, World
from tests.factories import (
    DAY,
    NOW,
    PERIOD,
    TABLET,
    make_bundle,
    make_calls,
    make_forecast,
    make_operation,
    make_order,
    make_order_photo,
    make_photo,
    make_record,
    make_sheet,
    make_signing,
    make_step,
    make_stop,
    make_talk,
)

Call = Callable[[Session, World], object]
EVERYONE = frozenset(SEES)
ADMINISTRATOR = frozenset({"administrator"})
INSPECTORS = frozenset({"inspector of unit", "inspector of division"})
OWN = frozenset({"inspector of unit", "administrator"})
PROGRAM: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Act:
    """A function, how it is called, whom it is allowed, and how many entries it leaves."""

    function: str
    call: Call
    allowed: frozenset[str]
    entries: int = 0
    refusals: tuple[str, ...] = ("Forbidden",)


def me(session: Session) -> int:
    person: int = session.info["actor"].person_id or 0
    return person


def create(session: Session, w: World, **fields: Any) -> object:
    values = {"unit_id": w.a1.id, "inspector_id": me(session), "period": PERIOD, **fields}
    return audits.create_audit(
        session,
        sheet=make_sheet(),
        kind="division",
        subject="",
        audited_on=DAY,
        now=NOW,
        **values,
    )


def key(w: World, name: str) -> str:
    return w.audits[name].id


def other(w: World) -> int:
    return w.people["nobody"].id


def give(session: Session, w: World) -> object:
    return grants.give(session, other(w), Role.MEETING_VIEWER, valid_from=DAY)


def colleague(w: World) -> int:
    return w.people["inspector of division"].id


def grant_of(w: World, name: str) -> int:
    return grants.of_person(w.session, w.people[name].id)[0].id


def sign_in_of(w: World, name: str) -> SignInRow:
    return sign_ins.open_of(w.session, w.people[name].id, NOW)[0]


def load(session: Session, w: World) -> object:
    bundle = make_bundle(
        w.session, {}, unit_id=w.a1.id, inspector_id=w.people["inspector of unit"].id
    )
    return bulk.load_audits(session, [bundle, *[]])


def account(session: Session, w: World) -> object:
    return accounts.save_account(
        session, other(w), login="new", email=None, now=NOW, password_hash="x"
    )


def submit(name: str) -> Call:
    return lambda s, w: closing.submit_audit(s, key(w, name), me(s), NOW, make_sheet().by_code)


def void(name: str) -> Call:
    return lambda s, w: closing.void_audit(s, key(w, name), me(s), "重复", NOW)


def record(name: str) -> Call:
    return lambda s, w: record_operations(
        s, key(w, name), me(s), [make_operation(sequence=99)], NOW
    )


def photograph(name: str) -> Call:
    return lambda s, w: photos.add_photo(s, key(w, name), me(s), make_photo(), NOW)


def take_photo_out(name: str) -> Call:
    return lambda s, w: photos.remove_photo(s, key(w, name), me(s), w.photos[key(w, name)], NOW)


def load_photo(session: Session, w: World) -> object:
    photo = (key(w, "own submitted"), other(w), make_photo())
    return photos.load_photos(session, [photo], NOW)


def name_source(name: str) -> Call:
    return lambda s, w: sources.add_source(s, key(w, name), me(s), NewSource("台账"), NOW)


def load_order_photo(session: Session, w: World) -> object:
    loaded = order_photos.LoadedPhoto(w.orders["closed of a1"], other(w), NOW, make_order_photo())
    return order_photos.load_order_photos(session, [loaded])


def load_source(session: Session, w: World) -> object:
    source = (key(w, "own submitted"), other(w), NewSource("台账"))
    return sources.load_sources(session, [source], NOW)


def open_source(name: str) -> Call:
    return lambda s, w: sources.source_file(s, key(w, name), w.sources[key(w, name)])


def score(session: Session, w: World) -> None:
    sheet = make_sheet()
    scores.save_score(session, key(w, "own draft"), score_sheet(sheet, {}), "0" * 64, NOW)


def give_back(name: str) -> Call:
    return lambda s, w: returning.return_audit(s, key(w, name), "请核实", {"HOT-01": "几次？"}, NOW)


def correct(name: str) -> Call:
    return lambda s, w: correcting.correct_audit(s, key(w, name), me(s), "次数写错", NOW)


def sign(name: str) -> Call:
    return lambda s, w: signatures.sign(s, key(w, name), me(s), make_signing(), NOW)


def unsign(name: str) -> Call:
    def taken_out(session: Session, w: World) -> None:
        kept = signed.signature_of(w.session, key(w, name))
        number = "" if kept is None else kept.id
        signatures.unsign(session, key(w, name), me(session), number)

    return taken_out


A = frozenset({"head of A", "head of A and B", "administrator"})
B = frozenset({"head of B", "head of A and B", "administrator"})
EITHER = ("Forbidden", "AuditNotFound")
SEEN = ("Forbidden", "AuditNotFound", "NotSubmitted")

ACTS = [
    Act("audits.create_audit", create, INSPECTORS | ADMINISTRATOR, 1),
    Act(
        "audits.create_audit",
        lambda s, w: create(s, w, unit_id=w.moved.id),
        ADMINISTRATOR,
        1,
    ),
    Act(
        "audits.create_audit",
        lambda s, w: create(s, w, unit_id=w.moved.id, period="2026-10"),
        frozenset({"inspector of division", "administrator"}),
        1,
    ),
    Act(
        "audits.create_audit",
        lambda s, w: create(s, w, inspector_id=w.people["former inspector"].id),
        PROGRAM,
    ),
    Act("answers.record_operations", record("own draft"), OWN, 0, EITHER),
    Act("answers.record_operations", record("foreign draft"), ADMINISTRATOR, 0, EITHER),
    Act(
        "answers.record_operations",
        lambda s, w: record_operations(
            s, key(w, "own draft"), w.people["inspector of unit"].id, [make_operation()], NOW
        ),
        frozenset({"inspector of unit"}),
        0,
        EITHER,
    ),
    Act("closing.submit_audit", submit("own draft"), OWN, 1, EITHER),
    Act("closing.submit_audit", submit("foreign draft"), ADMINISTRATOR, 1, EITHER),
    Act("closing.void_audit", void("own submitted"), OWN, 1, EITHER),
    Act("closing.void_audit", void("own draft"), OWN, 1, EITHER),
    Act("closing.void_audit", void("foreign submitted"), ADMINISTRATOR, 1, EITHER),
    Act(
        "consents.confirm",
        lambda s, w: consents.confirm(s, key(w, "by division submitted"), "", NOW),
        A,
        1,
        EITHER,
    ),
    Act(
        "consents.confirm",
        lambda s, w: consents.confirm(s, key(w, "before the move"), "", NOW),
        A,
        1,
        EITHER,
    ),
    Act(
        "consents.confirm",
        lambda s, w: consents.confirm(s, key(w, "own void"), "", NOW),
        PROGRAM,
        0,
        SEEN,
    ),
    Act(
        "consents.confirm",
        lambda s, w: consents.confirm(s, key(w, "own draft"), "", NOW),
        PROGRAM,
        0,
        SEEN,
    ),
    Act(
        "consents.acknowledge",
        lambda s, w: consents.acknowledge(s, key(w, "after the move"), "知悉", NOW),
        frozenset({"representative of moved"}),
        1,
        EITHER,
    ),
    Act(
        "consents.acknowledge",
        lambda s, w: consents.acknowledge(s, key(w, "own void"), "", NOW),
        PROGRAM,
        0,
        SEEN,
    ),
    Act("photos.add_photo", photograph("own draft"), OWN, 1, EITHER),
    Act("photos.add_photo", photograph("foreign draft"), ADMINISTRATOR, 1, EITHER),
    Act(
        "photos.add_photo",
        photograph("own submitted"),
        PROGRAM,
        0,
        (*EITHER, "AuditClosed"),
    ),
    Act(
        "photos.check_may_add",
        lambda s, w: photos.check_may_add(s, key(w, "own draft"), me(s), make_photo()),
        OWN,
        0,
        EITHER,
    ),
    Act("photos.remove_photo", take_photo_out("own draft"), OWN, 1, EITHER),
    Act("photos.remove_photo", take_photo_out("foreign draft"), ADMINISTRATOR, 1, EITHER),
    Act(
        "photos.remove_photo",
        take_photo_out("own submitted"),
        PROGRAM,
        0,
        (*EITHER, "AuditClosed"),
    ),
    Act("photos.load_photos", load_photo, ADMINISTRATOR, 1),
    Act("orders.photos.load_order_photos", load_order_photo, ADMINISTRATOR, 1),
    Act("photos.every_photo", lambda s, w: photos.every_photo(s), ADMINISTRATOR),
    Act("scores.save_score", score, ADMINISTRATOR),
    Act("bulk.load_audits", load, ADMINISTRATOR, 1),
    Act(
        "sheets.store_sheet_version",
        lambda s, w: sheets.store_sheet_version(s, make_sheet("counter"), NOW),
        INSPECTORS | ADMINISTRATOR,
    ),
    Act(
        "organisation.add_division",
        lambda s, w: organisation.add_division(s, "X", "甲", "A"),
        ADMINISTRATOR,
        1,
    ),
    Act(
        "organisation.add_unit",
        lambda s, w: organisation.add_unit(s, w.a.id, "X", "甲", "A"),
        ADMINISTRATOR,
        1,
    ),
    Act(
        "persons.add_person",
        lambda s, w: persons.add_person(s, "X", "甲"),
        ADMINISTRATOR,
        1,
    ),
    Act(
        "organisation.move_unit",
        lambda s, w: organisation.move_unit(s, w.a1.id, w.b.id, DAY, "改组"),
        ADMINISTRATOR,
        1,
    ),
    Act(
        "organisation.close_unit",
        lambda s, w: organisation.close_unit(s, w.a1.id, DAY),
        ADMINISTRATOR,
        1,
    ),
    Act(
        "persons.set_active",
        lambda s, w: persons.set_active(s, other(w), False),
        ADMINISTRATOR,
        1,
    ),
    Act("settings.set_setting", lambda s, w: settings.set_setting(s, "key", 1), ADMINISTRATOR, 1),
    Act("settings.all_settings", lambda s, w: settings.all_settings(s), ADMINISTRATOR),
    Act("settings.get_setting", lambda s, w: settings.get_setting(s, "key"), EVERYONE),
    Act("accounts.save_account", account, ADMINISTRATOR, 1),
    Act(
        "accounts.set_password", lambda s, w: accounts.set_password(s, me(s), "x", NOW), EVERYONE, 1
    ),
    Act(
        "accounts.set_password",
        lambda s, w: accounts.set_password(s, other(w), "x", NOW),
        frozenset({"nobody"}),
        1,
    ),
    Act("accounts.has_administrator", lambda s, w: accounts.has_administrator(s), ADMINISTRATOR),
    Act("grants.give", give, ADMINISTRATOR, 1),
    Act("grants.end", lambda s, w: grants.end(s, grant_of(w, "viewer"), DAY), ADMINISTRATOR, 1),
    Act("grants.all_held", lambda s, w: grants.all_held(s, DAY), ADMINISTRATOR),
    Act("grants.check_not_last", lambda s, w: grants.check_not_last(s, other(w)), EVERYONE),
    Act("releases.release", lambda s, w: releases.release(s, "2026-09", NOW), ADMINISTRATOR, 1),
    Act("releases.withdraw", lambda s, w: releases.withdraw(s, PERIOD, "有误"), ADMINISTRATOR, 1),
    Act(
        "sign_ins.end",
        lambda s, w: sign_ins.end(s, sign_in_of(w, "nobody").id, NOW),
        frozenset({"nobody", "administrator"}),
        1,
    ),
    Act(
        "sign_ins.end_all",
        lambda s, w: sign_ins.end_all(s, other(w), NOW),
        frozenset({"nobody", "administrator"}),
        1,
    ),
    Act(
        "sign_ins.open_of",
        lambda s, w: sign_ins.open_of(s, other(w), NOW),
        frozenset({"nobody", "administrator"}),
    ),
    Act("sign_ins.open_of", lambda s, w: sign_ins.open_of(s, None, NOW), ADMINISTRATOR),
    Act("trail.first_broken", lambda s, w: trail.first_broken(s), ADMINISTRATOR),
    Act("trail.head", lambda s, w: trail.head(s), ADMINISTRATOR),
    Act("proof.verify", lambda s, w: proof.verify(s), ADMINISTRATOR),
    Act("trail.actions", lambda s, w: trail.actions(s), ADMINISTRATOR),
    Act("trail.entries", lambda s, w: trail.entries(s, trail.TrailFilter()), ADMINISTRATOR),
    Act("organisation.divisions", lambda s, w: organisation.divisions(s), EVERYONE),
    Act("organisation.division", lambda s, w: organisation.division(s, w.a.id), EVERYONE),
    Act("organisation.units", lambda s, w: organisation.units(s), EVERYONE),
    Act("organisation.unit", lambda s, w: organisation.unit(s, w.a1.id), EVERYONE),
    Act(
        "organisation.unit_by_code", lambda s, w: organisation.unit_by_code(s, w.a1.code), EVERYONE
    ),
    Act("organisation.memberships", lambda s, w: organisation.memberships(s, w.a1.id), EVERYONE),
    Act("organisation.units_in_scope", lambda s, w: organisation.units_in_scope(s, DAY), EVERYONE),
    Act("persons.people", lambda s, w: persons.people(s), EVERYONE),
    Act("persons.inspectors", lambda s, w: persons.inspectors(s), EVERYONE),
    Act("persons.person", lambda s, w: persons.person(s, me(s)), EVERYONE),
    Act(
        "persons.person",
        lambda s, w: persons.person(s, other(w)),
        frozenset({"nobody", "administrator"}),
        0,
        ("PersonNotFound",),
    ),
    Act(
        "persons.person_by_code",
        lambda s, w: persons.person_by_code(s, w.people["nobody"].code),
        frozenset({"nobody", "administrator"}),
        0,
        ("PersonNotFound",),
    ),
    Act(
        "sheets.sheet_of",
        lambda s, w: sheets.sheet_of(s, w.audits["own draft"].sheet_version_id),
        EVERYONE,
    ),
    # Only the program itself finds out who somebody is.
    Act("accounts.credentials", lambda s, w: accounts.credentials(s, "x"), PROGRAM),
    Act(
        "accounts.person_of_identity",
        lambda s, w: accounts.person_of_identity(s, "x", None),
        PROGRAM,
    ),
    Act("attempts.check_attempts", lambda s, w: attempts.check_attempts(s, "x", "y", NOW), PROGRAM),
    Act("attempts.note_failure", lambda s, w: attempts.note_failure(s, "x", "y", NOW), PROGRAM),
    Act("attempts.begin_attempt", lambda s, w: attempts.begin_attempt(s, "x", "y", NOW), PROGRAM),
    Act("attempts.forget_failures", lambda s, w: attempts.forget_failures(s, "x"), PROGRAM),
    Act("accounts.renew_hash", lambda s, w: accounts.renew_hash(s, me(s), "x"), PROGRAM),
    Act("grants.actor_of", lambda s, w: grants.actor_of(s, me(s), DAY), PROGRAM),
    Act("sign_ins.find", lambda s, w: sign_ins.find(s, "x", NOW), PROGRAM),
    Act("sign_ins.was_begun", lambda s, w: sign_ins.was_begun(s, "x"), PROGRAM),
    Act(
        "sign_ins.touch",
        lambda s, w: sign_ins.touch(s, sign_in_of(w, "nobody"), NOW + timedelta(1)),
        PROGRAM,
    ),
    Act(
        "sign_ins.begin",
        lambda s, w: sign_ins.begin(s, me(s), "password", address="", agent="", now=NOW),
        PROGRAM,
    ),
    Act("locking.check_acts", lambda s, w: locking.check_acts(s, other(w)), frozenset({"nobody"})),
    Act(
        "locking.check_person",
        lambda s, w: locking.check_person(s, other(w)),
        frozenset({"nobody"}),
    ),
    Act(
        "locking.lock_audit",
        lambda s, w: locking.lock_audit(s, key(w, "own draft"), me(s)),
        OWN,
        0,
        EITHER,
    ),
]

ACTS += [
    Act(
        "roster.rename_division",
        lambda s, w: roster.rename_division(s, w.a.id, "甲", "A"),
        ADMINISTRATOR,
        1,
    ),
    Act(
        "roster.rename_unit",
        lambda s, w: roster.rename_unit(s, w.a1.id, "甲", "A"),
        ADMINISTRATOR,
        1,
    ),
    Act(
        "roster.rename_person",
        lambda s, w: roster.rename_person(s, other(w), "甲"),
        ADMINISTRATOR,
        1,
    ),
    Act("roster.histories", lambda s, w: roster.histories(s), EVERYONE),
    Act("roster.every_account", lambda s, w: roster.every_account(s), ADMINISTRATOR),
    Act("roster.whole", lambda s, w: roster.whole(s), ADMINISTRATOR),
    Act("roster.every_grant", lambda s, w: roster.every_grant(s), ADMINISTRATOR),
    Act("rescoring.stored_scores", lambda s, w: list(rescoring.stored_scores(s)), ADMINISTRATOR),
    Act("unit_months.rebuild", lambda s, w: unit_months.rebuild(s), ADMINISTRATOR),
    Act("own_work.own_texts", lambda s, w: own_work.own_texts(s, "hotline"), EVERYONE),
]

NOT_NOW = (*EITHER, "NotReturnable", "NotCorrectable", "AuditClosed")
BY_DIVISION = frozenset({"inspector of division", "administrator"})

ACTS += [
    Act("returning.return_audit", give_back("by division submitted"), A, 1, EITHER),
    Act("returning.return_audit", give_back("before the move"), A, 1, EITHER),
    # A confirmed one, one that was given back already, and others that are not submitted.
    Act("returning.return_audit", give_back("own submitted"), PROGRAM, 0, NOT_NOW),
    Act("returning.return_audit", give_back("by division returned"), PROGRAM, 0, NOT_NOW),
    Act("returning.return_audit", give_back("own void"), PROGRAM, 0, NOT_NOW),
    Act("returning.return_audit", give_back("own draft"), PROGRAM, 0, NOT_NOW),
    Act("correcting.correct_audit", correct("own submitted"), OWN, 1, EITHER),
    Act("correcting.correct_audit", correct("foreign submitted"), ADMINISTRATOR, 1, EITHER),
    Act("correcting.correct_audit", correct("own draft"), PROGRAM, 0, NOT_NOW),
    Act("correcting.correct_audit", correct("own void"), PROGRAM, 0, NOT_NOW),
    Act("correcting.correct_audit", correct("by division returned"), PROGRAM, 0, NOT_NOW),
    Act("answers.record_operations", record("by division returned"), BY_DIVISION, 0, EITHER),
    Act("signatures.sign", sign("own draft"), OWN, 1, EITHER),
    Act("signatures.sign", sign("by division returned"), BY_DIVISION, 1, EITHER),
    Act("signatures.sign", sign("own submitted"), PROGRAM, 0, NOT_NOW),
    Act("signatures.unsign", unsign("own draft"), OWN, 1, EITHER),
    Act("signatures.unsign", unsign("own submitted"), PROGRAM, 0, NOT_NOW),
    Act("signatures.unsign", unsign("by division draft"), BY_DIVISION, 0, EITHER),
    # Given back and not changed since: the signature no longer fits the answers.
    Act(
        "closing.submit_audit",
        submit("by division returned"),
        PROGRAM,
        0,
        (*EITHER, "SignatureStale"),
    ),
    Act("closing.void_audit", void("by division returned"), BY_DIVISION, 1, EITHER),
]


def begin_figures(unit: str) -> Call:
    return lambda s, w: measured.begin_figures(
        s,
        unit_id=getattr(w, unit).id,
        sheet=make_sheet("complaints"),
        period=PERIOD,
        kind="own",
        subject="台账",
        audited_on=DAY,
        inspector_id=me(s),
        now=NOW,
    )


def bring_up(name: str) -> Call:
    return lambda s, w: measured.bring_up_to(s, key(w, name), me(s), DAY + timedelta(days=1))


ACTS += [
    Act("measured.begin_figures", begin_figures("a1"), INSPECTORS | ADMINISTRATOR, 1),
    Act("measured.begin_figures", begin_figures("b1"), ADMINISTRATOR, 1),
    Act("measured.bring_up_to", bring_up("own draft"), OWN, 1, EITHER),
    Act("measured.bring_up_to", bring_up("foreign draft"), ADMINISTRATOR, 1, EITHER),
]

# The world's one file stands behind the figures of all units.
ACTS += [
    Act("sources.add_source", name_source("own draft"), OWN, 1, EITHER),
    Act("sources.add_source", name_source("own submitted"), PROGRAM, 0, NOT_NOW),
    Act("sources.add_source", name_source("by division returned"), BY_DIVISION, 1, EITHER),
    Act("sources.load_sources", load_source, ADMINISTRATOR, 1),
    Act("sources.every_source_file", lambda s, w: sources.every_source_file(s), ADMINISTRATOR),
    Act("sources.every_source_hash", lambda s, w: sources.every_source_hash(s), ADMINISTRATOR),
    Act(
        "sources.source_file",
        open_source("own submitted"),
        frozenset({"head of A and B", "administrator"}),
        0,
        ("SourceNotFound", "SourceNotYours"),
    ),
]

ACTS += [
    Act(
        "presence.announce",
        lambda s, w: presence.announce(s, key(w, "own draft"), me(s), Signal(TABLET), NOW),
        OWN,
        0,
        EITHER,
    ),
    Act(
        "presence.announce",
        lambda s, w: presence.announce(
            s, key(w, "own draft"), w.people["inspector of unit"].id, Signal(TABLET), NOW
        ),
        frozenset({"inspector of unit"}),
        0,
        EITHER,
    ),
    Act(
        "sharing.share",
        lambda s, w: sharing.share(s, key(w, "own draft"), me(s), colleague(w), NOW),
        OWN,
        1,
        EITHER,
    ),
    Act(
        "sharing.share",
        lambda s, w: sharing.share(s, key(w, "foreign draft"), me(s), colleague(w), NOW),
        PROGRAM,
        0,
        (*EITHER, "NoColleague"),
    ),
    Act(
        "sharing.unshare",
        lambda s, w: sharing.unshare(s, key(w, "own draft"), me(s), colleague(w)),
        OWN,
        0,
        EITHER,
    ),
    Act(
        "sharing.colleagues",
        lambda s, w: sharing.colleagues(s, key(w, "own draft")),
        OWN,
        0,
        EITHER,
    ),
    Act("sharing.who_inspects", lambda s, w: sharing.who_inspects(s, w.a1, DAY), ADMINISTRATOR),
]


def plan_double(session: Session, w: World) -> object:
    first, second = w.double.inspectors
    new = doubles.NewDouble(w.a1.id, "hotline", DAY, "话务员 2048", first, second)
    return doubles.plan(session, str(uuid4()), new, NOW)


BOTH = frozenset({"inspector of unit", "inspector of division"})
NOT_PLANNED = ("DoubleRefused",)
ACTS += [
    Act("doubles.plan", plan_double, ADMINISTRATOR, 1),
    Act(
        "doubles.withdraw",
        lambda s, w: doubles.withdraw(s, w.double.id, "检查员请假", NOW),
        ADMINISTRATOR,
        1,
    ),
    Act("doubles.who_could", lambda s, w: doubles.who_could(s, w.a1.id, DAY), ADMINISTRATOR),
    Act("doubles.doubles", lambda s, _w: doubles.doubles(s, PERIOD, PERIOD), ADMINISTRATOR),
    Act(
        "doubles.double",
        lambda s, w: doubles.double(s, w.double.id),
        BOTH | ADMINISTRATOR,
        0,
        NOT_PLANNED,
    ),
    Act(
        "doubles.begin",
        lambda s, w: doubles.begin(s, w.double.id, make_sheet(), DAY, NOW),
        BOTH,
        1,
        NOT_PLANNED,
    ),
    Act(
        "double_points.handed_in",
        lambda s, w: double_points.handed_in(s, w.double.audits),
        ADMINISTRATOR,
    ),
]

ACTS += [
    Act(
        "coefficient_changes.set_coefficients",
        lambda s, w: coefficient_changes.set_coefficients(
            s, Period.parse(PERIOD), {w.a1.id: Decimal("1.2")}, "户数多", NOW
        ),
        ADMINISTRATOR,
        1,
    ),
    Act(
        "coefficient_changes.planned",
        lambda s, w: coefficient_changes.planned(
            s, Period.parse(PERIOD), {w.a1.id: Decimal("1.2")}
        ),
        ADMINISTRATOR,
    ),
    Act("work_calendars.entries", lambda s, w: work_calendars.entries(s), ADMINISTRATOR),
    Act(
        "work_calendars.enter_year",
        lambda s, w: work_calendars.enter_year(s, 2027, ([date(2027, 1, 1)], []), "通知", NOW),
        ADMINISTRATOR,
        1,
    ),
    Act("coefficients.newest", lambda s, w: coefficients.newest(s), ADMINISTRATOR),
    Act("coefficients.history", lambda s, w: coefficients.history(s, w.a1.id), A),
    Act("coefficients.history", lambda s, w: coefficients.history(s, w.moved.id), B),
]

MONTH = Period.parse(PERIOD)
OVER = date(2026, 12, 1)
HEADS = frozenset({"head of A", "head of B", "head of A and B", "administrator"})


def seal_month(session: Session) -> None:
    """Close and seal the month, with nothing in its seal."""
    periods.close(session, MONTH, NOW)
    seals.add(session, MONTH, {}, changes=None, reason="", now=NOW)


ACTS += [
    Act("periods.state_of", lambda s, w: periods.state_of(s, MONTH), EVERYONE),
    Act("periods.states", lambda s, w: periods.states(s), HEADS),
    Act("periods.close", lambda s, w: periods.close(s, MONTH, NOW), ADMINISTRATOR, 1),
    Act(
        "periods.open_again",
        lambda s, w: (
            periods.close(s, MONTH, NOW),
            periods.open_again(s, MONTH, "还有一次", NOW),
        ),
        ADMINISTRATOR,
        2,
    ),
    Act(
        "periods.open_restatement",
        lambda s, w: (seal_month(s), periods.open_restatement(s, MONTH, "漏记一次", NOW)),
        ADMINISTRATOR,
        3,
    ),
    Act(
        "periods.sealed_together",
        lambda s, w: (periods.close(s, MONTH, NOW), periods.sealed_together(s, MONTH, OVER)),
        ADMINISTRATOR,
        1,
    ),
    Act(
        "periods.to_seal",
        lambda s, w: (periods.close(s, MONTH, NOW), periods.to_seal(s, MONTH, OVER)),
        ADMINISTRATOR,
        1,
    ),
    Act(
        "seals.add",
        lambda s, w: seals.add(s, MONTH, {}, changes=None, reason="", now=NOW),
        ADMINISTRATOR,
        1,
    ),
    Act("seals.content_of", lambda s, w: seals.content_of(s, MONTH), ADMINISTRATOR),
    Act("seals.every_seal", lambda s, w: list(seals.every_seal(s)), ADMINISTRATOR),
    Act("seals.seals_of", lambda s, w: seals.seals_of(s, MONTH), HEADS),
    Act("seal_audits.histories", lambda s, w: seal_audits.histories(s, MONTH), ADMINISTRATOR),
    Act(
        "seal_audits.states_of_audits",
        lambda s, w: seal_audits.states_of_audits(s, MONTH),
        ADMINISTRATOR,
    ),
    Act(
        "seal_audits.audits_to_seal",
        lambda s, w: seal_audits.audits_to_seal(s, MONTH, {}),
        ADMINISTRATOR,
    ),
    Act(
        "seal_audits.moment_to_seal",
        lambda s, w: seal_audits.moment_to_seal(s, MONTH, NOW),
        ADMINISTRATOR,
    ),
    Act("seal_proof.seal_faults", lambda s, w: seal_proof.seal_faults(s), ADMINISTRATOR),
    Act("record_proof.record_faults", lambda s, w: record_proof.record_faults(s), ADMINISTRATOR),
]


def take_down(session: Session, w: World, **more: Any) -> None:
    new = NewDecision(str(uuid4()), "model", w.a1.id, "yes", **more)
    meeting_deciding.take_down(session, MONTH, new, NOW)


def seal_decisions(session: Session, w: World) -> None:
    take_down(session, w)
    meeting_sealing.seal_decisions(session, MONTH, "0" * 64, NOW)


ACTS += [
    Act("meetings.deciding.take_down", take_down, ADMINISTRATOR, 1),
    Act(
        "meetings.reading.minutes",
        lambda s, w: meeting_reading.minutes(s, MONTH),
        frozenset({"viewer", "administrator"}),
    ),
    Act(
        "meetings.reading.minutes",
        lambda s, w: meeting_reading.minutes(s, Period.parse("2026-09")),
        ADMINISTRATOR,
    ),
    Act("meetings.sealing.seal_decisions", seal_decisions, ADMINISTRATOR, 2),
    Act(
        "meetings.sealing.meeting_faults",
        lambda s, w: meeting_sealing.meeting_faults(s),
        ADMINISTRATOR,
    ),
]

OVERDUE = NOW + timedelta(days=2)
ORDER_EITHER = ("Forbidden", "OrderNotFound")
AGENTS_OF_A = A | {"agent of A"}
WORKING_ON_A1 = AGENTS_OF_A | {"representative of a1"}


def step(name: str, kind: str, unit: str = "") -> Call:
    def taken(session: Session, w: World) -> object:
        fields = {"unit_id": getattr(w, unit).id} if unit else {}
        return steps.record_step(session, w.orders[name], make_step(kind, **fields), NOW)

    return taken


def loaded_order(w: World) -> order_bulk.LoadedOrder:
    return order_bulk.LoadedOrder(
        id=str(uuid4()),
        source="12345",
        number="1",
        order_class="government",
        division_id=w.a.id,
        reported_at=NOW,
        opened_at=NOW,
        opened_by=w.people["agent of A"].id,
        rules=DAY,
    )


def photograph_order(name: str) -> Call:
    return lambda s, w: order_photos.add_order_photo(s, w.orders[name], make_order_photo(), NOW)


ACTS += [
    Act(
        "orders.opening.open_order",
        lambda s, w: make_order(s, division_id=w.a.id, unit_id=w.a1.id),
        AGENTS_OF_A,
        1,
    ),
    Act(
        "orders.steps.record_step", step("unclear", "dispatch", "a2"), AGENTS_OF_A, 1, ORDER_EITHER
    ),
    Act("orders.steps.record_step", step("of a1", "take"), WORKING_ON_A1, 1, ORDER_EITHER),
    Act("orders.steps.record_step", step("handed over", "arrive"), WORKING_ON_A1, 1, ORDER_EITHER),
    Act("orders.steps.record_step", step("handed over", "answer"), WORKING_ON_A1, 1, ORDER_EITHER),
    *(
        Act("orders.steps.record_step", step(name, kind, unit), AGENTS_OF_A, 1, ORDER_EITHER)
        for name, kind, unit in (
            ("unclear", "dispatch", "a2"),
            ("of a1", "pause", ""),
            ("of a1", "hand_over", "a2"),
            ("of a1", "void", ""),
            ("answered of a1", "return", ""),
            ("answered of a1", "close", ""),
        )
    ),
    Act(
        "orders.steps.record_step",
        step("closed of a1", "return"),
        PROGRAM,
        0,
        (*ORDER_EITHER, "StepNotNow"),
    ),
    Act("orders.photos.add_order_photo", photograph_order("of a1"), WORKING_ON_A1, 1, ORDER_EITHER),
    Act(
        "orders.photos.check_may_add",
        lambda s, w: order_photos.check_may_add(s, w.orders["of a1"], make_order_photo()),
        WORKING_ON_A1,
        0,
        ORDER_EITHER,
    ),
    Act(
        "orders.photos.remove_order_photo",
        lambda s, w: order_photos.remove_order_photo(
            s, w.orders["of a1"], w.order_photos["of a1"], NOW
        ),
        AGENTS_OF_A,
        1,
        (*ORDER_EITHER, "PhotoNotFound"),
    ),
    Act(
        "orders.photos.every_order_photo",
        lambda s, w: order_photos.every_order_photo(s),
        ADMINISTRATOR,
    ),
    Act(
        "orders.locking.lock_order",
        lambda s, w: lock_order(s, w.orders["of a1"]),
        WORKING_ON_A1,
        0,
        ORDER_EITHER,
    ),
    Act(
        "orders.escalations.steps_due",
        lambda s, w: escalations.steps_due(s, (24,), ("urgent",), OVERDUE),
        PROGRAM,
    ),
    Act(
        "orders.escalations.record_steps",
        lambda s, w: escalations.record_steps(s, (24,), ("urgent",), OVERDUE),
        PROGRAM,
    ),
    Act(
        "orders.summaries.sign_summary",
        lambda s, w: summaries.sign_summary(
            s, summaries.NewSummary(w.a.id, DAY, "early", {}, "罗建安", 0), NOW
        ),
        A,
        1,
    ),
    Act(
        "orders.bulk.load_orders",
        lambda s, w: order_bulk.load_orders(s, [loaded_order(w)]),
        ADMINISTRATOR,
        1,
    ),
]

DEDUCTION_EITHER = ("Forbidden", "EventNotFound", "UnitNotFound")
SEASON = SeasonDays("2026-HS", date(2026, 7, 1), date(2027, 3, 20))
BOUNDS = Bounds(Decimal(100), Decimal(80), date(2026, 1, 1))


def entered(unit: str) -> Call:
    def enter(session: Session, w: World) -> object:
        new = EnteredEvent(
            id=str(uuid4()),
            unit_id=getattr(w, unit).id,
            season="2026-HS",
            code="HEV-10",
            points=Decimal(2),
            times=1,
            occurred_at=NOW,
            words="电话三次无人接听",
            rules=DAY,
            proof=Proof("录音.pdf", "6" * 64, "application/pdf"),
        )
        return account_proposing.enter_event(session, new, NOW)

    return enter


def eliminate(session: Session, w: World) -> None:
    account_deciding.decide_elimination(
        session,
        w.a1.id,
        bounds=BOUNDS,
        days=SEASON,
        looked_at=(Decimal(70), 0),
        decision="keep",
        reason="限期整改",
        now=NOW,
    )


def found(w: World) -> Proposal:
    return Proposal(
        origin=str(uuid4()),
        unit_id=w.a1.id,
        division_id=w.a.id,
        season="2026-HS",
        code="HEV-01",
        points=Decimal(1),
        occurred_at=NOW,
        rules=DAY,
        order_id=w.orders["of a1"],
    )


ACTS += [
    Act("account.proposing.enter_event", entered("a1"), AGENTS_OF_A, 1, DEDUCTION_EITHER),
    Act(
        "account.deciding.decide",
        lambda s, w: account_deciding.decide(
            s, {w.deductions["waiting"]: 0}, "rejected", "查无此事", NOW
        ),
        A,
        1,
        DEDUCTION_EITHER,
    ),
    Act("account.deciding.decide_elimination", eliminate, A, 1, DEDUCTION_EITHER),
    Act(
        "account.withdrawing.settle",
        lambda s, w: account_withdrawing.settle(s, "2026-HS", (), NOW),
        PROGRAM,
    ),
    Act(
        "account.withdrawing.unsettled",
        lambda s, w: account_withdrawing.unsettled(s, "2026-HS", ()),
        PROGRAM,
    ),
    Act(
        "account.proposing.propose",
        lambda s, w: account_proposing.propose(s, [found(w)], NOW),
        PROGRAM,
    ),
    Act(
        "account.proposing.origins",
        lambda s, w: account_proposing.origins(s, "2026-HS"),
        PROGRAM,
    ),
    Act("account.places.redo_steps", lambda s, w: places.redo_steps(s, NOW), PROGRAM),
    Act("account.places.state", lambda s, w: places.state(s, NOW), PROGRAM),
    Act("account.places.judged_orders", lambda s, w: places.judged_orders(s, NOW, NOW), PROGRAM),
    Act(
        "account.reading.every_proof_file",
        lambda s, w: account_reading.every_proof_file(s),
        ADMINISTRATOR,
    ),
    Act(
        "account.reading.event",
        lambda s, w: account_reading.event(s, w.deductions["waiting"]),
        WORKING_ON_A1,
        0,
        ("EventNotFound",),
    ),
]

ACTS += [
    Act(
        "regulations.set_regulations",
        lambda s, w: regulations.set_regulations(s, w.a.id, ["GAS", "HEAT"]),
        ADMINISTRATOR,
        1,
    ),
]

CALL_EITHER = ("Forbidden", "CallNotFound")


def draw_first(session: Session, w: World) -> object:
    """The month before, of which nothing was drawn yet."""
    return drawing.draw_month(session, w.a1.id, "2026-10", NOW)


def call_anew(session: Session, w: World) -> object:
    talk = make_talk(reason="点错了")
    return calling.record_talk(session, w.calls["a1"], talk, NOW)


def load_draw(session: Session, w: World) -> object:
    loaded = call_bulk.LoadedDraw(
        scheme="HEAT",
        sample_class="all",
        unit_id=w.a1.id,
        division_id=w.a.id,
        month="2026-10",
        seed="5" * 64,
        population=(w.orders["of a1"],),
        size=1,
        rules=DAY,
        drawn_at=NOW,
        person_id=w.people["agent of A"].id,
        reason="",
        calls=(call_bulk.LoadedCall("waiting"),),
    )
    return call_bulk.load_draws(session, [loaded])


def act_on_opinion(session: Session, w: World) -> object:
    return calling.note_handled(session, w.calls["a1"], str(uuid4()), "已上门说明", NOW)


ACTS += [
    Act("callbacks.drawing.draw_month", draw_first, AGENTS_OF_A, 3),
    Act(
        "callbacks.drawing.draw_month",
        lambda s, w: drawing.draw_month(s, w.b1.id, PERIOD, NOW, "再抽一次"),
        PROGRAM,
        0,
        ("Forbidden", "AlreadyDrawn"),
    ),
    Act("callbacks.bulk.load_draws", load_draw, ADMINISTRATOR, 1),
    Act("callbacks.calling.record_talk", call_anew, AGENTS_OF_A, 1, CALL_EITHER),
    Act("callbacks.calling.note_handled", act_on_opinion, AGENTS_OF_A, 1, CALL_EITHER),
    Act(
        "answered_calls.enter_calls",
        lambda s, w: answered_calls.enter_calls(s, make_calls(w.a1.id, after=w.counted), NOW),
        AGENTS_OF_A,
        1,
        ("Forbidden", "UnitNotFound"),
    ),
    Act(
        "planned_stops.add_stop",
        lambda s, w: planned_stops.add_stop(s, make_stop(w.a1.id, 9), NOW),
        AGENTS_OF_A,
        1,
        ("Forbidden", "UnitNotFound"),
    ),
    Act(
        "planned_stops.withdraw_stop",
        lambda s, w: planned_stops.withdraw_stop(s, w.stop, "录错单位", NOW),
        AGENTS_OF_A,
        1,
        ("Forbidden", "StopGone"),
    ),
]


HEADS_OF_A = frozenset({"head of A", "head of A and B", "administrator"})

ACTS += [
    Act(
        "forecasts.storing.forecast_faults",
        lambda s, w: storing.forecast_faults(s),
        ADMINISTRATOR,
    ),
    Act(
        "forecasts.storing.store",
        lambda s, w: storing.store(s, make_forecast([w.a1.id, w.a2.id], w.a.id), NOW),
        HEADS_OF_A,
        1,
    ),
    Act(
        "forecasts.storing.store",
        lambda s, w: storing.store(s, make_forecast([w.a1.id, w.b1.id], None), NOW),
        ADMINISTRATOR,
        1,
    ),
]


def measure_room(session: Session, w: World) -> object:
    return temperature.record_temperature(session, w.orders["of a1"], make_record("17.5"), NOW)


def measure_anew(session: Session, w: World) -> object:
    new = make_record("17.5", replaces=w.records["a1"], reason="读错一位")
    return temperature.record_temperature(session, w.orders["of a1"], new, NOW)


ACTS += [
    Act("temperature.recording.record_temperature", one, WORKING_ON_A1, 1, ORDER_EITHER)
    for one in (measure_room, measure_anew)
]

CENTRE = AGENTS_OF_A | {"head of B", "agent of B"}


def take_in(session: Session, w: World) -> object:
    row = {name: getattr(loaded_order(w), name) for name in ("number", *imported.COMPARED)}
    new = importing.NewImport("12345", w.a.id, "导出.csv", "5" * 64, {}, {"new": 1})
    rows = [{**row, "calendar": "", "rules": DAY}]
    return importing.take_in(session, new, [rows], [], NOW)


def take_values(session: Session, w: World) -> object:
    new = importing.NewImport("12345", w.a.id, "导出.csv", "5" * 64, {}, {})
    seen = reading.order(w.session, w.orders["of a1"])
    after = {"problem": "暖气片漏水", "state": seen.state}
    before = {"problem": seen.problem, "state": seen.state}
    changed = [importing.Changed(seen.id, seen.version, before, after)]
    return importing.take_values(session, new, changed, "以热线系统为准", NOW)


ACTS += [
    Act(
        "orders.imported.check_division",
        lambda s, w: imported.check_division(s, w.a.id),
        AGENTS_OF_A,
    ),
    Act(
        "orders.imported.check_source",
        lambda s, w: imported.check_source(s, "12345", w.a.id),
        AGENTS_OF_A,
    ),
    Act("orders.imported.mappings", lambda s, w: imported.mappings(s), CENTRE),
    Act("orders.imported.imports", lambda s, w: imported.imports(s), CENTRE),
    Act("orders.importing.take_in", take_in, AGENTS_OF_A, 1),
    Act("orders.importing.take_values", take_values, AGENTS_OF_A, 1),
]

PARTS = {
    "account.deciding.points_left": "is narrowed like every query of deductions",
    "account.places.account_units": "is narrowed to units one works for or represents",
    "account.places.stays": "is narrowed like account.places.account_units",
    "account.reading.some": "is part of account.reading.event",
    "account.reading.events": "is narrowed like account.reading.event",
    "account.reading.event_hashes": "is narrowed like account.reading.event",
    "account.reading.events_of_order": "is narrowed like account.reading.event",
    "account.reading.decisions": "is narrowed like account.reading.event",
    "account.reading.eliminations": "is narrowed like account.reading.event",
    "chains.next_seal": "is part of seals.add and meetings.sealing.seal_decisions",
    "callbacks.complaining.is_complaint": "is part of callbacks.calling.record_talk",
    "callbacks.complaining.open_complaint": "is part of callbacks.calling.record_talk",
    "callbacks.calling.pass_on": "is part of callbacks.calling.record_talk",
    "callbacks.settling.settle_gone": "is part of orders.steps.record_step",
    "callbacks.drawing.add_calls": "is part of callbacks.drawing.draw_month",
    "callbacks.reading.called_rows": "runs a query of callbacks.reading.tried_calls",
    "callbacks.drawing.may_draw": "is the check itself",
    "callbacks.warmth.warm_enough": "reads a record of an order, which is narrowed with it",
    "doubles.in_states": "is narrowed like every query of audits",
    "doubles.mine": "is narrowed to what is planned for whoever asks",
    "orders.shift_orders.returned_within": "counts, narrowed like every query of orders",
    "orders.summaries.summaries_of": "is narrowed to the divisions one works for",
    "orders.summaries.signed_since": "is narrowed to the divisions one works for",
    "orders.imported.may_import": "is the check itself",
    "orders.imported.worked_on": "is narrowed like every query of orders; a part of importing",
    "orders.imported.bound": "is part of orders.importing, which asks before",
    "orders.correcting.corrected": "is part of orders.steps.record_step",
    "orders.correcting.resting": "is narrowed to summaries and deductions one sees",
    "orders.doing.moment_of": "is part of orders.steps.record_step",
    "orders.entries.unit_of": "names units, which everybody may know",
    "forecasts.storing.hash_of": "reckons from what it is given",
    "forecasts.storing.may_forecast": "is part of the check",
    "forecasts.storing.may_make": "is the check itself",
    "forecasts.reading.ended": "gives numbers without units, the same for everybody",
    "period_guard.check_begin": "is the check itself",
    "period_guard.check_change": "is the check itself",
    "period_guard.check_from": "is the check itself",
    "period_guard.hold_alone": "is a lock",
    "period_guard.hold_still": "is a lock",
    "period_guard.months_closed": "names months, which everybody may know",
    "period_guard.in_state": "names periods, which everybody may know",
    "periods.mark_sealed": "is part of seals.add",
    "codes.free_code": "is part of what adds",
    "fairness.check_proof": "is part of submit_audit",
    "ready.check_ready": "is part of submit_audit",
    "conflicts.check_decided": "is part of submit_audit, and narrowed to what one sees",
    "grants.held_on": "is a condition",
    "locking.check_own": "is the check itself",
    "presence.check_all_sent": "is part of submit_audit, and narrowed to what one sees",
    "presence.forget_devices": "is part of submit_audit, and writes what that has taken up",
    "presence.is_due": "is narrowed to what one sees",
    "presence.renew": "writes what its caller has taken up",
    "actors.acting": "says who acts",
    "actors.require": "is the check itself",
    "actors.require_program": "is the check itself",
    "commitment_data.readings": "is narrowed like every query of what belongs to orders",
    "work_calendars.work_calendar": "says which days are worked, which everybody may know",
    "work_calendars.calendars_as_opened": "says which days were worked, as everybody may know",
    "work_calendars.checked": "looks at days alone",
    "coefficients.rows_of": "is narrowed to nothing but for administrators",
    "scope.may_inspect": "is the check itself",
    "scope.hold": "is called after the check",
    "scope.hold_division": "is called after the check",
    "scope.held": "is part of the check",
    "trail.note": "is called by what it tells of",
    "trail.one_at_a_time": "is a lock",
    "sign_ins.end_open": "is part of set_active and save_account, and narrowed to one's own",
    "sign_ins.is_open": "is narrowed to one's own session",
    "audits.corrections_of": "is narrowed like every query of audits",
    "correcting.take_place": "is part of closing.submit_audit",
    "sources.copy_sources": "is part of correcting.correct_audit",
    "signed.answers_hash": "is part of signatures.sign",
    "signed.check_signature": "is part of closing.submit_audit",
    "signed.signature_hash": "is part of closing.submit_audit",
    "accounts.account": "is narrowed to one's own account",
    "grants.of_person": "is narrowed like every query of roles",
    "proof.answer_faults": "is part of proof.verify",
    "sheets.sheet_with": "is part of filled_sheet",
    "saving.save_division": "calls what stands above",
    "saving.save_unit": "calls what stands above",
    "saving.save_person": "calls what stands above",
    "saving.save_role": "calls what stands above",
    "measured.present_answers": "is narrowed like every query of answers",
    "upserts.insert_if_absent": "writes what its caller may write",
    "upserts.insert_or_replace": "writes what its caller may write",
    "upserts.upserting": "is a statement",
    "unit_months.renew": "adds up what its caller has changed",
    "unit_months.renew_all": "adds up what its caller has changed",
    "figures_rows.state": "is part of figures_kept.kept",
    "figures_rows.states_of_months": "is part of figures_kept.kept",
    "figures_rows.states_of_places": "is part of figures_kept.kept",
    "figures_rows.audit_rows": "is part of figures_kept.kept",
    "figures_rows.membership_rows": "is part of figures_kept.kept",
    "figures_kept.kept": "is narrowed by figures.figures, and by coverage.audit_counts",
}
"""What needs no row of its own, and why."""

FUNCTIONS = {act.function for act in ACTS}
