-- The ledger is written by whoever acts and read under the label of what an entry speaks of; nothing is taken out.
ALTER TABLE ledger_entry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON ledger_entry TO taawun_app;
GRANT SELECT ON ledger_entry TO taawun_fn;
CREATE POLICY sees ON ledger_entry FOR SELECT TO taawun_app USING (label_id = ANY ((SELECT policy.my_labels())::int[]));
CREATE POLICY writes ON ledger_entry FOR INSERT TO taawun_app
    WITH CHECK (party_id = (SELECT policy.my_party()) AND account IS NOT DISTINCT FROM (SELECT policy.my_account()));
CREATE POLICY counts ON ledger_entry FOR SELECT TO taawun_fn USING (true);
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION policy.refuse();
-- salts and the sequencer's list are written and never read by the application
GRANT INSERT ON ledger_salt, ledger_pending TO taawun_app;
