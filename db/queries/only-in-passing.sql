-- Entries that name a country only in passing: a venue, a dateline, a comparison. Put another code for TR.
SELECT c.placed_at, c.entry_id, c.feed, c.title, c.link
FROM news_country AS c WHERE c.country = 'TR' AND c.role = 'mention'
ORDER BY c.placed_at DESC, c.entry_id DESC LIMIT 50;
