-- A notice is its reader's own: read and marked as read by that account, and written in its name (the worker enters as
-- the reader, so that a notice can hold no more than she may see).
ALTER TABLE notices_notice ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON notices_notice TO taawun_app;
CREATE POLICY own ON notices_notice FOR ALL TO taawun_app
    USING (account_id = (SELECT policy.my_account())) WITH CHECK (account_id = (SELECT policy.my_account()));
