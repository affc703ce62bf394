-- SPDX-License-Identifier: MIT
-- The history database, version 1 (PRAGMA user_version). Read it through the views at the end; their
-- names and columns are stable. Tables may change with migrations.
--
-- FACTS are what was seen: append-only, addressed by content, so that two databases merge by union.
--   judgement (+ judgement_cache, meta_model, data_set), finding, run, path_set, version.
-- STATES are computed from the facts at settling and can be rebuilt: span, current, suppression,
--   rule_run, fix_time, model_count, the counters and the commit of a run, here.
-- WORK TREE: what was seen in files that differ from git's index; the last scan wins, never a fact of
--   any commit: worktree, worktree_finding.
--
-- Which judgement a path had in a run is not stored per run. A run names the set of paths it scanned
-- (stored once per distinct set), and `version` has a row only where a path's judgement changed: path P
-- in run R had the judgement of the newest version row of P at or before R in R's line.
--
-- A line is one branch (or `detached`, or `local` without git). Runs of a line are ordered by position.
-- Times are seconds since 1970 (UTC) in tables, ISO 8601 text in views.

CREATE TABLE text (            -- interned: messages without their numbers, names, scopes
    text_id INTEGER PRIMARY KEY,
    text    TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE path (            -- relative to the root, POSIX
    path_id INTEGER PRIMARY KEY,
    path    TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE rule (
    rule_id  INTEGER PRIMARY KEY,
    code     TEXT NOT NULL UNIQUE,
    name     TEXT NOT NULL,
    category TEXT NOT NULL
) STRICT;

CREATE TABLE code_set (        -- sorted, one blank between codes
    code_set_id INTEGER PRIMARY KEY,
    codes       TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE config (
    config_id INTEGER PRIMARY KEY,
    digest    TEXT NOT NULL UNIQUE,
    settings  TEXT NOT NULL    -- JSON
) STRICT;

CREATE TABLE git_commit (
    commit_id INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,
    parents   TEXT NOT NULL,   -- ids, one blank between them
    author    TEXT NOT NULL,
    at        INTEGER NOT NULL -- the author's date
) STRICT;

CREATE TABLE path_set (
    path_set_id INTEGER PRIMARY KEY,
    digest      BLOB NOT NULL UNIQUE, -- first 16 bytes of SHA-256 of members
    names       BLOB NOT NULL, -- first 16 bytes of SHA-256 of the paths: the same in every database
    size        INTEGER NOT NULL,
    members     BLOB NOT NULL  -- sorted path ids, each as the difference to the one before, in
                               -- groups of 7 bits, lowest first, high bit = more follow
) STRICT;

CREATE TABLE lineage (         -- a line of runs
    lineage_id INTEGER PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    is_started INTEGER NOT NULL DEFAULT 0, -- 1: has taken over the open findings of its base
    base_run   INTEGER REFERENCES run      -- nearest ancestor run when it started; NULL = none
) STRICT;

CREATE TABLE run (
    run_id      INTEGER PRIMARY KEY,
    lineage_id  INTEGER NOT NULL REFERENCES lineage,
    run_key     TEXT NOT NULL,
    position    INTEGER,       -- order within the line; NULL = never settled
    head        TEXT NOT NULL, -- commit id of HEAD when it ran; '' = no commit yet, or no git
    index_hash  TEXT NOT NULL, -- SHA-256 of the raw difference of index and HEAD; '' = none
    config_id   INTEGER NOT NULL REFERENCES config,
    code_set_id INTEGER NOT NULL REFERENCES code_set, -- codes that were on
    version     TEXT NOT NULL,
    started_at  INTEGER NOT NULL,
    path_set_id INTEGER REFERENCES path_set,  -- NULL = never settled
    commit_id   INTEGER REFERENCES git_commit, -- the commit with exactly what the run looked at
    credit_id   INTEGER REFERENCES git_commit, -- first commit of the line that contains it
    searched    TEXT,          -- HEAD when commit_id was last looked for; '-' = given up
    introduced  INTEGER NOT NULL DEFAULT 0,
    resolved    INTEGER NOT NULL DEFAULT 0,
    open        INTEGER NOT NULL DEFAULT 0,   -- open in the line after it
    UNIQUE (run_key, lineage_id)
) STRICT;
CREATE INDEX run_by_position ON run (lineage_id, position);
CREATE INDEX run_by_head ON run (head);
CREATE INDEX run_by_commit ON run (commit_id) WHERE commit_id IS NOT NULL;
CREATE INDEX run_without_commit ON run (run_id) WHERE commit_id IS NULL;
CREATE INDEX run_without_credit ON run (lineage_id, position) WHERE credit_id IS NULL;

CREATE TABLE meta_model (
    meta_model_id INTEGER PRIMARY KEY,
    digest        BLOB NOT NULL UNIQUE, -- first 16 bytes of SHA-256 of body
    body          TEXT NOT NULL         -- JSON, metamodel.schema.json
) STRICT;

CREATE TABLE judgement (
    judgement_id  INTEGER PRIMARY KEY,
    key           BLOB NOT NULL, -- first 16 bytes of SHA-256: source, dependencies, configuration,
                                 -- data, version
    path_id       INTEGER NOT NULL REFERENCES path, -- equal files share the key, not the findings
    meta_model_id INTEGER REFERENCES meta_model,
    facts         TEXT NOT NULL  -- JSON, what states rest on: v violated finding ids, s suppressed
                                 -- [id, by, line, reason], k satisfied and u unknown "code:fingerprint"
                                 -- where it matters, p scopes not fully followed, w whole file not;
                                 -- what is empty is left out
) STRICT;
-- two bytes find it among those of its path; (path_id, key) is unique by the writer
CREATE INDEX judgement_by_path ON judgement (path_id, substr(key, 1, 2));

CREATE TABLE judgement_cache (  -- complete judgements, to answer for an unchanged file; may be dropped
    judgement_id INTEGER PRIMARY KEY REFERENCES judgement,
    key          BLOB NOT NULL, -- of the judgement; looked for here, where few rows are
    body         TEXT NOT NULL  -- JSON
) STRICT;
CREATE INDEX judgement_cache_by_key ON judgement_cache (key);

CREATE TABLE data_set (
    data_set_id INTEGER PRIMARY KEY,
    path        TEXT NOT NULL,
    identity    TEXT NOT NULL,  -- '' = not read
    traits      TEXT,           -- JSON
    read_at     TEXT,           -- ISO 8601
    UNIQUE (path, identity)
) STRICT;

CREATE TABLE judgement_data (
    judgement_id INTEGER NOT NULL REFERENCES judgement,
    data_set_id  INTEGER NOT NULL REFERENCES data_set,
    PRIMARY KEY (judgement_id, data_set_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE finding (          -- a tracked finding: identity, and how it looked when last judged
    finding_id     INTEGER PRIMARY KEY,
    path_id        INTEGER NOT NULL REFERENCES path,
    rule_id        INTEGER NOT NULL REFERENCES rule,
    algorithm      INTEGER NOT NULL, -- of the fingerprint
    fingerprint    BLOB NOT NULL,    -- 16 bytes
    scope_id       INTEGER NOT NULL REFERENCES text,
    severity       INTEGER NOT NULL, -- 0 info, 1 warning, 2 error
    confidence     INTEGER NOT NULL, -- 0 heuristic, 1 likely, 2 certain
    line           INTEGER NOT NULL,
    col            INTEGER NOT NULL,
    model_id       INTEGER REFERENCES text, -- name of the model; NULL = none
    message_id     INTEGER NOT NULL REFERENCES text, -- the message, %d for whole numbers
    n1 INTEGER, n2 INTEGER, n3 INTEGER, n4 INTEGER, n5 INTEGER, n6 INTEGER -- those numbers
) STRICT;
-- three bytes find the finding and keep the index a third of the size
CREATE INDEX finding_by_identity ON finding (path_id, substr(fingerprint, 1, 3));

CREATE TABLE scan (             -- seen by a run, not settled yet
    run_id       INTEGER NOT NULL REFERENCES run,
    path_id      INTEGER NOT NULL REFERENCES path,
    judgement_id INTEGER REFERENCES judgement, -- NULL: see kind
    kind         INTEGER NOT NULL,  -- 0 judged, 1 skipped by the byte scan, 2 deleted
    off_set_id   INTEGER REFERENCES code_set,  -- codes off for this file only
    PRIMARY KEY (run_id, path_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE version (          -- the judgement of a path changed in this run
    path_id      INTEGER NOT NULL REFERENCES path,
    run_id       INTEGER NOT NULL REFERENCES run,
    judgement_id INTEGER REFERENCES judgement,
    kind         INTEGER NOT NULL,
    off_set_id   INTEGER REFERENCES code_set,
    PRIMARY KEY (path_id, run_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE current (          -- newest version of each path in each line
    lineage_id   INTEGER NOT NULL REFERENCES lineage,
    path_id      INTEGER NOT NULL REFERENCES path,
    judgement_id INTEGER REFERENCES judgement,
    kind         INTEGER NOT NULL,
    off_set_id   INTEGER REFERENCES code_set,
    code_set_id  INTEGER NOT NULL REFERENCES code_set, -- codes on when it was applied
    run_id       INTEGER NOT NULL REFERENCES run,      -- that brought it
    PRIMARY KEY (lineage_id, path_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE span (             -- one time in which a finding was there, in one line
    finding_id INTEGER NOT NULL REFERENCES finding,
    lineage_id INTEGER NOT NULL REFERENCES lineage,
    first_run  INTEGER NOT NULL REFERENCES run,
    last_run   INTEGER NOT NULL REFERENCES run, -- that resolved it; until then first_run
    path_id    INTEGER NOT NULL REFERENCES path,
    state      INTEGER NOT NULL,    -- 1 new, 2 open, 3 reopened, 4 suppressed, 5 resolved
    origin     INTEGER NOT NULL,    -- 0 first seen, 1 came back, 2 taken over from the base line
    rule_id    INTEGER NOT NULL REFERENCES rule, -- path and rule are repeated here, so that indexes
                                    -- answer without a look at the rest; the times are the runs'
    PRIMARY KEY (finding_id, lineage_id, first_run)
) STRICT, WITHOUT ROWID;
CREATE INDEX span_open ON span (lineage_id, path_id, finding_id, state) WHERE state < 5;
CREATE INDEX span_new ON span (lineage_id, path_id) WHERE state = 1;

CREATE TABLE suppression (
    finding_id INTEGER NOT NULL REFERENCES finding,
    lineage_id INTEGER NOT NULL REFERENCES lineage,
    run_id     INTEGER NOT NULL REFERENCES run, -- first saw it
    by         TEXT NOT NULL,       -- noqa, pylint, config
    line       INTEGER NOT NULL,
    reason     TEXT,
    PRIMARY KEY (finding_id, lineage_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE rule_run (         -- counters: what a run changed, by rule
    lineage_id INTEGER NOT NULL REFERENCES lineage,
    run_id     INTEGER NOT NULL REFERENCES run,
    rule_id    INTEGER NOT NULL REFERENCES rule,
    introduced INTEGER NOT NULL,
    resolved   INTEGER NOT NULL,
    PRIMARY KEY (lineage_id, run_id, rule_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE fix_time (         -- counters: how long the findings of a rule lived, all lines
    rule_id     INTEGER PRIMARY KEY REFERENCES rule,
    fixed       INTEGER NOT NULL,
    seconds     INTEGER NOT NULL,
    min_seconds INTEGER NOT NULL,
    max_seconds INTEGER NOT NULL
) STRICT;

CREATE TABLE model_count (      -- counters: the findings that a model had
    lineage_id INTEGER NOT NULL REFERENCES lineage,
    path_id    INTEGER NOT NULL REFERENCES path,
    model_id   INTEGER NOT NULL,    -- text of its name; 0 = none
    findings   INTEGER NOT NULL,
    open       INTEGER NOT NULL,
    reopened   INTEGER NOT NULL,    -- times
    PRIMARY KEY (lineage_id, path_id, model_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE worktree (
    path_id      INTEGER PRIMARY KEY REFERENCES path,
    judgement_id INTEGER REFERENCES judgement,
    kind         INTEGER NOT NULL,
    at           INTEGER NOT NULL
) STRICT;

CREATE TABLE worktree_finding (
    path_id       INTEGER NOT NULL REFERENCES worktree ON DELETE CASCADE,
    finding_id    INTEGER NOT NULL REFERENCES finding,
    is_suppressed INTEGER NOT NULL,
    PRIMARY KEY (path_id, finding_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX worktree_finding_by_finding ON worktree_finding (finding_id);

CREATE TABLE here (             -- the line that was settled last: what open_findings shows
    here_id    INTEGER PRIMARY KEY CHECK (here_id = 1),
    lineage_id INTEGER NOT NULL REFERENCES lineage
) STRICT;

-- ---- views ----

CREATE VIEW finding_text AS     -- every tracked finding in words
SELECT f.finding_id, lower(hex(f.fingerprint)) AS fingerprint, r.code, r.name, r.category,
       CASE f.severity WHEN 2 THEN 'error' WHEN 1 THEN 'warning' ELSE 'info' END AS severity,
       CASE f.confidence WHEN 2 THEN 'certain' WHEN 1 THEN 'likely' ELSE 'heuristic' END AS confidence,
       p.path, f.line, f.col AS "column", m.text AS model,
       printf(t.text, f.n1, f.n2, f.n3, f.n4, f.n5, f.n6) AS message,
       f.path_id, f.rule_id
FROM finding f
JOIN rule r ON r.rule_id = f.rule_id
JOIN path p ON p.path_id = f.path_id
JOIN text t ON t.text_id = f.message_id
LEFT JOIN text m ON m.text_id = f.model_id;

CREATE VIEW open_findings AS    -- new, open, reopened, not suppressed, in the line settled last
SELECT t.finding_id, t.fingerprint, t.code, t.name, t.severity, t.confidence, t.path, t.line,
       t."column", t.model,
       CASE s.state WHEN 1 THEN 'new' WHEN 2 THEN 'open' ELSE 'reopened' END AS state,
       t.message, c.id AS "commit", c.author,
       strftime('%Y-%m-%dT%H:%M:%SZ', coalesce(c.at, r.started_at), 'unixepoch') AS since,
       r.run_key AS run, l.name AS branch
FROM here h
JOIN lineage l ON l.lineage_id = h.lineage_id
JOIN span s ON s.lineage_id = h.lineage_id AND s.state < 4
JOIN finding_text t ON t.finding_id = s.finding_id
JOIN run r ON r.run_id = s.first_run
LEFT JOIN git_commit c ON c.commit_id = r.credit_id
WHERE NOT EXISTS (SELECT 1 FROM worktree w WHERE w.path_id = t.path_id)
UNION ALL                       -- files that differ from the index: as they were seen last
SELECT t.finding_id, t.fingerprint, t.code, t.name, t.severity, t.confidence, t.path, t.line,
       t."column", t.model,
       CASE s.state WHEN 2 THEN 'open' WHEN 3 THEN 'reopened' ELSE 'new' END AS state,
       t.message, c.id AS "commit", c.author,
       strftime('%Y-%m-%dT%H:%M:%SZ', coalesce(c.at, r.started_at, w.at), 'unixepoch') AS since,
       r.run_key AS run, l.name AS branch
FROM worktree w
JOIN worktree_finding wf ON wf.path_id = w.path_id AND wf.is_suppressed = 0
JOIN finding_text t ON t.finding_id = wf.finding_id
LEFT JOIN here h ON h.here_id = 1
LEFT JOIN lineage l ON l.lineage_id = h.lineage_id
LEFT JOIN span s ON s.finding_id = wf.finding_id AND s.lineage_id = h.lineage_id AND s.state < 5
LEFT JOIN run r ON r.run_id = s.first_run
LEFT JOIN git_commit c ON c.commit_id = r.credit_id;

CREATE VIEW introduced AS       -- events: a finding came (or came back)
SELECT t.finding_id, t.fingerprint, t.code, t.severity, t.path, t.line, t.model,
       CASE s.state WHEN 1 THEN 'new' WHEN 2 THEN 'open' WHEN 3 THEN 'reopened'
                    WHEN 4 THEN 'suppressed' ELSE 'resolved' END AS state,
       t.message, c.id AS "commit", c.author,
       strftime('%Y-%m-%dT%H:%M:%SZ', coalesce(c.at, r.started_at), 'unixepoch') AS at,
       r.run_key AS run, l.name AS branch,
       CASE s.origin WHEN 1 THEN 'reopened' ELSE 'introduced' END AS event
FROM span s
JOIN finding_text t ON t.finding_id = s.finding_id
JOIN lineage l ON l.lineage_id = s.lineage_id
JOIN run r ON r.run_id = s.first_run
JOIN run e ON e.run_id = s.last_run
-- came and went before any commit: no commit has it
LEFT JOIN git_commit c ON c.commit_id = r.credit_id AND NOT (s.state = 5 AND r.credit_id IS e.credit_id)
WHERE s.origin < 2;

CREATE VIEW resolved AS         -- events: a finding went
SELECT t.finding_id, t.fingerprint, t.code, t.severity, t.path, t.line, t.model,
       'resolved' AS state, t.message, c.id AS "commit", c.author,
       strftime('%Y-%m-%dT%H:%M:%SZ', coalesce(c.at, e.started_at), 'unixepoch') AS at,
       e.run_key AS run, l.name AS branch, 'resolved' AS event
FROM span s
JOIN finding_text t ON t.finding_id = s.finding_id
JOIN lineage l ON l.lineage_id = s.lineage_id
JOIN run r ON r.run_id = s.first_run
JOIN run e ON e.run_id = s.last_run
LEFT JOIN git_commit c ON c.commit_id = e.credit_id AND r.credit_id IS NOT e.credit_id
WHERE s.state = 5;

CREATE VIEW finding_history AS  -- one row per finding, line and time in which it was there
SELECT t.finding_id, t.fingerprint, t.code, t.severity, t.path, t.line, t.model,
       CASE s.state WHEN 1 THEN 'new' WHEN 2 THEN 'open' WHEN 3 THEN 'reopened'
                    WHEN 4 THEN 'suppressed' ELSE 'resolved' END AS state,
       t.message, l.name AS branch,
       CASE s.origin WHEN 1 THEN 'reopened' WHEN 2 THEN 'taken over' ELSE 'introduced' END AS began,
       ic.id AS introduced_commit, ic.author AS introduced_author,
       strftime('%Y-%m-%dT%H:%M:%SZ', coalesce(ic.at, r.started_at), 'unixepoch') AS introduced_at,
       r.run_key AS introduced_run, rc.id AS resolved_commit, rc.author AS resolved_author,
       CASE WHEN s.state = 5
            THEN strftime('%Y-%m-%dT%H:%M:%SZ', coalesce(rc.at, e.started_at), 'unixepoch') END
           AS resolved_at,
       CASE WHEN s.state = 5 THEN e.run_key END AS resolved_run
FROM span s
JOIN finding_text t ON t.finding_id = s.finding_id
JOIN lineage l ON l.lineage_id = s.lineage_id
JOIN run r ON r.run_id = s.first_run
JOIN run e ON e.run_id = s.last_run
LEFT JOIN git_commit ic ON ic.commit_id = r.credit_id AND NOT (s.state = 5 AND r.credit_id IS e.credit_id)
LEFT JOIN git_commit rc ON rc.commit_id = e.credit_id AND s.state = 5 AND r.credit_id IS NOT e.credit_id;

CREATE VIEW runs AS
SELECT r.run_id, r.run_key AS run, l.name AS branch, r.position, c.id AS "commit", c.author,
       strftime('%Y-%m-%dT%H:%M:%SZ', coalesce(c.at, r.started_at), 'unixepoch') AS at,
       strftime('%Y-%m-%dT%H:%M:%SZ', r.started_at, 'unixepoch') AS started_at,
       nullif(r.head, '') AS head, r.index_hash <> '' AS is_staged, r.version, g.digest AS config,
       o.codes, p.size AS scanned, r.introduced, r.resolved, r.open,
       r.path_set_id IS NOT NULL AS is_settled
FROM run r
JOIN lineage l ON l.lineage_id = r.lineage_id
JOIN config g ON g.config_id = r.config_id
JOIN code_set o ON o.code_set_id = r.code_set_id
LEFT JOIN path_set p ON p.path_set_id = r.path_set_id
LEFT JOIN git_commit c ON c.commit_id = r.commit_id;

CREATE VIEW suppressions AS
SELECT t.finding_id, t.fingerprint, t.code, t.severity, t.path, t.line, t.model,
       'suppressed' AS state, t.message, s.by, s.line AS suppressed_line, s.reason, c.id AS "commit",
       c.author, strftime('%Y-%m-%dT%H:%M:%SZ', coalesce(c.at, r.started_at), 'unixepoch') AS since,
       l.name AS branch
FROM suppression s
JOIN finding_text t ON t.finding_id = s.finding_id
JOIN lineage l ON l.lineage_id = s.lineage_id
JOIN run r ON r.run_id = s.run_id
LEFT JOIN git_commit c ON c.commit_id = r.credit_id;

CREATE VIEW time_to_fix AS      -- by rule, in days
SELECT r.code, r.name, t.fixed, t.seconds / 86400.0 / t.fixed AS mean_days,
       t.min_seconds / 86400.0 AS min_days, t.max_seconds / 86400.0 AS max_days
FROM fix_time t JOIN rule r ON r.rule_id = t.rule_id
WHERE t.fixed > 0;

CREATE VIEW rule_trend AS       -- what each run changed, by rule
SELECT r.run_key AS run, l.name AS branch, u.code, u.name, t.introduced, t.resolved,
       strftime('%Y-%m-%dT%H:%M:%SZ', coalesce(c.at, r.started_at), 'unixepoch') AS at
FROM rule_run t
JOIN rule u ON u.rule_id = t.rule_id
LEFT JOIN run r ON r.run_id = t.run_id -- LEFT: left out where no column of them is asked for
LEFT JOIN lineage l ON l.lineage_id = t.lineage_id
LEFT JOIN git_commit c ON c.commit_id = r.credit_id;

CREATE VIEW hot_models AS       -- models by the findings they had, in the line settled last
SELECT p.path, m.text AS model, t.findings, t.open, t.reopened
FROM here h
JOIN model_count t ON t.lineage_id = h.lineage_id
JOIN path p ON p.path_id = t.path_id
LEFT JOIN text m ON m.text_id = t.model_id
WHERE t.findings > 0;

CREATE VIEW data_sets AS
SELECT d.path, nullif(d.identity, '') AS identity, d.read_at, d.traits,
       (SELECT count(DISTINCT j.path_id) FROM judgement_data x JOIN judgement j USING (judgement_id)
        WHERE x.data_set_id = d.data_set_id) AS programs
FROM data_set d;
