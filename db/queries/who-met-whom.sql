-- Who stood together this month: pairs of countries that are both subjects of an entry, with the number of
-- entries and the last of them. Change the age in the condition.
SELECT a.value AS country, b.value AS partner, count(*) AS entries, max(n.placed_at) AS last_at
FROM news AS n, json_each(n.subjects) AS a, json_each(n.subjects) AS b
WHERE n.placed_at >= strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-30 days') AND b.value > a.value
GROUP BY country, partner ORDER BY entries DESC, country, partner LIMIT 100;
