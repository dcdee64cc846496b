"""The seam for the council's own sign-on: nobody is let in by it yet."""

import pytest
from sqlmodel import select

from data.access.actions.sign_in import SignInRefused, sign_in_external
from data.core.db import reading
from models.audit import AuditAction, AuditEvent


def test_outside_sign_on_knows_nobody_yet(database: str) -> None:
    with pytest.raises(SignInRefused):
        sign_in_external(issuer="https://login.example.org", subject="worker")
    with reading() as session:
        assert session.exec(select(AuditEvent.action)).all() == [AuditAction.SIGN_IN_FAILED]
