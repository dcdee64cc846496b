"""How much one file may hold, and the child process's way to refuse it. Imports nothing heavy: the child loads it."""

MAX_BYTES = 20 * 1024 * 1024  # as the server's upload limit; the national postcode workbook is about 9 MB
MAX_SECONDS = 15  # for the child; the person has an answer within 20
MAX_ADDRESS_SPACE = 512 * 1024 * 1024
MAX_PARTS = 1_000  # entries in a workbook's archive
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 100  # unpacked to packed; the national workbook's is 10
SMALL = 10 * 1024 * 1024  # unpacked; below it the ratio does not matter
MAX_ROWS = 250_000  # in one sheet; the national lookup has 157,800
MAX_COLUMNS = 200
MAX_CELL_LENGTH = 10_000  # characters
MAX_MEMORY = 64 * 1024 * 1024  # bytes the cells of the whole file take as Python values


class Refused(Exception):
    """The file cannot be brought in; the message is for the screen."""


def quoted(name: str) -> str:
    """A name from the file, short enough to stand in a sentence."""
    return f"“{name if len(name) <= 40 else name[:39] + '…'}”"
