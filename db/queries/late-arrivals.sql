-- Entries that arrived more than a day after the date they bear, of the last thirty days.
SELECT entry_id, feed, title, published_at, first_seen_at,
  round(julianday(first_seen_at) - julianday(published_at), 1) AS days_late
FROM news
WHERE placed_at >= strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-30 days')
  AND julianday(first_seen_at) - julianday(published_at) > 1
ORDER BY placed_at DESC LIMIT 100;
