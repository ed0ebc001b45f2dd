-- Ministries of two countries in one entry, of the last thirty days: meetings, mostly.
SELECT a.ministry AS ministry, b.ministry AS partner, count(*) AS entries, max(a.placed_at) AS last_at
FROM news_ministry AS a
JOIN news_ministry AS b ON b.entry_id = a.entry_id AND b.ministry > a.ministry AND b.country <> a.country
WHERE a.placed_at >= strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-30 days')
GROUP BY a.ministry, b.ministry ORDER BY entries DESC, last_at DESC LIMIT 100;
