-- The rule. Roles: taawun_owner (migrates, owns tables, sees no rows: FORCE), taawun_app (the application),
-- taawun_fn (no login; owns the listed functions that look beyond a viewer, with policies of its own).
-- The roles are made when the database is set up; the owner can hand functions to taawun_fn but inherits nothing of it.
CREATE SCHEMA policy;
GRANT USAGE ON SCHEMA policy TO taawun_app, taawun_fn;
GRANT USAGE ON SCHEMA public TO taawun_app, taawun_fn;
GRANT CREATE ON SCHEMA policy TO taawun_fn;

GRANT SELECT ON policy_party, policy_community, policy_membership, policy_label, policy_identity,
                policy_rolegrant, policy_mandate, policy_installation TO taawun_app, taawun_fn;
GRANT INSERT, UPDATE ON policy_party, policy_community, policy_membership, policy_identity,
                policy_rolegrant, policy_mandate, policy_installation TO taawun_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO taawun_app;
GRANT INSERT ON policy_label TO taawun_fn;
GRANT USAGE ON SEQUENCE policy_label_id_seq TO taawun_fn;

CREATE FUNCTION policy.refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '% of % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege'; END $$;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON policy_label FOR EACH ROW EXECUTE FUNCTION policy.refuse();

-- A setting reads '' once the transaction that set it has ended, hence NULLIF.
CREATE FUNCTION policy.setting_int(name text) RETURNS int LANGUAGE sql STABLE AS
    $$ SELECT NULLIF(current_setting(name, true), '')::int $$;
CREATE FUNCTION policy.my_party() RETURNS int LANGUAGE sql STABLE AS $$ SELECT policy.setting_int('taawun.party') $$;
CREATE FUNCTION policy.my_account() RETURNS int LANGUAGE sql STABLE AS $$ SELECT policy.setting_int('taawun.account') $$;
CREATE FUNCTION policy.my_labels() RETURNS int[] LANGUAGE sql STABLE AS
    $$ SELECT NULLIF(current_setting('taawun.labels', true), '')::int[] $$;
CREATE FUNCTION policy.today() RETURNS date LANGUAGE sql STABLE AS
    $$ SELECT (now() AT TIME ZONE coalesce((SELECT zone FROM policy_installation), 'Asia/Kuwait'))::date $$;

-- The sovereign (or other root) above a party.
CREATE FUNCTION policy.root_of(party int) RETURNS int LANGUAGE sql STABLE AS $$
    WITH RECURSIVE line AS (
        SELECT id, parent_id FROM policy_party WHERE id = party
        UNION ALL SELECT p.id, p.parent_id FROM policy_party p JOIN line ON p.id = line.parent_id)
    SELECT id FROM line WHERE parent_id IS NULL $$;

