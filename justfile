# The commands of every day. Each is one line that can be typed without `just` too.

# These commands
default:
    @just --list --unsorted

# What the product and its tests need
install:
    python -m pip install '.[test]'

# Have each commit looked at before it is made
hooks:
    pre-commit install

# Home Link on this machine
start:
    streamlit run app.py

# The same, with invented people
demo:
    HOME_LINK_DEMO=1 streamlit run app.py

# Style, types, the direction of imports, and the rules of the house
check:
    ruff check .
    ruff format --check .
    mypy
    lint-imports
    python -m pytest -q tests/architecture

# Lay the code out
format:
    ruff check --fix .
    ruff format .

# Every test but those that take minutes; give folders to run fewer
test *what:
    python -m pytest -n 2 --dist worksteal {{ what }}

# The proofs that take minutes
nightly:
    python -m pytest -n 2 --dist worksteal -m nightly

# How fast it is, beside a bare page
speed *options:
    python -m tests.benchmarks {{ options }}

# Draw docs/pictures/architecture.svg anew from the imports
picture:
    python -m tests.architecture.picture

# The README's pictures of the screen, anew
screens:
    python -m pytest tests/e2e/make_pictures.py

# Whether a pinned version has a known weakness: docs/operations.md
audit:
    python -m venv --clear build/audit && build/audit/bin/python -m pip install --quiet pip-audit
    python -m pip freeze --exclude home-link > build/audit/pinned.txt
    build/audit/bin/pip-audit --strict --no-deps --disable-pip --requirement build/audit/pinned.txt
