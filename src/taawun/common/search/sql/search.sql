-- Search over what the rooms hold. `@@`, LIKE and `%` are not leakproof: under row-level security they would be asked
-- of one visible row after the other, without an index. So one listed function states the rule itself
-- (label_id = ANY (policy.my_labels())); a property test holds it to what the same viewer reads through the policies.
-- It gives kind, id and rank, never content: pages read the rows through the policies again.
-- An expression of an index stands twice, here and in the function, letter by letter; a test holds the two together.

-- Arabic by its stems, English by its own; a word of either language finds a row that has the text in that language.
CREATE FUNCTION policy.words_of(ar text, en text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN pg_catalog.to_tsvector('pg_catalog.simple', public.taawun_ar_light10(ar)) || pg_catalog.to_tsvector('pg_catalog.english', en);

-- Names are not cut to stems: Sultan is not the plural of anything.
CREATE FUNCTION policy.names_of(ar text, en text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN pg_catalog.to_tsvector('pg_catalog.simple', public.taawun_ar_fold(ar || ' ' || en));

-- Every word must be found, each as Arabic or as English; words that say nothing are passed over. NULL: nothing is asked.
CREATE FUNCTION policy.query_of(words text) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE whole tsquery; english tsquery; word text;
BEGIN
    FOREACH word IN ARRAY regexp_split_to_array(btrim(words), '\s+') LOOP
        english := plainto_tsquery('pg_catalog.english', word);
        CONTINUE WHEN numnode(english) = 0 OR taawun_ar_fold(word) = ANY ('{في,من,علي,الي,عن,مع,او,و}');
        english := english || plainto_tsquery('pg_catalog.simple', taawun_ar_light10(word));
        whole := CASE WHEN whole IS NULL THEN english ELSE whole && english END;
    END LOOP;
    RETURN whole;
END $$;

CREATE FUNCTION policy.name_query_of(words text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN pg_catalog.plainto_tsquery('pg_catalog.simple', public.taawun_ar_fold(words));

CREATE INDEX training_course_words ON training_course USING gin
    (policy.words_of(title_ar || ' ' || aim_ar || ' ' || note_ar, title_en || ' ' || aim_en || ' ' || note_en || ' ' || code));
CREATE INDEX training_run_words ON training_run USING gin
    (policy.words_of(title_ar || ' ' || venue_ar || ' ' || note_ar, title_en || ' ' || venue_en || ' ' || note_en || ' ' || code));
CREATE INDEX meetings_event_words ON meetings_event USING gin
    (policy.words_of(title_ar || ' ' || kind_ar || ' ' || place_ar || ' ' || speakers_ar || ' ' || note_ar, title_en || ' ' || kind_en || ' ' || place_en || ' ' || speakers_en || ' ' || note_en || ' ' || code));
CREATE INDEX agreements_agreement_words ON agreements_agreement USING gin
    (policy.words_of(title_ar || ' ' || kind_ar || ' ' || standing_ar || ' ' || note_ar, title_en || ' ' || kind_en || ' ' || standing_en || ' ' || note_en || ' ' || code));
CREATE INDEX persons_person_names ON persons_person USING gin
    (policy.names_of(name_ar || ' ' || post_ar || ' ' || body_ar, name_en || ' ' || post_en || ' ' || body_en));
CREATE INDEX persons_person_identifiers ON persons_person (identifier) WHERE identifier <> '';
CREATE INDEX persons_person_keys ON persons_person USING gin (key public.gin_trgm_ops);

-- What the viewer may see and that speaks of `words`: at most `most` of each kind, the nearest first.
-- `name` is the key of a name (records/names.py), '' where the words have none: محمد finds Mohammed by it.
CREATE FUNCTION policy.search(words text, name text, most int) RETURNS TABLE (kind text, id text, rank real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    mine int[] := policy.my_labels();
    asked tsquery := policy.query_of(words);
    called tsquery := policy.name_query_of(words);
    start text := CASE WHEN length(words) > 1 THEN lower(words) END;
    spelt text := CASE WHEN length(name) > 2 THEN '%' || replace(replace(replace(name, '\', '\\'), '%', '\%'), '_', '\_') || '%' END;
BEGIN
    IF coalesce(btrim(words), '') = '' THEN RETURN; END IF;
    RETURN QUERY
    WITH courses AS (
        SELECT c.id, ts_rank(policy.words_of(title_ar || ' ' || aim_ar || ' ' || note_ar, title_en || ' ' || aim_en || ' ' || note_en || ' ' || code), asked) AS near
        FROM training_course c
        WHERE c.label_id = ANY (mine) AND (starts_with(lower(c.code), start)
           OR policy.words_of(title_ar || ' ' || aim_ar || ' ' || note_ar, title_en || ' ' || aim_en || ' ' || note_en || ' ' || code) @@ asked)),
    runs AS (   -- by words of its own, or as a run of a course that was found
        SELECT r.id, ts_rank(policy.words_of(title_ar || ' ' || venue_ar || ' ' || note_ar, title_en || ' ' || venue_en || ' ' || note_en || ' ' || code), asked) AS near
        FROM training_run r
        WHERE r.label_id = ANY (mine) AND (starts_with(lower(r.code), start) OR r.course_id IN (SELECT c.id FROM courses c)
           OR policy.words_of(title_ar || ' ' || venue_ar || ' ' || note_ar, title_en || ' ' || venue_en || ' ' || note_en || ' ' || code) @@ asked)),
    people AS (   -- three ways to be found, each by an index of its own, before the labels are asked
        SELECT p.id, ts_rank(policy.names_of(name_ar || ' ' || post_ar || ' ' || body_ar, name_en || ' ' || post_en || ' ' || body_en), called) AS near
        FROM persons_person p
        WHERE p.label_id = ANY (mine) AND p.id IN (
            SELECT i.id FROM persons_person i WHERE i.identifier = words AND i.identifier <> ''
            UNION SELECT k.id FROM persons_person k WHERE k.key LIKE spelt
            UNION SELECT w.id FROM persons_person w
            WHERE policy.names_of(name_ar || ' ' || post_ar || ' ' || body_ar, name_en || ' ' || post_en || ' ' || body_en) @@ called)),
    nominations AS (   -- of a person who was found
        SELECT n.id, p.near FROM training_nomination n JOIN people p ON p.id = n.person_id WHERE n.label_id = ANY (mine)),
    events AS (
        SELECT e.id, ts_rank(policy.words_of(title_ar || ' ' || kind_ar || ' ' || place_ar || ' ' || speakers_ar || ' ' || note_ar, title_en || ' ' || kind_en || ' ' || place_en || ' ' || speakers_en || ' ' || note_en || ' ' || code), asked) AS near
        FROM meetings_event e
        WHERE e.label_id = ANY (mine) AND (starts_with(lower(e.code), start)
           OR policy.words_of(title_ar || ' ' || kind_ar || ' ' || place_ar || ' ' || speakers_ar || ' ' || note_ar, title_en || ' ' || kind_en || ' ' || place_en || ' ' || speakers_en || ' ' || note_en || ' ' || code) @@ asked)),
    agreements AS (
        SELECT a.id, ts_rank(policy.words_of(title_ar || ' ' || kind_ar || ' ' || standing_ar || ' ' || note_ar, title_en || ' ' || kind_en || ' ' || standing_en || ' ' || note_en || ' ' || code), asked) AS near
        FROM agreements_agreement a
        WHERE a.label_id = ANY (mine) AND (starts_with(lower(a.code), start)
           OR policy.words_of(title_ar || ' ' || kind_ar || ' ' || standing_ar || ' ' || note_ar, title_en || ' ' || kind_en || ' ' || standing_en || ' ' || note_en || ' ' || code) @@ asked)),
    parties AS (   -- parties are public facts and carry no label
        SELECT y.id, ts_rank(policy.words_of(name_ar || ' ' || short_name_ar, name_en || ' ' || short_name_en || ' ' || code), asked) AS near
        FROM policy_party y
        WHERE starts_with(lower(y.code), start)
           OR policy.words_of(name_ar || ' ' || short_name_ar, name_en || ' ' || short_name_en || ' ' || code) @@ asked)
    (SELECT 'course', f.id::text, coalesce(f.near, 0) FROM courses f ORDER BY f.near DESC NULLS LAST, f.id LIMIT most) UNION ALL
    (SELECT 'run', f.id::text, coalesce(f.near, 0) FROM runs f ORDER BY f.near DESC NULLS LAST, f.id DESC LIMIT most) UNION ALL
    (SELECT 'nomination', f.id::text, coalesce(f.near, 0) FROM nominations f ORDER BY f.near DESC NULLS LAST, f.id DESC LIMIT most) UNION ALL
    (SELECT 'person', f.id::text, coalesce(f.near, 0) FROM people f ORDER BY f.near DESC NULLS LAST, f.id LIMIT most) UNION ALL
    (SELECT 'event', f.id::text, coalesce(f.near, 0) FROM events f ORDER BY f.near DESC NULLS LAST, f.id LIMIT most) UNION ALL
    (SELECT 'agreement', f.id::text, coalesce(f.near, 0) FROM agreements f ORDER BY f.near DESC NULLS LAST, f.id LIMIT most) UNION ALL
    (SELECT 'party', f.id::text, coalesce(f.near, 0) FROM parties f ORDER BY f.near DESC NULLS LAST, f.id LIMIT most);
END $$;
ALTER FUNCTION policy.search(text, text, int) OWNER TO taawun_fn;
REVOKE EXECUTE ON FUNCTION policy.search(text, text, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION policy.search(text, text, int) TO taawun_app;
