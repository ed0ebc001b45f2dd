-- Whose press writes about whom: entries of the last thirty days by the publisher's home and country tag.
SELECT h.home, d.tag AS country, sum(d.entries) AS entries
FROM daily AS d JOIN feed_health AS h ON h.feed = d.feed
WHERE length(d.tag) = 2 AND h.home IS NOT NULL AND d.day >= date('now', '-30 days')
GROUP BY h.home, d.tag ORDER BY entries DESC, h.home, country LIMIT 200;
