-- The ministries in most entries of the last thirty days, with their names where the gazetteer has one.
SELECT d.tag AS ministry, m.name, sum(d.entries) AS entries
FROM daily AS d LEFT JOIN ministries AS m ON m.ministry = d.tag
WHERE d.tag LIKE '__/%' AND d.day >= date('now', '-30 days')
GROUP BY d.tag ORDER BY entries DESC, ministry LIMIT 50;
