-- How much of each feed is defence news, of the last thirty days: the entries that stand in the news.
SELECT d.feed, sum(d.entries) AS defence_entries
FROM daily AS d WHERE d.tag = 'defence' AND d.day >= date('now', '-30 days')
GROUP BY d.feed ORDER BY defence_entries DESC, d.feed;
