"""Which subject imports which inside a layer, read from the product's own imports."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.architecture.source import LAYERS, ROOT, product_files, tree_of

Arrow = tuple[str, str]  # from the room that imports to the room it imports


@dataclass(frozen=True, slots=True)
class Layer:
    """The rooms of one layer and the arrows between them."""

    name: str
    rooms: frozenset[str]
    arrows: frozenset[Arrow]

    def above(self, subjects: frozenset[str]) -> list[str]:
        """Rooms that use subjects and that no subject uses: the command line, the demonstration."""
        used = set(subjects)
        for _ in self.rooms:  # what a used room uses is used as well
            used |= {to for by, to in self.arrows if by in used}
        return sorted({by for by, to in self.arrows if to in subjects} - used)

    def below(self, subjects: frozenset[str]) -> list[str]:
        """The other rooms that are no subject: what subjects stand on."""
        return sorted(self.rooms - subjects - set(self.above(subjects)))


def _room(path: Path) -> str:
    """The folder below the layer, or the file where one is enough."""
    return path.relative_to(ROOT).parts[1].removesuffix(".py")


def _modules(tree: ast.AST) -> Iterator[list[str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}".split(".") for alias in node.names)


def layer_from(name: str, files: list[tuple[str, ast.AST]]) -> Layer:
    """A layer as its files say, each given with the room it stands in."""
    rooms = frozenset(room for room, _ in files)
    found = {(room, module[1]) for room, tree in files for module in _modules(tree) if module[0] == name}
    return Layer(name, rooms, frozenset((by, to) for by, to in found if to in rooms and by != to))


def layers() -> list[Layer]:
    """The product's, from the screen to the tables."""
    return [layer_from(name, list(_files(name))) for name in LAYERS]


def _files(name: str) -> Iterator[tuple[str, ast.AST]]:
    for path in product_files(name):
        if not path.stem.startswith("__") and "migrations" not in path.parts:
            yield _room(path), tree_of(path)


def subjects_in_order(found: list[Layer]) -> list[str]:
    """What stands on least first, so that as few arrows as possible run against the order."""
    arrows = [arrow for layer in found for arrow in layer.arrows]

    @cache
    def cheapest(left: frozenset[str]) -> tuple[int, tuple[str, ...]]:
        ways = [(0, ())] if not left else []
        for room in left:
            against = sum(by == room and to in left for by, to in arrows)
            more, after = cheapest(left - {room})
            ways.append((against + more, (room, *after)))
        return min(ways)

    return list(cheapest(found[0].rooms)[1])  # every subject has a page
