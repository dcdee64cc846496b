"""Tables, input schemas and pure rules. Importing this package registers every table and every kind of record."""

from importlib import import_module
from pkgutil import walk_packages

from sqlmodel import SQLModel

for module in walk_packages(__path__, "models."):
    import_module(module.name)

TABLES: tuple[type[SQLModel], ...] = tuple(
    sorted((mapper.class_ for mapper in SQLModel._sa_registry.mappers), key=lambda table: str(table.__tablename__))
)
