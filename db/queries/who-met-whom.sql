-- Who stood together this month: pairs of countries that are both subjects of an entry, with the number of
-- entries and the last of them. Change the age in the condition.
SELECT a.value AS country, b.value AS partner, sum(n.entries) AS entries, max(n.last_at) AS last_at
FROM (
  SELECT subjects, count(*) AS entries, max(placed_at) AS last_at FROM news
  WHERE placed_at >= strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-30 days') GROUP BY subjects) AS n,
  json_each(n.subjects) AS a, json_each(n.subjects) AS b
WHERE b.value > a.value
GROUP BY country, partner ORDER BY entries DESC, country, partner LIMIT 100;
