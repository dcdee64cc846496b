"""Tables, input schemas and pure rules. Importing this package registers every table."""

from models.accounts import Account, AccountSchool, AuthSession, Cover, Setting, SetUpCode, SignInAttempt
from models.attendance import Attendance, AttendancePeriod, AttendanceSummary, Benchmark
from models.audit import AuditEvent, AuditHead
from models.drafts import Draft
from models.families import Family, FamilyChild, SupportPeriod, Worker
from models.imports import ColumnMapping, ImportChange, ImportRun
from models.pupils import Characteristic, Enrolment, Pupil
from models.schools import School, SchoolAlias
from models.simd import PostcodeSimd

TABLES = (
    Setting, SetUpCode, Worker, ImportRun, ImportChange, ColumnMapping, School, SchoolAlias, PostcodeSimd, Account,
    AccountSchool, AuthSession, SignInAttempt, Pupil, Enrolment, Characteristic, Family, FamilyChild, SupportPeriod,
    AttendancePeriod, Attendance, AttendanceSummary, Benchmark, Cover, Draft, AuditEvent, AuditHead,
)  # fmt: skip
