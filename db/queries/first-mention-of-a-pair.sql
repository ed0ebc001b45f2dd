-- When two countries first stood in one entry, and which entry that was. Put other codes for AZ and KG.
SELECT a.entry_id, a.placed_at, a.feed, a.title, a.link
FROM news_country AS a
WHERE a.country = 'AZ'
  AND EXISTS (SELECT 1 FROM news_country AS b WHERE b.entry_id = a.entry_id AND b.country = 'KG')
ORDER BY a.placed_at, a.entry_id LIMIT 1;
