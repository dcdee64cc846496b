"""What an action or query may refuse, each with a sentence fit for the screen."""


class HomeLinkError(Exception):
    """A refusal whose message may be shown to the person as it stands."""


class PermissionDenied(HomeLinkError):
    """This person may not do this."""


class NotFound(HomeLinkError):
    """No such record, or not theirs to see: the two look the same."""

    def __init__(self) -> None:
        super().__init__("We could not find that. It may have been removed, or it may not be yours to see.")


class Conflict(HomeLinkError):
    """Someone else changed the same thing first."""


class InvalidTransition(HomeLinkError):
    """A move that is not among those allowed from where the record stands."""


class InvalidInput(HomeLinkError):
    """What was entered cannot be kept; the message says what to mend."""


class ImportProblem(HomeLinkError):
    """A file that cannot be brought in at all."""
