"""The eight wellbeing indicators in plain questions, and the scales Home Link comes with."""

from dataclasses import dataclass

from models.wellbeing.web import Indicator


@dataclass(frozen=True, slots=True)
class IndicatorQuestion:
    """How one indicator is asked about: of an adult, and of a child in big plain words."""

    adult: str
    child: str


QUESTIONS: dict[Indicator, IndicatorQuestion] = {
    Indicator.SAFE: IndicatorQuestion(
        "How safe does the child feel and how safe are they, at home, at school and round about?", "Do you feel safe?"
    ),
    Indicator.HEALTHY: IndicatorQuestion(
        "How are their body and mind: sleep, food, teeth, feelings, and help when they are ill?",
        "Do you feel well in your body and in your feelings?",
    ),
    Indicator.ACHIEVING: IndicatorQuestion(
        "How is their learning going, and what are they proud of, in school and out of it?",
        "Are you learning things you are proud of?",
    ),
    Indicator.NURTURED: IndicatorQuestion(
        "How well are they cared for and comforted by the people they live with?",
        "Do the people at home look after you and give you cuddles or kind words?",
    ),
    Indicator.ACTIVE: IndicatorQuestion(
        "How often do they play, move, and join in clubs or hobbies?", "Do you get to play and do fun things?"
    ),
    Indicator.RESPECTED: IndicatorQuestion(
        "How much are they listened to, and have a say in what happens to them?", "Do grown-ups listen to you?"
    ),
    Indicator.RESPONSIBLE: IndicatorQuestion(
        "How well do they manage what is theirs to do, and think of others?",
        "Do you help, and try to be kind to other people?",
    ),
    Indicator.INCLUDED: IndicatorQuestion(
        "How much are they part of things: friends, class, family and community?",
        "Do you have friends, and do you feel you belong?",
    ),
}


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale as it is offered: its bounds, the best being the highest, and what the two ends mean."""

    name: str
    lowest: int
    highest: int
    lowest_words: str = "not at all"
    highest_words: str = "very much"

    @property
    def key(self) -> str:
        """The scale in a draft's answers: its bounds, which are all that a reading keeps of it."""
        return f"{self.lowest}-{self.highest}"

    @property
    def scores(self) -> range:
        """Every score there is."""
        return range(self.lowest, self.highest + 1)


# Used where the team has listed none of its own in wellbeing_scale. The first is the one to begin with.
SCALES = (Scale("0 to 10", 0, 10), Scale("1 to 10", 1, 10), Scale("1 to 5", 1, 5))
