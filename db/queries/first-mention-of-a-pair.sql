-- When two countries first stood in one entry, and which entry that was. Put other codes for AZ and KG.
SELECT n.entry_id, n.placed_at, n.feed, n.title, n.link
FROM news AS n
WHERE n.entry_id IN (SELECT entry_id FROM news_country WHERE country = 'AZ'
    INTERSECT SELECT entry_id FROM news_country WHERE country = 'KG')
ORDER BY n.placed_at, n.entry_id LIMIT 1;
