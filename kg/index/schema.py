"""Tables of the SQLite index. Everything but `ledger`, `jobs` and `meta` can be rebuilt from the articles' graphs.

An event's columns are what is searched and counted by; all else of it is line `line` of its article's `records`
(see `kg.parcels`). A face is `named` unless it tells no more than the actor's id.
Days are proleptic ordinals (`date.toordinal`), months are `year * 12 + month - 1`, 0 where the date is not
known. Scores and confidences are kept in thousandths, so that sums do not depend on the order of articles.
`level` is 0 for actors as coded and 1 for their country or organisation (roll-up). `best` packs confidence,
day and event into one integer, so that its maximum over any rows names the best evidence. `pairs` are totals
over all months, `dyads` by month and type. A pair's row holds all that an answer tells of it: `mutual` are the
events of both directions, `evidence` is the id of the best event (of equally good ones the first by id), and
`types` are its events by type, `type,events,type,events` in the order of the types' numbers. The indices of
events by who and whom hold what filters and sums ask for, so that a hub's events are counted without fetching
them.
"""

FORMAT = "6"
LEVELS = ((0, "source", "target"), (1, "rolled_source", "rolled_target"))
BEST = "((confidence << 53) | (coalesce(day, 0) << 31) | n)"
DAY_OF_BEST = (1 << 22) - 1

KEPT = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE ledger (
  key TEXT PRIMARY KEY, id TEXT NOT NULL, digest TEXT NOT NULL, coder TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'done')), payload BLOB
);
CREATE INDEX ledger_pending ON ledger (state) WHERE state = 'pending';
CREATE TABLE jobs (
  n INTEGER PRIMARY KEY, kind TEXT NOT NULL, state TEXT NOT NULL, articles INTEGER NOT NULL DEFAULT 0,
  events INTEGER NOT NULL DEFAULT 0, total INTEGER, detail TEXT NOT NULL DEFAULT ''
);
"""

TABLES = """
CREATE TABLE articles (
  n INTEGER PRIMARY KEY, key TEXT NOT NULL, id TEXT NOT NULL, title TEXT NOT NULL, day INTEGER,
  publisher TEXT NOT NULL, url TEXT NOT NULL, lang TEXT NOT NULL, events INTEGER NOT NULL,
  problems TEXT NOT NULL, text TEXT NOT NULL, records BLOB NOT NULL
);
CREATE TABLE actors (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, label TEXT NOT NULL, kind TEXT NOT NULL, face INTEGER,
  events INTEGER NOT NULL DEFAULT 0, rolled_events INTEGER NOT NULL DEFAULT 0,
  partners INTEGER NOT NULL DEFAULT 0, rolled_partners INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE faces (
  n INTEGER PRIMARY KEY, actor INTEGER NOT NULL, record TEXT NOT NULL, named INTEGER NOT NULL,
  UNIQUE (actor, record)
);
CREATE TABLE sightings (
  article INTEGER NOT NULL, actor INTEGER NOT NULL, face INTEGER NOT NULL, day INTEGER NOT NULL,
  PRIMARY KEY (article, actor, face)
) WITHOUT ROWID;
CREATE TABLE names (n INTEGER PRIMARY KEY, actor INTEGER NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL,
  UNIQUE (actor, name));
CREATE VIRTUAL TABLE names_words USING fts5 (
  folded, prefix='1 2 3', tokenize='unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE names_grams USING fts5 (folded, tokenize='trigram');
CREATE TABLE types (n INTEGER PRIMARY KEY, name TEXT NOT NULL, quad INTEGER NOT NULL, UNIQUE (name, quad));
CREATE TABLE publishers (n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE sentences (
  n INTEGER PRIMARY KEY, article INTEGER NOT NULL, number INTEGER NOT NULL, begin INTEGER NOT NULL,
  text TEXT NOT NULL
);
CREATE VIRTUAL TABLE sentences_words USING fts5 (
  text, content='sentences', content_rowid='n', columnsize=0, tokenize='porter unicode61 remove_diacritics 2'
);
CREATE TABLE events (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL, article INTEGER NOT NULL, line INTEGER NOT NULL,
  sentence INTEGER NOT NULL, source INTEGER, target INTEGER, rolled_source INTEGER, rolled_target INTEGER,
  day INTEGER, month INTEGER NOT NULL, type INTEGER NOT NULL, score INTEGER NOT NULL,
  confidence INTEGER NOT NULL, counted INTEGER NOT NULL, publisher INTEGER NOT NULL
);
CREATE TABLE pairs (
  level INTEGER NOT NULL, a INTEGER NOT NULL, b INTEGER NOT NULL, events INTEGER NOT NULL,
  mutual INTEGER NOT NULL, articles INTEGER NOT NULL, score INTEGER NOT NULL, first INTEGER, last INTEGER,
  best INTEGER NOT NULL, evidence TEXT NOT NULL, types TEXT NOT NULL,
  PRIMARY KEY (level, a, b)
) WITHOUT ROWID;
CREATE TABLE dyads (
  level INTEGER NOT NULL, a INTEGER NOT NULL, b INTEGER NOT NULL, month INTEGER NOT NULL,
  type INTEGER NOT NULL,
  events INTEGER NOT NULL, score INTEGER NOT NULL, first INTEGER, last INTEGER, best INTEGER NOT NULL,
  PRIMARY KEY (level, a, b, month, type)
) WITHOUT ROWID;
"""

INDICES = """
CREATE UNIQUE INDEX articles_key ON articles (key);
CREATE UNIQUE INDEX articles_id ON articles (id);
CREATE INDEX articles_day ON articles (day DESC, key);
CREATE INDEX articles_publisher ON articles (publisher, day DESC, key);
CREATE INDEX actors_events ON actors (events DESC, id);
CREATE INDEX names_folded ON names (folded);
CREATE INDEX sightings_actor ON sightings (actor, day DESC, face);
CREATE INDEX events_id ON events (id);
CREATE INDEX events_article ON events (article);
CREATE INDEX events_day ON events (day DESC);
CREATE INDEX events_sentence ON events (sentence);
CREATE INDEX events_source ON events (source, day DESC, target, type, confidence, counted, publisher);
CREATE INDEX events_target ON events (target, day DESC, source, type, confidence, counted, publisher);
CREATE INDEX events_pair
  ON events (source, target, day DESC, type, confidence, counted, score, article, publisher);
CREATE INDEX events_rolled_source
  ON events (rolled_source, day DESC, rolled_target, type, confidence, counted, publisher);
CREATE INDEX events_rolled_target
  ON events (rolled_target, day DESC, rolled_source, type, confidence, counted, publisher);
CREATE INDEX events_rolled_pair
  ON events (rolled_source, rolled_target, day DESC, type, confidence, counted, score, article, publisher);
CREATE INDEX pairs_out ON pairs (level, a, mutual DESC, events);
CREATE INDEX pairs_in ON pairs (level, b, mutual DESC, events);
CREATE INDEX pairs_events ON pairs (level, events DESC);
CREATE INDEX dyads_back ON dyads (level, b, month, a, type, events, score, first, last, best);
CREATE INDEX dyads_month ON dyads (level, month, a, b, type, events, score, first, last, best);
"""


def statements(script: str) -> list[str]:
    """The statements of a script, for use inside a transaction."""
    return [statement for statement in script.split(";") if statement.strip()]
