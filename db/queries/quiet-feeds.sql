-- Feeds that went quiet: none of their tagged entries came in the last seven days.
SELECT feed, title, state, last_success_at, entries_per_day, last_entry_day, last_error FROM (
  SELECT h.*, (SELECT d.day FROM daily AS d WHERE d.feed = h.feed ORDER BY d.day DESC LIMIT 1) AS last_entry_day
  FROM feed_health AS h WHERE h.state NOT IN ('removed', 'disabled'))
WHERE last_entry_day IS NULL OR last_entry_day < date('now', '-7 days')
ORDER BY last_entry_day, feed;
