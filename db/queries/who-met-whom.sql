-- Who stood together this month: pairs of countries that are both subjects of an entry, with the number of
-- entries, feeds and the last of them. Change the age in the first condition.
SELECT a.country AS country, b.country AS partner, count(*) AS entries, count(DISTINCT a.feed) AS feeds,
  max(a.placed_at) AS last_at
FROM news_country AS a JOIN news_country AS b ON b.entry_id = a.entry_id AND b.country > a.country
WHERE a.placed_at >= strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-30 days') AND a.role = 'subject' AND b.role = 'subject'
GROUP BY a.country, b.country ORDER BY entries DESC, country, partner LIMIT 100;
