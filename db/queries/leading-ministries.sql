-- The ministries in most entries of the last thirty days, with their names where the gazetteer has one.
SELECT t.value AS ministry, (SELECT m.name FROM ministries AS m WHERE m.ministry = t.value) AS name,
  count(*) AS entries
FROM news AS n, json_each(n.ministries) AS t
WHERE n.placed_at >= strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-30 days')
GROUP BY t.value ORDER BY entries DESC, ministry LIMIT 50;
