-- Countries in the news more than usual: entries of the last seven days, today with them, against the weekly
-- mean of the four weeks before.
SELECT country, sum(late) AS this_week, round(sum(early) / 4.0, 1) AS usual_week
FROM (
  SELECT feed, tag AS country, sum(iif(day > date('now', '-7 days'), entries, 0)) AS late,
    sum(iif(day > date('now', '-7 days'), 0, entries)) AS early
  FROM daily WHERE length(tag) = 2 AND day > date('now', '-35 days') GROUP BY feed, tag)
GROUP BY country HAVING this_week >= 3 ORDER BY this_week / max(usual_week, 1.0) DESC, country LIMIT 50;
