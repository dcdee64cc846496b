"""The demonstration's accounts, which everybody who looks round uses at once."""

import pytest

from data.access.actions.accounts import change_own_password, set_password
from data.access.actions.sign_in import sign_in, sign_out
from data.access.passwords import hash_password
from data.access.queries.accounts import current_visit
from data.core.db import transaction
from models.access import Account, Setting
from models.errors import InvalidInput
from models.permissions import Actor, Role
from tests.factories import PASSWORD, make_actor

pytestmark = pytest.mark.usefixtures("database", "quick_hashing")
NEW = "gentle otter parcel"


@pytest.fixture
def shared(database: str) -> Actor:
    """An account of the demonstration."""
    with transaction() as session:
        session.add(Setting(key="is_demo", value="1"))
    return make_actor(role=Role.VIEWER, username="demo.viewer")


def test_a_shared_account_keeps_its_password(shared: Actor) -> None:
    administrator = make_actor(role=Role.ADMINISTRATOR)
    with pytest.raises(InvalidInput, match="Everybody who looks round"):
        change_own_password(current=PASSWORD, new=NEW, by=shared)
    with pytest.raises(InvalidInput, match="Everybody who looks round"):
        set_password(account_id=shared.account_id, password=NEW, by=administrator)
    added = make_actor(role=Role.WORKER, username="morag").account_id
    set_password(account_id=added, password=NEW, by=administrator)


def test_signing_out_of_a_shared_account_leaves_the_others_in(shared: Actor) -> None:
    with transaction() as session:
        session.get(Account, shared.account_id).password_hash = hash_password(PASSWORD)
    here, there = (sign_in(username="demo.viewer", password=PASSWORD, address=None) for _ in range(2))
    assert sign_out(by=current_visit(token=here.token).actor) == "You are signed out."
    assert current_visit(token=here.token) is None
    assert current_visit(token=there.token) is not None
    with transaction() as session:
        session.get(Setting, "is_demo").value = "0"
    assert "any other" in sign_out(by=current_visit(token=there.token).actor)
