-- Ministries of two countries in one entry, of the last thirty days: meetings, mostly.
SELECT a.value AS ministry, b.value AS partner, sum(n.entries) AS entries, max(n.last_at) AS last_at
FROM (
  SELECT ministries, count(*) AS entries, max(placed_at) AS last_at FROM news
  WHERE placed_at >= strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-30 days') GROUP BY ministries) AS n,
  json_each(n.ministries) AS a, json_each(n.ministries) AS b
WHERE b.value > a.value AND substr(a.value, 1, 2) <> substr(b.value, 1, 2)
GROUP BY ministry, partner ORDER BY entries DESC, last_at DESC LIMIT 100;
