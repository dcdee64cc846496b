"""The way in, as a person meets it: set-up, sign-in, must-change, refusals and the frame round every page."""

from pathlib import Path

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from components.access.navigation import PAGES
from data.access.actions.accounts import add_account, set_password
from data.access.actions.set_up import make_set_up_code
from data.access.passwords import hash_password
from data.access.queries.accounts import is_set_up, list_accounts
from data.core.db import reading, transaction
from data.reference.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from models.access import Account, AccountCreate, Setting
from models.audit import AuditEvent
from models.errors import NotFound
from models.permissions import ROLE_NAMES, Actor, Role
from tests.factories import PASSWORD, make_actor, make_school, make_worker, save, sign_in_as

SHELL = str(Path(__file__).parents[3] / "components" / "access" / "shell.py")
NEW = "gentle otter parcel"
pytestmark = pytest.mark.usefixtures("sqlite_database")


def _tab(actor: Actor | None = None, page: str | None = None) -> AppTest:
    at = AppTest.from_file(SHELL, default_timeout=20)
    if actor:
        at.session_state["session.token"] = sign_in_as(actor)
    at.run()
    if page:
        at.switch_page(f"../../pages/{page}").run()
    assert not at.exception
    return at


def _fill(at: AppTest, **values: str) -> AppTest:
    for key, value in values.items():
        at.text_input(key=key.replace("__", ".")).set_value(value)
    return at


def _account(role: Role = Role.WORKER) -> None:
    save(Account(username="morag", display_name="Morag *Reid*", role=role, password_hash=hash_password(PASSWORD)))


