"""The form of any kind of record: only what is drawn is sent, so that nothing else can be emptied."""

from collections.abc import Callable, Mapping
from typing import Any

from components.kit.drafts import DraftForm
from components.kit.text import as_text
from data.core.queries.choices import labels, offered
from models.clock import TIMES
from models.fields import Asked, Held, Shape
from models.kinds import Kind, Values, moment_of, problems_of
from models.permissions import Actor

Options = Mapping[str, Mapping[str, str]]  # by field: what may be chosen, such as the children of the family
_MOST_TAPS = 12  # a longer list is searched instead


class RecordForm:
    """Draws fields of a kind on a draft, all of them or by name, and gives their values once they can be kept."""

    def __init__(
        self, form: DraftForm, kind: Kind, *, actor: Actor, options: Options | None = None, there: Values | None = None
    ) -> None:
        self.form, self.kind, self.actor, self.there = form, kind, actor, there
        self.options = options or {}
        self.values: dict[str, Any] = {}  # of what was drawn, in this run

    def draw(self, *names: str) -> None:
        """Draw the named fields, or all that are not drawn yet; veiled ones are left out."""
        for name in names or tuple(self.kind.fields):
            asked = self.kind.fields[name]
            is_shown = self.there is None or (name in self.there and not asked.is_once)
            if name not in self.values and is_shown:
                self.values[name] = asked.to_value(_ASK[asked.shape](self, name, asked))

    def send(
        self, label: str, *, problems: Mapping[str, str] | None = None, icon: str = ":material/check:"
    ) -> dict[str, Any] | None:
        """The values drawn, once sent and without problems; `problems` are those of fields outside the record."""
        if not self.form.submit(label, icon=icon, width="stretch"):
            return None
        is_new = self.there is None
        given = {name: value for name, value in self.values.items() if not is_new or value not in (None, "")}
        found = {**problems_of(self.kind, given, there=self.there), **(problems or {})}
        self.form.show_problems(found)
        return None if found else given

    def text(self, name: str, asked: Asked) -> Held:
        return self.form.text_input(name, asked.label, max_chars=int(asked.most or 0), help=asked.help or None)

    def note(self, name: str, asked: Asked) -> Held:
        most = int(asked.most or 0)
        return self.form.text_area(name, asked.label, max_chars=most, height=asked.height, help=asked.help or None)

    def number(self, name: str, asked: Asked) -> Held:
        if asked.taps and self.there is None:
            taps = {str(tap): f"{tap} {asked.after}".strip() for tap in asked.taps}
            return self.form.choice(name, asked.label, taps, default=self._start(asked))
        of = int if asked.step >= 1 else float  # Streamlit wants the three alike
        limits = {"min_value": of(asked.least or 0), "max_value": of(asked.most or 0), "step": of(asked.step)}
        return self.form.number(name, asked.label, **limits, help=asked.help or None)

    def tick(self, name: str, asked: Asked) -> Held:
        if asked.words:
            return self.form.choice(name, asked.label, asked.words, default=self._start(asked))
        return self.form.tick(name, asked.label, help=asked.help or None)

    def day(self, name: str, asked: Asked) -> Held:
        limit = {"max_value": asked.not_after()} if asked.not_after else {}
        return self.form.date(name, asked.label, default=self._start(asked), **limit)

    def moment(self, name: str, asked: Asked) -> Held:
        was, held = (self.there or {}).get(name), self.form.saved(f"{name}.time")
        on = self.form.date(f"{name}.day", asked.label, default=self._start(asked))
        at = self.form.select(f"{name}.time", "Time", ({held: held} if held else {}) | TIMES)
        return moment_of(on, at, was)

    def several(self, name: str, asked: Asked) -> Held:
        options = self._options(name, asked)
        return self.form.choices(name, f"{asked.label} {asked.help}".strip(), _escaped(options)) if options else []

    def one(self, name: str, asked: Asked) -> Held:
        options = self._options(name, asked)
        if asked.is_listed or len(options) > _MOST_TAPS:
            return self.form.select(name, asked.label, options, placeholder="Choose")
        is_plain = asked.shape is Shape.ONE_OF and name == self.kind.owner and len(options) == 1
        start = next(iter(options)) if is_plain else self._start(asked)
        return self.form.choice(name, asked.label, _escaped(options), default=start)

    def _start(self, asked: Asked) -> Held:
        """What a field shows at first: nothing in an old record, which would then be changed without anybody seeing."""
        return asked.starts() if asked.starts and self.there is None else None

    def _options(self, name: str, asked: Asked) -> dict[str, str]:
        """The labels by code to choose from; an old record also keeps the entry it has, even if that is retired."""
        found = dict(self.options.get(name, asked.words))
        if asked.choices:
            found = offered(actor=self.actor, list_name=asked.choices)
            held = str((self.there or {}).get(name) or "")
            if held and held not in found:
                found[held] = labels(actor=self.actor, list_name=asked.choices).get(held, held)
        return found


def _escaped(options: Mapping[str, str]) -> dict[str, str]:
    """The labels made safe for radios and boxes, which read them as Markdown; lists do not."""
    return {code: as_text(words) for code, words in options.items()}


_ASK: dict[Shape, Callable[[RecordForm, str, Asked], Held]] = {
    Shape.TEXT: RecordForm.text, Shape.NOTE: RecordForm.note, Shape.NUMBER: RecordForm.number,
    Shape.TICK: RecordForm.tick, Shape.DAY: RecordForm.day, Shape.MOMENT: RecordForm.moment,
    Shape.CHOICE: RecordForm.one, Shape.ONE_OF: RecordForm.one, Shape.MANY: RecordForm.several,
    Shape.LINKS: RecordForm.several,
}  # fmt: skip
