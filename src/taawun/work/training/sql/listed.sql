-- What training reads and locks beyond what a viewer sees. Owned by taawun_fn; docs/reference lists them, a test holds
-- the list. Disclosed: the open pool's size, one's own promise, one's own place in the wait list; nothing else.
GRANT UPDATE (updated_at) ON training_run TO taawun_fn;
CREATE POLICY locks ON training_run FOR UPDATE TO taawun_fn USING (true) WITH CHECK (false);

-- Whether the viewer is the centre, which sees every seat anyway.
CREATE FUNCTION policy.is_centre() RETURNS boolean LANGUAGE sql STABLE AS
    $$ SELECT policy.my_party() = (SELECT centre_id FROM policy_installation) $$;

-- Locks a run while its seats are counted: a nation may not update the run, so FOR UPDATE of its own would lock nothing.
CREATE FUNCTION policy.hold_run(which uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN PERFORM 1 FROM training_run WHERE id = which FOR NO KEY UPDATE; END $$;

-- Seats left of a run: of the promise to one party (the viewer's own nation; any for the centre) and of the open pool.
CREATE FUNCTION policy.seats_left(which uuid, for_party int, OUT promised int, OUT open int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE who int := CASE WHEN policy.is_centre() THEN for_party ELSE policy.root_of(policy.my_party()) END;
        held_states text[] := ARRAY['offered', 'named', 'confirmed', 'used', 'no_show'];
BEGIN
    SELECT coalesce(sum(a.seats), 0) INTO promised FROM training_allotment a WHERE a.run_id = which AND a.party_id = who;
    promised := promised - (SELECT count(*) FROM training_seat s WHERE s.run_id = which AND s.party_id = who
                            AND s.pool = 'promised' AND s.state = ANY (held_states));
    SELECT r.capacity - coalesce((SELECT sum(a.seats) FROM training_allotment a WHERE a.run_id = which), 0)
           - (SELECT count(*) FROM training_seat s WHERE s.run_id = which AND s.pool = 'open' AND s.state = ANY (held_states))
      INTO open FROM training_run r WHERE r.id = which AND r.label_id = ANY (policy.my_labels());
END $$;

-- One's own place in the wait list of a run (1 is next); the order is the day and hour of being put on it.
CREATE FUNCTION policy.wait_place(which uuid) RETURNS int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT (SELECT count(*) FROM training_nomination o WHERE o.run_id = n.run_id AND o.state = 'waitlisted'
            AND (o.waitlisted_at, o.id) <= (n.waitlisted_at, n.id))::int
    FROM training_nomination n
    WHERE n.id = which AND n.state = 'waitlisted'
      AND (policy.is_centre() OR policy.root_of(n.originator_id) = policy.root_of(policy.my_party())) $$;

-- Seats taken from the open pool of a run; for the triggers below.
CREATE FUNCTION policy.open_taken(which uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) FROM training_seat s WHERE s.run_id = which AND s.pool = 'open'
    AND s.state IN ('offered', 'named', 'confirmed', 'used', 'no_show') $$;

-- Holds seats to the run's capacity, to the promise and to the open pool, whoever writes them. The run is locked first:
-- of two officers who name the last seat at once, only the lock lets the second see the first.
CREATE FUNCTION policy.check_seat() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE held_states text[] := ARRAY['offered', 'named', 'confirmed', 'used', 'no_show']; room int;
BEGIN
    IF NOT NEW.state = ANY (held_states) THEN RETURN NEW; END IF;
    PERFORM policy.hold_run(NEW.run_id);
    SELECT r.capacity - (SELECT count(*) FROM training_seat s WHERE s.run_id = NEW.run_id AND s.id <> NEW.id AND s.state = ANY (held_states))
      INTO room FROM training_run r WHERE r.id = NEW.run_id;
    IF room < 1 THEN RAISE EXCEPTION 'no seat is left'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'seat_within_capacity'; END IF;
    IF NEW.pool = 'promised' THEN
        SELECT coalesce(sum(a.seats), 0) - (SELECT count(*) FROM training_seat s WHERE s.run_id = NEW.run_id AND s.id <> NEW.id
               AND s.party_id = NEW.party_id AND s.pool = 'promised' AND s.state = ANY (held_states))
          INTO room FROM training_allotment a WHERE a.run_id = NEW.run_id AND a.party_id = NEW.party_id;
        IF room < 1 THEN RAISE EXCEPTION 'no promised seat is left'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'seat_within_promise'; END IF;
    ELSE
        SELECT r.capacity - coalesce((SELECT sum(a.seats) FROM training_allotment a WHERE a.run_id = NEW.run_id), 0)
               - (SELECT count(*) FROM training_seat s WHERE s.run_id = NEW.run_id AND s.id <> NEW.id
                  AND s.pool = 'open' AND s.state = ANY (held_states))
          INTO room FROM training_run r WHERE r.id = NEW.run_id;
        IF room < 1 THEN RAISE EXCEPTION 'no open seat is left'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'seat_within_open_pool'; END IF;
    END IF;
    RETURN NEW;
END $$;

-- Promises and the seats taken from the open pool never exceed the seats of a run, whichever of the three changes.
CREATE FUNCTION policy.check_allotment() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM policy.hold_run(NEW.run_id);
    IF (SELECT coalesce(sum(a.seats), 0) FROM training_allotment a WHERE a.run_id = NEW.run_id AND a.id <> NEW.id) + NEW.seats
       + policy.open_taken(NEW.run_id) > (SELECT r.capacity FROM training_run r WHERE r.id = NEW.run_id) THEN
        RAISE EXCEPTION 'more is promised than there are seats'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'allotment_within_capacity'; END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION policy.check_capacity() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF (SELECT coalesce(sum(a.seats), 0) FROM training_allotment a WHERE a.run_id = NEW.id) + policy.open_taken(NEW.id)
       > NEW.capacity THEN
        RAISE EXCEPTION 'the run has fewer seats than are promised or taken'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'capacity_covers_what_is_promised'; END IF;
    RETURN NEW;
END $$;

ALTER FUNCTION policy.hold_run(uuid) OWNER TO taawun_fn;
ALTER FUNCTION policy.seats_left(uuid, int) OWNER TO taawun_fn;
ALTER FUNCTION policy.wait_place(uuid) OWNER TO taawun_fn;
ALTER FUNCTION policy.check_seat() OWNER TO taawun_fn;
ALTER FUNCTION policy.check_allotment() OWNER TO taawun_fn;
ALTER FUNCTION policy.check_capacity() OWNER TO taawun_fn;
ALTER FUNCTION policy.open_taken(uuid) OWNER TO taawun_fn;
REVOKE EXECUTE ON FUNCTION policy.open_taken(uuid) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION policy.hold_run(uuid), policy.seats_left(uuid, int), policy.wait_place(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION policy.hold_run(uuid), policy.seats_left(uuid, int), policy.wait_place(uuid) TO taawun_app;

CREATE TRIGGER seats BEFORE INSERT OR UPDATE OF state, pool, party_id, run_id ON training_seat
    FOR EACH ROW EXECUTE FUNCTION policy.check_seat();
CREATE TRIGGER promises BEFORE INSERT OR UPDATE OF seats, run_id ON training_allotment
    FOR EACH ROW EXECUTE FUNCTION policy.check_allotment();
CREATE TRIGGER capacity BEFORE UPDATE OF capacity ON training_run
    FOR EACH ROW EXECUTE FUNCTION policy.check_capacity();
