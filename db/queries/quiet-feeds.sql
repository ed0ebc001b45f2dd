-- Feeds that went quiet: none of their entries came in the last seven days though they used to bring some.
SELECT h.feed, h.title, h.state, h.last_success_at, h.entries_per_day, max(d.day) AS last_entry_day, h.last_error
FROM feed_health AS h LEFT JOIN daily AS d ON d.feed = h.feed
WHERE h.state NOT IN ('removed', 'disabled')
GROUP BY h.feed HAVING last_entry_day IS NULL OR last_entry_day < date('now', '-7 days')
ORDER BY last_entry_day;
