"""Tables, input schemas and pure rules. Importing this package registers every table."""

from models.accounts import Account, AccountSchool, AuthSession, Cover, Setting, SetUpCode, SignInAttempt
from models.attendance import Attendance, AttendancePeriod, AttendanceSummary, Benchmark
from models.audit import AuditEvent, AuditHead
from models.awards import Award, AwardLevel, AwardScheme, AwardWork
from models.choices import Choice
from models.contacts import Contact, ContactPerson
from models.drafts import Draft
from models.families import (
    Adult,
    Consent,
    Family,
    FamilyChild,
    SupportExtension,
    SupportPeriod,
    Transfer,
    Worker,
)
from models.giving import Giver, GiverCheck, GiverHours, GiverNext
from models.imports import ColumnMapping, ImportChange, ImportRun
from models.meetings import Appointment, CalendarLink, Meeting, Statement
from models.plans import Plan, PlanAction
from models.programmes import (
    HealthNote,
    Participant,
    Programme,
    ProgrammeSession,
    Reach,
    ReachStep,
    RegisterMark,
)
from models.pupils import Characteristic, Enrolment, Pupil
from models.questionnaires import (
    Answer,
    AnswerLink,
    AnswerSheet,
    Question,
    Questionnaire,
    QuestionnaireVersion,
)
from models.referrals import Referral
from models.school_calendar import CalendarDays
from models.schools import School, SchoolAlias
from models.simd import PostcodeSimd
from models.wellbeing import WebAmendment, WebReading, WebScore, WellbeingScale

TABLES = (
    Setting, SetUpCode, Worker, ImportRun, ImportChange, ColumnMapping, School, SchoolAlias, PostcodeSimd, Account,
    AccountSchool, AuthSession, SignInAttempt, Pupil, Enrolment, Characteristic, Family, FamilyChild, SupportPeriod,
    AttendancePeriod, Attendance, AttendanceSummary, Benchmark, Cover, Draft, Choice, Adult, Consent,
    SupportExtension, Transfer, Contact, ContactPerson, WellbeingScale, WebReading, WebScore, WebAmendment, Plan,
    PlanAction, Referral, Meeting, Statement, Appointment, CalendarLink, CalendarDays,
    Giver, GiverCheck, GiverHours, GiverNext, Programme, ProgrammeSession, Reach, ReachStep, Participant, RegisterMark,
    HealthNote, Questionnaire, QuestionnaireVersion, Question, AnswerLink, AnswerSheet, Answer,
    AwardScheme, AwardLevel, Award, AwardWork, AuditEvent, AuditHead,
)  # fmt: skip
