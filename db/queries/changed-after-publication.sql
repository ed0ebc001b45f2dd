-- What publishers changed after publication, of the last fourteen days, newest change first: the title before
-- and the title now.
SELECT n.entry_id, n.feed, n.updated_at AS changed_at, n.revision,
  (SELECT r.title FROM revisions AS r WHERE r.entry_id = n.entry_id AND r.revision = n.revision - 1) AS title_before,
  n.title AS title_now, n.link
FROM news AS n
WHERE n.revision > 1 AND n.placed_at >= strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-14 days')
ORDER BY n.updated_at DESC LIMIT 100;
