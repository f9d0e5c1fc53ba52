"""A list of nominees from XLSX, checked and kept, against reading the file and one bare INSERT … SELECT, in one run.

    python benchmarks/nominees.py [--rows 2000 10000]

Checked and kept: what the page does, people, nominations, ledger and all constraints, as the application's role.
Bare: calamine's rows copied into a staging table and one INSERT … SELECT into a table of the same columns without
indexes, labels or ledger: the floor. Each is the median of three.
"""

import argparse
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import psycopg
from _ground import median, product, table

HEADER = ["Name", "Name in Arabic", "Gender", "Rank", "Post", "Ministry", "Passport number", "Date of birth", "E-mail",
          "Telephone", "English", "Remark"]  # fmt: skip


def nominees(rows: int, prefix: str) -> bytes:
    """Return an XLSX list of plainly invented people."""
    from taawun.common.tables.interface import write_xlsx

    made = (
        [f"Tajribi {prefix} {n}", f"تجريبي {n}", "female" if n % 2 else "male", "Captain", "Planner", f"Body {n % 40}",
         f"{prefix}{n:06}", date(1980, 1, 1) + timedelta(days=n % 8000), f"{prefix}{n}@example.org",
         f"+965 0000 {n:05}", "B2", ""]
        for n in range(rows)
    )  # fmt: skip
    return write_xlsx(HEADER, made, right_to_left=False, sheet_name="Nominees")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[2_000, 10_000])
    with product() as cluster:
        from taawun.ground.policy.door import viewing
        from tests.cast import build

        world = build()
        run = prepare(world, viewing)
        found = [measure(rows, cluster, world["amal"].pk, run, viewing) for rows in parser.parse_args().rows]
    table(["rows", "bare s", "checked s", "kept s", "ratio", "rows/s"], found)


def prepare(world: Any, viewing: Any) -> Any:
    """Announce a run of the centre."""
    from taawun.ground.localtime import today_at
    from taawun.ground.policy.labels import label_of
    from taawun.work.training.steps import courses

    with viewing(world["badr"].pk):
        label = label_of(1, [world.communities["ici"], world.communities["NIRC"]])
        course = courses.add_course(label=label, code="C", title_en="Bench")
        start = today_at() + timedelta(days=60)
        run = courses.plan_run(course, label=label, code="R", capacity=30, first_day=start, last_day=start)
        courses.announce(run)
    return run


def measure(rows: int, cluster: Any, account: int, run: Any, viewing: Any) -> list[object]:
    """Measure one size: a fresh list each time, so that every row is new."""
    from taawun.work.training.steps import lists

    files = iter([nominees(rows, f"S{rows}T{n}N") for n in range(3)])
    taken: list[Any] = []

    def check() -> None:
        with viewing(account):
            nominees_list = lists.receive(run, "list.xlsx", next(files))
            lists.look(nominees_list)
            assert nominees_list.counts["new"] == rows, nominees_list.counts
            taken.append(nominees_list)

    checked = median(check, 3)
    waiting = iter(taken)

    def keep() -> None:
        with viewing(account):
            assert lists.keep(next(waiting)) == rows

    kept = median(keep, 3)
    floor = bare(nominees(rows, "BARE"), cluster)
    return [f"{rows:,}", f"{floor:.3f}", f"{checked:.2f}", f"{kept:.2f}", f"{(checked + kept) / floor:.1f}",
            f"{rows / (checked + kept):,.0f}"]  # fmt: skip


def bare(data: bytes, cluster: Any) -> float:
    """Return the seconds of reading the file and one bare INSERT … SELECT."""
    import python_calamine

    columns = ", ".join(f"c{n} text" for n in range(len(HEADER)))
    with psycopg.connect(cluster.superuser, autocommit=True, dbname="taawun") as hand:
        hand.execute(f"DROP TABLE IF EXISTS stage, kept; CREATE TABLE stage ({columns}); CREATE TABLE kept ({columns})")

        def once() -> None:
            sheet = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0)
            with hand.transaction():
                hand.execute("TRUNCATE stage")
                with hand.cursor().copy("COPY stage FROM STDIN") as copy:
                    for row in sheet.to_python()[1:]:
                        copy.write_row([str(cell) for cell in row])
                hand.execute("INSERT INTO kept SELECT * FROM stage")

        return median(once, 3)


if __name__ == "__main__":
    main()
