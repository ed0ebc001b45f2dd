-- The newest entries on a ministry. Put another country and kind for AZ and defence-industry.
SELECT placed_at, entry_id, feed, title, link FROM news_ministry
WHERE country = 'AZ' AND kind = 'defence-industry' ORDER BY placed_at DESC, entry_id DESC LIMIT 50;
