/**
 * The schema, one step per release that changed it; `user_version` counts the steps that a file has seen.
 * Steps are never edited once released.
 *
 * A run's log is two tables, so that a feed of status facts never touches a page of output:
 * `run_fact` holds everything but output, `run_output` the bytes. Both are numbered by the same `seq`;
 * `run_part.reached` is the last one, and the fence: a batch that does not follow on it is refused.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE run (
    no INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    spec TEXT NOT NULL,
    host_count INTEGER NOT NULL,
    created_at_ms INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    origin TEXT NOT NULL,
    phase TEXT NOT NULL,
    counts TEXT NOT NULL,
    started_at_ms INTEGER,
    finished_at_ms INTEGER,
    finish_reason TEXT,
    duration_ms INTEGER,
    engine TEXT,
    cancel_requested_by TEXT
  ) STRICT;
  CREATE INDEX run_unfinished ON run (no) WHERE phase <> 'finished';

  CREATE TABLE run_targets (
    run INTEGER PRIMARY KEY REFERENCES run (no) ON DELETE CASCADE,
    targets TEXT NOT NULL
  ) STRICT;

  CREATE TABLE run_part (
    run INTEGER NOT NULL REFERENCES run (no) ON DELETE CASCADE,
    part INTEGER NOT NULL,
    reached INTEGER NOT NULL,
    PRIMARY KEY (run, part)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE run_fact (
    run INTEGER NOT NULL,
    part INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    host INTEGER,
    body TEXT NOT NULL,
    PRIMARY KEY (run, part, seq),
    FOREIGN KEY (run, part) REFERENCES run_part (run, part) ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX run_fact_of_host ON run_fact (run, part, host) WHERE host IS NOT NULL;

  CREATE TABLE run_output (
    run INTEGER NOT NULL,
    part INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    host INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    stream INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    FOREIGN KEY (run, part) REFERENCES run_part (run, part) ON DELETE CASCADE
  ) STRICT;
  CREATE UNIQUE INDEX run_output_in_order ON run_output (run, part, seq);
  CREATE INDEX run_output_of_host ON run_output (run, part, host, seq);

  CREATE TABLE engine (
    id TEXT PRIMARY KEY,
    pid INTEGER NOT NULL,
    started_at_ms INTEGER NOT NULL,
    heartbeat_at_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE host_key (
    host TEXT NOT NULL,
    port INTEGER NOT NULL,
    type TEXT NOT NULL,
    key TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    by TEXT NOT NULL,
    PRIMARY KEY (host, port, type, key)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE sign_in_code (
    hash TEXT PRIMARY KEY,
    user TEXT NOT NULL,
    expires_at_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE session (
    hash TEXT PRIMARY KEY,
    user TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE api_token (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    hash TEXT NOT NULL,
    user TEXT NOT NULL
  ) STRICT;
  `,
  // `place` is the host with its numbers padded, so that hosts stand in the order in which people count.
  `
  CREATE TABLE host_key_of (
    host TEXT NOT NULL,
    port INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    place TEXT NOT NULL,
    type TEXT NOT NULL,
    key TEXT NOT NULL,
    state TEXT NOT NULL,
    first_seen_at_ms INTEGER,
    last_seen_at_ms INTEGER,
    decided_at_ms INTEGER NOT NULL,
    decided_by TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (host, port, fingerprint)
  ) STRICT, WITHOUT ROWID;
  INSERT OR IGNORE INTO host_key_of
    SELECT lower(host), port, key_fingerprint(key), host_place(lower(host)), type, key, 'trusted', at_ms, NULL, at_ms, by, ''
    FROM host_key ORDER BY at_ms;
  DROP TABLE host_key;
  ALTER TABLE host_key_of RENAME TO host_key;
  CREATE INDEX host_key_in_order ON host_key (state, place, port);
  CREATE INDEX host_key_by_fingerprint ON host_key (fingerprint);

  CREATE TABLE host_key_offer (
    host TEXT NOT NULL,
    port INTEGER NOT NULL,
    place TEXT NOT NULL,
    type TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    kind TEXT NOT NULL,
    expected TEXT NOT NULL,
    first_seen_at_ms INTEGER NOT NULL,
    last_seen_at_ms INTEGER NOT NULL,
    run TEXT NOT NULL,
    blocked_at_ms INTEGER,
    blocked_by TEXT,
    PRIMARY KEY (host, port)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX host_key_offer_in_order ON host_key_offer (kind, place, port);

  CREATE TABLE host_key_decision (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    by TEXT NOT NULL,
    kind TEXT NOT NULL,
    count INTEGER NOT NULL,
    hosts TEXT NOT NULL,
    note TEXT NOT NULL
  ) STRICT;

  CREATE TABLE host_key_listed (
    list TEXT NOT NULL,
    line INTEGER NOT NULL,
    name TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    PRIMARY KEY (list, line, name)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX host_key_listed_name ON host_key_listed (name);
  CREATE INDEX host_key_listed_fingerprint ON host_key_listed (fingerprint);
  `,
];
