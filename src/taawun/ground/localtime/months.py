"""Names of months and weekdays: those that we write, and all that we read.

Written names follow the Gulf: ربيع الآخر (hijridate says ربيع الثاني) and يناير. They are tables and
no message catalogue, because a page in one language shows dates in the other, too.
"""

import re
import unicodedata
from typing import Literal

Calendar = Literal["gregorian", "hijri"]
Language = Literal["ar", "en"]

GREGORIAN: dict[Language, tuple[str, ...]] = {
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    "ar": (
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "مايو",
        "يونيو",
        "يوليو",
        "أغسطس",
        "سبتمبر",
        "أكتوبر",
        "نوفمبر",
        "ديسمبر",
    ),
}
HIJRI: dict[Language, tuple[str, ...]] = {
    "en": (
        "Muharram",
        "Safar",
        "Rabi al-Awwal",
        "Rabi al-Akhir",
        "Jumada al-Ula",
        "Jumada al-Akhirah",
        "Rajab",
        "Sha‘ban",
        "Ramadan",
        "Shawwal",
        "Dhu al-Qa‘dah",
        "Dhu al-Hijjah",
    ),
    "ar": (
        "محرم",
        "صفر",
        "ربيع الأول",
        "ربيع الآخر",
        "جمادى الأولى",
        "جمادى الآخرة",
        "رجب",
        "شعبان",
        "رمضان",
        "شوال",
        "ذو القعدة",
        "ذو الحجة",
    ),
}
WEEKDAYS: dict[Language, tuple[str, ...]] = {  # Monday first, as date.weekday() counts
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
}

# Read, but never written: January to December, then Muharram to Dhu al-Hijjah.
_MORE_GREGORIAN = (
    "jan|كانون الثاني|جانفي",
    "feb|شباط|فيفري",
    "mar|آذار",
    "apr|نيسان|أفريل",
    "أيار|ماي",
    "jun|حزيران|يونيه|جوان",
    "jul|تموز|يوليه|يوليوز|جويلية",
    "aug|آب|غشت|أوت",
    "sep|sept|أيلول|شتنبر",
    "oct|تشرين الأول",
    "nov|تشرين الثاني|نونبر",
    "dec|كانون الأول|دجنبر",
)
_MORE_HIJRI = (
    "al-muharram|moharram|المحرم|محرم الحرام",
    "safer|صفر الخير",
    "rabi i|rabi 1|rabi al-awal|rabi ul-awwal|rabi ul-awal|rabi awwal|rabia al-awwal|rabia al-awal|ربيع أول",
    (
        "rabi ii|rabi 2|rabi al-thani|rabi ath-thani|rabi ul-thani|rabi thani|rabi al-akhar|rabi ul-akhir|"
        "rabia al-thani|rabia al-akhir|ربيع الثاني|ربيع ثاني|ربيع ثان|ربيع آخر"
    ),
    (
        "jumada i|jumada 1|jumada al-awwal|jumada al-oula|jumada al-awal|jumada ul-awwal|jumada ula|"
        "jamada al-ula|جمادى الأول|جماد الأول|جماد أول|جمادى أولى"
    ),
    (
        "jumada ii|jumada 2|jumada al-akhira|jumada al-akhir|jumada al-thani|jumada al-thaniyah|"
        "jumada al-thania|jumada ul-thani|jamada al-akhirah|جمادى الآخر|جمادى الثانية|جمادى الثاني|"
        "جماد الثاني|جماد الآخر|جماد ثاني|جماد آخر"
    ),
    "rajeb|رجب الفرد",
    "shaaban|sha'aban|shabaan",
    "ramadhan|ramazan|رمضان المبارك",
    "shawal|shawaal",
    (
        "dhul qadah|dhu al-qidah|dhul qidah|dhu al-qaada|dhul qaada|dhu al-qaadah|dhul qaadah|dhul qada|"
        "zul qadah|zul qidah|thul qadah|thu al-qadah|ذي القعدة|ذوالقعدة"
    ),
    ("dhul hijjah|dhu al-hijja|dhul hijja|dhul haj|zul hijjah|zul hijja|thul hijjah|thu al-hijjah|ذي الحجة|ذوالحجة"),
)
_SAME_LETTER = str.maketrans("ٱىیکة", "اييكه")


def plain(text: str) -> str:
    """Return `text` lower-cased without marks, tatweel and apostrophes, look-alike letters made one.

    Only for comparing what was typed with the tables above; never shown and never stored.
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub("[ـ'’‘ʿʾ`´]", "", bare.translate(_SAME_LETTER).casefold())


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", plain(text))


def _known_months() -> dict[str, tuple[Calendar, int]]:
    known: dict[str, tuple[Calendar, int]] = {}
    tables: tuple[tuple[Calendar, dict[Language, tuple[str, ...]], tuple[str, ...]], ...] = (
        ("gregorian", GREGORIAN, _MORE_GREGORIAN),
        ("hijri", HIJRI, _MORE_HIJRI),
    )
    for calendar, written, more in tables:
        for number, names in enumerate(zip(written["en"], written["ar"], more, strict=True), start=1):
            for name in "|".join(names).split("|"):
                known[_letters(name)] = (calendar, number)
    return known


_MONTHS = _known_months()
_WEEKDAYS = {_letters(name): day for names in WEEKDAYS.values() for day, name in enumerate(names)}


def month_named(name: str) -> tuple[Calendar, int] | None:
    """Return the calendar and number of a month by any name that we know, or None.

    «كانون الأول/ديسمبر», as the United Nations write it, is one month by two names.
    """
    found = {_MONTHS.get(_letters(part)) for part in name.split("/")}
    return found.pop() if len(found) == 1 else None


def weekday_named(name: str) -> int | None:
    """Return the weekday (Monday is 0) of that name in either language, or None."""
    return _WEEKDAYS.get(_letters(name).removeprefix("يوم"))


def language_of(language: str) -> Language:
    """Return the table to use for a language tag such as `ar` or `ar-kw`; English for all others."""
    return "ar" if language.lower().partition("-")[0] == "ar" else "en"
