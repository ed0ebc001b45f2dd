-- Whose press writes about whom: entries of the last thirty days by the publisher's home and country tag.
SELECT n.home, t.value AS country, count(*) AS entries
FROM news AS n, json_each(n.countries) AS t
WHERE n.home IS NOT NULL AND n.placed_at >= strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-30 days')
GROUP BY n.home, t.value ORDER BY entries DESC, n.home, country LIMIT 200;
