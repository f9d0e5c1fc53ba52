"""One key for a name in two scripts. The names are common ones of the Gulf, and belong to nobody here."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taawun.ground.records.names import name_key

SPELLINGS = {
    "محمد": "Mohammed Mohamed Muhammad Mohammad Muhammed Mohamad",
    "أحمد": "Ahmed Ahmad",
    "علي": "Ali Aly",
    "حسين": "Hussein Hussain Husain Hossein Husein",
    "خالد": "Khaled Khalid",
    "عبدالله": "Abdullah Abdulla Abdallah Abdalla",
    "عبد الله": "Abdullah Abd-Allah",
    "عبدالرحمن": "Abdulrahman Abdurrahman Abdelrahman Abdul-Rahman Abderrahmane",
    "عبد العزيز": "Abdulaziz Abdul-Aziz Abdelaziz Abd-al-Aziz",
    "عبداللطيف": "Abdullatif Abdul-Latif Abdellatif",
    "يوسف": "Yousef Yusuf Youssef Yousuf Yousif",
    "إبراهيم": "Ibrahim Ebrahim Ebraheem",
    "سعود": "Saud Saoud Soud",
    "فيصل": "Faisal Faysal Feisal",
    "فهد": "Fahad Fahd",
    "ناصر": "Nasser Naser Nasir",
    "صالح": "Saleh Salih Salah",
    "مبارك": "Mubarak Mobarak Moubarak",
    "جاسم": "Jassim Jasim Jassem Jasem",
    "راشد": "Rashid Rashed Rachid",
    "طارق": "Tariq Tareq Tarek Tarik",
    "وليد": "Waleed Walid Oualid",
    "زياد": "Ziad Ziyad",
    "غانم": "Ghanim Ghanem",
    "ثامر": "Thamer Thamir Tamer",
    "مشعل": "Mishal Meshal Mishaal Mesh'al",
    "بدر": "Bader Badr Badir",
    "نواف": "Nawaf Nawwaf",
    "حمد": "Hamad Hamed",
    "سلمان": "Salman Selman",
    "عيسى": "Isa Eisa Issa Essa",
    "فاطمة": "Fatima Fatma Fatimah Fatemah",
    "نورة": "Noura Nora Nourah Noorah",
    "عائشة": "Aisha Aysha Aishah Ayesha",
    "مريم": "Maryam Mariam Meryem",
    "شيخة": "Sheikha Shaikha Shaikhah",
    "لطيفة": "Latifa Latifah Lateefa",
    "هند": "Hind Hend",
    "حصة": "Hessa Hissa Hissah Hussah",
    "منى": "Mona Muna Mouna",
    "القحطاني": "Al-Qahtani Alqahtani Al-Kahtani Qahtani AlQahtani",
    "الكندري": "Al-Kandari Alkandari Al-Kanderi Kandari",
    "العتيبي": "Al-Otaibi Alotaibi Al-Utaibi Otaibi Al-Oteibi",
    "الظاهري": "Al-Dhaheri Aldhaheri Dhahri",
    "الدوسري": "Al-Dosari Al-Dossary Aldosari Ad-Dosari Al-Dawsari",
    "الشمري": "Al-Shammari Alshammari Ash-Shammari Shamari",
    "المطيري": "Al-Mutairi Almutairi Al-Mutayri Mutairi",
    "البلوشي": "Al-Balushi Albalushi Al-Bloushi Balooshi",
    "الحارثي": "Al-Harthi Alharthi Al-Harithi Harthy",
    "آل نهيان": "Al-Nahyan Al-Nahayan Nahyan",
    "آل ثاني": "Al-Thani Thani",
    "أبو بكر": "Abu-Bakr Abubakr Aboubaker Abu-Baker",
    "بن عمر": "Bin-Omar Ben-Omar Ibn-Umar",
    "محمد بن سلمان الخليفة": "Mohammed-bin-Salman-Al-Khalifa Mohamed-Salman-Alkhalifah",
}
PAIRS = [
    (arabic, latin.replace("-", joint))
    for arabic, spellings in SPELLINGS.items()
    for latin in spellings.split()
    for joint in ("-", " ")
]
ALIKE = {"أحمد", "حمد", "عبدالله", "عبد الله", "عيسى", "عائشة"}


@pytest.mark.parametrize(("arabic", "latin"), PAIRS)
def test_both_scripts_have_one_key(arabic, latin):
    assert name_key(arabic) == name_key(latin)


def test_different_names_have_different_keys():
    names = [name for name in SPELLINGS if name not in ALIKE]
    keys = {}
    for name in names:
        keys.setdefault(name_key(name), []).append(name)
    assert [group for group in keys.values() if len(group) > 1] == []


def test_the_known_collisions_are_these():
    assert name_key("أحمد") == name_key("حمد") == "hmd"
    assert name_key("حسن") == name_key("حسين") == "hsn"
    assert name_key("عيسى") == name_key("عائشة") == "s"


def test_the_known_misses_are_these():
    assert name_key("أحمد") != name_key("Ahmet")
    assert name_key("عبداللطيف") != name_key("Abdulatif")
    assert name_key("ظافر") != name_key("Zafer")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("مُحَمَّد", "محمد"),
        ("محـــمد", "محمد"),
        ("هُدى", "هدي"),
        ("احمد", "أحمد"),
        ("MOHAMMED AL-QAHTANI", "mohammed al-qahtani"),
        ("Müller", "Muller"),
        ("Şahin", "Sahin"),
        ("D’Souza", "DSouza"),
    ],
)
def test_marks_case_and_accents_do_not_count(one, other):
    assert name_key(one) == name_key(other)


def test_a_name_without_consonants_has_no_key():
    assert name_key("آية") == name_key("") == name_key("٤٢ — !") == ""


def test_a_name_made_of_links_alone_keeps_them():
    assert name_key("Ben") == "bn"


@given(st.text())
def test_any_text_has_a_key_of_bounded_length(text):
    key = name_key(text)
    assert len(key) <= 120
    assert key == key.casefold()
