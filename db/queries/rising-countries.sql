-- Countries in the news more than usual: entries of the last seven days against a seventh-day share of the
-- eight weeks before.
SELECT tag AS country,
  sum(CASE WHEN day >= date('now', '-7 days') THEN entries ELSE 0 END) AS this_week,
  round(sum(CASE WHEN day < date('now', '-7 days') THEN entries ELSE 0 END) / 8.0, 1) AS usual_week
FROM daily WHERE length(tag) = 2 AND day >= date('now', '-63 days')
GROUP BY tag HAVING this_week >= 3 ORDER BY this_week / max(usual_week, 1.0) DESC, country LIMIT 50;
