-- The newest entries on a country. Put another code for AZ.
SELECT placed_at, entry_id, role, feed, title, link FROM news_country
WHERE country = 'AZ' ORDER BY placed_at DESC, entry_id DESC LIMIT 50;
