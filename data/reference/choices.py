"""The lists as shipped. Codes never change; the team may reword, reorder, retire and add."""

from sqlalchemy import Connection, insert, inspect, select
from sqlmodel import col

from models.choices import Choice, ChoiceList

SHIPPED: dict[ChoiceList, dict[str, str]] = {
    ChoiceList.CONTACT_KIND: {
        "phone_call": "Phone call",
        "home_visit": "Home visit",
        "walk_and_talk": "Walk and talk",
        "one_to_one": "One-to-one",
        "message": "Message",
        "meeting": "Meeting",
    },
    ChoiceList.MEETING_KIND: {
        "childs_plan": "Child's plan",
        "team_with_the_family": "Team With The Family",
        "school_review": "Review with the school",
        "other": "Other meeting",
    },
    ChoiceList.REFERRAL_REASON: {
        "attendance": "Attendance",
        "wellbeing": "Wellbeing at school",
        "family_support": "Support for the family at home",
        "transition": "Moving to a new school or stage",
        "behaviour": "Relationships and behaviour",
        "money": "Money, food or housing",
        "other": "Another reason",
    },
    ChoiceList.REFERRAL_SOURCE: {
        "class_teacher": "Class teacher",
        "school_leader": "Senior leader at the school",
        "social_work": "Social work",
        "health": "Health",
        "educational_psychology": "Educational psychology",
        "family": "The family themselves",
        "other": "Somebody else",
    },
    ChoiceList.CONSENT_KIND: {
        "support": "Support from the team",
        "share_with_school": "Sharing with the school",
        "share_scores": "Showing wellbeing scores to the school",
        "share_with_partners": "Sharing with partners",
        "photos": "Photos",
        "story": "Telling their story, without names",
    },
    ChoiceList.RELATIONSHIP: {
        "mother": "Mother",
        "father": "Father",
        "step_parent": "Step-parent",
        "grandparent": "Grandparent",
        "kinship_carer": "Kinship carer",
        "foster_carer": "Foster carer",
        "other_relative": "Another relative",
        "other": "Another adult",
    },
    ChoiceList.NEXT_STEP: {
        "managing_well": "Managing well without support",
        "club": "A club or group",
        "school_support": "Support from the school",
        "partner": "A partner organisation",
        "other_service": "Another service",
        "moved_away": "Moved away",
        "chose_to_stop": "The family chose to stop",
        "other": "Somewhere else",
    },
    ChoiceList.STATEMENT_KIND: {
        "my_wellbeing": "My wellbeing",
        "good_news": "Share good news",
        "prepare_meeting": "Get ready for a meeting",
        "worker_visit": "Visit from my worker",
        "other": "Another statement",
    },
    ChoiceList.PROGRAMME_KIND: {
        "enhanced_transition": "Enhanced transition",
        "wider_achievement": "Wider achievement",
        "family_involvement": "Family involvement",
        "parental_empowerment": "Parental empowerment",
        "ilunch": "iLunch family learning",
        "easter": "Easter holiday programme",
        "summer": "Summer holiday programme",
        "october": "October holiday programme",
    },
    ChoiceList.AIM: {
        "attendance": "Core support: attendance",
        "achievement": "Core support: achievement and destinations",
        "barriers": "Core support: fewer barriers",
        "broader_achievement": "Core support: broader achievement",
        "engagement": "Parental engagement: taking part",
        "parents_wellbeing": "Parental engagement: parents' wellbeing",
        "aspiration": "Parental engagement: aspiration",
        "family_awards": "Parental engagement: family awards",
        "training_work": "Parental engagement: training and work",
        "relationships": "Family learning: relationships",
        "attainment": "Family learning: attainment",
        "capacity": "Family learning: capacity",
        "wellbeing": "Family learning: wellbeing",
        "home_school": "Family learning: home and school",
    },
    ChoiceList.MOVED_ON_TO: {
        "club": "A club or group",
        "volunteering": "Volunteering",
        "mentoring": "Mentoring",
        "training": "Training or college",
        "work": "Work",
        "other_programme": "Another programme",
        "other": "Somewhere else",
    },
    ChoiceList.CHECK_KIND: {
        "pvg": "PVG scheme membership",
        "references": "References",
        "child_protection": "Child protection training",
        "first_aid": "First aid",
        "food_hygiene": "Food hygiene",
    },
    ChoiceList.TAG: {
        "enjoyed": "Enjoyed it",
        "learned": "Learned something",
        "met_people": "Met people",
        "food": "Food",
        "change": "Something to change",
        "more": "More of it",
    },
}


def ensure_choices(connection: Connection) -> None:
    """Add the shipped entries that are not there yet; what the team has changed stays as they left it."""
    if not inspect(connection).has_table("choice"):  # a migration before the one that makes the table
        return
    known = connection.execute(select(col(Choice.list_name), col(Choice.code)))
    here = {(list_name, code) for list_name, code in known}
    missing = [
        {"list_name": list_name, "code": code, "label": label, "position": position, "is_offered": True}
        for list_name, entries in SHIPPED.items()
        for position, (code, label) in enumerate(entries.items())
        if (list_name, code) not in here
    ]
    if missing:
        connection.execute(insert(Choice), missing)
