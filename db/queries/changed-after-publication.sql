-- What publishers changed after publication, newest change first: the title before and the title now.
SELECT n.entry_id, n.feed, n.updated_at AS changed_at, n.revision, r.title AS title_before, n.title AS title_now,
  r.summary <> n.summary AS summary_changed, n.link
FROM news AS n JOIN revisions AS r ON r.entry_id = n.entry_id AND r.revision = n.revision - 1
WHERE n.revision > 1 AND n.placed_at >= strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-14 days')
ORDER BY n.updated_at DESC LIMIT 100;
