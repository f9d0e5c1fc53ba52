"""The rule against the same rule by hand: newest 50, count and group-by over many records, in one run.

    python benchmarks/rule.py [--records 1000000 ...]

By hand: the superuser, past row-level security, with the viewer's labels written into the query, which is the least
that any code would have to do. Under the rule: the application's role, after the door has opened; the door itself is
timed too. Each time is the median of nine.
"""

import argparse
from functools import partial

import psycopg
from _ground import median, product, table

PARTIES, LABELS = 200, 2700
QUERIES = {
    "newest 50": "SELECT id, payload FROM bench {where} ORDER BY created_at DESC LIMIT 50",
    "count": "SELECT count(*) FROM bench {where}",
    "group by": "SELECT kind, count(*) FROM bench {where} GROUP BY kind ORDER BY kind",
}
WORLD = f"""
SELECT setseed(0.5);
INSERT INTO policy_party (id, code, kind, name_en, name_ar, short_name_en, short_name_ar, protocol_order, endorses)
SELECT n, 'P' || n, 'nation', '', '', '', '', n, false FROM generate_series(1, {PARTIES}) n;
INSERT INTO policy_community (id, key, party_id, name_en, name_ar, ar_by)
SELECT n + 1, 'C' || n, n, '', '', '' FROM generate_series(1, {PARTIES}) n;
INSERT INTO policy_label (level, audience)
SELECT DISTINCT level, audience FROM (
    SELECT n % 2 AS level, (SELECT array_agg(DISTINCT c ORDER BY c) FROM (
        SELECT 2 + floor(random() * 24)::int AS c FROM generate_series(0, n % 4) k WHERE n > 0) a) AS audience
    FROM generate_series(1, {LABELS * 4}) n) l LIMIT {LABELS};
INSERT INTO policy_identity (account, party_id, level, active) VALUES (1, 5, 1, true);
CREATE TABLE bench (id uuid PRIMARY KEY, originator_id int NOT NULL, steward_id int, label_id int NOT NULL,
                    created_at timestamptz NOT NULL, kind int NOT NULL, payload text NOT NULL);
"""
FILL = """
INSERT INTO bench
SELECT gen_random_uuid(), 1, NULL, l.id, now() - n * interval '1 second', n % 12, 'payload ' || n
FROM generate_series(1, {records}) n
JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS of FROM policy_label) l
  ON l.place = 1 + mod(n::bigint * 7919, l.of)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, nargs="+", default=[100_000, 1_000_000])
    for records in parser.parse_args().records:
        measure(records)


def measure(records: int) -> None:
    """Measure one size."""
    with product() as cluster, psycopg.connect(cluster.superuser, autocommit=True, dbname="taawun") as hand:
        hand.execute(WORLD)
        with hand.transaction():
            hand.execute(FILL.format(records=records))
        hand.execute("ALTER TABLE bench OWNER TO taawun_owner")
        with psycopg.connect(cluster.dsns.owner, autocommit=True) as owner:
            owner.execute("SELECT policy.protect('bench')")
        hand.execute("VACUUM ANALYZE")
        with psycopg.connect(cluster.dsns.app) as app:
            app.execute("SELECT policy.enter(1)")
            labels, seen = app.execute("SELECT policy.my_labels(), (SELECT count(*) FROM bench)").fetchone() or ([], 0)
            rows = []
            for name, query in QUERIES.items():
                ruled = median(partial(fetch, app, query.format(where="")), 9)
                where = "WHERE label_id = ANY (%s)"
                by_hand = median(partial(fetch, hand, query.format(where=where), [labels]), 9)
                rows.append([name, f"{by_hand * 1000:.2f}", f"{ruled * 1000:.2f}", f"{ruled / by_hand:.2f}"])
            app.rollback()
            rows.append(["the door", "-", f"{median(lambda: door(app), 9) * 1000:.2f}", "-"])
        print(f"{records:,} records, {LABELS} labels, {PARTIES} parties; the viewer sees {seen:,}")
        table(["", "by hand ms", "under the rule ms", "ratio"], rows)


def fetch(connection: "psycopg.Connection[tuple[object, ...]]", query: str, given: list[object] | None = None) -> None:
    """Run a query and take its rows."""
    connection.execute(query, given).fetchall()


def door(app: "psycopg.Connection[tuple[object, ...]]") -> None:
    """Open the door and go."""
    app.execute("SELECT policy.enter(1)")
    app.rollback()


if __name__ == "__main__":
    main()