-- Sets who asks, for this transaction only, and works the visible labels out once. An unknown or inactive account is
-- the anonymous one: level 0 and community 1, the public. SECURITY DEFINER so that the settings have one writer.
CREATE FUNCTION policy.enter(who bigint, OUT account bigint, OUT party int, OUT level smallint, OUT communities int[], OUT roles text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = policy, public, pg_temp AS $$
DECLARE me policy_identity; today date := policy.today(); held int[]; lvl smallint;
BEGIN
    IF coalesce(current_setting('taawun.labels', true), '') <> '' THEN
        RAISE EXCEPTION 'a viewer is set already: doors do not nest'; END IF;
    SELECT * INTO me FROM policy_identity i WHERE i.account = who AND i.active;
    WITH RECURSIVE line AS (   -- the viewer's party and what it stands below
        SELECT p.id, p.parent_id FROM policy_party p WHERE p.id = me.party_id
        UNION ALL SELECT p.id, p.parent_id FROM policy_party p JOIN line ON p.id = line.parent_id),
    direct AS (
        SELECT 1 AS id
        UNION SELECT c.id FROM policy_community c JOIN line ON c.party_id = line.id
        UNION SELECT m.community_id FROM policy_membership m JOIN line ON m.party_id = line.id WHERE m.valid @> today)
    SELECT array_agg(DISTINCT d.id ORDER BY d.id) INTO held FROM direct d;
    lvl := CASE WHEN me.account IS NULL OR me.level_until < today THEN 0 ELSE me.level END;
    account := me.account; party := me.party_id; level := lvl; communities := held;
    SELECT coalesce(array_agg(DISTINCT r.role), '{}') INTO roles FROM (
        SELECT g.role FROM policy_rolegrant g WHERE g.account_id = me.account AND g.valid @> today
        UNION ALL
        SELECT m.role FROM policy_mandate m
        JOIN policy_identity p ON p.account = m.principal_id AND p.active AND p.party_id = me.party_id
        JOIN policy_rolegrant g ON g.account_id = m.principal_id AND g.role = m.role AND g.valid @> today
        WHERE m.alternate_id = me.account AND m.valid @> today AND m.ended_at IS NULL) r;
    PERFORM set_config('taawun.account', coalesce(me.account::text, ''), true),
            set_config('taawun.party', coalesce(me.party_id::text, ''), true),
            set_config('taawun.level', lvl::text, true),
            set_config('taawun.communities', held::text, true),
            set_config('taawun.labels', (SELECT coalesce(array_agg(l.id), '{}')::text FROM policy_label l
                                         WHERE l.level <= lvl AND l.audience && held), true);
END $$;

CREATE FUNCTION policy.leave() RETURNS void LANGUAGE sql AS $$
    SELECT set_config('taawun.' || k, '', true) FROM unnest(ARRAY['account', 'party', 'level', 'communities', 'labels']) k $$;

-- Finds or makes a label, and lets its maker see it if the rule does. Called before the INSERT, never inside it.
CREATE FUNCTION policy.label_of(lvl int, wanted int[]) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = policy, public, pg_temp AS $$
DECLARE found int; sorted int[] := (SELECT array_agg(DISTINCT c ORDER BY c) FROM unnest(wanted) c);
BEGIN
    IF lvl > coalesce((SELECT highest_level FROM policy_installation), 1) THEN
        RAISE EXCEPTION 'this installation is not accredited for level %', lvl
            USING ERRCODE = 'check_violation', CONSTRAINT = 'label_within_accreditation'; END IF;
    IF EXISTS (SELECT FROM unnest(sorted) c WHERE NOT EXISTS (SELECT FROM policy_community WHERE id = c)) THEN
        RAISE EXCEPTION 'unknown community' USING ERRCODE = 'foreign_key_violation'; END IF;
    SELECT id INTO found FROM policy_label WHERE level = lvl AND audience = sorted;
    IF found IS NULL THEN
        INSERT INTO policy_label (level, audience) VALUES (lvl, sorted) ON CONFLICT DO NOTHING;
        SELECT id INTO found FROM policy_label WHERE level = lvl AND audience = sorted; END IF;
    IF lvl <= policy.setting_int('taawun.level')
       AND sorted && NULLIF(current_setting('taawun.communities', true), '')::int[]
       AND NOT found = ANY (policy.my_labels()) THEN
        PERFORM set_config('taawun.labels', (policy.my_labels() || found)::text, true); END IF;
    RETURN found;
END $$;
ALTER FUNCTION policy.label_of(int, int[]) OWNER TO taawun_fn;

CREATE FUNCTION policy.check_owner() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = policy, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.label_id, NEW.originator_id) IS DISTINCT FROM (OLD.label_id, OLD.originator_id)
       AND policy.my_party() IS DISTINCT FROM OLD.originator_id THEN
        RAISE EXCEPTION 'only the originator releases a record or hands it over' USING ERRCODE = 'insufficient_privilege'; END IF;
    IF NOT EXISTS (SELECT FROM policy_label l JOIN policy_community c ON c.party_id = NEW.originator_id AND c.id = ANY (l.audience)
                   WHERE l.id = NEW.label_id) THEN
        RAISE EXCEPTION 'a record is always visible to its originator'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'record_visible_to_its_originator'; END IF;
    RETURN NEW;
