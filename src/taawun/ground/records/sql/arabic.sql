-- Folding and stemming of Arabic for text search, without extensions or files on the server.
-- The same as fold_arabic and light10 in ground/records/text.py; a test holds the two equal.
-- All names are qualified: generated columns and indexes are rebuilt under a search path of pg_catalog alone.

-- Hamza, teh marbuta, alef maksura, Persian letters and digits made one; marks and unseen characters dropped.
-- Collation "C" lowers A to Z only, so that no locale of a server changes the answer.
CREATE OR REPLACE FUNCTION public.taawun_ar_fold(t text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN pg_catalog.translate(
  pg_catalog.regexp_replace(
    pg_catalog.lower(normalize(t, NFKC) COLLATE "C"),
    '[\u0610-\u061A\u061C\u064B-\u065F\u0670\u06D6-\u06ED\u0640\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]',
    '', 'g'),
  'إأآٱىئؤةکیہھگڤپچ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹',
  'ااااييوهكيههكفبج01234567890123456789');

-- Larkey's light10: a leading و, one prefix, then suffixes in order, never leaving fewer than two letters.
CREATE OR REPLACE FUNCTION public.taawun_ar_light10(t text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(
  pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(
    public.taawun_ar_fold(t) COLLATE "C",
    '(?<![ء-ي])و(?=[ء-ي]{3})', '', 'g'),
    '(?<![ء-ي])(?:وال|بال|كال|فال|ال|لل)(?=[ء-ي]{2})', '', 'g'),
    '(?<=[ء-ي]{2})(?:ها|ان|ات|ون|ين)(?![ء-ي])', '', 'g'),
    '(?<=[ء-ي]{2})يه(?![ء-ي])', '', 'g'),
    '(?<=[ء-ي]{2})ه(?![ء-ي])', '', 'g'),
    '(?<=[ء-ي]{2})ي(?![ء-ي])', '', 'g');
