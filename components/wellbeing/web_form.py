"""Filling in a wellbeing web: eight questions, one tap each, and the shape drawn as it grows."""

from collections.abc import Callable, Mapping

import streamlit as st

from components.access.guard import signed_in, still_here
from components.kit.charts import CONFIG
from components.kit.drafts import DraftForm, draft_form
from components.kit.layout import saved
from components.wellbeing.charts import Shape, radar
from components.wellbeing.words import scale_name, shape_words, spoke_rows
from data.core.actions.drafts import save_answers
from data.reference.indicators import QUESTIONS, Scale
from data.wellbeing.actions.tablet import lend_tablet
from data.wellbeing.actions.webs import FORM, record_web
from data.wellbeing.queries import WebSubject
from models.clock import today
from models.wellbeing.web import (
    INDICATOR_NAMES,
    LONGEST_MATTERS,
    LONGEST_WORDS,
    STAGE_NAMES,
    VOICE_NAMES,
    Indicator,
    SpokeEntry,
    Voice,
    WebEntry,
    WebStage,
)

NOT_TALKED_ABOUT = "none"
WHO = {voice.value: name for voice, name in VOICE_NAMES.items()}
STAGES = {stage.value: name for stage, name in STAGE_NAMES.items()}


def draft_subject(pupil_id: int) -> str:
    """What the draft of a web is about."""
    return f"pupil:{pupil_id}"


@st.fragment
def web_form(subject: WebSubject, *, then: Callable[[], object]) -> None:
    """The whole form. A tap runs this function alone, so it finds out for itself who is here."""
    actor = still_here()
    form = draft_form(FORM, actor=actor, subject=draft_subject(subject.pupil_id))
    questions, picture = st.columns([5, 4], gap="large")
    with questions:
        scale = _about(form, subject)
        _hand_over(form)  # before the questions: on a phone the picture stands far below them
        spokes = {indicator: spoke_fields(form, indicator, scale) for indicator in Indicator}
        form.text_area("matters", "What matters to me", max_chars=LONGEST_MATTERS)
    with picture:
        _picture(spokes, scale)
    _unanswered(spokes)
    if form.submit("Save this web", icon=":material/check:"):
        _send(form, spokes, scale, pupil_id=subject.pupil_id, then=then)
    form.discard_button()


def _about(form: DraftForm, subject: WebSubject) -> Scale:
    """Who is speaking, when and on which scale."""
    form.choice("voice", "Who is speaking?", WHO)
    form.choice("stage", "When in the support is this?", STAGES)
    form.date("taken_on", "Date", default=today(), max_value=today())
    scales = {scale.key: scale for scale in subject.scales}
    names = {key: scale.name for key, scale in scales.items()}
    first = subject.scales[0].key
    scale = scales[form.choice("scale", "Scale", names, default=first) or first]
    st.caption(f"{scale.lowest} means “{scale.lowest_words}”, {scale.highest} means “{scale.highest_words}”.")
    return scale


def spoke_fields(form: DraftForm, indicator: Indicator, scale: Scale) -> SpokeEntry:
    """One indicator: its question, a score or that it was not talked about, and their own words."""
    name = INDICATOR_NAMES[indicator]
    options = {str(score): str(score) for score in scale.scores} | {NOT_TALKED_ABOUT: "Not talked about"}
    question = f"{name}. {QUESTIONS[indicator].adult}"
    said = form.choice(f"score.{indicator}", question, options)
    words = form.text_input(f"words.{indicator}", f"{name}: in their own words", max_chars=LONGEST_WORDS)
    return spoke_of(said, words)


def spoke_of(said: str | None, words: str) -> SpokeEntry:
    """What a tap and a line of text mean."""
    is_score = said not in (None, NOT_TALKED_ABOUT)
    return SpokeEntry(
        score=int(said) if is_score and said else None, is_talked_about=said != NOT_TALKED_ABOUT, words=words.strip()
    )


def _picture(spokes: Mapping[Indicator, SpokeEntry], scale: Scale) -> None:
    scores = {indicator: spoke.score for indicator, spoke in spokes.items() if spoke.score is not None}
    words = shape_words(scores, scale.lowest, scale.highest)
    shape = Shape("This web", tuple(scores.get(indicator) for indicator in Indicator))
    picture = radar(tuple(INDICATOR_NAMES.values()), (shape,), lowest=scale.lowest, highest=scale.highest)
    st.plotly_chart(picture, alt=f"The wellbeing web so far. {words}", key="web.radar", config=CONFIG)
    st.caption(words)
    with st.expander("The same as a table", icon=":material/table_rows:"):
        st.table(spoke_rows(spokes), alt="The scores so far")


def _hand_over(form: DraftForm) -> None:
    with st.expander("Hand over the tablet", icon=":material/child_care:"):
        st.text(
            "The child answers by themselves, one big question at a time. Your own pages stay hidden until you "
            "take the tablet back with your password. Close any other tab first."
        )
        is_child = st.session_state.get(form.key("voice")) == Voice.CHILD
        if not is_child:
            st.caption("Choose “Child” under “Who is speaking?” first.")
        st.button(
            "Hand over now",
            key=form.key("hand_over"),
            disabled=not is_child,
            on_click=_give,
            args=(form.draft.key,),
            width="stretch",
        )


def _give(draft_key: str) -> None:
    if by := signed_in():
        save_answers(key=draft_key, answers={"voice": Voice.CHILD.value, "child_step": 0}, by=by)
        lend_tablet(draft_key=draft_key, by=by)


def _unanswered(spokes: Mapping[Indicator, SpokeEntry]) -> None:
    left = [INDICATOR_NAMES[each] for each, spoke in spokes.items() if spoke.score is None and spoke.is_talked_about]
    if left:
        st.caption(f"Not answered yet: {', '.join(left)}. You can save without them; they count as not scored.")


def _send(
    form: DraftForm, spokes: Mapping[Indicator, SpokeEntry], scale: Scale, *, pupil_id: int, then: Callable[[], object]
) -> None:
    voice, stage, taken_on, matters = (
        st.session_state.get(form.key(name)) for name in ("voice", "stage", "taken_on", "matters")
    )
    problems = {  # next to the field where it is said
        "voice": None if voice else "Please say who is speaking.",
        "stage": None if stage else "Please say when in the support this is.",
        "taken_on": None if taken_on else "Please give the day of the conversation.",
    }
    if form.has_problems(problems) or not (voice and stage and taken_on):
        return
    entry = WebEntry(
        voice=Voice(voice),
        stage=WebStage(stage),
        taken_on=taken_on,
        lowest=scale.lowest,
        highest=scale.highest,
        spokes=dict(spokes),
        matters_to_me=(matters or "").strip(),
    )
    with saved(f"The web is saved, on the scale {scale_name(scale.lowest, scale.highest)}.", then=then):
        record_web(pupil_id=pupil_id, entry=entry, draft_key=form.draft.key, by=form.actor)
