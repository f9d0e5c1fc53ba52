"""Reading a list of nominees from XLSX and CSV against the bare parser alone, in one run.

    python benchmarks/read_tables.py [--rows 2000 10000] [--format table|json]

`read_table` also unpacks under a cap, looks for formulas, errors, merged cells and further sheets, checks every
cell and numbers the rows; the ratio says what that costs. Each time is the best of five.
"""

import argparse
import csv
import datetime as dt
import json
import os
import sys
import time
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taawun.config.settings")

HEADINGS = [
    "الاسم بالعربية",
    "Name in English",
    "الجنس",
    "صيغة المخاطبة",
    "الرتبة",
    "المنصب",
    "الجهة",
    "البريد الإلكتروني",
    "الهاتف",
    "الرقم",
    "تاريخ الميلاد",
    "اللغات",
    "ملاحظات",
    "الأولوية",
]


def nominees(rows: int) -> list[list[str | int | dt.date]]:
    """Rows of invented people: 14 columns of text, a date and a number."""
    return [
        [
            f"اسم تجريبي {n}",
            f"Invented Name {n}",
            "أنثى" if n % 2 else "ذكر",
            "السيدة" if n % 2 else "السيد",
            "نقيب",
            "ضابط تخطيط",
            f"الإدارة {n % 40}",
            f"person{n}@example.org",
            f"+965 0000 {n:04}",
            f"D-{n:06}",
            dt.date(1980, 1, 1) + dt.timedelta(days=n % 8000),
            "العربية، الإنجليزية",
            "بيانات للعرض" if n % 5 == 0 else "",
            n,
        ]
        for n in range(1, rows + 1)
    ]


def best(work: Callable[[], object]) -> float:
    """The best of five runs, in seconds."""
    times = []
    for _ in range(5):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def measure(rows: int) -> list[dict[str, object]]:
    """Time both formats with so many rows, each beside its bare parser."""
    import python_calamine

    from taawun.common.tables.interface import read_table, write_csv, write_xlsx

    people = nominees(rows)
    sheet = write_xlsx(HEADINGS, people, right_to_left=True, sheet_name="القائمة")
    text = write_csv(HEADINGS, people)
    bare: dict[str, tuple[bytes, Callable[[], object]]] = {
        "xlsx": (sheet, lambda: python_calamine.load_workbook(BytesIO(sheet)).get_sheet_by_index(0).to_python()),
        "csv": (text, lambda: list(csv.reader(StringIO(text.decode("utf-8-sig"), newline="")))),
    }
    found = []
    for form, (data, parse) in bare.items():
        alone, ours = best(parse), best(lambda data=data, form=form: read_table(data, f"list.{form}"))
        found.append(
            {
                "rows": rows,
                "format": form,
                "kilobytes": len(data) // 1024,
                "bare_ms": round(alone * 1000, 1),
                "read_table_ms": round(ours * 1000, 1),
                "ratio": round(ours / alone, 2),
            }
        )
    return found


def main() -> None:
    """Print what was measured."""
    import django

    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, nargs="+", default=[2_000, 10_000])
    options.add_argument("--format", choices=["table", "json"], default="table")
    asked = options.parse_args()
    django.setup()
    found = [line for rows in asked.rows for line in measure(rows)]
    if asked.format == "json":
        print(json.dumps(found, indent=2))
        return
    print(f"{'rows':>7} {'format':>6} {'kB':>7} {'bare ms':>9} {'read_table ms':>14} {'ratio':>6}")
    for line in found:
        print(
            f"{line['rows']:>7} {line['format']:>6} {line['kilobytes']:>7} {line['bare_ms']:>9} "
            f"{line['read_table_ms']:>14} {line['ratio']:>6}"
        )


if __name__ == "__main__":
    main()
