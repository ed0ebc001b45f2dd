-- Whose press writes about whom: entries of the last thirty days by the publisher's home and country tag.
SELECT h.home, d.country, sum(d.entries) AS entries
FROM (
  SELECT feed, tag AS country, sum(entries) AS entries FROM daily
  WHERE length(tag) = 2 AND day > date('now', '-30 days') GROUP BY feed, tag) AS d
JOIN feed_health AS h ON h.feed = d.feed
WHERE h.home IS NOT NULL
GROUP BY h.home, d.country ORDER BY entries DESC, h.home, d.country LIMIT 200;
