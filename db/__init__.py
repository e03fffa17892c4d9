"""What the organisation recorded: audits, answers with their history, scores and settings.

One module an aggregate, each a set of plain functions that take a session and give back frozen
rows. No other package sees SQLAlchemy. A use case opens one short transaction:

    with database().write() as session:
        record_operations(session, audit_id, person_id, operations, now)
"""
