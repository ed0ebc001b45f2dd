-- Countries in the news more than usual: entries of the last seven days against the weekly mean of the four
-- weeks before.
SELECT t.value AS country,
  sum(n.placed_at >= strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-7 days')) AS this_week,
  round(sum(n.placed_at < strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-7 days')) / 4.0, 1) AS usual_week
FROM news AS n, json_each(n.countries) AS t
WHERE n.placed_at >= strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-35 days')
GROUP BY t.value HAVING this_week >= 3 ORDER BY this_week / max(usual_week, 1.0) DESC, country LIMIT 50;
