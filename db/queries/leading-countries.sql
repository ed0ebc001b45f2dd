-- The countries in most entries of the last thirty days, and how many of them have it as a subject. Entries
-- with the same countries are counted together first: to unfold each one's list takes twice as long.
SELECT t.value AS country, (SELECT c.name FROM countries AS c WHERE c.country = t.value) AS name,
  sum(n.entries) AS entries, sum(n.entries * (instr(n.subjects, t.value) > 0)) AS as_subject
FROM (
  SELECT countries, subjects, count(*) AS entries FROM news
  WHERE placed_at >= strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-30 days')
  GROUP BY countries, subjects) AS n, json_each(n.countries) AS t
GROUP BY t.value ORDER BY entries DESC, country LIMIT 50;