END $$;

-- What a migration calls for each table of records. The application has no DELETE: erasure is a listed function.
CREATE FUNCTION policy.protect(t regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE sees text := 'label_id = ANY ((SELECT policy.my_labels())::int[])';
        acts text := '(SELECT policy.my_party()) IN (originator_id, steward_id)';
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY, ADD UNIQUE (id, label_id)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %s TO taawun_app; GRANT SELECT ON %1$s TO taawun_fn', t);
    EXECUTE format('CREATE POLICY sees ON %s FOR SELECT TO taawun_app USING (%s)', t, sees);
    EXECUTE format('CREATE POLICY gives ON %s FOR INSERT TO taawun_app WITH CHECK (%s AND originator_id = (SELECT policy.my_party()))', t, sees);
    EXECUTE format('CREATE POLICY acts ON %s FOR UPDATE TO taawun_app USING (%s AND %s) WITH CHECK (%s)', t, sees, acts, acts);
    EXECUTE format('CREATE POLICY counts ON %s FOR SELECT TO taawun_fn USING (true)', t);
    EXECUTE format('CREATE TRIGGER owner BEFORE INSERT OR UPDATE OF label_id, originator_id ON %s
                    FOR EACH ROW EXECUTE FUNCTION policy.check_owner()', t);
    -- the first serves counts and rare labels, the second the newest of many
    EXECUTE format('CREATE INDEX ON %s (label_id, created_at DESC); CREATE INDEX ON %1$s (created_at DESC)', t);
END $$;

-- A part carries its parent's label, kept in step by the key: (<parent>_id, label_id).
CREATE FUNCTION policy.protect_part(t regclass, parent regclass, key text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE sees text := 'label_id = ANY ((SELECT policy.my_labels())::int[])';
        acts text := format('EXISTS (SELECT FROM %s p WHERE p.id = %I AND (SELECT policy.my_party()) IN (p.originator_id, p.steward_id))', parent, key);
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY,
                    ADD FOREIGN KEY (%I, label_id) REFERENCES %s (id, label_id) ON UPDATE CASCADE', t, key, parent);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO taawun_app; GRANT SELECT ON %1$s TO taawun_fn', t);
    EXECUTE format('CREATE POLICY sees ON %s FOR SELECT TO taawun_app USING (%s)', t, sees);
    EXECUTE format('CREATE POLICY acts ON %s FOR ALL TO taawun_app USING (%s AND %s) WITH CHECK (%s)', t, sees, acts, acts);
    EXECUTE format('CREATE POLICY counts ON %s FOR SELECT TO taawun_fn USING (true)', t);
    EXECUTE format('CREATE POLICY cascades ON %s FOR ALL TO %I USING (current_setting(''taawun.party'', true) IS NOT NULL)', t, current_user);
    EXECUTE format('CREATE INDEX ON %s (label_id)', t);
END $$;

-- Tables without labels (party tree, sessions, queue): each is opened by name, with a reason beside the call.
CREATE FUNCTION policy.open(t regclass, rights text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE s regclass;
BEGIN
    EXECUTE format('GRANT %s ON %s TO taawun_app', rights, t);
    FOR s IN SELECT d.objid::regclass FROM pg_depend d JOIN pg_class c ON c.oid = d.objid AND c.relkind = 'S' WHERE d.refobjid = t LOOP
        EXECUTE format('GRANT USAGE, SELECT ON SEQUENCE %s TO taawun_app', s); END LOOP;
END $$;

INSERT INTO policy_community (id, key, name_en, name_ar, ar_by) VALUES (1, 'public', 'the public', 'الجمهور', '');
SELECT setval('policy_community_id_seq', 1);
