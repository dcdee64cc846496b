"""Tables, input schemas and pure rules. Importing this package registers every table."""

from models.access import Account, AccountSchool, AuthSession, Cover, Setting, SetUpCode, SignInAttempt
from models.attendance.openings import Attendance, AttendancePeriod, AttendanceSummary, Benchmark
from models.attendance.pupils import Characteristic, Enrolment, Pupil
from models.attendance.schools import School, SchoolAlias
from models.attendance.simd import PostcodeSimd
from models.audit import AuditEvent, AuditHead
from models.awards.award import Award, AwardLevel, AwardScheme, AwardWork
from models.awards.volunteers import Contribution, Destination, Volunteer, VolunteerCheck
from models.choices import Choice
from models.drafts import Draft
from models.evaluations.questionnaires import (
    Answer,
    AnswerLink,
    AnswerSheet,
    Question,
    Questionnaire,
    QuestionnaireVersion,
)
from models.families.contacts import Contact, ContactPerson
from models.families.family import Family, FamilyChild, SupportExtension, SupportPeriod, Transfer, Worker
from models.families.meetings import Appointment, CalendarLink, Meeting, Statement
from models.families.people import Adult, Consent
from models.families.plans import Plan, PlanAction
from models.imports import ColumnMapping, ImportChange, ImportRun
from models.library.directory import Service, ServiceNote
from models.programmes.programme import (
    HealthNote,
    Participant,
    Programme,
    ProgrammeSession,
    Reach,
    ReachStep,
    RegisterMark,
)
from models.programmes.school_calendar import CalendarDays
from models.referrals import Referral
from models.team.training import Training
from models.wellbeing.web import WebAmendment, WebReading, WebScore, WellbeingScale

TABLES = (
    Setting,
    SetUpCode,
    Worker,
    ImportRun,
    ImportChange,
    ColumnMapping,
    School,
    SchoolAlias,
    PostcodeSimd,
    Account,
    AccountSchool,
    AuthSession,
    SignInAttempt,
    Pupil,
    Enrolment,
    Characteristic,
    Family,
    FamilyChild,
    SupportPeriod,
    AttendancePeriod,
    Attendance,
    AttendanceSummary,
    Benchmark,
    Cover,
    Draft,
    Choice,
    Adult,
    Consent,
    SupportExtension,
    Transfer,
    Contact,
    ContactPerson,
    WellbeingScale,
    WebReading,
    WebScore,
    WebAmendment,
    Plan,
    PlanAction,
    Referral,
    Meeting,
    Statement,
    Appointment,
    CalendarLink,
    CalendarDays,
    Service,
    ServiceNote,
    Training,
    Volunteer,
    VolunteerCheck,
    Contribution,
    Destination,
    Programme,
    ProgrammeSession,
    Reach,
    ReachStep,
    Participant,
    RegisterMark,
    HealthNote,
    Questionnaire,
    QuestionnaireVersion,
    Question,
    AnswerLink,
    AnswerSheet,
    Answer,
    AwardScheme,
    AwardLevel,
    Award,
    AwardWork,
    AuditEvent,
    AuditHead,
)
