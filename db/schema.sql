CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE feed (
  feed_id INTEGER PRIMARY KEY,
  feed TEXT NOT NULL UNIQUE,
  config_url TEXT NOT NULL,          -- as feeds.toml had it last; an edit there resets url
  url TEXT NOT NULL,                 -- where it is polled: a permanent move changes it
  title TEXT NOT NULL DEFAULT '',
  document_title TEXT NOT NULL DEFAULT '',
  document_link TEXT,
  home TEXT NOT NULL DEFAULT '',
  lang TEXT NOT NULL DEFAULT '',
  region TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL DEFAULT '',
  keep_only TEXT NOT NULL DEFAULT '',
  enabled INTEGER NOT NULL DEFAULT 1,
  removed INTEGER NOT NULL DEFAULT 0, -- no longer in feeds.toml
  state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'ok', 'failing', 'stale', 'gone')),
  etag TEXT,
  last_modified TEXT,
  body_hash TEXT,
  next_poll_at TEXT,                 -- null: now
  next_poll_why TEXT NOT NULL DEFAULT '',
  last_poll_at TEXT,
  last_success_at TEXT,
  last_new_at TEXT,
  first_read_at TEXT,                -- when its first document was stored
  failures INTEGER NOT NULL DEFAULT 0,
  last_error TEXT NOT NULL DEFAULT '',
  entries_per_day REAL,
  notes TEXT NOT NULL DEFAULT '[]',
  memory TEXT NOT NULL DEFAULT '{}'
) STRICT;

