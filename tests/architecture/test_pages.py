"""Page files: where they live, how long they are, and who may open them."""

import pytest

from components.access.navigation import PAGES
from models.permissions import ASSIGNABLE_ROLES, GRANTS, ROLE_NAMES, Permission, Role
from tests.architecture.source import ROOT, name_of, product_files

FILES = product_files("pages")
LONGEST_PAGE = 119


def test_no_page_lies_directly_in_pages() -> None:
    """Streamlit would serve it without sign-in to the first visitor after every restart."""
    flat = [path.name for path in (ROOT / "pages").glob("*.py")]
    assert not flat, f"Move {flat} into a folder below pages/: a flat page is served before anyone signs in."


def test_pages_are_short() -> None:
    long = {name_of(path): len(path.read_text().splitlines()) for path in FILES}
    long = {name: lines for name, lines in long.items() if lines > LONGEST_PAGE}
    assert not long, f"Move what is not guard, filter, query, render or act out of {long}."


def test_every_page_is_in_the_navigation() -> None:
    on_disk = {path.relative_to(ROOT / "pages").as_posix() for path in FILES}
    listed = {page.path for page in PAGES}
    assert on_disk == listed, f"PAGES and the files differ: {sorted(on_disk ^ listed)}."


@pytest.mark.parametrize("what", ["path", "title", "url_path", "help"])
def test_no_two_pages_share(what: str) -> None:
    values = [getattr(page, what) for page in PAGES]
    assert all(values), f"A page has no {what}."
    assert len(set(values)) == len(values), f"Two pages have the same {what}."


def test_readme_lists_the_pages() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert page_table() in readme, f"README.md, under Pages, should hold this table:\n\n{page_table()}"


def page_table() -> str:
    """Who may open which page, as README.md shows it."""
    heading = ["Page", "What it is for", *(ROLE_NAMES[role] for role in ASSIGNABLE_ROLES)]
    rows = [heading, ["---"] * len(heading)]
    for page in PAGES:
        marks = ["yes" if page.permission in GRANTS[role] else "" for role in ASSIGNABLE_ROLES]
        rows.append([page.title, page.help, *marks])
    return "\n".join("| " + " | ".join(cells) + " |" for cells in rows)


ONLY_ON_THE_SERVER = {
    Permission.DEMO_WRITE: "demonstration data is loaded by the command line or the set-up page, by nobody's account"
}


def test_every_permission_is_granted() -> None:
    granted = frozenset().union(*(GRANTS[role] for role in set(Role) - {Role.SYSTEM}))
    idle = set(Permission) - granted - set(ONLY_ON_THE_SERVER)
    assert not idle, f"No role holds {sorted(idle)}: grant it in models/permissions.py or delete it."


def test_every_permission_is_asked_for() -> None:
    elsewhere = [path for path in product_files() if path != ROOT / "models" / "permissions.py"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in elsewhere)
    unused = {permission.name for permission in Permission if f"Permission.{permission.name}" not in text}
    assert not unused, f"Nothing asks for {sorted(unused)}: check it where it matters, or delete it."
