-- The countries in most entries of the last thirty days.
SELECT d.tag AS country, c.name, sum(d.entries) AS entries
FROM daily AS d JOIN countries AS c ON c.country = d.tag
WHERE d.day >= date('now', '-30 days')
GROUP BY d.tag ORDER BY entries DESC, country LIMIT 50;
