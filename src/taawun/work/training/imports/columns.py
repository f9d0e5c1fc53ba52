"""The columns of a list of nominees, by the headings that ministries write, in either language and any order."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from taawun.common.tables.interface import ColumnSpec
from taawun.people.persons.models import Person

COLUMNS = (
    ColumnSpec("name_en", names=("Name in Latin letters", "Name", "Full name", "English name", "Name in English", "Name (English)", "Name EN", "Latin name", "Passport name", "الاسم بالإنجليزية", "الاسم باللغة الإنجليزية", "الاسم بالحروف اللاتينية", "الاسم اللاتيني", "الاسم كما في الجواز"), label=_("name in Latin letters")),
    ColumnSpec("name_ar", names=("Name in Arabic", "Arabic name", "Name (Arabic)", "Name AR", "الاسم بالعربية", "الاسم باللغة العربية", "الاسم العربي", "الاسم", "الاسم الكامل", "اسم المرشح"), label=_("name in Arabic")),
    ColumnSpec("gender", names=("Gender", "Sex", "الجنس", "النوع"), label=_("gender")),
    ColumnSpec("address_en", names=("Form of address in English", "Form of address", "Title EN"), label=_("form of address in English")),
    ColumnSpec("address_ar", names=("Form of address in Arabic", "صيغة المخاطبة", "اللقب"), label=_("form of address in Arabic")),
    ColumnSpec("rank_en", names=("Rank in English", "Rank", "Grade", "الرتبة بالإنجليزية"), label=_("rank in English")),
    ColumnSpec("rank_ar", names=("Rank in Arabic", "الرتبة", "الرتبة بالعربية", "الدرجة"), label=_("rank in Arabic")),
    ColumnSpec("post_en", names=("Post in English", "Post", "Position", "Job title", "Title", "Function", "المنصب بالإنجليزية"), label=_("post in English")),
    ColumnSpec("post_ar", names=("Post in Arabic", "المنصب", "الوظيفة", "المسمى الوظيفي", "المنصب بالعربية"), label=_("post in Arabic")),
    ColumnSpec("body_en", names=("Body in English", "Body", "Ministry", "Organisation", "Organization", "Employer", "Agency", "الجهة بالإنجليزية"), label=_("ministry or body in English")),
    ColumnSpec("body_ar", names=("Body in Arabic", "الجهة", "الوزارة", "جهة العمل", "الجهة بالعربية"), label=_("ministry or body in Arabic")),
    ColumnSpec("identifier", names=("National number", "National ID", "ID", "ID number", "Civil ID", "Passport number", "Passport", "Passport no", "QID", "Identifier", "Service number", "الرقم الوطني", "الرقم المدني", "الرقم الشخصي", "رقم الهوية", "رقم البطاقة", "رقم الجواز", "رقم جواز السفر", "الرقم العسكري"), label=_("national number or passport number")),
    ColumnSpec("birth", names=("Date of birth", "Birth date", "DOB", "Born", "تاريخ الميلاد", "تاريخ الولادة", "الميلاد"), label=_("date of birth")),
    ColumnSpec("email", names=("E-mail", "Email", "Mail", "E-mail address", "البريد الإلكتروني", "البريد", "الإيميل"), label=_("e-mail")),
    ColumnSpec("phone", names=("Telephone", "Phone", "Mobile", "Tel", "Telephone number", "الهاتف", "رقم الهاتف", "الجوال", "المحمول", "رقم الجوال"), label=_("telephone")),
    ColumnSpec("english", names=("English", "Level of English", "English level", "CEFR", "STANAG 6001", "SLP", "مستوى الإنجليزية", "مستوى اللغة الإنجليزية", "الإنجليزية"), label=_("level of English")),
    ColumnSpec("remark", names=("Remark", "Remarks", "Note", "Notes", "Comment", "ملاحظة", "ملاحظات"), label=_("remark")),
    ColumnSpec("run", names=("Run", "Course", "Course code", "Run code", "الدورة", "رمز الدورة", "رمز الانعقاد", "موعد الانعقاد"), label=_("run")),
)  # fmt: skip
SPEC_OF = {spec.key: spec for spec in COLUMNS}

GENDERS: Mapping[str, str] = {
    "f": Person.Gender.FEMALE, "female": Person.Gender.FEMALE, "woman": Person.Gender.FEMALE, "ms": Person.Gender.FEMALE,
    "m": Person.Gender.MALE, "male": Person.Gender.MALE, "man": Person.Gender.MALE, "mr": Person.Gender.MALE,
    "انثي": Person.Gender.FEMALE, "امراه": Person.Gender.FEMALE, "ا": Person.Gender.FEMALE,
    "ذكر": Person.Gender.MALE, "رجل": Person.Gender.MALE, "ذ": Person.Gender.MALE,
}  # fmt: skip