CREATE TABLE entry (
  entry_id INTEGER PRIMARY KEY AUTOINCREMENT,  -- a pruned number is never given again
  feed_id INTEGER NOT NULL REFERENCES feed (feed_id),
  placed_at TEXT NOT NULL,
  dated_at TEXT NOT NULL,            -- published_at, else placed_at: what since and until ask
  published_at TEXT,
  first_seen_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  changed_at TEXT,                   -- the last revision of substance
  revision INTEGER NOT NULL DEFAULT 1,
  set_aside INTEGER NOT NULL DEFAULT 0,
  defence INTEGER,                   -- null: not tagged yet
  story_id INTEGER,
  ruleset TEXT NOT NULL DEFAULT '',  -- that tagged it; '': to be tagged
  lang TEXT NOT NULL DEFAULT '',
  guid_seen_twice INTEGER NOT NULL DEFAULT 0,
  fingerprint TEXT NOT NULL,
  text_hash TEXT NOT NULL,
  countries TEXT NOT NULL DEFAULT '[]',
  subjects TEXT NOT NULL DEFAULT '[]',
  ministries TEXT NOT NULL DEFAULT '[]',
  notes TEXT NOT NULL DEFAULT '[]',
  guid TEXT,
  link TEXT,
  title TEXT,
  author TEXT NOT NULL DEFAULT '',
  enclosures TEXT NOT NULL DEFAULT '[]',
  categories TEXT NOT NULL DEFAULT '[]',
  summary TEXT NOT NULL DEFAULT '',
  content TEXT NOT NULL DEFAULT '',
  summary_html TEXT NOT NULL DEFAULT '',
  content_html TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE entry_key (
  feed_id INTEGER NOT NULL,
  key INTEGER NOT NULL,
  entry_id INTEGER NOT NULL,
  PRIMARY KEY (feed_id, key, entry_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE tombstone (
  entry_id INTEGER PRIMARY KEY,
  feed_id INTEGER NOT NULL REFERENCES feed (feed_id),
  guid TEXT,
  link TEXT,
  title TEXT,
  published_at TEXT,
  fingerprint TEXT NOT NULL,
  text_hash TEXT NOT NULL,
  guid_seen_twice INTEGER NOT NULL,
  seen_at TEXT NOT NULL              -- when a poll last brought it, or its pruning
) STRICT;

CREATE TABLE revision (
  entry_id INTEGER NOT NULL REFERENCES entry (entry_id) ON DELETE CASCADE,
  revision INTEGER NOT NULL,
  seen_at TEXT NOT NULL,
  title TEXT,
  summary TEXT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (entry_id, revision)
) STRICT;

CREATE TABLE country_tag (
  country TEXT NOT NULL,
  placed_at TEXT NOT NULL,
  entry_id INTEGER NOT NULL REFERENCES entry (entry_id) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK (role IN ('subject', 'mention')),
  feed_id INTEGER NOT NULL,
  dated_at TEXT NOT NULL,
  set_aside INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (country, placed_at DESC, entry_id DESC)
) STRICT, WITHOUT ROWID;

CREATE TABLE ministry_tag (
  country TEXT NOT NULL,
  kind TEXT NOT NULL,
  placed_at TEXT NOT NULL,
  entry_id INTEGER NOT NULL REFERENCES entry (entry_id) ON DELETE CASCADE,
  feed_id INTEGER NOT NULL,
  dated_at TEXT NOT NULL,
  set_aside INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (country, kind, placed_at DESC, entry_id DESC)
) STRICT, WITHOUT ROWID;

CREATE TABLE topic_tag (
  topic TEXT NOT NULL,
  placed_at TEXT NOT NULL,
  entry_id INTEGER NOT NULL REFERENCES entry (entry_id) ON DELETE CASCADE,
  feed_id INTEGER NOT NULL,
  dated_at TEXT NOT NULL,
  set_aside INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (topic, placed_at DESC, entry_id DESC)
) STRICT, WITHOUT ROWID;

CREATE TABLE span (
  entry_id INTEGER NOT NULL REFERENCES entry (entry_id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  tag TEXT NOT NULL,
  field TEXT NOT NULL,
  span_start INTEGER,
  span_end INTEGER,
  surface TEXT NOT NULL,
  rule TEXT NOT NULL,
  PRIMARY KEY (entry_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE correction (
  entry_id INTEGER NOT NULL REFERENCES entry (entry_id) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('+', '-')),
  role TEXT NOT NULL DEFAULT '',
  made_at TEXT NOT NULL,
  PRIMARY KEY (entry_id, tag)
) STRICT, WITHOUT ROWID;

CREATE TABLE tally (
  name TEXT PRIMARY KEY,
  entries INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE day_count (
  feed_id INTEGER NOT NULL,
  day TEXT NOT NULL,
  tag TEXT NOT NULL,
  entries INTEGER NOT NULL,
  PRIMARY KEY (feed_id, day, tag)
) STRICT, WITHOUT ROWID;

CREATE TABLE story (
  story_id INTEGER PRIMARY KEY,
  lead_entry_id INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  feeds INTEGER NOT NULL,
  first_published_at TEXT,
  last_published_at TEXT
) STRICT;

CREATE TABLE poll (
  poll_id INTEGER PRIMARY KEY,
  feed_id INTEGER NOT NULL REFERENCES feed (feed_id),
  polled_at TEXT NOT NULL,
  outcome TEXT NOT NULL,
  status INTEGER,
  in_document INTEGER NOT NULL DEFAULT 0,
  new INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  same INTEGER NOT NULL DEFAULT 0,
  duplicate INTEGER NOT NULL DEFAULT 0,
  skipped INTEGER NOT NULL DEFAULT 0,
  set_aside INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0,
  seconds REAL NOT NULL DEFAULT 0,
  notes TEXT NOT NULL DEFAULT '[]',
  error TEXT NOT NULL DEFAULT '',
  skip_reasons TEXT NOT NULL DEFAULT '[]',
  CHECK (in_document = new + changed + same + duplicate + skipped)
) STRICT;

CREATE TABLE country_name (
  country TEXT PRIMARY KEY,
  name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE ministry_name (
  ministry TEXT PRIMARY KEY,
  country TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE search_copy (
  entry_id INTEGER PRIMARY KEY REFERENCES entry (entry_id) ON DELETE CASCADE,
  folded TEXT NOT NULL,
  pieces TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE news_search USING fts5 (
  title, summary, content, folded, pieces,
  content = 'search_text', content_rowid = 'entry_id',
  tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);

CREATE INDEX entry_order ON entry (placed_at DESC, entry_id DESC, set_aside, feed_id, dated_at)
WHERE set_aside = 0;

CREATE INDEX entry_aside ON entry (placed_at DESC, entry_id DESC, feed_id) WHERE set_aside = 1;

CREATE INDEX entry_feed ON entry (feed_id, placed_at DESC, entry_id DESC, set_aside, dated_at);

CREATE INDEX entry_future ON entry (published_at) WHERE published_at > placed_at;

CREATE INDEX entry_changed ON entry (changed_at) WHERE changed_at IS NOT NULL;

CREATE INDEX entry_untagged ON entry (entry_id) WHERE ruleset = '';

CREATE INDEX entry_lang ON entry (lang, placed_at DESC, entry_id DESC, set_aside, feed_id, dated_at);

CREATE INDEX entry_key_entry ON entry_key (entry_id);

CREATE INDEX country_tag_entry ON country_tag (entry_id, country, role);

CREATE INDEX ministry_tag_entry ON ministry_tag (entry_id, country, kind);

CREATE INDEX ministry_tag_country ON ministry_tag (country, placed_at DESC, entry_id DESC, set_aside, feed_id, dated_at);

CREATE INDEX ministry_tag_kind ON ministry_tag (kind, placed_at DESC, entry_id DESC, set_aside, feed_id, dated_at);

CREATE INDEX topic_tag_entry ON topic_tag (entry_id, topic);

CREATE INDEX span_manual ON span (entry_id) WHERE field = 'manual';

CREATE INDEX day_count_tag ON day_count (tag, day, entries);

CREATE INDEX poll_feed ON poll (feed_id, poll_id);

CREATE INDEX entry_story ON entry (story_id, entry_id, feed_id, published_at) WHERE story_id IS NOT NULL;

CREATE INDEX entry_at ON entry (min(coalesce(published_at, placed_at), placed_at), entry_id, countries)
WHERE set_aside = 0;

CREATE INDEX story_several ON story (entries, story_id, lead_entry_id) WHERE entries > 1;

CREATE VIEW search_text AS
SELECT e.entry_id, e.title, e.summary, e.content, c.folded, c.pieces
FROM entry AS e LEFT JOIN search_copy AS c ON c.entry_id = e.entry_id;

CREATE VIEW news_all AS
SELECT
  e.entry_id, e.published_at, e.placed_at, e.title, e.link, e.summary, e.content,
  nullif(e.author, '') AS author,
  nullif(e.lang, '') AS lang,
  f.feed,
  CASE WHEN f.title <> '' THEN f.title WHEN f.document_title <> '' THEN f.document_title ELSE f.feed END
    AS publisher,
  nullif(f.kind, '') AS publisher_kind,
  nullif(f.home, '') AS home,
  nullif(f.region, '') AS region,
  e.countries, e.subjects, e.ministries, e.defence, e.story_id, e.first_seen_at, e.updated_at, e.revision,
  e.notes, e.set_aside
FROM entry AS e JOIN feed AS f ON f.feed_id = e.feed_id;

CREATE VIEW news AS
SELECT
  e.entry_id, e.published_at, e.placed_at, e.title, e.link, e.summary, e.content,
  nullif(e.author, '') AS author,
  nullif(e.lang, '') AS lang,
  f.feed,
  CASE WHEN f.title <> '' THEN f.title WHEN f.document_title <> '' THEN f.document_title ELSE f.feed END
    AS publisher,
  nullif(f.kind, '') AS publisher_kind,
  nullif(f.home, '') AS home,
  nullif(f.region, '') AS region,
  e.countries, e.subjects, e.ministries, e.defence, e.story_id, e.first_seen_at, e.updated_at, e.revision,
  e.notes
FROM entry AS e JOIN feed AS f ON f.feed_id = e.feed_id
WHERE e.set_aside = 0;

CREATE VIEW news_country AS
SELECT t.entry_id, t.placed_at, t.country, t.role, e.title, e.link, f.feed
FROM country_tag AS t
JOIN entry AS e ON e.entry_id = t.entry_id
JOIN feed AS f ON f.feed_id = t.feed_id
WHERE t.set_aside = 0;

CREATE VIEW news_ministry AS
SELECT t.entry_id, t.placed_at, t.country || '/' || t.kind AS ministry, t.country, t.kind, e.title, e.link, f.feed
FROM ministry_tag AS t
JOIN entry AS e ON e.entry_id = t.entry_id
JOIN feed AS f ON f.feed_id = t.feed_id
WHERE t.set_aside = 0;

CREATE VIEW evidence AS
SELECT entry_id, tag, field, span_start, span_end, surface, rule FROM span;

CREATE VIEW stories AS
SELECT story_id, lead_entry_id, entries, feeds, first_published_at, last_published_at FROM story;

CREATE VIEW revisions AS
SELECT entry_id, revision, seen_at, title, summary, content FROM revision
UNION ALL
SELECT entry_id, revision, coalesce(changed_at, first_seen_at), title, summary, content FROM entry;

CREATE VIEW countries AS SELECT country, name FROM country_name;

CREATE VIEW ministries AS SELECT ministry, country, kind, name FROM ministry_name;

CREATE VIEW daily AS
SELECT d.day, f.feed, d.tag, d.entries
FROM day_count AS d JOIN feed AS f ON f.feed_id = d.feed_id
WHERE d.tag <> '*';

CREATE VIEW feed_health AS
SELECT
  feed,
  url,
  CASE WHEN title <> '' THEN title WHEN document_title <> '' THEN document_title ELSE feed END AS title,
  nullif(home, '') AS home,
  nullif(region, '') AS region,
  nullif(kind, '') AS publisher_kind,
  CASE WHEN removed THEN 'removed' WHEN NOT enabled THEN 'disabled' ELSE state END AS state,
  last_success_at, next_poll_at, failures,
  nullif(last_error, '') AS last_error,
  entries_per_day, notes
FROM feed;

CREATE VIEW polls AS
SELECT
  f.feed, p.polled_at, p.outcome, p.status, p.in_document, p.new, p.changed, p.same, p.duplicate, p.skipped,
  p.set_aside, p.bytes, p.seconds, p.notes,
  nullif(p.error, '') AS error,
  p.skip_reasons
FROM poll AS p JOIN feed AS f ON f.feed_id = p.feed_id;