def _press(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click().run()
    assert not at.exception
    return at


def _said(at: AppTest) -> list[str]:
    return [box.value.replace("\\", "") for box in (*at.success, *at.error, *at.info, *at.warning)]


def test_an_empty_installation_asks_how_to_begin() -> None:
    code = make_set_up_code()
    at = _tab()
    assert at.title[0].value == "Welcome to Home Link"
    _fill(at, set_up__code=code, set_up__username="Morag.Reid", set_up__name="Morag", set_up__password=NEW)
    _press(_fill(at, set_up__again="another"), "set_up.submit")
    assert "not the same" in _said(at)[0]
    _press(_fill(at, set_up__again=NEW), "set_up.submit")
    assert is_set_up()
    assert at.title[0].value == "Home Link"
    assert _said(at) == ["Home Link is set up. Please sign in."]


def test_a_wrong_code_creates_nobody() -> None:
    at = _tab()
    _fill(at, set_up__code="wrong", set_up__username="morag", set_up__name="Morag", set_up__password=NEW)
    _press(_fill(at, set_up__again=NEW), "set_up.submit")
    assert "code is not right" in _said(at)[0]
    assert not is_set_up()


@pytest.mark.parametrize(("username", "name"), [("no spaces please", "Morag"), ("x", "Morag"), ("morag", " ")])
def test_set_up_says_what_to_mend(username: str, name: str) -> None:
    at = _tab()
    _fill(at, set_up__username=username, set_up__name=name, set_up__password=NEW, set_up__again=NEW)
    assert _said(_press(at, "set_up.submit"))


def test_signing_in_and_out() -> None:
    _account()
    at = _tab()
    _press(_fill(at, sign_in__username="morag", sign_in__password="wrong"), "sign_in.submit")
    assert "do not match" in _said(at)[0]
    _press(_fill(at, sign_in__username="morag", sign_in__password=PASSWORD), "sign_in.submit")
    assert at.title[0].value == "My week"
    assert at.sidebar.caption[0].value == "Morag \\*Reid\\*  \nHome link worker"
    _press(at, "shell.sign_out")
    assert at.title[0].value == "Home Link"
    assert _said(at) == ["You are signed out, on this device and any other."]
    assert _tab().title[0].value == "Home Link"


def test_password_managers_know_the_fields() -> None:
    _account()
    at = _tab()
    assert [field.proto.autocomplete for field in at.text_input] == ["username", "current-password"]


def test_demonstration_offers_every_role() -> None:
    save(Setting(key="is_demo", value="1"))
    for role, username, name in DEMO_ACCOUNTS:
        password_hash = hash_password(DEMO_PASSWORD)
        save(Account(username=username, display_name=name, role=role, password_hash=password_hash))
    at = _tab()
    labels = [button.label for button in at.button if button.key.startswith("sign_in.demo")]
    assert labels[:2] == ["Look round as a home link worker", "Look round as a team lead"]
    assert "Look round as an administrator" in labels
    assert len(labels) == len(DEMO_ACCOUNTS)
    assert "Demonstration: every person here is invented. Please add nothing real." in _said(at)
    _press(at, "sign_in.demo.lead")
    assert at.sidebar.caption[0].value.endswith(ROLE_NAMES[Role.LEAD])
    assert "Demonstration: every person here is invented. Please add nothing real." in _said(at)


def test_a_given_password_is_changed_first() -> None:
    administrator = make_actor(role=Role.ADMINISTRATOR)
    account = AccountCreate(username="morag", display_name="Morag", role=Role.LEAD, password=PASSWORD)
    add_account(account=account, by=administrator)
    at = _tab()
    _press(_fill(at, sign_in__username="morag", sign_in__password=PASSWORD), "sign_in.submit")
    assert at.title[0].value == "My account"
    with pytest.raises(ValueError, match="Could not find page|not found|registered"):
        at.switch_page("../../pages/attendance/attendance.py")
    _fill(at, my_account__current=PASSWORD, my_account__password=NEW, my_account__again=NEW)
    _press(at, "my_account.submit")
    assert _said(at) == ["Your password is changed. Please sign in with the new one."]
    _press(_fill(at, sign_in__username="morag", sign_in__password=NEW), "sign_in.submit")
    assert at.title[0].value == "My week"


def test_guard_holds_back_who_must_change_the_password() -> None:
    administrator, lead = make_actor(role=Role.ADMINISTRATOR), make_actor(role=Role.LEAD)
    set_password(account_id=lead.account_id, password=NEW, by=administrator)
    page = Path(SHELL).parents[2] / "pages" / PAGES[0].path
    at = AppTest.from_file(str(page), default_timeout=20)
    at.session_state["session.token"] = sign_in_as(lead)
    at.run()
    assert _said(at) == ["Please choose a password of your own first, under My account."]


def test_a_refused_page_is_recorded() -> None:
    page = Path(SHELL).parents[2] / "pages" / "access" / "accounts.py"
    at = AppTest.from_file(str(page), default_timeout=20)
    at.session_state["session.token"] = sign_in_as(make_actor(role=Role.WORKER))
    at.run()
    with reading() as session:
        event = session.exec(select(AuditEvent)).one()
    assert (str(event.action), event.by_username, event.target) == ("refused", "worker", "account_write")


def test_a_closed_person_is_out_at_the_next_click() -> None:
    lead = make_actor(role=Role.LEAD)
    at = _tab(lead)
    with transaction() as session:
        session.get(Account, lead.account_id).is_active = False
    at.run()
    assert at.title[0].value == "Home Link"


def test_accounts_page_adds_changes_and_closes() -> None:
    administrator = make_actor(role=Role.ADMINISTRATOR)
    make_worker()
    at = _tab(administrator, "access/accounts.py")
    key = "accounts__new__0__"
    _fill(at, **{f"{key}username": "morag", f"{key}name": "Morag Reid", f"{key}password": PASSWORD})
    _press(at, "accounts.new.0.submit")
    assert _said(at) == ["Morag Reid can now sign in as morag."]
    morag = next(row for row in list_accounts(actor=administrator) if row.username == "morag")
    at.selectbox(key="accounts.chosen").set_value(morag.id).run()
    at.selectbox(key=f"accounts.change.{morag.id}.worker").set_value(1)
    _press(at, f"accounts.change.{morag.id}.submit")
    _fill(at, **{f"accounts__password__{morag.id}__new": NEW})
    _press(at, f"accounts.password.{morag.id}.submit")
    _press(at, "accounts.close")
    _press(at, "accounts.open")
    morag = next(row for row in list_accounts(actor=administrator) if row.username == "morag")
    assert (morag.worker_name, morag.is_active) == ("HLW 01", True)


def test_accounts_page_explains_a_refusal() -> None:
    administrator = make_actor(role=Role.ADMINISTRATOR)
    at = _tab(administrator, "access/accounts.py")
    at.selectbox(key="accounts.chosen").set_value(administrator.account_id).run()
    _press(at, "accounts.close")
    assert "You cannot close your own account" in _said(at)[0]


def test_schools_page() -> None:
    administrator = make_actor(role=Role.ADMINISTRATOR)
    assert "No schools yet" in _said(_tab(administrator, "attendance/schools.py"))[0]


def test_schools_page_saves() -> None:
    school_id = make_school()
    at = _tab(make_actor(role=Role.ADMINISTRATOR), "attendance/schools.py")
    at.selectbox(key="schools.chosen").set_value(school_id).run()
    _press(_fill(at, **{f"schools__{school_id}__name": "New Name"}), f"schools.{school_id}.submit")
    assert _said(at) == ["New Name is saved."]
    _press(_fill(at, **{f"schools__{school_id}__name": " "}), f"schools.{school_id}.submit")
    assert _said(at) == ["Please enter the school's name."]


def test_my_account_shows_where_one_is_signed_in() -> None:
    at = _tab(make_actor(role=Role.WORKER), "access/my_account.py")
    assert len(at.dataframe[0].value) == 1
    _press(at, "my_account.sign_out")
    assert at.title[0].value == "Home Link"


def _faulty() -> None:
    from components.kit.layout import show_fault

    show_fault(RuntimeError("Ailsa Madeup, born 2015"))


def test_a_fault_shows_a_reference_and_no_record(caplog: pytest.LogCaptureFixture) -> None:
    at = AppTest.from_function(_faulty).run()
    assert "reference: " in at.error[0].value
    assert "Ailsa" not in at.error[0].value
    assert "RuntimeError" in caplog.text
    assert "Ailsa" not in caplog.text


def _failing(error: Exception) -> None:
    from streamlit.error_util import handle_user_script_exception

    from components.kit.layout import show_fault

    handle_user_script_exception(error, show_fault)


@pytest.mark.parametrize("error", [RuntimeError("Ailsa Madeup, born 2015"), NotFound()])
def test_streamlit_shows_nothing_of_its_own_beside_a_fault(error: Exception) -> None:
    at = AppTest.from_function(_failing, args=(error,)).run()
    assert (len(at.error), len(at.exception)) == (1, 0)
