"""The referrals a school or worker knows of: where each stands, the team's questions, and each in full."""

from collections.abc import Sequence

import streamlit as st

from components.kit.drafts import draft_form
from components.kit.editing import seen_version, sending
from components.kit.opening import choose_one
from components.kit.text import as_text
from data.referrals.actions.referrals import answer_question, withdraw_referral
from data.referrals.queries import ReferralRow
from models.clock import day_text, local_text
from models.permissions import Actor
from models.referrals import STATUS_WORDS, UNDECIDED, ReferralStatus


def referral_list(rows: Sequence[ReferralRow], actor: Actor) -> None:
    """Questions to answer first, then every referral."""
    st.header("Referrals so far")
    if not rows:
        st.info("Nobody has been referred yet. What you send above appears here.", icon=":material/inbox:")
        return
    for row in rows:
        if row.status is ReferralStatus.MORE_NEEDED:
            answer_form(row, actor)
    st.dataframe(
        [
            {
                "Child": row.child,
                "Where it stands": STATUS_WORDS[row.status],
                "Worker": row.worker or None,
                "Referred": row.referred_on,
                "School": row.school,
            }
            for row in rows
        ],
        alt=f"{len(rows)} referrals, newest first",
        hide_index=True,
        key="refer.rows",
        placeholder="–",
        column_config={"Referred": st.column_config.DateColumn(format="D MMM YYYY")},
    )
    _open_one(rows, actor)


def answer_form(row: ReferralRow, actor: Actor) -> None:
    """The team's question and the place for the answer."""
    with st.container(border=True):
        st.subheader(as_text(f"A question about {row.child}"))
        st.text(row.question)
        form = draft_form("referral_answer", actor=actor, subject=f"referral:{row.id}")
        answer = form.text_area("answer", "Your answer", max_chars=1_000)
        if form.submit("Send the answer"):
            with sending(form, "Your answer is with the team."):
                answer_question(
                    referral_id=row.id, version=row.version, answer=answer, draft_key=form.draft.key, by=actor
                )


def _open_one(rows: Sequence[ReferralRow], actor: Actor) -> None:
    """One in full, because a table cuts words off; one's own may be taken back while nobody has decided."""
    row = choose_one(
        "Open a referral",
        {row.id: row for row in rows},
        lambda one: f"{one.child}, {day_text(one.referred_on)}",
        key="refer.chosen",
    )
    if row is None:
        return
    facts = {
        "Where it stands": STATUS_WORDS[row.status],
        "Worker": row.worker,
        "Asked": row.question,
        "Answered": row.answer,
        "Outcome": row.outcome,
        "Told": local_text(row.told_at) if row.told_at else "",
    }
    st.text("\n".join(f"{name}: {value}" for name, value in facts.items() if value))
    if row.is_own and row.status in UNDECIDED:
        _take_back(row, actor)


def _take_back(row: ReferralRow, actor: Actor) -> None:
    form = draft_form("referral_withdraw", actor=actor, subject=f"referral:{row.id}")
    reason = form.text_area("reason", "If you take it back: why?", max_chars=1_000)
    version = seen_version(form, row.version)
    if form.submit("Take it back"):
        with sending(form, "The referral is taken back."):
            withdraw_referral(referral_id=row.id, version=version, reason=reason, draft_key=form.draft.key, by=actor)
