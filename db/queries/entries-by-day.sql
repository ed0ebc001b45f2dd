-- Entries with at least one country tag, by day and feed, of the last thirty days; pruned entries count.
SELECT day, feed, max(entries) AS entries_on_its_leading_country, sum(entries) AS country_tags
FROM daily WHERE length(tag) = 2 AND day >= date('now', '-30 days')
GROUP BY day, feed ORDER BY day DESC, country_tags DESC, feed;
