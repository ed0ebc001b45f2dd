-- The countries in most entries of the last thirty days, and how many of them have it as a subject.
SELECT t.value AS country, (SELECT c.name FROM countries AS c WHERE c.country = t.value) AS name,
  count(*) AS entries, sum(instr(n.subjects, t.value) > 0) AS as_subject
FROM news AS n, json_each(n.countries) AS t
WHERE n.placed_at >= strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-30 days')
GROUP BY t.value ORDER BY entries DESC, country LIMIT 50;
